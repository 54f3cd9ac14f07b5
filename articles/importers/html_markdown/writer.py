"""What every part of the converter shares: where addresses lead, what was found, what was lost."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from bs4 import Tag

from ..base import ImportedImage, Note, Severity
from .tree import attribute, line_of

Resolve = Callable[[str, Tag], str]
SIZE = re.compile(r"(\d{1,5})(?:px)?\Z")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"<>|`\\^{}]")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.\-]*):", re.I)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass
class Writer:
    """Collects pictures and losses while a tree is written."""

    resolve: Resolve
    with_blocks: set[int]
    pictures: list[ImportedImage] = field(default_factory=list)
    losses: dict[tuple[Severity, str], list[int | None]] = field(default_factory=dict)

    def lose(self, text: str, element: Tag, severity: Severity = "warning") -> None:
        """Name what the article loses; the same loss is named once, with its first line and how often."""
        self.losses.setdefault((severity, text), []).append(line_of(element))

    def notes(self) -> list[Note]:
        return [
            Note(severity, text if len(lines) == 1 else f"{text} ({len(lines)} times)", lines[0])
            for (severity, text), lines in self.losses.items()
        ]

    def address(self, element: Tag, name: str) -> str:
        """Return an address as the article shall hold it; empty, and a loss, if no browser should follow it."""
        written = attribute(element, name)
        if name == "src" and (not written or written.startswith("data:")):
            written = next((found for lazy in _LAZY if (found := attribute(element, lazy))), written)
        scheme = _SCHEME.match(written)
        if scheme and scheme[1].lower() not in _ALLOWED_SCHEMES:
            self.lose(f"not kept: the {scheme[1].lower()}: address of <{element.name}>", element)
            return ""
        return self.resolve(written, element) if written else ""

    def add_picture(self, element: Tag, address: str, alt: str, caption: str = "") -> None:
        self.pictures.append(
            ImportedImage(
                address, alt, caption, side(element, "width"), side(element, "height"), line=line_of(element)
            )
        )


def side(element: Tag, name: str) -> int | None:
    found = SIZE.match(attribute(element, name))
    return int(found[1]) if found and int(found[1]) else None


def as_target(address: str) -> str:
    """Write an address so that a Markdown link's parentheses hold it."""
    address = _UNSAFE.sub(lambda found: quote(found[0]), address)
    if not _is_balanced(address):
        address = address.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub("&amp;", address)


def _is_balanced(address: str) -> bool:
    depth = 0
    for sign in address:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0
