"""What every reader of a foreign source hands to the one writer, and what it is given."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Literal, Protocol

Severity = Literal["info", "warning"]
Status = Literal["published", "draft", "in_review", "withdrawn"]
Listed = Literal["home", "category", "tag", "author", "archive", "categories", "tags"]
DateOrigin = Literal["front matter", "file name"]


class ReadError(ValueError):
    """Says why a text cannot be read; `line` counts from 1, or is None."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class ReadOptions:
    max_characters: int = 500_000
    timezone: tzinfo = UTC  # for times without a zone, unless the site names its own
    permalink: str | None = None  # the old site's style or template, where no configuration tells it


@dataclass(frozen=True, slots=True)
class Note:
    severity: Severity
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class KeyFate:
    key: str
    raw: str  # the value as written
    fate: str


@dataclass(frozen=True, slots=True)
class ImportedImage:
    address: str  # as written, entities decoded: what a renderer sees as `src`
    alt: str = ""
    caption: str = ""
    width: int | None = None
    height: int | None = None
    file: Path | None = None  # inside the source's root; None for remote and missing images
    line: int | None = None
    origin: str = "body"  # or the front matter key, such as "header.image"


@dataclass(frozen=True, slots=True)
class ImportedAuthor:
    key: str
    name: str
    data: dict[str, Any] = field(default_factory=dict)
    bio: str = ""  # Markdown
    links: list[str] = field(default_factory=list)  # web addresses
    portrait: ImportedImage | None = None


@dataclass(slots=True)
class ImportedPost:
    """One article as its source tells it; `front_matter + body` is the file's text, to the byte."""

    import_ref: str
    path: str
    title: str
    slug: str
    body: str
    front_matter: str = ""
    source_file: str = ""  # below the root; empty where front matter and body were made from something else
    variables: dict[str, Any] | None = None  # what Liquid in the body may name; None where it is plain text
    published_at: datetime | None = None
    dated_by: DateOrigin | None = None
    modified_at: datetime | None = None
    withdraw_at: datetime | None = None
    status: Status = "published"
    layout: str = ""
    categories: list[str] = field(default_factory=list)
    strict_categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    strict_tags: list[str] = field(default_factory=list)
    excerpt: str = ""  # Markdown of the author's own excerpt
    lead: str = ""  # Markdown before an excerpt separator that site or post sets
    description: str = ""
    canonical_url: str = ""
    authors: list[ImportedAuthor] = field(default_factory=list)
    show_toc: bool | None = None
    show_author: bool | None = None
    sidebar: str = ""
    series: str = ""
    series_position: int = 0
    hero: ImportedImage | None = None
    images: list[ImportedImage] = field(default_factory=list)
    old_paths: list[str] = field(default_factory=list)  # decoded, the address itself first
    redirect_to: str = ""  # the old site sent readers away from this article
    fates: list[KeyFate] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def author(self) -> ImportedAuthor | None:
        return self.authors[0] if self.authors else None

    def warn(self, text: str, line: int | None = None) -> None:
        self.notes.append(Note("warning", text, line))

    def inform(self, text: str, line: int | None = None) -> None:
        self.notes.append(Note("info", text, line))


@dataclass(frozen=True, slots=True)
class ImportFailure:
    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportSkip:
    """A file that is no article: named in the report, no fault."""

    path: str
    reason: str


@dataclass(slots=True)
class ImportedPage:
    """A text that is no article: About, Contact. As with posts, `front_matter + body` is the file's text."""

    import_ref: str
    path: str
    title: str
    address: str  # without its first and last /
    body: str
    front_matter: str = ""
    source_file: str = ""
    variables: dict[str, Any] | None = None
    description: str = ""
    is_public: bool = True
    images: list[ImportedImage] = field(default_factory=list)
    old_paths: list[str] = field(default_factory=list)
    fates: list[KeyFate] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def warn(self, text: str, line: int | None = None) -> None:
        self.notes.append(Note("warning", text, line))

    def inform(self, text: str, line: int | None = None) -> None:
        self.notes.append(Note("info", text, line))


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that articles may link to and that is no picture, such as a PDF."""

    path: str
    file: Path
    old_paths: list[str]


@dataclass(frozen=True, slots=True)
class ImportedListing:
    """Addresses under which the old site listed its articles, or fed them to readers."""

    path: str  # for the report: the file that says so
    kind: Listed
    name: str = ""  # of the category, tag or author, as proposed
    strict_name: str = ""  # the same as the old system understood it, where that differs
    is_feed: bool = False
    old_paths: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportedRedirect:
    """An address of the old site that it sent on to another of its own, or to another site."""

    path: str
    old_path: str
    target: str


@dataclass(frozen=True, slots=True)
class ImportedMenu:
    """The old site's main menu: labels with addresses of that site or of the web."""

    path: str
    links: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ImportedSourceFile:
    """A file of the site that is no article but says how its articles are read: kept to be given back."""

    path: str
    text: str  # to the byte


Outcome = (
    ImportedPost
    | ImportedPage
    | ImportedFile
    | ImportedListing
    | ImportedRedirect
    | ImportedSourceFile
    | ImportedMenu
    | ImportFailure
    | ImportSkip
)


class Reader(Protocol):
    """Reads one source. Opening it raises ReadError; reading a file never raises."""

    def __init__(self, path: Path, options: ReadOptions) -> None: ...

    def __len__(self) -> int:
        """Count the files to read: about as many outcomes as iteration will give, for a progress bar."""

    def __iter__(self) -> Iterator[Outcome]: ...


def read_text(path: Path, max_characters: int) -> str:
    """Read a UTF-8 file exactly: line ends and a byte order mark stay. ReadError names what is wrong."""
    try:
        if path.stat().st_size > 4 * max_characters + 4:
            raise ReadError(f"is longer than {max_characters:,} characters")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(f"is not UTF-8 (byte 0x{data[error.start]:02x})", line) from error
    if "\0" in text:
        raise ReadError("holds a NUL character", text.count("\n", 0, text.index("\0")) + 1)
    if len(text) > max_characters:
        raise ReadError(f"is longer than {max_characters:,} characters")
    return text


def file_below(root: Path, relative: str) -> Path | None:
    """Find a file below `root`; None if it is missing or if `..` or a link would leave the root."""
    try:
        base = os.path.realpath(root)
        found = os.path.realpath(os.path.join(base, relative.lstrip("/")))
    except (OSError, ValueError):
        return None
    if os.path.commonpath([base, found]) != base or not os.path.isfile(found):
        return None
    return Path(found)
