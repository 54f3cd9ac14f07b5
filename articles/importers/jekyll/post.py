"""From one Jekyll file to a post: title, dates, terms, status, addresses."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from ..base import ImportedPost, ReadError
from ..body_scan import Body
from ..dates import parse_date, parse_file_date
from ..front_matter import FrontMatter
from ..liquid import note_liquid
from ..permalinks import Address, served_paths, site_url, slugify, titleize_slug
from ..pictures import ImageFolder, add_images
from ..yaml_nodes import Node, Scalar, merge_nodes, text_of, texts_of, value_of
from .default_pictures import without_default_pictures
from .fates import KEPT, tell_fates
from .keys import read_keys
from .site import Site
from .sources import Source
from .terms import read_categories, read_tags
from .variables import add_links, find_variables

# Jekyll's YAML reads such a time without a zone as UTC, whatever the site's zone is.
_ZONELESS_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?")


@dataclass(slots=True)
class _Reading:
    """One file on its way to becoming a post."""

    source: Source
    site: Site
    header: FrontMatter
    defaults: dict[str, Node]
    post: ImportedPost
    data: dict[str, Node] = field(init=False)  # the site's defaults below the file's own keys
    exceptions: dict[str, str] = field(default_factory=dict)  # key -> a fate other than the usual

    def __post_init__(self) -> None:
        self.data = merge_nodes(self.defaults, self.header.nodes())

    def warn(self, key: str, text: str) -> None:
        self.post.warn(text, self.line(key))

    def line(self, key: str) -> int | None:
        entry = self.header.entries.get(key)
        return entry.line if entry else None


def fill_post(post: ImportedPost, header: FrontMatter, source: Source, site: Site) -> Body:
    """Fill a post that has its texts already; return its body, read. Raises ReadError for what is no date."""
    defaults = site.defaults_for(source.below_collections) if source.folder else {}
    reading = _Reading(source, site, header, defaults, post)
    _fill_title_and_slug(reading)
    moments = _fill_dates(reading)
    _fill_terms(reading)
    _fill_status(reading)
    reading.exceptions |= read_keys(post, reading.data, site)
    _fill_old_paths(reading, moments)
    body = _fill_from_body(reading)
    post.fates = tell_fates(header.entries, reading.exceptions, post.hero.origin if post.hero else "")
    return body


def _fill_from_body(reading: _Reading) -> Body:
    post, data, site = reading.post, reading.data, reading.site
    post.variables = find_variables(post, data, site, _made_of(reading))
    body = Body(post.body, post.front_matter.count("\n") + 1, post.variables)
    beside = reading.source.relative.rpartition("/")[0]
    pictures = merge_nodes(without_default_pictures(reading.defaults), reading.header.nodes())
    add_images(post, body, pictures, ImageFolder(site.root, beside, site.base, site.host))
    named = {image.origin.partition(".")[0] for image in post.images}
    reading.exceptions |= {key: KEPT for key in ("header", "image") if key not in named}
    _fill_lead(reading)
    if post.variables is not None:
        note_liquid(post, body)
    add_links(post, body, data)
    return body


def _made_of(reading: _Reading) -> dict[str, Any]:
    """Tell what Jekyll's templates find under `page` beside the front matter, or in place of it."""
    post = reading.post
    made = {
        "title": post.title,
        "slug": text_of(reading.data.get("slug")) or reading.source.slug,
        "categories": post.strict_categories,
        "tags": post.strict_tags,
        "path": reading.source.relative,
    }
    date = post.published_at
    return made | ({"date": date.astimezone(reading.site.zone).isoformat(" ")} if date else {})


def _fill_title_and_slug(reading: _Reading) -> None:
    post, data, source = reading.post, reading.data, reading.source
    entry, node = reading.header.entries.get("title"), data.get("title")
    title = text_of(node) if isinstance(node, Scalar) else (entry.raw if entry else "")
    post.title = " ".join(title.split())
    if entry and not isinstance(node, Scalar):
        reading.warn("title", f"the title is a list or map to YAML: read as the text {post.title}")
    own = text_of(data.get("slug"))
    # A lone file may be called anything, article.txt say; among others its name is the article's.
    is_named = source.date or source.folder or not source.is_alone
    chosen = own or (source.slug if is_named else post.title)
    post.slug = slugify(chosen) or slugify(post.title) or slugify(source.slug) or "untitled"
    if not post.title:
        post.title = titleize_slug(source.slug) or source.slug
        reading.exceptions["title"] = "without text: the file's name gives the title"
        reading.warn("title", f"no title: taken from the file's name, “{post.title}”")


def _fill_dates(reading: _Reading) -> list[datetime]:
    """Date the post; return the moments its old address may name, in the old site's zone."""
    post, data, zone = reading.post, reading.data, reading.site.zone
    for key in ("last_modified_at", "modified"):
        if (written := text_of(data.get(key))) and not post.modified_at:
            post.modified_at = parse_date(written, zone)
            if not post.modified_at:
                reading.warn(key, f"{key}: {written} is not a date")
    named = parse_file_date(reading.source.date, zone) if reading.source.date else None
    written = text_of(data.get("date")) or (
        "a list or map" if isinstance(data.get("date"), (list, dict)) else ""
    )
    moment = parse_date(written, zone) if written else None
    if written and not moment:
        if not named:
            raise ReadError(f"date: {written[:80]} is not a date", reading.line("date"))
        reading.warn("date", f"date: {written[:80]} is not a date; the one in the file's name counts")
        reading.exceptions["date"] = "not a date: kept in the front matter, not used"
    post.published_at = moment or named
    post.dated_by = "front matter" if moment else "file name" if named else None
    if not post.published_at:
        return []
    moments = [post.published_at]
    if moment and _ZONELESS_TIME.fullmatch(written) and (other := parse_date(written, UTC)):
        moments.append(other)
    return [each.astimezone(zone) for each in moments]


def _fill_terms(reading: _Reading) -> None:
    post, own = reading.post, reading.header.nodes()
    above, folder = reading.source.below_collections.split("/"), reading.source.folder
    folders = above[: above.index(folder)] if folder else []
    categories = read_categories(folders, reading.defaults, own)
    tags = read_tags(reading.defaults, own)
    post.categories, post.strict_categories = categories.proposed, categories.strict
    post.tags, post.strict_tags = tags.proposed, tags.strict
    post.notes += categories.notes + tags.notes
    if "tag" in own and "tags" in own and texts_of(own["tag"]):
        reading.exceptions["tags"] = "kept in the front matter; Jekyll ignores it beside `tag`"


def _fill_status(reading: _Reading) -> None:
    post, data = reading.post, reading.data
    published = data.get("published")
    hidden = isinstance(published, Scalar) and (published.value is None or published.value is False)
    if reading.source.folder == "_drafts" or hidden:
        post.status = "draft"
    elif text_of(published).lower() in {"false", "no", "off"}:
        reading.warn("published", "published: false in quotes is text: Jekyll shows the article")
    if value_of(data.get("draft")) is True:
        _obey_draft_key(reading)
    if targets := texts_of(data.get("redirect_to")):
        post.redirect_to, post.status = targets[0], "draft"
        reading.warn("redirect_to", f"the old site sent readers on to {targets[0]}: not made public")


def _obey_draft_key(reading: _Reading) -> None:
    """Hide a loose file that calls itself a draft; in `_posts`, where it was public, Jekyll ignores the key."""
    if reading.source.folder == "_posts":
        reading.warn("draft", "draft: true does not hide a post in Jekyll: it stays public")
        return
    reading.post.status = "draft"
    reading.exceptions["draft"] = "the article is a draft"


def _fill_old_paths(reading: _Reading, moments: list[datetime]) -> None:
    post, data, site = reading.post, reading.data, reading.site
    paths: dict[str, None] = {}
    own = text_of(data.get("permalink"))
    try:
        for url in _urls(reading, own or site.permalink, moments):
            paths |= dict.fromkeys(served_paths(url, site.base))
    except ReadError as error:
        reading.warn("permalink", f"no old address: {error.reason}")
    for address in texts_of(data.get("redirect_from")):
        paths |= dict.fromkeys(served_paths(address, "" if "://" in address else site.base))
    post.old_paths = list(paths)


def _urls(reading: _Reading, template: str, moments: list[datetime]) -> list[str]:
    source = reading.source
    path = re.sub(r"_posts/?", "", source.below_collections.removesuffix(source.path.suffix))
    address = Address(
        date=None,
        slug=text_of(reading.data.get("slug")) or source.slug,
        basename=source.path.stem,
        path="/" + path.rstrip("."),
        categories=reading.post.strict_categories,
    )
    dated = [replace(address, date=moment) for moment in moments] or [address]
    urls = [site_url(template, each) for each in dated]
    return [url for url in dict.fromkeys(urls) if url]


def _fill_lead(reading: _Reading) -> None:
    """Keep what stands before an excerpt separator, where the author set one."""
    separator = text_of(reading.data.get("excerpt_separator")) or reading.site.excerpt_separator
    if not separator and "<!--more-->" in reading.post.body:
        separator = "<!--more-->"
    head, found, _ = reading.post.body.partition(separator) if separator else ("", "", "")
    reading.post.lead = head.strip() if found else ""
