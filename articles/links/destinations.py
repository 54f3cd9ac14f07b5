"""What readers find at addresses of this site, asked for many at once."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from html import escape
from typing import Any, Literal, NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from articles import images, redirects
from articles.models import Image, Page, Post, Redirect
from articles.models.redirect import tidy_path

State = Literal["broken", "redirected", "not_public"]
Standing = Literal["live", "not_public", "withdrawn", "absent"]
ARTICLE = re.compile(r"/articles/([-\w]+)(?:/|\.md)")
ORIGINALS = (images.KEPT_JPEG.extension, images.KEPT_PNG.extension)
FEED = re.compile(r"_(json_)?feed\Z")
# More values than this are not sent to the database: it gives all of its own.
FEW = 20_000
ANCHORS_OF_EVERY_PAGE = frozenset(["", "top", "main"])


class Destination(NamedTuple):
    """`state` says what is wrong with an address, if anything; `path` is where readers are sent on to."""

    state: State | None = None
    path: str = ""


ALL_WELL = Destination()
# Of articles, by their stages; those of all others are not public yet.
STANDINGS: dict[str, Standing] = {"published": "live", "withdrawn": "withdrawn"}


def destinations(paths: Collection[str]) -> dict[str, Destination]:
    """Return what readers find at decoded paths; more paths take no more queries."""
    found = standings(paths)
    sent = sent_on(path for path in paths if found[path] in {"absent", "not_public"})
    beyond = standings(set(sent.values()))
    return {path: judge(found[path], sent.get(path, ""), beyond) for path in paths}


def judge(standing: Standing, sent_to: str, beyond: dict[str, Standing]) -> Destination:
    if standing == "live":
        return ALL_WELL
    end = beyond[sent_to] if sent_to else standing
    if end == "live":
        return Destination("redirected", sent_to)
    return Destination("not_public" if "not_public" in {standing, end} else "broken")


def sent_on(paths: Iterable[str]) -> dict[str, str]:
    """Return where readers of paths are sent: by redirects, or to the same with a slash."""
    asked = {path: dict(redirects.places(tidy_path(path))) for path in paths if not redirects.is_closed(path)}
    old_paths = {old_path for places in asked.values() for old_path in places}
    rows = among(Redirect.objects.all(), "old_path", old_paths)
    new_paths = dict(rows.values_list("old_path", "new_path")) if asked else {}
    sent = {}
    for path, places in asked.items():
        moved = (redirects.moved(new_paths[old], tail) for old, tail in places.items() if old in new_paths)
        tidied = tidy_path(path)
        slashed = tidied if tidied != path and kind_of(tidied)[0] != "nothing" else ""
        if new_path := next(filter(redirects.is_path, moved), slashed):
            sent[path] = new_path
    return sent


def standings(paths: Iterable[str]) -> dict[str, Standing]:
    asked: dict[str, dict[str, Any]] = defaultdict(dict)
    for path in paths:
        kind, key = kind_of(path)
        asked[kind][path] = key
    found: dict[str, Standing] = {}
    for kind, keys in asked.items():
        standing_of = JUDGES[kind](set(keys.values()))
        found |= {path: standing_of.get(key, "absent") for path, key in keys.items()}
    return found


def kind_of(path: str) -> tuple[str, Any]:
    """Return what is asked for at a path, and which one of those."""
    article = ARTICLE.fullmatch(path)
    return ("article", article[1]) if article else other_kind(path)


@lru_cache(maxsize=20_000)  # finding a route takes longer than all else
def other_kind(path: str) -> tuple[str, Any]:
    if path.startswith(settings.MEDIA_URL):
        return "media", path.removeprefix(settings.MEDIA_URL)
    if path.startswith(settings.STATIC_URL):
        return "open", path
    match = redirects.route(path)
    if match is None:
        return "nothing", path
    name = FEED.sub("", match.url_name or "")
    if name in {"year", "month"}:
        return "archive", (match.kwargs["year"], match.kwargs.get("month"))
    if name == "page":
        return "page", match.kwargs["path"]
    if name in redirects.SUBJECTS:
        return name, match.kwargs["slug"]
    return ("closed" if redirects.is_closed(path) else "open"), path


def among(rows: QuerySet, name: str, values: Collection) -> QuerySet:
    asked = rows.filter(**{f"{name}__in": list(values)}) if len(values) <= FEW else rows
    return asked.order_by()


def first_in(name: str, values: Collection, *steps: tuple[Standing, QuerySet]) -> dict[Any, Standing]:
    """Return the standing of each value by the first of the steps that has it."""
    found: dict[Any, Standing] = {}
    left = set(values)
    for standing, rows in steps:
        keys = left.intersection(among(rows, name, left).values_list(name, flat=True))
        found |= dict.fromkeys(keys, standing)
        left -= keys
    return found


def articles(slugs: Collection[str]) -> dict[Any, Standing]:
    # By their slugs alone: with the conditions of what is public, SQLite would go through all that is.
    posts = among(Post.objects.all(), "slug", slugs).only("slug", "status", "published_at", "withdraw_at")
    return {post.slug: standing_of(post) for post in posts.iterator() if post.slug in slugs}


def standing_of(post: Post) -> Standing:
    if post.status == Post.Status.BINNED:
        return "withdrawn" if post.has_come else "absent"
    return STANDINGS.get(post.stage, "not_public")


def pages(paths: Collection[str]) -> dict[Any, Standing]:
    shown, hidden = (Page.objects.filter(is_public=is_public) for is_public in (True, False))
    return first_in("path", paths, ("live", shown), ("not_public", hidden))


def subjects(kind: str) -> Callable[[Collection[str]], dict[Any, Standing]]:
    model, relation = redirects.SUBJECTS[kind]

    def standings_of(slugs: Collection[str]) -> dict[Any, Standing]:
        listed = Exists(Post.objects.published().filter(**{relation: OuterRef("pk")}))
        rows = model.objects.all()
        return first_in("slug", slugs, ("live", rows.filter(listed)), ("not_public", rows))

    return standings_of


def archives(asked: Collection[tuple[int, int | None]]) -> dict[Any, Standing]:
    months = [row["month"] for row in Post.objects.published().months()]
    shown = {(month.year, month.month) for month in months} | {(month.year, None) for month in months}
    return dict.fromkeys(shown, "live")


def pictures(names: Collection[str]) -> dict[Any, Standing]:
    """Judge files of the library by its rows: the originals, and renditions of them."""
    stored = among(Image.objects.all(), "file", names).values_list("file", flat=True)
    found: dict[Any, Standing] = dict.fromkeys(stored, "live")
    asked: dict[str, list[str]] = defaultdict(list)
    for name in names:
        # Names of originals have no hyphen.
        stem, hyphen, rest = name.partition("-")
        if hyphen and name not in found:
            asked[stem].append(rest)
    originals = [f"{stem}.{encoding}" for stem in asked for encoding in ORIGINALS]
    rows = among(Image.objects.all(), "file", originals).values_list(
        "file", "width", "height", "focal_x", "focal_y"
    )
    for file, *shape in rows if asked else ():
        stem = file.rpartition(".")[0]
        made = rendition_names(*shape) if stem in asked else ()
        found |= {f"{stem}-{rest}": "live" for rest in asked.get(stem, ()) if rest in made}
    return found


@lru_cache(maxsize=10_000)
def rendition_names(width: int, height: int, focal_x: float, focal_y: float) -> frozenset[str]:
    """Return what the names of a picture's renditions have after its own name and a hyphen."""
    return frozenset(
        images.rendition_name("", spec, (focal_x, focal_y), encoding.extension)[1:]
        for spec in images.available(width, height)
        for encoding in images.ENCODINGS
    )


JUDGES: dict[str, Callable[[Collection[Any]], dict[Any, Standing]]] = {
    "article": articles,
    "page": pages,
    **{kind: subjects(kind) for kind in redirects.SUBJECTS},
    "archive": archives,
    "media": pictures,
    "open": lambda paths: dict.fromkeys(paths, "live"),
    "closed": lambda paths: {},
    "nothing": lambda paths: {},
}


def lost_anchors(targets: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of pairs of path and anchor that name an article without this anchor."""
    asked: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path, anchor in targets:
        article = ARTICLE.fullmatch(path)
        if article and path.endswith("/") and anchor not in ANCHORS_OF_EVERY_PAGE:
            asked[article[1]].add((path, anchor))
    return set(lost_among(asked)) if asked else set()


def lost_among(asked: dict[str, set[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    rows = among(Post.objects.all(), "slug", asked).values_list("slug", "body_html")
    for slug, html in rows.iterator():
        for path, anchor in asked.get(slug, ()):
            if f' id="{escape(anchor)}"' not in html:
                yield path, anchor
