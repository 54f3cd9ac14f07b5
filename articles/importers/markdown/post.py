"""From one Markdown file to an article or a page, whatever kind of header it has."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

from ..base import ImportedAuthor, ImportedPage, ImportedPost, ReadError
from ..dates import parse_date, parse_file_date
from ..front_matter import FrontMatter
from ..hugo.keys import flat_keys, header_picture, read_hugo_keys
from ..hugo.site import Table, lowered
from ..permalinks import Address, served_paths, site_url, slugify, titleize_slug
from ..pictures import ImageFolder, add_images
from ..yaml_nodes import Node, Scalar, text_of, texts_of, value_of
from .body import MarkdownBody, markdown_variables, note_links
from .fates import ADDRESS_KEYS, OLD_ADDRESS_KEYS, tell_markdown_fates
from .headers import Form
from .pelican import Pelican, filled, pelican_slug

_DATED_NAME = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(?P<rest>.+))?")
_DATE_KEYS = ("date", "publishdate", "published", "created", "pubdate")
_CHANGE_KEYS = ("modified", "updated", "lastmod", "last_modified_at")
_WITHDRAWAL_KEYS = ("expirydate", "expires")
_SPEAKING_NOTHING = {
    "content", "posts", "_posts", "post", "blog", "articles", "article", "drafts", "_drafts", "pages", "src", "docs",
}  # fmt: skip
_DRAFT_FOLDERS = {"drafts", "_drafts"}


@dataclass(slots=True)
class MarkdownReading:
    """One file on its way to becoming an article or a page."""

    inside: str  # below the content folder
    header: FrontMatter
    form: Form
    post: ImportedPost
    pelican: Pelican
    images: ImageFolder
    files: dict[str, str]  # path of each text below the content folder -> below the root
    zone_now: datetime
    permalink: str = ""  # template of the old site's addresses, where the import names one
    data: Table = field(default_factory=dict)
    exceptions: dict[str, str] = field(default_factory=dict)
    old_slug: str = ""  # on the old site, where that differs
    body: MarkdownBody = field(init=False)

    def __post_init__(self) -> None:
        self.data = flat_keys({key.lower(): lowered(node) for key, node in self.header.nodes().items()})
        self.body = MarkdownBody(self.post.body, self.post.front_matter.count("\n") + 1)
        self.body.page = self.inside

    @property
    def folders(self) -> tuple[str, ...]:
        return PurePosixPath(self.inside).parts[:-1]

    @property
    def name(self) -> str:
        stem = PurePosixPath(self.inside).stem
        return self.folders[-1] if stem.lower() in {"index", "readme"} and self.folders else stem

    @property
    def is_page(self) -> bool:
        kind = text_of(self.data.get("type")).lower()
        pages = self.pelican.texts("PAGE_PATHS", ["pages"])
        return kind == "page" or any(f"{self.inside}/".startswith(f"{folder}/") for folder in pages if folder)

    def warn(self, key: str, text: str) -> None:
        found = (entry.line for name, entry in self.header.entries.items() if name.lower() == key)
        self.post.warn(text, next(found, None))


def fill_markdown(reading: MarkdownReading) -> None:
    """Fill a post that has its texts already. Raises ReadError if it cannot be dated as it says."""
    post = reading.post
    if reading.form == "pelican":
        _split_lists(reading.data)
    _fill_title_and_slug(reading)
    _fill_dates(reading)
    _fill_terms(reading)
    _fill_status(reading)
    reading.exceptions |= read_hugo_keys(post, reading.data)
    if not post.authors and (usual := reading.pelican.text("AUTHOR")):
        post.authors = [ImportedAuthor(usual, usual)]
    post.excerpt = post.excerpt or text_of(reading.data.get("excerpt"))
    _fill_position(reading)
    _fill_old_paths(reading)
    _fill_from_body(reading)
    post.fates = tell_markdown_fates(reading.header.entries, reading.exceptions)


def _split_lists(data: Table) -> None:
    """Part Pelican's lists: at semicolons where there is one, else at commas."""
    for key in ("tags", "authors"):
        node = data.get(key)
        if isinstance(node, Scalar):
            parts = node.text.split(";" if ";" in node.text else ",")
            data[key] = [Scalar(part.strip(), part.strip(), node.line) for part in parts if part.strip()]


def _fill_title_and_slug(reading: MarkdownReading) -> None:
    post, data = reading.post, reading.data
    post.title = " ".join(text_of(data.get("title")).split())
    dated = _DATED_NAME.fullmatch(reading.name)
    plain = dated["rest"] if dated and dated["rest"] else reading.name
    post.title = post.title or reading.body.heading[1]
    if not post.title:
        post.title = titleize_slug(slugify(plain)) or plain
        post.warn(f"no title: taken from the file's name, “{post.title}”")
    own = text_of(data.get("slug"))
    if reading.pelican.settings:
        by_name = reading.pelican.text("SLUGIFY_SOURCE") == "basename"
        reading.old_slug = own or pelican_slug(reading.name if by_name else post.title)
        own = own or pelican_slug(plain if by_name else post.title)
    post.slug = slugify(own or plain) or slugify(post.title) or slugify(reading.name) or "untitled"


def _fill_dates(reading: MarkdownReading) -> None:
    post = reading.post
    post.published_at = _first_date(reading, _DATE_KEYS)
    post.dated_by = "front matter" if post.published_at else None
    if not post.published_at and (dated := _DATED_NAME.fullmatch(reading.name)):
        post.published_at = parse_file_date(dated["date"], reading.zone_now.tzinfo or UTC)
        post.dated_by = "file name" if post.published_at else None
    post.modified_at = _first_date(reading, _CHANGE_KEYS)
    post.withdraw_at = _first_date(reading, _WITHDRAWAL_KEYS)
    if post.published_at and post.published_at > reading.zone_now:
        post.inform("its date is still to come: it is scheduled here")


def _first_date(reading: MarkdownReading, keys: tuple[str, ...]) -> datetime | None:
    usual = {_DATE_KEYS: "date of publication", _CHANGE_KEYS: "date of the last change"}
    for key in keys:
        written = text_of(reading.data.get(key))
        if key == "date" and isinstance(reading.data.get(key), list | dict):
            raise ReadError("date: a list or map is not a date", _line_of(reading, key))
        if not written or isinstance(value_of(reading.data.get(key)), bool):
            continue
        if moment := parse_date(written, reading.zone_now.tzinfo or UTC):
            reading.exceptions[key] = usual.get(keys, "the article is withdrawn then")
            return moment
        if key == "date":
            raise ReadError(f"date: {written[:80]} is not a date", _line_of(reading, key))
        reading.warn(key, f"{key}: {written[:80]} is not a date")
        reading.exceptions[key] = "not a date: kept in the front matter, not used"
    return None


def _line_of(reading: MarkdownReading, key: str) -> int | None:
    return next((entry.line for name, entry in reading.header.entries.items() if name.lower() == key), None)


def _fill_terms(reading: MarkdownReading) -> None:
    post, data = reading.post, reading.data
    categories = _words(data.get("category")) + _words(data.get("categories"))
    folder = reading.folders[-1] if reading.folders else ""
    if not categories and folder and not _says_nothing(folder) and _names_categories(reading.pelican):
        post.strict_categories = [folder]
        categories = [titleize_slug(folder) if folder.islower() else folder]
        post.inform(f"no category in it: proposed is its folder, “{categories[0]}”")
    else:
        post.strict_categories = texts_of(data.get("category")) + texts_of(data.get("categories"))
    if not categories and isinstance(usual := reading.pelican.settings.get("DEFAULT_CATEGORY"), str):
        categories = post.strict_categories = [usual]
    post.categories = list(dict.fromkeys(categories))
    post.strict_tags = texts_of(data.get("tags")) + texts_of(data.get("tag"))
    tags = _words(data.get("tags")) + _words(data.get("tag"))
    post.tags = list({tag.casefold(): tag for tag in reversed([tag.lstrip("#") for tag in tags])}.values())[
        ::-1
    ]


def _names_categories(pelican: Pelican) -> bool:
    return pelican.settings.get("USE_FOLDER_AS_CATEGORY") is not False


def _says_nothing(folder: str) -> bool:
    return folder.lower() in _SPEAKING_NOTHING or folder.isdecimal()


def _words(node: Node | None) -> list[str]:
    words = text_of(node).split(",") if isinstance(node, Scalar) else texts_of(node)
    return [" ".join(word.split()) for word in words if word.strip().lstrip("#")]


def _fill_status(reading: MarkdownReading) -> None:
    post, data = reading.post, reading.data
    status = text_of(data.get("status")).lower()
    hidden = value_of(data.get("published")) is False or text_of(data.get("draft")).lower() in {
        "true",
        "yes",
        "1",
    }
    if status == "draft" or hidden or _DRAFT_FOLDERS & set(reading.folders):
        post.status = "draft"
    elif status == "hidden" and reading.is_page:
        post.inform("status hidden: the page is public and in no menu, as before")
    elif status == "hidden":
        post.status = "draft"
        reading.warn(
            "status", "status hidden: in no list of the old site; here it would be, so it is a draft"
        )
    elif status not in {"", "published"}:
        reading.warn("status", f"status {status[:40]} is not known: the article is public")


def _fill_position(reading: MarkdownReading) -> None:
    """Read the place in a series as Pelican's plugin writes it."""
    written = text_of(reading.data.get("series_index"))
    if reading.post.series and written.isascii() and written.isdecimal() and len(written) < 5:
        reading.post.series_position = int(written)
        reading.exceptions["series_index"] = "position in the series"


def _fill_old_paths(reading: MarkdownReading) -> None:
    post, data, pelican = reading.post, reading.data, reading.pelican
    addresses = [text_of(data.get(key)) for key in ADDRESS_KEYS] if _has_address(data) else [_usual(reading)]
    for address in [*addresses, *(path for key in OLD_ADDRESS_KEYS for path in texts_of(data.get(key)))]:
        path = filled(address, _names(reading), post.published_at) if "{" in address else address
        served = served_paths(path, "" if "://" in path else pelican.base) if path else []
        post.old_paths += [each for each in served if each not in post.old_paths]


def _has_address(data: Table) -> bool:
    return any(text_of(data.get(key)) for key in ADDRESS_KEYS)


def _usual(reading: MarkdownReading) -> str:
    """Give the address that the old site's rule makes; nothing where no rule is known."""
    post = reading.post
    date = post.published_at.astimezone(reading.zone_now.tzinfo) if post.published_at else None
    if reading.permalink and not reading.is_page:
        path = reading.inside.removesuffix(PurePosixPath(reading.inside).suffix)
        address = Address(date, post.slug, reading.name, f"/{path}", post.strict_categories)
        try:
            return site_url(reading.permalink, address) or ""
        except ReadError as error:
            post.warn(f"no old address: {error.reason}")
            return ""
    if not reading.pelican.settings:
        return ""
    setting = "PAGE_URL" if reading.is_page else "DRAFT_URL" if post.status == "draft" else "ARTICLE_URL"
    if text_of(reading.data.get("status")).lower() == "hidden" and not reading.is_page:
        setting = "ARTICLE_URL"
    return filled(reading.pelican.text(setting), _names(reading), date)


def _names(reading: MarkdownReading) -> dict[str, str]:
    post = reading.post
    category = (
        post.strict_categories[0] if post.strict_categories else reading.pelican.text("DEFAULT_CATEGORY")
    )
    author = post.authors[0].name if post.authors else reading.pelican.text("AUTHOR")
    return {
        "slug": reading.old_slug or post.slug, "category": pelican_slug(category or "misc"), "author": pelican_slug(author),
        "lang": text_of(reading.data.get("lang")) or reading.pelican.text("DEFAULT_LANG"),
    }  # fmt: skip


def _fill_from_body(reading: MarkdownReading) -> None:
    post, body = reading.post, reading.body
    key, named = header_picture(reading.data)
    add_images(post, body, named, reading.images)
    if key:
        reading.exceptions[key] = "hero image of the article"
    if "<!--more-->" in post.body:
        post.lead = post.body.partition("<!--more-->")[0].strip()
    post.variables = markdown_variables(body, reading.inside, post.title, reading.files)
    note_links(post, body, post.variables)
    _line, words, number = body.heading
    if words and words.casefold() == post.title.casefold():
        post.inform(f"the heading of line {number} is the title: it is not shown a second time", number)


def as_markdown_page(reading: MarkdownReading) -> ImportedPage:
    """Give what was read as a page, at the address its folder or header says."""
    post = reading.post
    is_due = post.published_at is None or post.published_at <= reading.zone_now
    own = next((text_of(reading.data[key]) for key in ADDRESS_KEYS if text_of(reading.data.get(key))), "")
    address = re.sub(r"(?:/?index)?\.html?\Z", "", own if "{" not in own and "://" not in own else "").strip(
        "/"
    )
    return ImportedPage(
        post.import_ref, post.path, post.title, address or post.slug, post.body, post.front_matter,
        post.source_file, post.variables, post.description, post.status == "published" and is_due,
        post.images, post.old_paths, tell_markdown_fates(reading.header.entries, reading.exceptions, is_page=True), post.notes,
    )  # fmt: skip
