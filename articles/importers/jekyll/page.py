"""From one file of a Jekyll site that is no post to a page, or to what took the place of such a page here."""

import re
import unicodedata
from typing import Literal
from urllib.parse import unquote

from ..base import (
    ImportedListing,
    ImportedPage,
    ImportedRedirect,
    ImportSkip,
    Listed,
    Outcome,
    ReadError,
)
from ..body_scan import Body
from ..dates import parse_date, parse_file_date
from ..front_matter import FrontMatter
from ..liquid import note_liquid
from ..permalinks import (
    Address,
    home_paths,
    page_url,
    served_file,
    served_paths,
    site_url,
    titleize_slug,
    with_suffix,
)
from ..pictures import ImageFolder, add_page_images
from ..yaml_nodes import Node, Scalar, line_of, merge_nodes, text_of, texts_of, value_of
from .fates import tell_fates
from .files import linked_files
from .site import Site
from .sources import FEED_NAMES, Source
from .variables import add_links, find_variables

FEW_WORDS = 40  # of a page that lists articles: labels, and a sentence before them

_LISTING_LAYOUTS: dict[str, Listed] = {
    "home": "home", "blog": "home", "categories": "categories", "category-list": "categories", "tags": "tags",
    "tag-list": "tags", "posts": "archive", "archives": "archive", "category": "category", "tag": "tag",
    "tagpage": "tag", "tag_page": "tag",
}  # fmt: skip
_PAGE_LAYOUTS = {"", "single", "page", "default", "none", "post"}
_LISTS: list[tuple[re.Pattern[str], Listed]] = [
    (re.compile(r"\{%[^%]*?(?:\bsite\.categories\b|field=.categories\b)"), "categories"),
    (re.compile(r"\{%[^%]*?(?:\bsite\.tags\b|field=.tags\b)"), "tags"),
    (re.compile(r"\{%-?\s*(?:for|assign|include)\b[^%]*?\b(?:site|paginator)\.posts\b"), "archive"),
]
_MARKUP = re.compile(r"\{%(?:[^%{]++|%(?!\})|\{(?!%))*+%\}|\{\{[^{}]*+\}\}|<[^<>]*+>|&\w+;")
_WORD = re.compile(r"\w+")
_FRONT = {"/", "/index.html"}
_NO_SEGMENT = re.compile(r"[^\w-]+")


def read_page(page: ImportedPage, header: FrontMatter, source: Source, site: Site) -> list[Outcome]:
    """Tell what becomes of a file of a site: a page, a list of articles, a redirect, or nothing, and why.

    `page` has its texts already, and is filled where it stays one.
    """
    kind = source.collection or "pages"
    data = merge_nodes(site.defaults_for(source.below_collections, kind), header.nodes())
    if source.collection and not site.collections[source.collection].has_pages:
        reason = f"a document of the collection {source.collection}, of which Jekyll makes no pages"
        return [ImportSkip(source.relative, reason)]
    try:
        url = _url(source, data, site)
    except ReadError as error:
        page.warn(f"no old address: {error.reason}")
        url = ""
    if targets := texts_of(data.get("redirect_to")):
        paths = served_paths(url, site.base)
        target = site.with_base(targets[0])
        return [ImportedRedirect(source.relative, path, target) for path in paths]
    if instead := _instead(source, page.body, data, url, site):
        return instead
    body = _fill(page, header, data, source, site, url)
    return [page, *linked_files(body, source, site)]


def _url(source: Source, data: dict[str, Node], site: Site) -> str:
    own = text_of(data.get("permalink"))
    if source.collection:
        return _document_url(source, own or site.collections[source.collection].permalink, data, site)
    folder, _, name = source.relative.rpartition("/")
    stem = name.removesuffix(source.path.suffix)
    if source.path.suffix.lower() == ".xml":
        return page_url(own or "/:path/:basename:output_ext", folder, stem, ".xml")
    template = "/:path/" if stem == "index" else with_suffix("/:path/:basename", site.style)
    extension = ".htm" if source.path.suffix.lower() == ".htm" else ".html"
    return page_url(own or template, folder, stem, extension)


def _document_url(source: Source, template: str, data: dict[str, Node], site: Site) -> str:
    below = source.below_collections.removeprefix(f"_{source.collection}")
    written = text_of(data.get("date"))
    address = Address(
        date=parse_date(written, site.zone)
        or (parse_file_date(source.date, site.zone) if source.date else None),
        slug=text_of(data.get("slug")) or source.slug,
        basename=source.path.stem,
        path=below.removesuffix(source.path.suffix).rstrip("."),
        categories=texts_of(data.get("categories")),
        collection=source.collection,
    )
    return site_url(template, address) or ""


def _instead(source: Source, body: str, data: dict[str, Node], url: str, site: Site) -> list[Outcome]:
    """Tell what stands here for a page that this site makes itself; nothing for one that it does not."""
    layout, path = text_of(data.get("layout")), source.relative
    if source.path.name.lower() in FEED_NAMES:
        return [ImportedListing(path, "home", is_feed=True, old_paths=[served_file(url, site.base)])]
    if url in {"/404.html", "/404/", "/404"}:
        return [ImportSkip(path, "what readers see where nothing is: this site has its own such page")]
    if layout == "search" or url.strip("/").removesuffix(".html") == "search":
        paths = served_paths(url, site.base)
        skip = ImportSkip(path, "a search page: this site has its own, /search/")
        return [skip, *(ImportedRedirect(path, old, "/search/") for old in paths if old != "/search/")]
    kind = _listed(layout, body, data, url)
    if not kind:
        return []
    is_front = url in _FRONT
    paths = home_paths(url, site.base) if is_front else served_paths(url, site.base)
    name = _term(kind, data) if kind in {"category", "tag"} else ""
    listing = ImportedListing(path, kind, name, old_paths=paths)
    words = _words(body)
    if not words:
        return [listing]
    what = (
        "the front page, which lists articles here"
        if is_front
        else "a list of articles, which this site makes"
    )
    return [listing, ImportSkip(path, f"{what}: its own {words} words are not imported")]


def _listed(layout: str, body: str, data: dict[str, Node], url: str) -> Listed | Literal[""]:
    """Say what a page lists; nothing for one that has words of its own to speak of."""
    if url in _FRONT:
        return "home"
    if _words(body) > FEW_WORDS:
        return ""
    is_paginated = value_of(data.get("paginate")) is not None or "pagination" in data
    kind = _LISTING_LAYOUTS.get(layout) or ("home" if is_paginated else "")
    if layout == "archive-taxonomy":
        kind = "tag" if "tag" in data else "category"
    if kind in {"category", "tag"} and not _term(kind, data):
        kind = ""
    return kind or next((listed for pattern, listed in _LISTS if pattern.search(body)), "")


def _term(kind: str, data: dict[str, Node]) -> str:
    keys = ("taxonomy", kind, f"{kind}-name", f"{kind}_name", "title")
    return next((text for key in keys if (text := text_of(data.get(key)))), "")


def _words(body: str) -> int:
    for element in ("script", "style"):
        body = _without(body, element)
    return len(_WORD.findall(_MARKUP.sub(" ", body)))


def _without(body: str, element: str) -> str:
    parts, at = [], 0
    while (start := body.find(f"<{element}", at)) >= 0 and (end := body.find(f"</{element}>", start)) >= 0:
        parts.append(body[at:start])
        at = end
    return " ".join([*parts, body[at:]])


def _fill(
    page: ImportedPage, header: FrontMatter, data: dict[str, Node], source: Source, site: Site, url: str
) -> Body:
    page.address = _address(url) or _address(source.relative.removesuffix(source.path.suffix))
    page.title = _title(data, source)
    page.description = " ".join((text_of(data.get("description")) or text_of(data.get("excerpt"))).split())
    published = data.get("published")
    page.is_public = not (isinstance(published, Scalar) and published.value in (None, False))
    page.old_paths = _old_paths(data, site, url)
    page.fates = tell_fates(header.entries, {}, is_page=True)
    layout = text_of(data.get("layout"))
    if layout in _LISTING_LAYOUTS:
        page.warn(f"layout {layout}: the page listed articles below its own words, here it has these alone")
    elif layout not in _PAGE_LAYOUTS:
        page.inform(f"layout {layout}: imported as a page", line_of(data.get("layout")))
    if source.path.suffix.lower() in {".html", ".htm"}:
        page.inform("a page of HTML: its tags stay as they are, what is between them is read as Markdown")
    return _fill_from_body(page, data, source, site)


def _old_paths(data: dict[str, Node], site: Site, url: str) -> list[str]:
    paths = served_paths(url, site.base) if url else []
    for address in texts_of(data.get("redirect_from")):
        paths += served_paths(address, "" if "://" in address else site.base)
    return list(dict.fromkeys(paths))


def _fill_from_body(page: ImportedPage, data: dict[str, Node], source: Source, site: Site) -> Body:
    made = {"title": page.title, "path": source.relative, "name": source.path.name}
    page.variables = find_variables(page, data, site, made)
    body = Body(page.body, page.front_matter.count("\n") + 1, page.variables)
    beside = source.relative.rpartition("/")[0]
    add_page_images(page, body, data, ImageFolder(site.root, beside, site.base, site.host))
    shown = data.get("header")
    if isinstance(shown, dict) and any(text_of(shown.get(key)) for key in ("image", "overlay_image")):
        page.warn("the image in the header is not shown: pages have none here")
    if page.variables is not None:
        note_liquid(page, body)
    add_links(page, body, data)
    return body


def _title(data: dict[str, Node], source: Source) -> str:
    title = " ".join(text_of(data.get("title")).split())
    stem = source.slug if source.slug != "index" else source.relative.split("/")[-2]
    return title or titleize_slug(stem) or stem


def _address(url: str) -> str:
    """Make an address here of one there: without extension, and with letters, digits and hyphens alone."""
    stem = unicodedata.normalize("NFC", unquote(url)).strip("/").removesuffix(".html").removesuffix(".htm")
    parts = [_NO_SEGMENT.sub("-", part).strip("-") for part in stem.split("/") if part != "index"]
    return "/".join(part for part in parts if part)
