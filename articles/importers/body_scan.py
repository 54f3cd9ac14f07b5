"""Find images and template tags in a Markdown body by careful reading, without rendering it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

from articles.liquid import Liquid, mask_opaque, translate
from articles.liquid.expressions import site_path

MAX_SIDE = 20_000

_LABEL = r"(?:[^\[\]\\]++|\\.|\[[^\[\]\\]{0,500}\])*+"
_LIQUID = r"\{\{[^{}]{0,500}\}\}|\{%(?:[^%{}]|%(?!\})){0,500}%\}"
_TARGET = rf"<[^<>\n]*+>|(?:{_LIQUID}|[^()\s{{]|\{{(?![{{%])|[ \t]++(?![\"'\s)])|\([^()\n]{{0,500}}\))*+"
_TITLE = r"\"[^\"]{0,2000}\"|'[^']{0,2000}'"
_ATTRIBUTES = r"(?P<ial>\{:?[^{}%\n]{0,500}\})?"
_INLINE = re.compile(
    rf"!\[(?P<alt>{_LABEL})\](?:\(\s*+(?P<target>{_TARGET})\s*+(?P<title>{_TITLE})?\s*+\)"
    rf"|\s?\[(?P<ref>[^\[\]]{{1,500}})\]|(?:\[\])?){_ATTRIBUTES}"
)
_DEFINITION = re.compile(
    rf"^ {{0,3}}\[(?P<label>[^\[\]\n^][^\[\]\n]{{0,499}})\]:[ \t]*(?P<target><[^<>\n]*>|\S+)[ \t]*(?P<title>{_TITLE})?[ \t]*\r?$",
    re.M,
)
_HTML = re.compile(r"<img\b(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>", re.I)
_FIGURE = re.compile(r"\{%-?\s*include\s+(?:figure|figure\.html)\s(?P<args>(?:[^%{]|%(?!\}))*+)%\}")
_INLINE_LINK = re.compile(rf"\]\(\s*+({_TARGET})")
_HTML_LINK = re.compile(r"(?:href|src)\s*=\s*(?:\"([^\"<>]*+)\"|'([^'<>]*+)')", re.I)
_ASSIGNED = re.compile(
    r"(?P<name>[\w:-]+)\s*=\s*(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'<>}]++))"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|#0*38|#0*39|#0*34|nbsp);")
_ENTITIES = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "nbsp": "\u00a0",
    "38": "&",
    "39": "'",
    "34": '"',
}
_BLANK_LINE = re.compile(r"\n[ \t\r]*+\n")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ALONE_BEFORE = re.compile(r"(?:<figure[^<>]*+>|<p[^<>]*+>|<a\s[^<>]*+>|<center>|\[|<div[^<>]*+>)?+\s*+")
_ALONE_AFTER = re.compile(
    r"\s*+(?:\]\([^()\n]*+(?:\([^()\n]*+\))?+[^()\n]*+\)\s*+)?+(?:\{:?[^{}\n]*+\}\s*+)?+"
    r"(?:<figcaption>[^<]*+</figcaption>\s*+)?+(?:</(?:figure|p|a|center|div)>\s*+)*+"
)


@dataclass(frozen=True, slots=True)
class FoundImage:
    address: str
    alt: str
    caption: str
    width: int | None
    height: int | None
    start: int
    end: int


class Body:
    """One body, read for what it shows. Indices count in the body, lines from `first_line`.

    `variables` are what Liquid in it may name; addresses are as rendering finds them.
    """

    def __init__(self, text: str, first_line: int = 1, variables: Mapping[str, Any] | None = None) -> None:
        self.text = text
        self.first_line = first_line
        self.liquid = Liquid(variables or {})

    @cached_property
    def visible(self) -> str:
        return mask_opaque(self.text)

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def line_of(self, index: int) -> int:
        return self.first_line + bisect_left(self._breaks, index)

    @cached_property
    def images(self) -> list[FoundImage]:
        """List inline, reference-style and `<img>` images and Liquid figures, in order."""
        found: list[FoundImage] = []
        if "![" in self.text:
            found += self._markdown_images()
        if "<img" in self.text or "<IMG" in self.text:
            found += [image for tag in _HTML.finditer(self.visible) if (image := self._html_image(tag))]
        if "{%" in self.text:
            found += [image for tag in _FIGURE.finditer(self.visible) if (image := self._figure(tag))]
        return sorted(found, key=lambda image: image.start)

    def lead_image(self) -> FoundImage | None:
        """Give the image that stands alone in the first block, if one does."""
        if not self.images:
            return None
        first = self.images[0]
        start = len(self.visible) - len(self.visible.lstrip())
        end = _BLANK_LINE.search(self.visible, start)
        stop = end.start() if end else len(self.visible)
        head, tail = self.text[start : first.start], self.text[first.end : stop]
        alone = first.end <= stop and _ALONE_BEFORE.fullmatch(head) and _ALONE_AFTER.fullmatch(tail)
        return first if alone else None

    @cached_property
    def links(self) -> list[str]:
        """List each address that the text links to or shows once, those in code included."""
        targets = (target.strip().removeprefix("<").removesuffix(">") for target in self._link_targets())
        plain = (self._plain(target) if "{" in target else target for target in targets)
        return list(dict.fromkeys(_ESCAPE.sub(r"\1", _decode(target)) for target in plain))

    def _link_targets(self) -> Iterator[str]:
        if "](" in self.text:
            yield from (found[1] for found in _INLINE_LINK.finditer(self.text))
        if "<" in self.text:
            yield from (found[1] or found[2] or "" for found in _HTML_LINK.finditer(self.text))
        if "]:" in self.text:
            yield from (found["target"] for found in _DEFINITION.finditer(self.text))

    @cached_property
    def _definitions(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for line in _DEFINITION.finditer(self.visible):
            found.setdefault(_label(line["label"]), (line["target"], (line["title"] or "")[1:-1]))
        return found

    def _markdown_images(self) -> list[FoundImage]:
        return [image for found in _INLINE.finditer(self.visible) if (image := self._markdown_image(found))]

    def _markdown_image(self, found: re.Match[str]) -> FoundImage | None:
        if self.text[found.start() - 1 : found.start()] == "\\":
            return None
        alt = self.text[found.start("alt") : found.end("alt")]
        if found["target"] is not None:
            target, title = found["target"], (found["title"] or "")[1:-1]
        else:
            label = _label(found["ref"] or alt)
            if label not in self._definitions:
                return None
            target, title = self._definitions[label]
        target = self._plain(target.strip().removeprefix("<").removesuffix(">"))
        address = _ESCAPE.sub(r"\1", _decode(target))
        sizes = assigned_values(found["ial"] or "")
        return _image(address, _ESCAPE.sub(r"\1", _decode(alt)), title, sizes, found)

    def _html_image(self, found: re.Match[str]) -> FoundImage | None:
        values = assigned_values(found[0])
        address = _decode(self._plain(values.get("src", "") or values.get("data-src", "")))
        return _image(address, _decode(values.get("alt", "")), values.get("title", ""), values, found)

    def _figure(self, found: re.Match[str]) -> FoundImage | None:
        values = assigned_values(found["args"])
        path = values.get("image_path", "")
        address = site_path(path) if path else ""
        return _image(address, values.get("alt", ""), values.get("caption", ""), values, found)

    def _plain(self, address: str) -> str:
        return translate(address, self.liquid).text


def _image(
    address: str, alt: str, caption: str, sizes: dict[str, str], found: re.Match[str]
) -> FoundImage | None:
    if not address:
        return None
    width, height = size_of_address(address)
    width, height = _side(sizes.get("width")) or width, _side(sizes.get("height")) or height
    words = " ".join(alt.split())
    return FoundImage(address, words, " ".join(caption.split()), width, height, found.start(), found.end())


def assigned_values(text: str) -> dict[str, str]:
    """Read `name="value"` pairs as HTML, attribute lists and Liquid includes write them; the first counts."""
    values: dict[str, str] = {}
    for found in _ASSIGNED.finditer(text):
        values.setdefault(found["name"].lower(), found["double"] or found["single"] or found["bare"] or "")
    return values


def size_of_address(address: str) -> tuple[int | None, int | None]:
    """Read width and height from the query of an address, as imgix and its kin write them.

    `dpr` does not count: `w` and `h` are the pixels of the page, as an `<img>` wants them.
    """
    _, mark, query = address.partition("?")
    if not mark or len(query) > 2000:
        return None, None
    values = parse_qs(query.partition("#")[0], max_num_fields=2001)
    sides = [
        values.get(short, values.get(long, [""]))[0] for short, long in (("w", "width"), ("h", "height"))
    ]
    return _side(sides[0]), _side(sides[1])


def _side(text: str | None) -> int | None:
    digits = (text or "").strip().removesuffix("px")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 5:
        return None
    return int(digits) if 0 < int(digits) <= MAX_SIDE else None


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _decode(text: str) -> str:
    """Decode entities that end in `;` only: `&copy=2` in an address is no sign."""
    return _ENTITY.sub(lambda found: _ENTITIES[found[0][1:-1].lstrip("#0")], text) if "&" in text else text
