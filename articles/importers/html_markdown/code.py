"""Preformatted text: fenced code with its language; verse and marked-up text as HTML."""

import re

from bs4 import Tag

from .raw import raw_html
from .tree import attribute
from .writer import Writer

_LANGUAGE = re.compile(r"(?:language|lang|brush|highlight-source)[-:]\s*([\w+#.\-]{1,40})")
_FENCES = re.compile(r"`{3,}")


def write_pre(writer: Writer, element: Tag) -> list[str]:
    """Write code between fences; what holds markup of its own stays HTML."""
    text = element.get_text()
    if not text.strip():
        return []
    markup = [tag.name for tag in element.find_all(True) if tag.name not in ("code", "span", "br", "div")]
    if markup or "verse" in attribute(element, "class"):
        return [raw_html(writer, element)]
    return [fenced(code_text(element), language_of(element))]


def code_text(element: Tag) -> str:
    for line_break in element.find_all("br"):
        line_break.replace_with("\n")
    text = element.get_text().replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\n")


def fenced(code: str, language: str = "") -> str:
    longest = max((len(run) for run in _FENCES.findall(code)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}{'' if code.endswith(chr(10)) else chr(10)}{fence}"


def language_of(element: Tag) -> str:
    code = element.find("code")
    named = [
        attribute(tag, name)
        for tag in (code, element)
        if isinstance(tag, Tag)
        for name in ("class", "data-lang")
    ]
    found = next((found for value in named if (found := _LANGUAGE.search(value))), None)
    if found:
        return found[1].lower()
    plain = next(
        (
            attribute(tag, name)
            for tag in (code, element)
            if isinstance(tag, Tag)
            for name in ("data-lang", "data-language", "lang")
            if attribute(tag, name)
        ),
        "",
    )
    return plain.lower() if re.fullmatch(r"[\w+#.\-]{1,40}", plain) else ""
