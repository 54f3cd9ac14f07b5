"""Full-text search: the same words find the same articles on every database."""

from .indexing import forget_words, index_posts, refresh
from .marks import highlight, mark
from .matching import search
from .suggestions import suggest
from .text import QUERY_CHARACTERS, tidy

__all__ = [
    "QUERY_CHARACTERS",
    "forget_words",
    "highlight",
    "index_posts",
    "mark",
    "refresh",
    "search",
    "suggest",
    "tidy",
]
