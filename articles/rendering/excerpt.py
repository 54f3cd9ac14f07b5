"""The article as plain text: its first paragraph, and how many words it has."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from .extensions.nodes import Node
from .names import names

EXCERPT_CHARACTERS = 300
# A reader takes in about 500 characters of Chinese or Japanese a minute and 200 words of English.
WORDS_PER_CJK_CHARACTER = 0.4
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
HASHTAG = re.compile(r"(?<!\w)#\w[\w\-]*")
LETTER = re.compile(r"\w")
# From its first letter on: found once in each word that has one.
WORD = re.compile(r"\w\S*")
VALUE_TYPES = names("text character code code_block maths inline_maths")
HIDDEN_TYPES = names("comment end footnote_mark html_source")
HIDDEN_TAGS = names("script style template title svg")
INLINE_TYPES = names("text character code inline_maths em strong del a abbr img sup")
TRANSPARENT_TYPES = names("blockquote html aside figure")


def pieces(node: Node) -> list[str]:
    """The visible text below a node, with spaces where blocks part it."""
    found: list[str] = []
    add_pieces(node, found)
    return found


def add_pieces(node: Node, found: list[str]) -> None:
    if node.type in HIDDEN_TYPES or (node.type == "html" and node.value in HIDDEN_TAGS) or "toc" in node.refs:
        return
    if node.type in VALUE_TYPES:
        found.append(html.unescape(node.value) if node.type == "text" else node.value)
    for child in node.children:
        add_pieces(child, found)
    if node.type not in INLINE_TYPES:
        found.append(" ")


def text_of(node: Node) -> str:
    return " ".join("".join(pieces(node)).split())


def count_words(root: Node) -> int:
    """Count the words of the visible text, code included: Jekyll's reading times do so too."""
    text, cjk_characters = CJK.subn(" ", "".join(pieces(root)))
    return len(WORD.findall(text)) + round(WORDS_PER_CJK_CHARACTER * cjk_characters)


def paragraphs(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "p" or (child.type, child.value) == ("html", "p"):
            yield child
    for child in node.children:
        if child.type in TRANSPARENT_TYPES:
            yield from paragraphs(child)


def shorten(text: str) -> str:
    """Cut at a word boundary; text without any is cut where the limit is."""
    if len(text) <= EXCERPT_CHARACTERS:
        return text
    head = text[:EXCERPT_CHARACTERS]
    cut = head.rfind(" ")
    return (head[:cut] if cut > EXCERPT_CHARACTERS // 2 else head[:-1]).rstrip(" ,;:.-–—") + "…"


def first_paragraph(root: Node) -> str:
    """The text of the first paragraph that says more than hashtags; the top level first, then quotes and HTML."""
    for paragraph in paragraphs(root):
        text = text_of(paragraph)
        if LETTER.search(HASHTAG.sub("", text)):
            return shorten(text)
    return ""
