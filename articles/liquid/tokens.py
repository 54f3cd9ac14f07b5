"""Liquid's tags and outputs in a Markdown body. One that is not closed, or goes on past a blank line, is text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# No alternative looks further than it takes, so that reading stays linear.
_TAG = r"\{%(?P<tag>(?:[^%{]++|%(?!\})|\{(?!%))*+)%\}"
_QUOTED = r"\"(?:[^\"\n}]|\}(?!\})){0,500}\"|'(?:[^'\n}]|\}(?!\})){0,500}'"
_OUTPUT = (
    rf"\{{\{{(?P<text>-?\s*+(?:{_QUOTED})(?:\s*+\|[^{{}}\n]{{0,300}}+|\s*+-?))\}}\}}"
    r"|\{\{(?P<output>(?:[^{}]++|\}(?!\})|\{(?![{%]))*+)\}\}"
)
_CONSTRUCT = re.compile(f"{_TAG}|{_OUTPUT}")
_NAME = re.compile(r"-?\s*(?P<name>[A-Za-z_]\w*)\s*")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class Token(NamedTuple):
    """A construct; `name` is that of a tag, "" for an output. `markup` is what follows, without dashes."""

    start: int
    end: int
    name: str
    markup: str
    strips_before: bool
    strips_after: bool


def tokens(source: str, masked: str) -> Iterator[Token]:
    """Give the constructs of a source in order; `masked` is the source with what is opaque blanked out."""
    at = 0
    while found := _CONSTRUCT.search(masked, at):
        inner = source[found.start() + 2 : found.end() - 2]
        token = None if _BLANK_LINE.search(inner) else _token(found, inner)
        at = found.end() if token else found.start() + 2
        if token:
            yield token


def _token(found: re.Match[str], inner: str) -> Token | None:
    name, rest = "", inner.removeprefix("-")
    if found["tag"] is not None:
        named = _NAME.match(inner)
        if named is None:
            return None
        name, rest = named["name"], inner[named.end() :]
    markup = rest.removesuffix("-").strip()
    return Token(found.start(), found.end(), name, markup, inner[:1] == "-", inner[-1:] == "-")
