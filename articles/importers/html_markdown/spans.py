"""The text of a block as Markdown: emphasis, links, code, pictures, line breaks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bs4 import Tag
from bs4.element import PageElement

from .escape import collapse, escape_alt, escape_text
from .looks import is_underlined, kept_classes
from .raw import LEFT_OUT, lose_element, quoted, raw_attributes, raw_content, raw_html, raw_text
from .tree import attribute, is_text
from .writer import Writer, as_target

# Stand for breaks until the block is written; no text holds them.
BREAK, SOFT_BREAK, PARAGRAPH = "\x01", "\x02", "\x03"

# Says that what begins a line is meant to be read as a sign; goes when all is written.
MEANT = "\x04"

_BLANK_LINES = re.compile(r"[ \t\f\v]*\n[ \t\f\v]*(?:\n[ \t\f\v]*)+")
_LINE_END = re.compile(r"[ \t\f\v]*\n[ \t\f\v]*")
_EDGES = re.compile(
    rf"([ {BREAK}{SOFT_BREAK}{PARAGRAPH}]*)(.*?)([ {BREAK}{SOFT_BREAK}{PARAGRAPH}]*)\Z", re.DOTALL
)
_AFTER_BREAK = re.compile(rf"{BREAK} *{SOFT_BREAK}")
_AUTOLINK = re.compile(r"https?://[^\s<>&_*`|\\\[\]]+\Z")

STRONG, EMPHASIS, STRUCK = (
    frozenset({"strong", "b"}),
    frozenset({"em", "i"}),
    frozenset({"del", "s", "strike"}),
)
_MARKDOWN_INSIDE = frozenset("abbr bdo big cite dfn ins q rb rp rt rtc ruby small sub sup tt".split())
_HTML_INSIDE = frozenset({"kbd", "samp", "var", "mark", "u"})
_BARE = frozenset(
    "time wbr data font label button acronym center noscript picture nobr blink address".split()
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands."""

    is_open: frozenset[str] = frozenset()  # "em", "strong", "a" …
    keeps_lines: bool = False  # a line end in the source is a line break, a blank line a new paragraph
    in_item: bool = False

    def within(self, kind: str) -> "Place":
        return replace(self, is_open=self.is_open | {kind})


class Spans:
    """Markdown of one line of text, put together piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.last = ""
        self.ends_in_text = False

    def add(self, markdown: str, *, is_text: bool = False) -> None:
        if not markdown:
            return
        if markdown[0] == " " and self.last[-1:] in ("", " ", BREAK, SOFT_BREAK, PARAGRAPH):
            markdown = markdown[1:] if self.last else markdown
            if not markdown:
                return
        if self.ends_in_text and self._would_join(markdown):
            self.pieces[-1] = self.last = f"{self.last[:-1]}\\{self.last[-1]}"
        self.pieces.append(markdown)
        self.last, self.ends_in_text = markdown, is_text

    def _would_join(self, markdown: str) -> bool:
        """Whether the sign before would mean something with what follows."""
        pair = self.last[-1:] + markdown[0]
        return pair in ("![", "](", ">>") and self.last[-2:-1] != "\\"

    def text(self) -> str:
        return "".join(self.pieces)


def write_spans(writer: Writer, nodes: Iterable[PageElement], place: Place) -> str:
    spans = Spans()
    for node in nodes:
        if isinstance(node, Tag):
            write_element(writer, node, place, spans)
        elif is_text(node):
            spans.add(write_text(str(node), place), is_text=True)
    return _AFTER_BREAK.sub(BREAK, spans.text())


def write_text(text: str, place: Place) -> str:
    if place.keeps_lines:
        text = _LINE_END.sub(SOFT_BREAK, _BLANK_LINES.sub(PARAGRAPH, text.replace("\r", "")))
    return escape_text(collapse(text), in_brackets="a" in place.is_open)


def write_element(writer: Writer, element: Tag, place: Place, spans: Spans) -> None:
    name = element.name
    if name == "br":
        spans.add(BREAK)
    elif name == "img":
        spans.add(write_image(writer, element))
    elif name == "a":
        write_link(writer, element, place, spans)
    elif name == "code":
        write_code(writer, element, spans)
    elif name in STRONG | EMPHASIS | STRUCK:
        write_emphasis(writer, element, place, spans)
    elif name in ("import-note", "import-mark"):
        spans.add(f"[^{attribute(element, 'data-label')}]")
    elif name == "input":
        write_checkbox(writer, element, spans, place)
    else:
        write_other(writer, element, place, spans)


def write_other(writer: Writer, element: Tag, place: Place, spans: Spans) -> None:
    """Write an element for which Markdown has no sign: as HTML where that means something, else its text."""
    name = element.name
    if name in LEFT_OUT or name in ("svg", "canvas", "select", "textarea", "datalist", "map", "area"):
        lose_element(writer, element)
    elif name == "math":
        spans.add(raw_html(writer, element))
    elif name in _HTML_INSIDE or (name == "span" and is_underlined(element)):
        tag = "u" if name == "span" else name
        wrap_as_html(tag, "", raw_content(writer, element), spans)
    elif name in _MARKDOWN_INSIDE or (name == "span" and raw_attributes(writer, element)):
        wrap_as_html(
            name, raw_attributes(writer, element), write_spans(writer, element.children, place), spans
        )
    else:
        if name not in _BARE and name != "span" and not name.startswith("import-"):
            writer.lose(f"not kept: the element <{name}>; its text stays", element, "info")
        spans.add(write_spans(writer, element.children, place), is_text=True)


def part_edges(markdown: str) -> tuple[str, str, str]:
    """Part white space and breaks from both ends of a text: no sign may stand beside them."""
    found = _EDGES.match(markdown)
    assert found
    return found[1], found[2].replace(PARAGRAPH, BREAK + BREAK), found[3]


def wrap_as_html(name: str, attributes: str, inner: str, spans: Spans) -> None:
    before, inner, after = part_edges(inner)
    spans.add(before)
    if inner:
        spans.add(f"<{name}{attributes}>{inner}</{name}>")
    spans.add(after)


def kind_of(name: str) -> str:
    return "strong" if name in STRONG else "em" if name in EMPHASIS else "del"


def write_emphasis(writer: Writer, element: Tag, place: Place, spans: Spans) -> None:
    kind = kind_of(element.name)
    inner = write_spans(writer, element.children, place.within(kind))
    emphasise(kind, inner, place, spans)


def emphasise(kind: str, inner: str, place: Place, spans: Spans) -> None:
    """Put signs round a text, or tags where signs would run into others."""
    before, inner, after = part_edges(inner)
    if kind in place.is_open or not inner:
        spans.add(before + inner + after)
        return
    sign = {"strong": "**", "em": "*", "del": "~~"}[kind]
    spans.add(before)
    is_plain = inner[0] not in "*~" and inner[-1] not in "*~\\" and spans.last[-1:] not in ("*", "~")
    if inner[0] == "[" and "]:" in inner:
        is_plain = False  # `*[HTML]: …` defines an abbreviation
    if kind == "del":
        is_plain = is_plain and "~" not in inner and BREAK not in inner
    spans.add(f"{sign}{inner}{sign}" if is_plain else f"<{kind}>{inner}</{kind}>")
    spans.add(after)


def write_code(writer: Writer, element: Tag, spans: Spans) -> None:
    """Write code between backticks, or as HTML where it holds markup or backticks of its own."""
    text = collapse(element.get_text())
    has_markup = any(isinstance(child, Tag) and child.name != "span" for child in element.children)
    if not text.strip(" "):
        spans.add(" " if text else "")
    elif has_markup:
        wrap_as_html("code", "", raw_content(writer, element), spans)
    elif text.strip(" ") != text or "``" in text or "\\" in text[-1:] or spans.last[-1:] == "`":
        spans.add(f"<code>{raw_text(text)}</code>")
    else:
        spans.add(f"`` {text} ``" if "`" in text else f"`{text}`")


def write_image(writer: Writer, element: Tag) -> str:
    address = writer.address(element, "src")
    if not address:
        return ""
    alt = collapse(attribute(element, "alt"))
    writer.add_picture(element, address, alt)
    names = " ".join(f".{name}" for name in kept_classes(element).split())
    attributes = f"{{: {names}}}" if names else ""
    return f"![{escape_alt(alt)}]({as_target(address)}{title_of(element)}){attributes}"


def title_of(element: Tag) -> str:
    title = collapse(attribute(element, "title"))
    return f' "{quoted(title)}"' if title else ""


def write_link(writer: Writer, element: Tag, place: Place, spans: Spans) -> None:
    inner = write_spans(writer, element.children, place.within("a"))
    link_text(writer, element, inner, place, spans)


def link_text(writer: Writer, element: Tag, inner: str, place: Place, spans: Spans) -> None:
    """Make a text a link, if the element has an address that may be followed."""
    before, inner, after = part_edges(inner)
    address = writer.address(element, "href")
    if not address or "a" in place.is_open or not inner:
        if address and not inner:
            writer.lose(f"not kept: a link without text to {address[:200]}", element, "info")
        if anchor := attribute(element, "id") or attribute(element, "name"):
            writer.lose(f"not kept: the anchor #{anchor[:100]}", element, "info")
        spans.add(before + inner + after, is_text=True)
        return
    spans.add(before)
    if inner == address and _AUTOLINK.match(address):
        spans.add(f"<{address}>")
    elif "]:" in inner:  # would define a link
        spans.add(f'<a href="{quoted(address)}">{inner}</a>')
    else:
        inner = f"&#94;{inner[1:]}" if inner[0] == "^" else inner  # not a footnote's mark
        spans.add(f"[{inner}]({as_target(address)}{title_of(element)}){link_attributes(element)}")
    spans.add(after)


def link_attributes(element: Tag) -> str:
    names = [f".{name}" for name in kept_classes(element).split()]
    if attribute(element, "target") == "_blank":
        names.append('target="_blank"')
    return f"{{: {' '.join(names)}}}" if names else ""


def write_checkbox(writer: Writer, element: Tag, spans: Spans, place: Place) -> None:
    if attribute(element, "type") == "checkbox" and place.in_item and not spans.last.strip():
        spans.add(f"{MEANT}[x] " if element.has_attr("checked") else f"{MEANT}[ ] ")
    else:
        lose_element(writer, element)
