"""Reading: the posts that match a query, on whichever database."""

from typing import Self

from django.db import connection
from django.db.models import Prefetch, Value

from articles.models import Category, Post, SearchDocument, Tag
from articles.querysets import PostQuerySet

from . import plain, postgres, sqlite
from .text import Query, parse

BACKENDS = {"sqlite": sqlite, "postgresql": postgres}


class Hits(PostQuerySet):
    """Posts that match a query; a listing of them keeps the best first and knows the texts for excerpts."""

    def newest_first(self) -> Self:
        return self.order_by("search_rank", "-published_at", "-pk")

    def for_listing(self) -> Self:
        texts = SearchDocument.objects.only("text")
        return super().for_listing().prefetch_related(Prefetch("search_document", texts))


def search(
    text: str, *, category: Category | None = None, tag: Tag | None = None, year: int | None = None
) -> PostQuerySet:
    """Return the published posts that match a query, best first, then newest. Any text is a query."""
    hits = matching(parse(text))
    if category is not None:
        hits = hits.filter(category=category)
    if tag is not None:
        hits = hits.filter(tags=tag)
    if year is not None:
        hits = hits.filter(published_at__year=year)
    return hits


def matching(query: Query) -> PostQuerySet:
    if not query.wanted:
        return Hits(Post).annotate(search_rank=Value(0.0)).none()
    backend = BACKENDS.get(connection.vendor, plain)
    return backend.matching(Hits(Post).published(), query).newest_first()
