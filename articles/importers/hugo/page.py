"""From one Hugo file to an article or a page: dates, terms, status, addresses, pictures."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ..base import ImportedPost, ReadError, file_below
from ..dates import parse_date, parse_file_date
from ..front_matter import FrontMatter
from ..permalinks import slugify, titleize_slug
from ..pictures import IMAGE_SUFFIXES, ImageFolder, add_images
from ..yaml_nodes import Scalar, merge_nodes, text_of, texts_of, value_of
from .addresses import HugoAddresses, HugoPage
from .body import HugoBody, HugoNames, hugo_variables, note_shortcodes
from .keys import flat_keys, header_picture, read_hugo_keys, tell_hugo_fates
from .sections import HugoSections
from .site import HugoSite, Table, lowered, table_of
from .sources import HTML_SUFFIXES, HugoSource

_DATED_NAME = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})(?:[-_](?P<rest>.+))?")
_NO_DATE = "0001-01-01"
# The first picture of a bundle with such a name is what themes take for its hero.
_HERO_NAME = re.compile(r"(?:\*?feature|cover|hero|thumbnail)", re.I)


@dataclass(frozen=True, slots=True)
class HugoImageFolder(ImageFolder):
    """Looks for pictures beside the page, and from the root in what Hugo serves there."""

    roots: tuple[str, ...] = ("static", "assets", "content")

    def _at(self, path: str) -> Path | None:
        places = [f"{root}/{path.lstrip('/')}" for root in self.roots]
        if not path.startswith("/"):
            places = [f"{self.beside}/{path}", *places]
        return next((found for place in places if (found := file_below(self.root, place))), None)


@dataclass(slots=True)
class HugoReading:
    """One file on its way to becoming an article or a page."""

    source: HugoSource
    site: HugoSite
    sections: HugoSections
    names: HugoNames
    header: FrontMatter
    post: ImportedPost
    data: Table = field(default_factory=dict)  # keys in lower case, what is cascaded below the file's own
    terms: dict[str, list[str]] = field(default_factory=dict)  # plural of the taxonomy -> terms
    exceptions: dict[str, str] = field(default_factory=dict)
    address: str = ""  # on the old site, without its base
    has_own_date: bool = False

    def line(self, key: str) -> int | None:
        found = (entry.line for name, entry in self.header.entries.items() if name.lower() == key)
        return next(found, None)

    def warn(self, key: str, text: str) -> None:
        self.post.warn(text, self.line(key))


def fill_hugo(reading: HugoReading) -> None:
    """Fill a post that has its texts already. Raises ReadError if it cannot be dated as it says."""
    source, header, post = reading.source, reading.header, reading.post
    own = {key.lower(): lowered(node) for key, node in header.nodes().items()}
    path = f"/{source.inside}".removesuffix(source.path.suffix).removesuffix("/index").lower()
    folders = (*source.folders, source.name) if source.kind == "section" else source.folders
    reading.data = merge_nodes(reading.sections.handed_down(folders, path), flat_keys(own))
    _fill_title_and_slug(reading)
    page_date = _fill_dates(reading)
    _fill_status(reading)
    _fill_terms(reading)
    reading.exceptions |= read_hugo_keys(post, reading.data)
    _fill_old_paths(reading, page_date)
    _fill_pictures(reading)
    post.fates = tell_hugo_fates(header.entries, reading.exceptions)


def _fill_title_and_slug(reading: HugoReading) -> None:
    post, data, source = reading.post, reading.data, reading.source
    post.title = " ".join(text_of(data.get("title")).split())
    name = _name_of(source)
    dated = _DATED_NAME.fullmatch(name)
    plain = dated["rest"] if dated and dated["rest"] else name
    post.slug = slugify(text_of(data.get("slug")) or plain) or slugify(post.title) or "untitled"
    if not post.title:
        post.title = titleize_slug(plain) or plain or "Untitled"
        reading.exceptions["title"] = "without text: the file's name gives the title"
        reading.warn("title", f"no title: taken from the file's name, “{post.title}”")


def _name_of(source: HugoSource) -> str:
    if source.kind == "section":
        return source.folders[-1] if source.folders else ""
    return source.name


def _fill_dates(reading: HugoReading) -> datetime | None:
    """Date the article; return the date that its old address may name, in the zone it is written in."""
    post, now = reading.post, datetime.now(UTC)
    date = _moment(reading, "date")
    reading.has_own_date = date is not None
    post.published_at, post.dated_by = date, "front matter" if date else None
    if not date and (dated := _DATED_NAME.fullmatch(_name_of(reading.source))):
        post.published_at = parse_file_date(dated["date"], reading.site.zone)
        post.dated_by = "file name" if post.published_at else None
    public_from = _moment(reading, "publishdate")
    if public_from and public_from > now and public_from != date:
        post.published_at, post.dated_by = public_from, "front matter"
        post.inform(f"dated by publishDate, {public_from:%Y-%m-%d}, before which Hugo does not show it")
    elif date and date > now:
        post.inform("its date is still to come: scheduled here, as Hugo does not show it before")
    post.modified_at = _moment(reading, "lastmod")
    post.withdraw_at = _moment(reading, "expirydate")
    return date or post.published_at


def _moment(reading: HugoReading, kind: str) -> datetime | None:
    """Read the first date that the front matter gives for one of Hugo's four."""
    for key in reading.site.date_order(kind):
        if key == ":filename":
            dated = _DATED_NAME.fullmatch(_name_of(reading.source))
            if dated and (moment := parse_file_date(dated["date"], reading.site.zone)):
                return moment
            continue
        written = text_of(reading.data.get(key))
        if key == "date" and isinstance(reading.data.get(key), list | dict):
            raise ReadError("date: a list or map is not a date", reading.line(key))
        if not written or written.startswith(_NO_DATE) or _is_switch(reading, key):
            continue
        if moment := parse_date(written, reading.site.zone):
            return moment
        if kind == key == "date":
            raise ReadError(f"date: {written[:80]} is not a date", reading.line(key))
        if kind == key or key in {"modified", "unpublishdate", "pubdate"}:
            reading.warn(key, f"{key}: {written[:80]} is not a date")
            reading.exceptions[key] = "not a date: kept in the front matter, not used"
    return None


def _is_switch(reading: HugoReading, key: str) -> bool:
    return isinstance(value_of(reading.data.get(key)), bool)


def _fill_status(reading: HugoReading) -> None:
    post, data = reading.post, reading.data
    is_draft = text_of(data.get("draft")).lower() in {"true", "1"}
    if is_draft or value_of(data.get("published")) is False:
        post.status = "draft"
    build = table_of(data.get("build") or data.get("_build"))
    if text_of(build.get("render")).lower() in {"never", "false", "link"}:
        post.status = "draft"
        reading.warn("build", "build.render hides it on the old site: not made public")
        reading.exceptions |= dict.fromkeys(("build", "_build"), "the article is stored but not public")
    elif text_of(build.get("list")).lower() in {"never", "local", "false"}:
        reading.warn(
            "build", "build.list keeps it out of lists on the old site: here every article is listed"
        )


def _fill_terms(reading: HugoReading) -> None:
    """Read categories, tags and the site's other taxonomies, whose terms become tags."""
    post, data = reading.post, reading.data
    for key in {"categories", "tags", *reading.site.taxonomies.values()}:
        node = data.get(key)
        if isinstance(node, dict):
            reading.warn(key, f"{key} are neither text nor a list: none taken")
        reading.terms[key] = list(dict.fromkeys(texts_of(node)))
    post.strict_categories, post.strict_tags = reading.terms["categories"], reading.terms["tags"]
    post.categories = _proposed(reading, "categories")
    post.tags = [tag.lstrip("#") for tag in _proposed(reading, "tags")]
    for key in sorted(reading.terms.keys() - {"categories", "tags", "series", "authors", "author"}):
        post.tags += [term for term in _proposed(reading, key) if term not in post.tags]
        post.strict_tags = post.strict_tags + reading.terms[key]
        reading.exceptions[key] = "tags of the article"


def _proposed(reading: HugoReading, key: str) -> list[str]:
    """Give the terms as their author meant them: a string may hold several between commas."""
    node = reading.data.get(key)
    words = text_of(node).split(",") if isinstance(node, Scalar) else texts_of(node)
    unique = {" ".join(word.split()).casefold(): " ".join(word.split()) for word in reversed(words)}
    return [word for word in reversed(unique.values()) if word]


def _fill_old_paths(reading: HugoReading, date: datetime | None) -> None:
    post, data, addresses = reading.post, reading.data, _addresses_of(reading)
    source, slug = reading.source, text_of(data.get("slug"))
    page = HugoPage(
        source.folders, source.name, post.title, slug, date, reading.sections.of_page(source.folders)
    )
    if _takes_date_off(reading):
        page = replace(page, slug=slug or _plain_name(source.name))
    for spelling in addresses.spellings:
        try:
            address = _address_of(reading, page, spelling)
        except ReadError as error:
            reading.warn("url", f"no old address: {error.reason}")
            break
        reading.address = reading.address or address
        _add_paths(post, addresses.served(address))
    if (own := text_of(data.get("url"))).startswith("/") and addresses.language:
        _add_paths(post, replace(addresses, base=addresses.root).served(own))
    for alias in texts_of(data.get("aliases")):
        _add_paths(post, addresses.served(addresses.of_alias(alias, reading.address)))


def _addresses_of(reading: HugoReading) -> HugoAddresses:
    """Give the site's addresses; a text in another language than the site's has that in front."""
    addresses, language = reading.site.addresses, reading.source.language
    if not language:
        return addresses
    reading.post.inform(f"in another language ({language}), and in no other")
    return replace(addresses, base=f"{addresses.root}/{language}", language=language)


def _add_paths(post: ImportedPost, paths: list[str]) -> None:
    post.old_paths += [path for path in paths if path not in post.old_paths]


def _address_of(reading: HugoReading, page: HugoPage, addresses: HugoAddresses) -> str:
    if own := text_of(reading.data.get("url")):
        return addresses.of_own_url(own, page)
    if reading.source.kind == "section":
        return addresses.of_section(reading.source.folders)
    return addresses.of_page(page)


def _takes_date_off(reading: HugoReading) -> bool:
    """Tell whether the configuration reads dates from file names: then they are no part of the address."""
    return ":filename" in reading.site.date_order("date")


def _plain_name(name: str) -> str:
    dated = _DATED_NAME.fullmatch(name)
    return dated["rest"] if dated and dated["rest"] else ""


def _fill_pictures(reading: HugoReading) -> None:
    post, source, site = reading.post, reading.source, reading.site
    body = HugoBody(post.body, post.front_matter.count("\n") + 1)
    key, named = header_picture(reading.data)
    if not named and source.kind == "bundle":
        named = _hero_of_bundle(source)
    beside = source.relative.rpartition("/")[0]
    roots = (*(texts_of(site.config.get("staticdir")) or ["static"]), "assets", site.content)
    add_images(post, body, named, HugoImageFolder(site.root, beside, site.addresses.base, site.host, roots))
    post.images = [replace(image, origin=key) if image.origin == "image" and key else image
                   for image in post.images]  # fmt: skip
    post.hero = post.images[0] if post.hero else None
    if key:
        reading.exceptions[key] = "hero image of the article"
    if "<!--more-->" in post.body:
        post.lead = post.body.partition("<!--more-->")[0].strip()
    post.variables = hugo_variables(
        body, reading.data, site, source.relative, site.addresses.base + reading.address, reading.names
    )
    note_shortcodes(post, body, post.variables)
    if source.path.suffix.lower() in HTML_SUFFIXES:
        post.inform("an HTML file: its text is read as Markdown that holds HTML")


def _hero_of_bundle(source: HugoSource) -> Table:
    names = sorted(entry.name for entry in source.path.parent.iterdir())
    pictures = [name for name in names if Path(name).suffix.lower() in IMAGE_SUFFIXES]
    found = next((name for name in pictures if _HERO_NAME.match(name)), None)
    return {"image": {"path": Scalar(found, found, 0)}} if found else {}
