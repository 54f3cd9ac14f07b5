"""Reading: the posts that match a query, on whichever database."""

from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import BigIntegerField, Exists, Func, OuterRef, Prefetch, QuerySet, Subquery, Value

from articles.models import Category, Post, SearchDocument, SearchIndex, Tag, TaggedPost
from articles.querysets import PostQuerySet

from . import plain, postgres, sqlite
from .text import Query, parse

# Of words that more articles have, the newest of these compete; nobody reads on to the end of so many.
MOST_RANKED = 1_000
BACKENDS = {"sqlite": sqlite, "postgresql": postgres}


class Hits(PostQuerySet):
    """Posts that match a query; a listing of them keeps the best first and knows the texts for excerpts."""

    def newest_first(self) -> Self:
        return self.order_by("search_rank", "-published_at", "-pk")

    def for_listing(self) -> Self:
        return with_texts(super().for_listing())


def with_texts(posts: Any) -> Any:
    """Load with posts the texts that excerpts are taken from."""
    return posts.prefetch_related(Prefetch("search_document", SearchDocument.objects.only("text")))


class Narrowing(NamedTuple):
    """What a search is limited to."""

    category: Category | None = None
    tag: Tag | None = None
    year: int | None = None


EVERYTHING = Narrowing()


def search(
    text: str, *, category: Category | None = None, tag: Tag | None = None, year: int | None = None
) -> PostQuerySet:
    """Return the published posts that match a query, best first, then newest. Any text is a query."""
    query, within = parse(text), Narrowing(category, tag, year)
    if not query.wanted:
        return Hits(Post).annotate(search_rank=Value(0.0)).none()
    return plain_hits(query, within) if backend() is plain else competing(query, within)


def newest_matching(text: str) -> QuerySet:
    """Return the keys of the newest posts that match a query, public or not, as a subquery."""
    query = parse(text)
    if not query.wanted:
        return SearchIndex.objects.none().values("post")
    if backend() is plain:
        return plain.matching(Post.objects.all(), query).order_by("-pk").values("pk")[:MOST_RANKED]
    found = SearchIndex.objects.filter(vector__matches=backend().expression(query))
    return found.order_by("-key").values("key")[:MOST_RANKED]


def matching(query: Query) -> PostQuerySet:
    """Return the published posts that match, newest first by their keys, and unranked."""
    if not query.wanted:
        return Post.objects.none()
    if backend() is plain:
        return plain.matching(Post.objects.published(), query).order_by("-pk")
    return matching_words(backend().expression(query), EVERYTHING)


def backend() -> Any:
    return BACKENDS.get(connection.vendor, plain)


def plain_hits(query: Query, within: Narrowing) -> PostQuerySet:
    return narrowed(plain.matching(Hits(Post).published(), query), within).newest_first()


def competing(query: Query, within: Narrowing) -> PostQuerySet:
    """Return ranked hits: all of them, but of very many the newest and those that say so in their titles.

    So there are more than MOST_RANKED of these exactly where more match.
    """
    named = within.category and within.category.name, within.tag and within.tag.name
    newest, in_titles = (
        matching_words(backend().named(words, *named), within).values("search_index__key")[: MOST_RANKED + 1]
        for words in (backend().expression(query), backend().titles(query))
    )
    return backend().ranked(Hits(Post), query, newest, in_titles).newest_first()


def matching_words(words: str, within: Narrowing) -> PostQuerySet:
    posts = narrowed(Post.objects.published().filter(search_index__vector__matches=words), within)
    if within.year is not None:
        # Keys go with time, more or less, and of them the index of words has a range.
        first, last = keys_of_year(within.year)
        posts = posts.filter(search_index__key__gte=first, search_index__key__lte=last)
    return posts.order_by("-search_index__key")


def narrowed(posts: Any, within: Narrowing) -> Any:
    if within.category is not None:
        posts = posts.filter(category=within.category)
    if within.tag is not None:
        posts = posts.filter(Exists(TaggedPost.objects.filter(tag=within.tag, content_object=OuterRef("pk"))))
    if within.year is not None:
        posts = posts.filter(published_at__year=within.year)
    return posts


def keys_of_year(year: int) -> tuple[Subquery, Subquery]:
    posts = Post.objects.published().filter(published_at__year=year).order_by()
    first, last = (Func("pk", function=name, output_field=BigIntegerField()) for name in ("MIN", "MAX"))
    return Subquery(posts.values(key=first)), Subquery(posts.values(key=last))
