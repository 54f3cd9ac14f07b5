"""WordPress' export format (WXR 1.0 to 1.2), read as a stream: one item in memory at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from ..base import ReadError

MAX_BYTES = 200_000_000
MAX_TEXT = 5_000_000
MAX_META = 5_000
_WP = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/\}")
_PREFIXES = {
    "{http://purl.org/rss/1.0/modules/content/}": "content:",
    "{http://purl.org/dc/elements/1.1/}": "dc:",
}
_CONTROL = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_SPACES = bytes.maketrans(_CONTROL, b" " * len(_CONTROL))


@dataclass(slots=True)
class Term:
    kind: str  # "category", "post_tag", "post_format" …
    slug: str
    name: str


@dataclass(slots=True)
class Item:
    """One item of the export, as it is written there."""

    fields: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: int = 0
    line: int = 0
    content_line: int = 0
    problem: str = ""

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def meta_of(self, key: str) -> str:
        return next((value for value in self.meta.get(key, []) if value), "")


class _Builder(TreeBuilder):
    """Notes the line of each element and takes no text that is beyond all measure."""

    parser: Any = None
    size = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.size = 0
        attrs = {**attrs, "line": str(self.parser.CurrentLineNumber)}
        return super().start(tag, attrs)

    def data(self, data: str) -> None:
        self.size += len(data)
        if self.size <= MAX_TEXT + 1:
            super().data(data)


class _CleanFile:
    """A file without the control characters that XML forbids and old exports hold; `count` says how many."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("rb")
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        if self.file.tell() == len(data) and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise ReadError("is UTF-16: save it as UTF-8")
        cleaned = data.translate(_SPACES)
        if cleaned != data:
            self.count += sum(data.count(sign) for sign in (bytes([code]) for code in _CONTROL))
        return cleaned

    def close(self) -> None:
        self.file.close()


class Export:
    """One export file. Opening raises ReadError; a flaw further down is kept in `flaw` when it is met."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.flaw: ReadError | None = None
        self.left_out = 0
        self.channel: dict[str, str] = {}
        self.authors: dict[str, str] = {}
        self.terms: list[dict[str, str]] = []
        try:
            size = path.stat().st_size
        except OSError as error:
            raise ReadError(f"cannot be opened: {error.strerror}") from error
        if size > MAX_BYTES:
            raise ReadError(f"is larger than {MAX_BYTES:,} bytes: export it in parts")

    def items(self) -> Iterator[Item]:
        """Read the items one after the other; what stands before them fills channel, authors and terms."""
        file = _CleanFile(self.path)
        self.flaw, self.terms = None, []
        try:
            yield from self._items(file)
        except ParseError as error:
            reason = str(error).partition(":")[0]
            self.flaw = ReadError(
                f"is not well-formed XML ({reason}): nothing after this line is read", error.position[0]
            )
        except DefusedXmlException:
            self.flaw = ReadError("declares a document type or entities, which are not read")
        except (ReadError, UnicodeError, LookupError) as error:
            self.flaw = (
                error
                if isinstance(error, ReadError)
                else ReadError("names an encoding that it does not have")
            )
        finally:
            self.left_out = file.count
            file.close()

    def _items(self, file: _CleanFile) -> Iterator[Item]:
        builder = _Builder()
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        builder.parser = parser.parser
        stack: list[Element] = []
        for event, element in iterparse(file, events=("start", "end"), parser=parser, forbid_dtd=True):
            if event == "start":
                stack.append(element)
                continue
            stack.pop()
            if len(stack) == 2 and stack[1].tag == "channel":
                if element.tag == "item":
                    yield read_item(element)
                else:
                    self._read_head(element)
                stack[1].clear()

    def _read_head(self, element: Element) -> None:
        name = name_of(element)
        children = {name_of(child): text_of(child) for child in element}
        if name == "wp:author":
            login = children.get("wp:author_login", "")
            self.authors[login] = children.get("wp:author_display_name", "") or login
        elif name in ("wp:category", "wp:tag", "wp:term"):
            self.terms.append({"": name, **children})
        else:
            self.channel.setdefault(name, text_of(element))


def name_of(element: Element) -> str:
    name = _WP.sub("wp:", element.tag)
    for long, short in _PREFIXES.items():
        name = name.replace(long, short)
    return "excerpt" if name.endswith("/excerpt/}encoded") else name


def text_of(element: Element) -> str:
    return (element.text or "").strip()


def read_item(element: Element) -> Item:
    item = Item(line=int(element.get("line", "0")))
    for child in element:
        name = name_of(child)
        if name == "category":
            item.terms.append(
                Term(child.get("domain", "category"), child.get("nicename", ""), text_of(child))
            )
        elif name == "wp:postmeta":
            read_meta(item, child)
        elif name == "wp:comment":
            item.comments += 1
        elif name not in item.fields:
            item.fields[name] = (
                (child.text or "") if name in ("content:encoded", "excerpt") else text_of(child)
            )
            if name == "content:encoded":
                item.content_line = int(child.get("line", "0"))
                if len(item.fields[name]) > MAX_TEXT:
                    item.problem = f"its text is longer than {MAX_TEXT:,} characters"
    return item


def read_meta(item: Item, element: Element) -> None:
    children = {name_of(child): text_of(child) for child in element}
    key = children.get("wp:meta_key", "")
    if key and len(item.meta) < MAX_META:
        item.meta.setdefault(key, []).append(children.get("wp:meta_value", ""))
