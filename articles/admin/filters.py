from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.db.models import Q
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Image, Post
from articles.querysets import goes_on

OLD = timedelta(days=548)
FEW_WORDS = 150


class Care(NamedTuple):
    """One thing that public articles may lack."""

    key: str
    label: Promise
    condition: Callable[[], Q]

    def of(self, posts):
        # What is public, as `published_now` says it, but of no plain column: SQLite takes every range of moments for a
        # short one, and would read nearly all articles by it before an index that fits.
        return posts.alias(at=Coalesce("published_at", "published_at")).filter(
            Q(at__lte=timezone.now()) & goes_on() & self.condition()
        )


def not_revised() -> Q:
    limit = timezone.now() - OLD
    return Q(at__lt=limit) & (Q(revised_at=None) | Q(revised_at__lt=limit))


def not_described() -> Q:
    # By length, which an index has; it has no room for the texts.
    return Q(Exact(Length("custom_excerpt"), 0), Exact(Length("description"), 0))


CARE = (
    Care("old", _("Not revised for 18 months"), not_revised),
    Care("thin", _("Shorter than 150 words"), lambda: Q(words__lt=FEW_WORDS)),
    Care("undescribed", _("Neither excerpt nor description"), not_described),
    Care(
        "alt",
        _("Hero image without alternative text"),
        # No join: with one, SQLite reads each article for its image.
        lambda: Q(hero_image__in=Image.objects.without_alt().values("pk")),
    ),
)


class YearFilter(admin.SimpleListFilter):
    """Years from that of the first article to that of the last: an index has both ends, and nothing is counted."""

    title = _("year")
    parameter_name = "published_at__year"

    def lookups(self, request, model_admin):
        dated = Post.objects.filter(status=Post.Status.PUBLISHED).order_by("published_at")
        ends = [timezone.localtime(post.published_at).year for post in ends_of(dated.only("published_at"))]
        return [(str(year), str(year)) for year in range(max(ends, default=0), min(ends, default=1) - 1, -1)]

    def queryset(self, request, queryset):
        year = number(self.value(), 9998)
        return queryset.filter(published_at__year=year) if year else queryset


class MonthFilter(admin.SimpleListFilter):
    """The months of a year that was chosen."""

    title = _("month")
    parameter_name = "published_at__month"

    def lookups(self, request, model_admin):
        return [(str(month), name) for month, name in MONTHS.items()] if chosen_year(request) else []

    def queryset(self, request, queryset):
        year, month = chosen_year(request), number(self.value(), 12)
        return queryset.in_month(year, month) if year and month else queryset


def ends_of(rows) -> list:
    return [row for row in (rows.first(), rows.last()) if row]


def chosen_year(request) -> int:
    return number(request.GET.get(YearFilter.parameter_name), 9998)


def number(text: str | None, most: int) -> int:
    """Return a number from 1 on in plain digits, and 0 for any other text."""
    is_number = text and text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    return int(text) if text and is_number and int(text) <= most else 0


class CareFilter(admin.SimpleListFilter):
    title = _("needs care")
    parameter_name = "care"

    def lookups(self, request, model_admin):
        return [(care.key, care.label) for care in CARE]

    def queryset(self, request, queryset):
        chosen = next((care for care in CARE if care.key == self.value()), None)
        return chosen.of(queryset) if chosen else queryset
