"""The idiom by which themes make boxes: text is captured, then shown as Markdown within one HTML element."""

import re
from itertools import pairwise

from .parts import Edit
from .tokens import Token

_OPENING = re.compile(r"\s*<(?P<name>div|section|aside|blockquote)(?P<attributes>[^<>]{0,500})>\s*")
_MARKDOWN = re.compile(r"(?P<name>[\w-]+)\s*\|\s*markdownify\Z")
_FIRST_WORD = re.compile(r"[\w-]+\Z")


def wrapped_captures(source: str, tokens: list[Token]) -> dict[int, Edit]:
    """Return what stands in place of a capture that the next element shows: the element goes round the text itself.

    Keys are where the tags and the output begin. Constructs within the captured text keep their own meaning.
    """
    edits: dict[int, Edit] = {}
    opening: Token | None = None
    for token, following in pairwise(tokens):
        if token.name == "capture":
            opening = token
        elif token.name == "endcapture" and opening:
            edits |= wrapped(source, opening, token, following)
            opening = None
    return edits


def wrapped(source: str, opening: Token, closing: Token, output: Token) -> dict[int, Edit]:
    element = _OPENING.fullmatch(source, closing.end, output.start)
    shown = _MARKDOWN.match(output.markup) if not output.name else None
    if element is None or shown is None or shown["name"] != opening.markup.strip("\"'"):
        return {}
    end = re.compile(rf"\s*</{element['name']}\s*>").match(source, output.end)
    if end is None or not (has_own_line(source, opening) and has_own_line(source, closing)):
        return {}
    name, attributes = element["name"], element["attributes"]
    return {
        opening.start: edit(source, opening.start, opening.end, f'<{name}{attributes} markdown="1">'),
        closing.start: edit(source, closing.start, end.end(), f"</{name}>"),
    }


def edit(source: str, start: int, end: int, text: str) -> Edit:
    text = " ".join(text.splitlines())
    return Edit(start, end, text + "\n" * source.count("\n", start, end))


def has_own_line(source: str, token: Token) -> bool:
    start, end = source.rfind("\n", 0, token.start) + 1, source.find("\n", token.end)
    rest = source[token.end : end if end >= 0 else len(source)]
    return not source[start : token.start].strip() and not rest.strip()
