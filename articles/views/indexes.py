"""What there is to browse by: all categories, all tags, all months."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import generation
from articles.models import Post, Tag
from articles.surrogate_keys import LISTING, keyed

from .article import counted_categories


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    return keyed(render(request, "articles/categories.html", {"categories": counted_categories()}), LISTING)


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    # Asked for, and made, only where the page is not remembered.
    return keyed(render(request, "articles/tags.html", {"tags": counted_tags}), LISTING)


def counted_tags() -> list[Tag]:
    """Return the tags that have public posts, with `post_count`, by name."""
    counts = generation.remember(("tag counts",), Tag.objects.public_counts)
    tags = [tag for tag in Tag.objects.order_by("name").only("name", "slug") if tag.pk in counts]
    for tag in tags:
        tag.post_count = counts[tag.pk]
    return tags


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    return keyed(render(request, "articles/archive.html", {"years": years}), LISTING)


def years() -> list[tuple[int, list[dict]]]:
    return [(year, list(rows)) for year, rows in groupby(public_months(), key=lambda row: row["month"].year)]


def public_months() -> list[dict]:
    return generation.remember(("months",), Post.objects.published().months)
