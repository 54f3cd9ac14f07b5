"""Pages of long lists, each at the cost of a short one."""

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from articles import generation
from articles.models import Post, Tag, TaggedPost

MOST_SORTED = 200  # links of a tag; of more it is cheaper to go through all posts


class Pages(Paginator):
    """Pages of rows in an order that an index has: it alone is gone through, and from the nearer end.

    `loaded` are all rows as a page shows them, without the conditions of the list: with these, SQLite would go through
    it once more.
    """

    object_list: Any

    def __init__(self, rows: QuerySet, per_page: int, loaded: QuerySet, *args: Any) -> None:
        super().__init__(rows, per_page, *args)
        self.loaded = loaded

    def page(self, number) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.rows(start, min(start + self.per_page, self.count)), number, self)

    def nearest(self, start: int, stop: int) -> QuerySet:
        rows: QuerySet = self.object_list
        if start > self.count - stop:
            return rows.reverse()[self.count - stop : self.count - start]
        return rows[start:stop]

    def rows(self, start: int, stop: int) -> Any:
        """Load the rows of a page, and join them with others, only once it is clear which."""
        raise NotImplementedError


class PublicPages(Pages):
    """Pages of what all readers see; how many there are is counted once while nothing public changes."""

    def __init__(self, rows: QuerySet, per_page: int, name: tuple, loaded: QuerySet) -> None:
        super().__init__(rows, per_page, loaded)
        self.name = name

    @cached_property
    def count(self) -> int:
        return generation.remember(("count", *self.name), self.object_list.count)

    def rows(self, start: int, stop: int) -> Sequence[Any]:
        return list(self.loaded.filter(pk__in=self.nearest(start, stop).values("pk")))


class KeyPages(Paginator):
    """Pages of posts whose keys are at hand in their order, as no index has it; `rows` says what is loaded, or of what."""

    def __init__(self, keys: Sequence[int], per_page: int, rows: QuerySet | None = None) -> None:
        super().__init__(keys, per_page)
        self.rows = Post.objects.for_listing() if rows is None else rows

    def page(self, number) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.object_list[start : start + self.per_page]
        rows = {row.pk: row for row in self.rows.order_by().filter(pk__in=list(keys))}
        return Page([rows[key] for key in keys if key in rows], number, self)


def tagged_keys(tag: Tag) -> Sequence[int]:
    """Return the keys of a tag's public posts, newest first."""
    return generation.remember(("tagged", tag.pk), lambda: array("q", public_tagged(tag)))


def public_tagged(tag: Tag) -> Iterable[int]:
    links = TaggedPost.objects.filter(tag=tag).values_list("content_object", flat=True)
    few = list(links[: MOST_SORTED + 1])
    if len(few) > MOST_SORTED:
        # As a set, to pick from all posts in the order of their index; joined, every post would be looked up.
        return Post.objects.published().filter(pk__in=links).newest_first().values_list("pk", flat=True)
    # Without conditions and an order, for which SQLite would go through all posts.
    found = Post.objects.filter(pk__in=few).order_by().only("status", "published_at", "withdraw_at")
    moments = [(post.published_at, post.pk) for post in found if post.is_public]
    return [key for _moment, key in sorted(moments, reverse=True)]
