"""Heading ids as Jekyll makes them, so that old `#anchors` still lead somewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from ..names import names
from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser

BEFORE_LETTERS = re.compile(r"\A[^a-zA-Z]+")
NOT_BASIC = re.compile(r"[^a-zA-Z0-9 \-]")
SHOWN = names("text character code inline_maths")


def plain_text(node: Node) -> str:
    """What a heading says, without its footnote marks and images."""
    if node.type in SHOWN:
        return node.value
    return "".join(plain_text(child) for child in node.children if child.type != "footnote_mark")


def is_word(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character in "_- \t"
    category = unicodedata.category(character)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc")


def slug(text: str) -> str:
    kept = "".join(filter(is_word, text.lower()))
    return kept.replace(" ", "-").replace("\t", "-")


def basic_slug(text: str) -> str:
    """The simpler id of headings inside HTML: ASCII only, from the first letter on."""
    return NOT_BASIC.sub("", BEFORE_LETTERS.sub("", text)).replace(" ", "-").lower() or "section"


def headings(node: Node) -> list[Node]:
    return [child for child in node.walk() if child.type == "heading"]


def outside_html(node: Node) -> list[Node]:
    found = []
    for child in node.children:
        if child.type == "heading":
            found.append(child)
        elif child.type != "html":
            found += outside_html(child)
    return found


def add_ids(root: Node) -> None:
    seen: Counter[str] = Counter()
    for heading in outside_html(root):
        if "id" not in heading.attributes:
            add_id(heading, slug(plain_text(heading)), seen)
    for heading in headings(root):
        if "id" not in heading.attributes:
            add_id(heading, basic_slug(plain_text(heading)), seen)


def add_id(heading: Node, name: str, seen: Counter[str]) -> None:
    heading.attributes["id"] = f"{name}-{seen[name]}" if seen[name] else name
    seen[name] += 1


def lower_by_one(root: Node) -> None:
    """Make room for the page's own h1 where the article has one too."""
    found = [node for node in root.walk() if level(node)]
    if not any(level(node) == 1 for node in found):
        return
    for node in found:
        below = str(min(level(node) + 1, 6))
        node.value = below if node.type == "heading" else f"h{below}"


def level(node: Node) -> int:
    if node.type == "heading":
        return int(node.value)
    return int(node.value[1]) if node.type == "html" and node.value in HEADING_TAGS else 0


HEADING_TAGS = names("h1 h2 h3 h4 h5 h6")


class HeadingExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        def finish(root: Node) -> None:
            add_ids(root)
            if blocks.request.top_heading == 2:
                lower_by_one(root)

        blocks.register_finisher(finish, 80)
