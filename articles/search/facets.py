"""How many hits each category, tag and year has, for readers to narrow a search by."""

from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import ExtractYear

from articles.querysets import PostQuerySet

MOST_TAGS = 8
MOST_YEARS = 12


class Choice(NamedTuple):
    value: str  # what the address says: a slug or a year
    name: str
    number: int


def categories(hits: PostQuerySet) -> list[Choice]:
    rows = hits.order_by("category__order", "category__name").exclude(category=None)
    counted = rows.values_list("category__slug", "category__name").annotate(Count("pk"))
    return [Choice(*row) for row in counted]


def tags(hits: PostQuerySet) -> list[Choice]:
    rows = (
        hits.order_by()
        .exclude(tagged_posts=None)
        .values_list("tagged_posts__tag__slug", "tagged_posts__tag__name")
    )
    counted = rows.annotate(number=Count("pk")).order_by("-number", "tagged_posts__tag__name")
    return [Choice(*row) for row in counted[:MOST_TAGS]]


def years(hits: PostQuerySet) -> list[Choice]:
    rows = hits.annotate(year=ExtractYear("published_at")).order_by("-year").values_list("year")
    return [Choice(str(year), str(year), count) for year, count in rows.annotate(Count("pk"))[:MOST_YEARS]]
