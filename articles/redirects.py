"""What an address leads to that nothing answers any more, and which addresses may be redirected at all."""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import Resolver404, ResolverMatch, resolve

from articles.models import Author, Category, Page, Post, Redirect, Series, Tag
from articles.models.redirect import LONGEST, tidy_path
from articles.search import search, suggest

# Models whose pages list articles, and how an article is related to them.
SUBJECTS: dict[str, tuple[Any, str]] = {
    "category": (Category, "category"),
    "tag": (Tag, "tags"),
    "author": (Author, "author"),
    "series": (Series, "series"),
}
NAMED = {"article", "page", *SUBJECTS}  # routes whose addresses editors make
BELOW = re.compile(r"(?P<head>/.+/)(?P<tail>page/[0-9]+/|feed/|feed\.json)")
# What servers add to an address or leave out, and mean the same page.
ENDING = re.compile(r"(?:/index\.(?:html?|php)|\.html?|/)\Z")
SEPARATOR = re.compile(r"\s*/[\s/]*")
FRONT_FILE = re.compile(r"/index\.(?:html?|php)\Z")
FRONT_FILES = {"/index.html", "/index.htm", "/index.php"}
# What WordPress asks its front page for, in place of a path.
NUMBERED = ("p", "page_id", "attachment_id", "cat", "tag", "author", "feed", "m")
NUMBERED_QUERY = re.compile(rf"(?:^|&)(?:{'|'.join(NUMBERED)})=")
MOST_IN_QUERY = 20
SUGGESTED = 3
LOOKED_AT = 200  # characters of an address from which articles are suggested


class Place(NamedTuple):
    """Where readers are sent on to: a decoded path, "" for nowhere, and what the query says beyond the old address."""

    path: str
    query: str


def destination(path: str, query: str = "") -> Place:
    """Return what took the place of an address, in one query."""
    front = Place("/", query) if path in FRONT_FILES else Place("", "")
    wanted = [(old, "", rest) for old, rest in queried(path, query)]
    if path not in {"/", *FRONT_FILES}:
        wanted += [(old, tail, query) for old, tail in places(tidy_address(path))]
    asked = [old for old, _tail, _rest in wanted]
    found = (
        dict(Redirect.objects.filter(old_path__in=asked).values_list("old_path", "new_path")) if asked else {}
    )
    ends = (Place(moved(found[old], tail), rest) for old, tail, rest in wanted if old in found)
    return next((place for place in ends if is_path(place.path)), front)


def queried(path: str, query: str) -> Iterator[tuple[str, str]]:
    """Yield addresses with a query that a redirect may be kept under, as `/?p=12`, and what is left of the query."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_IN_QUERY)
    except ValueError:
        return
    whole = [("&".join(f"{name}={value}" for name, value in pairs), "")] if pairs else []
    single = [
        (f"{name}={value}", urlencode([other for other in pairs if other != (name, value)]))
        for name, value in pairs
        if name in NUMBERED
    ]
    for asked, rest in dict(whole + single).items():
        if is_old_address(old := tidy_address(f"{path}?{asked}")):
            yield old, rest


def tidy_address(text: str) -> str:
    """Return a decoded address as it is stored and compared; one with a query names no file of a folder."""
    path, mark, query = text.partition("?")
    return f"{FRONT_FILE.sub('/', tidy_path(path))}?{query}" if mark else tidy_path(path)


def names_old_page(path: str, query: str) -> bool:
    """Say whether an address of the front page may be that of something else on the site before this one."""
    return path == "/" and NUMBERED_QUERY.search(query) is not None


def places(path: str) -> Iterator[tuple[str, str]]:
    """Yield addresses that a redirect of a tidied path may be kept under, each with what of `path` lies below it.

    The best come first: the very address, other forms of it, then whatever differs in spelling alone.
    """
    for spelling in filter(is_old_address, dict.fromkeys([path, folded(path)])):
        yield from ((form, "") for form in forms(spelling))
        if spelling.endswith(".md"):
            yield f"{spelling.removesuffix('.md')}/", ".md"
        elif below := BELOW.fullmatch(spelling):
            yield from ((form, below["tail"]) for form in forms(below["head"]))


def forms(path: str) -> list[str]:
    """Return the addresses under which web servers answer with one page, the given one first."""
    stem = stem_of(path)
    others = (f"{stem}/", f"{stem}.html", f"{stem}/index.html", stem)
    return [path, *(form for form in others if form not in {path, "", "/"} and tidy_path(form) == form)]


def stem_of(path: str) -> str:
    """Return what all forms of an address have in common."""
    return ENDING.sub("", path)


def folded(path: str) -> str:
    """Return an address as it is compared where it was spelled carelessly: capitals, blanks, `//`, `%2520`."""
    text = unquote(unquote(path)) if "%" in path else path
    return tidy_path(SEPARATOR.sub("/", text).strip().lower())


def moved(new_path: str, tail: str) -> str:
    """Return what lies below a new address as `tail` did below the old one; "" when there is no such thing."""
    if not tail:
        return new_path
    path = new_path.removesuffix("/") + tail if tail == ".md" else new_path + tail
    return path if route_name(path) not in {"", "page"} else ""


def is_path(text: str) -> bool:
    """Say whether `text` is an address on this site and nothing but a path."""
    is_rooted = text.startswith("/") and not text.startswith("//")
    return is_rooted and text.isprintable() and len(text) <= LONGEST and not set(text) & set("\\?#")


def is_old_address(text: str) -> bool:
    """Say whether `text` can be an address that readers are sent on from: a path, or a path and a query."""
    is_rooted = text.startswith("/") and not text.startswith("//")
    return is_rooted and text.isprintable() and len(text) <= LONGEST and "\\" not in text


def is_closed(path: str) -> bool:
    return path.startswith(("/admin/", "/preview/", settings.STATIC_URL, settings.MEDIA_URL))


def is_free(path: str) -> bool:
    """Say whether an address could be redirected: no fixed route of the site has it."""
    match = route(path)
    return not is_closed(path) and (match is None or (match.url_name in NAMED and "page" not in match.kwargs))


def is_live(path: str) -> bool:
    """Say whether readers find something at an address, in one query."""
    if path.startswith(settings.MEDIA_URL):
        return is_stored(path.removeprefix(settings.MEDIA_URL))
    match = route(path)
    if match is None:
        return False
    rows = public_rows(match)
    return rows is None or rows.exists()


def is_stored(name: str) -> bool:
    """Say whether a name is that of a file which readers can have."""
    try:
        return bool(name) and default_storage.exists(name)
    except (SuspiciousFileOperation, OSError, ValueError):
        return False


def live_among(paths: Collection[str]) -> set[str]:
    """Return those of tidied paths where readers find something; for pages, the usual case, in one query."""
    pages = {
        path: match.kwargs["path"] for path in paths if (match := route(path)) and match.url_name == "page"
    }
    shown = Page.objects.filter(is_public=True, path__in=set(pages.values())).values_list("path", flat=True)
    public = set(shown) if pages else set()
    return {path for path in paths if (pages[path] in public if path in pages else is_live(path))}


def is_withdrawn(path: str) -> bool:
    match = route(path)
    if match is None or match.url_name != "article":
        return False
    return Post.objects.withdrawn().filter(**match.kwargs).exists()


def public_rows(match: ResolverMatch) -> QuerySet | None:
    """Return what must hold a row for a route to answer; None when it always does."""
    name = re.sub("_(json_)?feed$", "", match.url_name or "")
    if name == "page":
        return Page.objects.filter(is_public=True, **match.kwargs)
    if name in {"article", "source"}:
        return Post.objects.published().filter(**match.kwargs)
    if name in SUBJECTS:
        _model, relation = SUBJECTS[name]
        return Post.objects.published().filter(**{f"{relation}__slug": match.kwargs["slug"]})
    return None


def route(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def route_name(path: str) -> str:
    match = route(path)
    return (match and match.url_name) or ""


def suggestion(path: str) -> str:
    """Return the public address that comes nearest to one where nothing is, decoded; "" when none is near."""
    match = route(path)
    if match and match.url_name in SUBJECTS:
        slugs = list(SUBJECTS[match.url_name][0].objects.with_counts().values_list("slug", flat=True))
        near = get_close_matches(match.kwargs["slug"], slugs, 1)
        return f"/{match.url_name}/{near[0]}/" if near else ""
    posts = nearest(path)
    return f"/articles/{posts[0].slug}/" if posts else ""


def nearest(path: str) -> list[Post]:
    """Return the public articles that an address may have meant, by the words of its last part."""
    name = path[:LOOKED_AT].rstrip("/").rpartition("/")[2].partition(".")[0]
    words = " ".join(re.findall(r"[^\W_]+", name))
    found = search(words).for_listing()[:SUGGESTED] if words else []
    if not found and (better := suggest(words)):
        found = search(better).for_listing()[:SUGGESTED]
    return list(found)
