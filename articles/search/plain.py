"""Queries of a database that has no full-text search we know: every document is read."""

from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat

from articles.querysets import PostQuerySet

from .documents import FORM, SEPARATOR
from .text import Query, Term

FIELDS = ["title", "excerpt", "body", "tags", "category", "author", "forms"]
GAP = Value(f" {SEPARATOR} ")


def matching(posts: PostQuerySet, query: Query) -> PostQuerySet:
    """Limit posts to those that match, with `search_rank`: the lower, the better."""
    parts = [part for field in FIELDS for part in (GAP, f"search_document__{field}")]
    posts = posts.annotate(search_words=Concat(*parts, GAP, output_field=TextField()), search_rank=Value(0.0))
    for term in query.wanted:
        posts = posts.filter(condition(term))
    for term in query.excluded:
        posts = posts.exclude(condition(term))
    return posts


def condition(term: Term) -> Q:
    stems = [piece.stem for piece in term.pieces]
    found = Q(search_words__contains=f" {' '.join(stems)} ")
    if term.is_prefix:
        beginning = term.pieces[-1].word
        for words in ([*stems[:-1], beginning], [FORM + beginning]):
            found |= Q(search_words__contains=f" {' '.join(words)}")
    return found
