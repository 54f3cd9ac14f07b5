"""What a reader looks for, narrowed by category, tag and year."""

import re
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import Category, Post, Tag
from articles.paging import KeyPages
from articles.querysets import PostQuerySet
from articles.search import MOST_RANKED, QUERY_CHARACTERS, facets, highlight, mark, suggest, tidy, with_texts
from articles.search import search as find

from .article import counted_categories
from .indexes import years

HITS_PER_PAGE = 10
NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
LATEST_YEAR = 9998  # the last that has an end in every time zone
FACETS: dict[str, tuple] = {
    "category": (_("Category"), facets.categories),
    "tag": (_("Tag"), facets.tags),
    "year": (_("Year"), facets.years),
}


class Hit(NamedTuple):
    post: Post
    title: SafeString
    excerpt: SafeString


class Narrowed(NamedTuple):
    """A search as its address says it, with the rows that the address names."""

    text: str
    category: Category | None
    tag: Tag | None
    year: int | None

    @property
    def filters(self) -> dict[str, str]:
        values = {"category": self.category, "tag": self.tag, "year": self.year}
        return {
            name: str(getattr(value, "slug", value)) for name, value in values.items() if value is not None
        }

    def address(self, **changes: str | int) -> str:
        """Return the address of this search with parameters changed; an empty one is left out."""
        values = {"q": self.text, **self.filters, **changes}
        return (
            f"{reverse('search')}?{urlencode({name: value for name, value in values.items() if value != ''})}"
        )

    def hits(self) -> PostQuerySet:
        return find(self.text, category=self.category, tag=self.tag, year=self.year)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    narrowed = read(request.GET)
    if request.GET.get("page") == "1":
        return redirect(narrowed.address(), permanent=True)
    # All at once, and then a few of them: matching is what costs.
    keys = list(narrowed.hits().values_list("pk", flat=True))
    has_more = len(keys) > MOST_RANKED
    paginator = KeyPages(keys[:MOST_RANKED], HITS_PER_PAGE, with_texts(Post.objects.for_listing()))
    page = paginator.page(read_number(request.GET.get("page", "1"), paginator.num_pages))
    context = {
        "text": narrowed.text,
        "is_cut": len(request.GET.get("q", "").strip()) > QUERY_CHARACTERS,
        "longest": QUERY_CHARACTERS,
        "page": page,
        "has_more": has_more,
        "hits": [Hit(post, mark(post.title, narrowed.text), highlight(post, narrowed.text)) for post in page],
        "filters": narrowed.filters,
        "chosen": chosen(narrowed),
        "unfiltered_address": narrowed.address(category="", tag="", year=""),
        **(beside(narrowed, page, has_more) if paginator.count else nothing_found(narrowed)),
    }
    return render(request, "articles/search.html", context)


def read(parameters: QueryDict) -> Narrowed:
    """Read a search from its address. Raises Http404 for a category, tag or year that there can't be."""
    # Tidied, because PostgreSQL takes no NUL.
    category, tag, year = (tidy(parameters.get(name, "")) for name in FACETS)
    return Narrowed(
        text=tidy(parameters.get("q", "")),
        category=get_object_or_404(Category, slug=category) if category else None,
        tag=get_object_or_404(Tag, slug=tag) if tag else None,
        year=read_number(year, LATEST_YEAR) if year else None,
    )


def read_number(text: str, highest: int) -> int:
    """Return a number from 1 to `highest` in plain digits. Raises Http404."""
    if not NUMBER.fullmatch(text) or int(text) > highest:
        raise Http404
    return int(text)


def beside(narrowed: Narrowed, page: Page, has_more: bool) -> dict:
    """Return the ways on from a page of hits."""
    number = page.number
    return {
        "facets": choices(narrowed, page.paginator, has_more) if page.paginator.count > 1 else [],
        "previous_address": narrowed.address(page="" if number == 2 else number - 1),
        "next_address": narrowed.address(page=number + 1),
    }


def chosen(narrowed: Narrowed) -> list[dict]:
    """Return the filters in force, each with the address of the search without it."""
    return [
        {
            "label": FACETS[name][0],
            "name": getattr(getattr(narrowed, name), "name", value),
            "address": narrowed.address(**{name: ""}),
        }
        for name, value in narrowed.filters.items()
    ]


def choices(narrowed: Narrowed, paginator: Paginator, has_more: bool) -> list[dict]:
    """Return what a search may be narrowed by, where that makes a difference."""
    hits, offered = Post.objects.filter(pk__in=paginator.object_list), []
    counts = {name: count for name, (_label, count) in FACETS.items()}
    if has_more:
        counts["year"] = lambda hits: public_years()  # the hits are mostly of the latest
    for name, count in counts.items():
        found = [] if name in narrowed.filters else count(hits)
        if len(found) > 1:
            links = [(choice, narrowed.address(**{name: choice.value})) for choice in found]
            offered.append({"name": name, "label": FACETS[name][0], "links": links})
    return offered


def public_years() -> list[facets.Choice]:
    return [
        facets.Choice(str(year), str(year), sum(row["post_count"] for row in months))
        for year, months in years()[: facets.MOST_YEARS]
    ]


def nothing_found(narrowed: Narrowed) -> dict:
    suggestion = suggest(narrowed.text)
    return {
        "suggestion": suggestion,
        "suggestion_address": narrowed._replace(text=suggestion).address(),
        "categories": counted_categories(),
    }
