"""Full-text search: the same words find the same articles on every database."""

from .indexing import forget_words, index_posts, refresh
from .marks import highlight, mark
from .matching import MOST_RANKED, newest_matching, search, with_texts
from .suggestions import suggest
from .text import QUERY_CHARACTERS, tidy

__all__ = [
    "MOST_RANKED",
    "QUERY_CHARACTERS",
    "forget_words",
    "highlight",
    "index_posts",
    "mark",
    "newest_matching",
    "refresh",
    "search",
    "suggest",
    "tidy",
    "with_texts",
]
