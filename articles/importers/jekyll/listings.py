"""The addresses under which a Jekyll site listed its posts or fed them to readers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Literal
from urllib.parse import quote

from ..base import ImportedListing, ImportedPost, ImportedRedirect, Listed
from ..permalinks import home_paths, served_file, served_paths, slugify
from ..yaml_nodes import Node, Scalar, text_of, texts_of, value_of
from .site import Site

MAX_PAGES = 2_000  # of the paginated front page

CONFIG = "_config.yml"
Kind = Literal["category", "tag"]
_INDEXES: dict[Kind, Listed] = {"category": "categories", "tag": "tags"}
_PLURALS: dict[Kind, str] = {"category": "categories", "tag": "tags"}
# Where themes put such pages; where the site has something else there, that has gone before.
_USUAL: list[tuple[str, Listed]] = [
    ("/categories/", "categories"), ("/tags/", "tags"), ("/archive/", "archive"), ("/archives/", "archive"),
    ("/year-archive/", "archive"), ("/posts/", "archive"),
]  # fmt: skip
_ARCHIVES: dict[str, str] = {
    "year": "/:year/", "month": "/:year/:month/", "day": "/:year/:month/:day/",
    "tag": "/tag/:name/", "category": "/category/:name/",
}  # fmt: skip


@dataclass(slots=True)
class _Term:
    """One category or tag of the old site: how posts spell it, and what they have in its place here."""

    spellings: dict[str, None] = field(default_factory=dict)
    proposed: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Shown:
    """What the public posts of a site have, as far as its listings go by it."""

    posts: int = 0
    terms: dict[Kind, dict[str, _Term]] = field(default_factory=lambda: {"category": {}, "tag": {}})
    days: set[date] = field(default_factory=set)

    def add(self, post: ImportedPost, site: Site) -> None:
        if post.status != "published" or post.redirect_to:
            return
        self.posts += 1
        self._add_terms("category", post.strict_categories, post.categories[:1], post.categories)
        self._add_terms("tag", post.strict_tags, post.tags, post.tags)
        if post.published_at:
            self.days.add(post.published_at.astimezone(site.zone).date())

    def _add_terms(self, kind: Kind, strict: list[str], stored: list[str], proposed: list[str]) -> None:
        for name in dict.fromkeys([*strict, *proposed]):
            slug = slugify(name) or name
            term = self.terms[kind].get(slug)
            if term is None:
                term = self.terms[kind][slug] = _Term()
            term.spellings[name] = None
            meant = _meant_by(name, proposed)
            if meant in stored:
                term.proposed[meant] += 1


def _meant_by(strict: str, proposed: list[str]) -> str:
    """Find the proposed name that a name of Jekyll's is, or is a part of."""
    plain = strict.strip(" ,").casefold()
    same = (name for name in proposed if name.casefold() in {plain, plain.lstrip("#")})
    within = (name for name in proposed if plain in name.casefold().split())
    return next(same, None) or next(within, "")


def list_listings(site: Site, shown: Shown, taken: set[str]) -> Iterator[ImportedListing | ImportedRedirect]:
    """List what readers of the old site may have bookmarked; `taken` are addresses told of already."""
    for path, kind in _indexes(site):
        if paths := _free(served_paths(path, site.base), taken):
            yield ImportedListing(CONFIG, kind, old_paths=paths)
    yield from _home(site, shown, taken)
    for feed in _feeds(site):
        if paths := _free([served_file(feed, site.base)], taken):
            yield ImportedListing(CONFIG, "home", is_feed=True, old_paths=paths)
    kinds: tuple[Kind, ...] = ("category", "tag")
    for term_kind in kinds:
        yield from _of_terms(site, term_kind, shown.terms[term_kind], taken)
    yield from _of_days(site, shown.days, taken)


def _free(paths: Iterable[str], taken: set[str]) -> list[str]:
    """Leave out what is told of already, and tell of the rest."""
    free = [path for path in dict.fromkeys(paths) if path not in taken]
    taken.update(free)
    return free


def _map(node: Node | None) -> dict[str, Node]:
    return node if isinstance(node, dict) else {}


def _indexes(site: Site) -> Iterator[tuple[str, Listed]]:
    for kind, index in _INDEXES.items():
        if path := _archive_path(site, kind):
            yield path, index
    yield from _USUAL


def _archive_path(site: Site, kind: Kind) -> str:
    """Give where Minimal Mistakes lists all categories or tags, and each below it."""
    path = text_of(_map(site.config.get(f"{kind}_archive")).get("path")).partition("#")[0]
    return f"/{path.strip('/')}/" if path.strip("/") else ""


def _home(site: Site, shown: Shown, taken: set[str]) -> Iterator[ImportedListing]:
    """Give the front page and the pages after it, of jekyll-paginate and of its second version."""
    second = _map(site.config.get("pagination"))
    per_page = value_of(site.config.get("paginate")) or value_of(second.get("per_page"))
    template = text_of(site.config.get("paginate_path")) or "/page:num"
    if second:
        template = text_of(second.get("permalink")) or "/page/:num/"
    paths = home_paths("/", site.base)
    if isinstance(per_page, int) and per_page > 0 and ":num" in template:
        for number in range(2, min(ceil(shown.posts / per_page), MAX_PAGES) + 1):
            paths += served_paths(template.replace(":num", str(number)).rstrip("/") + "/", site.base)
    if free := _free(paths, taken):
        yield ImportedListing(CONFIG, "home", old_paths=free)


def _feeds(site: Site) -> list[str]:
    feed = _map(site.config.get("feed"))
    posts = _map(_map(feed.get("collections")).get("posts"))
    named = [
        text_of(_map(site.config.get("atom_feed")).get("path")),
        text_of(feed.get("path")),
        text_of(posts.get("path")),
    ]
    return [path for path in [*named, "/feed.xml"] if path and "://" not in path]


def _of_terms(site: Site, kind: Kind, terms: dict[str, _Term], taken: set[str]) -> Iterator[ImportedListing]:
    fed = _fed_categories(site) if kind == "category" else None
    for slug, term in terms.items():
        names = term.proposed.most_common(1)
        own = next((name for name in term.proposed if slugify(name) == slug), "")
        # What several names share, such as “and”, or no article has here, leads to all of them.
        name = own or (names[0][0] if len(term.proposed) == 1 else "")
        strict = next((spelling for spelling in term.spellings if spelling != name), "")
        listed: Listed = kind if name else _INDEXES[kind]
        if paths := _free(_term_paths(site, kind, slug, term), taken):
            yield ImportedListing(CONFIG, listed, name, strict, old_paths=paths)
        found = [path for spelling in term.spellings for path in _term_feeds(site, kind, spelling, fed)]
        feeds = [served_file(path, site.base) for path in found]
        if free := _free(feeds, taken):
            feed_of: Listed = kind if name else "home"
            yield ImportedListing(CONFIG, feed_of, name, strict, is_feed=True, old_paths=free)


def _term_paths(site: Site, kind: Kind, slug: str, term: _Term) -> list[str]:
    urls = []
    if _is_enabled(site, kind):
        template = _template(site, kind).replace(":type", kind)
        mode = text_of(_map(site.config.get("jekyll-archives")).get("slug_mode"))
        names = dict.fromkeys(_archive_name(spelling, mode) for spelling in term.spellings)
        urls = [template.replace(":name", quote(name)) for name in names]
    if below := _archive_path(site, kind):
        urls.append(f"{below}{slug}/")
    return [path for url in urls for path in served_paths(url, site.base)]


def _archive_name(name: str, mode: str) -> str:
    """Write a term in an address as jekyll-archives does in each of its modes."""
    match mode:
        case "" | "default" | "latin":
            return slugify(name) or name
        case "pretty":
            return slugify(name, pretty=True)
        case "raw":
            return "-".join(name.lower().split())
        case "ascii":
            return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    return name.lower()


def _fed_categories(site: Site) -> set[str]:
    feed = _map(site.config.get("feed"))
    posts = _map(_map(feed.get("collections")).get("posts"))
    return {*texts_of(feed.get("categories")), *texts_of(posts.get("categories"))}


def _term_feeds(site: Site, kind: Kind, name: str, fed: set[str] | None) -> list[str]:
    """Give the feeds that jekyll-feed makes for one category or tag, as it is configured."""
    if fed is not None:
        return [f"/feed/{name}.xml"] if name in fed else []
    node = _map(site.config.get("feed")).get("tags")
    rules = _map(node)
    is_on = bool(rules) or (isinstance(node, Scalar) and node.value not in (None, False))
    only, without = texts_of(rules.get("only")), texts_of(rules.get("except"))
    if not is_on or name in without or (only and name not in only):
        return []
    folder = text_of(rules.get("path")) or "/feed/by_tag/"
    return [f"/{folder.strip('/')}/{name}.xml"] if name.isascii() and name.replace("_", "a").isalnum() else []


def _is_enabled(site: Site, kind: str) -> bool:
    """Say whether jekyll-archives made pages of a kind."""
    node = _map(site.config.get("jekyll-archives")).get("enabled")
    if isinstance(node, Scalar) and node.value is True:
        return True
    wanted = {kind, "all", _PLURALS.get(kind, kind)}  # type: ignore[call-overload]
    return bool(wanted & set(texts_of(node)))


def _template(site: Site, kind: str) -> str:
    permalinks = _map(_map(site.config.get("jekyll-archives")).get("permalinks"))
    return text_of(permalinks.get(kind)) or _ARCHIVES[kind]


def _of_days(site: Site, days: set[date], taken: set[str]) -> Iterator[ImportedRedirect]:
    """Give the pages of years, months and days; a day's articles are found in their month's."""
    here = {"year": "/%Y/", "month": "/%Y/%m/", "day": "/%Y/%m/"}
    for kind, target in here.items():
        if not _is_enabled(site, kind):
            continue
        for day in sorted(days):
            url = _template(site, kind)
            for key, form in ((":year", "%Y"), (":month", "%m"), (":day", "%d")):
                url = url.replace(key, day.strftime(form))
            for path in _free(served_paths(url, site.base), taken):
                yield ImportedRedirect(CONFIG, path, day.strftime(target))
