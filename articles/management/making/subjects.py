"""What the articles of a made site belong to."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from articles import tagging
from articles.models import Author, Category, Series, Tag
from articles.slugs import slugify

from . import words
from .plan import AUTHORS, CATEGORIES, Plan


class Subjects(NamedTuple):
    """All of them by their numbers."""

    categories: list[Category]
    authors: list[Author]
    series: list[Series]
    tags: list[Tag]


@cache
def planned(plan: Plan) -> Subjects:
    """Return what there will be, not stored."""
    return Subjects(
        categories=[named(Category, f"On {words.name(at)}") for at in range(CATEGORIES)],
        authors=[named(Author, f"{words.name(100 + at)} Writer") for at in range(AUTHORS)],
        series=[named(Series, f"{words.name(200 + at)} {at}") for at in range(plan.series)],
        tags=[tag(f"{words.name(300 + at).lower()} {at}") for at in range(plan.tags)],
    )


def tag(name: str) -> Tag:
    return named(Tag, name, key=tagging.fold(name))


def named(model: Any, name: str, **fields) -> Any:
    return model(name=name, slug=slugify(name), **fields)


def make_subjects(plan: Plan) -> Subjects:
    """Return the stored rows, making those that are not there yet."""
    return Subjects(*(stored(rows) for rows in planned(plan)))


def stored(rows: Sequence[Any]) -> list[Any]:
    model = type(rows[0])
    model.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    by_slug = {row.slug: row for row in model.objects.all()}
    return [by_slug[row.slug] for row in rows]
