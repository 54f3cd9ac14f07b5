"""What Liquid in an imported text means here: the values that it may name, and where its references lead."""

import re
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.liquid import Liquid
from articles.liquid.parts import Kind

from .redirect import Redirect, tidy_path

SUFFIXES = ("md", "markdown", "mkd", "mkdn", "mkdown", "html")
DATED_NAME = re.compile(
    r"(?:jekyll:)?(?P<folder>(?:[^/]+/)*)(?P<year>\d{2,4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<slug>[^/]+)\Z"
)


def liquid_of(text: Any, *, notes: bool = False) -> Liquid | None:
    """Return what rendering takes to read the Liquid of a post or page; None where `{{` and `{%` are plain text.

    With `notes`, which are for editors, what is not understood is shown where it stands. Each reference takes a query
    or two when it is first asked for.
    """
    if text.liquid is None:
        return None
    # References are to files of the source that the text itself came from.
    system = (text.import_ref or "jekyll").partition(":")[0]
    return Liquid(text.liquid, cache(partial(address_of, system)), note_titles() if notes else None)


def note_titles() -> dict:
    return {
        "not_understood": _("This Liquid is not understood here: readers do not see it."),
        "leads_nowhere": _("This leads nowhere here: readers see no link."),
    }


def address_of(system: str, kind: Kind, argument: str) -> str | None:
    """Return the public path of what a text from another system names, from what was imported of that."""
    path = argument.removeprefix("/")
    return post_address(path) if kind == "post_url" else linked_address(system, path)


def linked_address(system: str, path: str) -> str | None:
    """Find the article, page or file that came from a path of the old site, in one query."""
    Post, Page = (apps.get_model("articles", name) for name in ("Post", "Page"))  # noqa: N806 - models
    ref = f"{system}:{path}"
    ends = [
        named(Post.objects.filter(import_ref=ref), "article", "slug"),
        named(Page.objects.filter(import_ref=ref), "page", "path"),
        named(Redirect.objects.filter(old_path=tidy_path(f"/{path}")), "", "new_path"),
    ]
    found = dict(ends[0].union(*ends[1:], all=True).order_by())
    name = next((name for name in ("article", "page", "") if name in found), None)
    if name is None:
        return None
    return reverse(name, args=[found[name]]) if name else quote(found[name], safe="/#?&=%")


def named(rows: QuerySet, name: str, field: str) -> QuerySet:
    return rows.order_by().annotate(route=Value(name), told=F(field)).values_list("route", "told")


def post_address(path: str) -> str | None:
    """Find an article by the name of its file: below `_posts` as named, else in any folder, as Jekyll does."""
    Post = apps.get_model("articles", "Post")
    path = path.removesuffix(".md").removesuffix(".markdown")
    asked = DATED_NAME.match(path)
    if asked is None:
        return None
    folder, name = asked["folder"], path[len(asked["folder"]) :]
    refs = [
        f"jekyll:{place}{name}.{suffix}"
        for place in dict.fromkeys([f"_posts/{folder}", f"{folder}_posts/", folder])
        for suffix in SUFFIXES
    ]
    slugs = dict(Post.objects.filter(import_ref__in=refs).order_by().values_list("import_ref", "slug"))
    best = next((slugs[ref] for ref in refs if ref in slugs), None) or slug_of_same_name(asked)
    return reverse("article", args=[best]) if best else None


def slug_of_same_name(asked: re.Match[str]) -> str | None:
    Post = apps.get_model("articles", "Post")
    rows = Post.objects.filter(import_ref__startswith="jekyll:", import_ref__contains=f"-{asked['slug']}.")
    pairs = rows.order_by("import_ref").values_list("import_ref", "slug")
    return next((slug for ref, slug in pairs if ref and is_same_name(asked, ref)), None)


def is_same_name(asked: re.Match[str], ref: str) -> bool:
    """Whether date and slug are equal, however the date is written."""
    found = DATED_NAME.match(ref.rpartition(".")[0])
    return found is not None and dated(found) == dated(asked)


def dated(name: re.Match[str]) -> tuple[int, int, int, str]:
    return int(name["year"]), int(name["month"]), int(name["day"]), name["slug"]
