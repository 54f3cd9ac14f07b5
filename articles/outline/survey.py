"""From the nodes of an article to what a reader of the page finds, in the order of the article."""

import html
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from articles.rendering.addresses import is_allowed, unescape
from articles.rendering.excerpt import HIDDEN_TYPES, text_of
from articles.rendering.extensions import hashtags
from articles.rendering.extensions.contents import find_placeholder
from articles.rendering.extensions.headings import level, plain_text
from articles.rendering.extensions.nodes import Node
from articles.rendering.extensions.tree import DROPPED_TAGS
from articles.rendering.names import names
from articles.rendering.sanitize import WITH_ID, allowed_id

from .nodes import Parsed
from .parts import Heading

SEEN = names("img code_block maths inline_maths table")
SEEN_TAGS = names("img iframe video audio object embed table pre")
# What stands in these is no running text.
ENUMERATIONS = names("ul ol dl table")
SILENT_ROLES = names("presentation none")


class Found(NamedTuple):
    """A link, image or hashtag: `key` is what the source has, `line` the first of its block."""

    kind: Literal["link", "image", "hashtag"]
    key: str
    text: str
    line: int
    decorative: bool = False


@dataclass
class Part:
    """A heading, if any, and what follows it up to the next."""

    heading: Heading | None = None
    paragraphs: list[str] = field(default_factory=list)
    shows_something: bool = False


class Inside(NamedTuple):
    """What is known of a node from those above it."""

    line: int  # where its block begins
    is_silent: bool = False  # hashtags do not count
    is_prose: bool = True
    in_words: bool = False  # in a link that has words


class Survey:
    """`found`, `parts` and `ids` of the article; `block_lines` is where its blocks begin."""

    def __init__(self, parsed: Parsed) -> None:
        self.notes = parsed.definitions.footnotes
        self.found: list[Found] = []
        self.parts = [Part()]
        self.ids: set[str] = set()
        self.contents = find_placeholder(parsed.root)
        self.block_lines = {note.line for note in self.notes.values()}
        self.visit(parsed.root, Inside(1))

    def visit(self, node: Node, inside: Inside) -> None:
        if node.line:
            self.block_lines.add(node.line)
        if node.type == "html" and node.value in DROPPED_TAGS:
            return
        self.note_id(node)
        if node is self.contents or "contents" in node.marks:
            self.parts[-1].shows_something = True
        elif node.type == "footnotes":
            self.visit_notes(node)
        elif node.type not in HIDDEN_TYPES and node.attributes.get("role") != "doc-backlink":
            self.visit_shown(node, inside)

    def visit_shown(self, node: Node, inside: Inside) -> None:
        if level(node):
            self.parts.append(Part(heading(node, inside.line)))
        self.note_text(node, inside)
        # The addresses of HTML stand before what is in the element, those of Markdown after it.
        if node.type == "html":
            self.note_reference(node, inside)
        if node.children:
            self.visit_children(node, inside)
        if node.type != "html":
            self.note_reference(node, inside)
        if level(node):
            self.parts[-1] = Part(self.parts[-1].heading)

    def visit_children(self, node: Node, inside: Inside) -> None:
        line, is_silent, is_prose, in_words = inside
        is_silent = is_silent or hashtags.is_silent(node)
        is_prose = is_prose and node.type not in ENUMERATIONS
        in_words = in_words or (is_link(node) and bool(text_of(node)))
        for child in node.children:
            line = child.line or line  # HTML has no line of its own: that of the block above must do
            self.visit(child, Inside(line, is_silent, is_prose, in_words))

    def visit_notes(self, node: Node) -> None:
        self.parts.append(Part())
        for item in node.children[0].children:
            self.visit(item, Inside(self.notes[item.attributes["id"].removeprefix("fn:")].line))

    def note_id(self, node: Node) -> None:
        tag, value = tag_of(node), node.attributes.get("id")
        if value and tag in WITH_ID and allowed_id(tag, value):
            self.ids.add(value)

    def note_text(self, node: Node, inside: Inside) -> None:
        part = self.parts[-1]
        if node.type == "text":
            part.shows_something |= not node.value.isspace()
            if "#" in node.value and not inside.is_silent:
                self.found += [
                    Found("hashtag", tag[1], tag[1], inside.line)
                    for tag in hashtags.HASHTAG.finditer(node.value)
                ]
        elif node.type == "p" and inside.is_prose:
            part.paragraphs.append(text_of(node))
        elif node.type in SEEN or (node.type == "html" and node.value in SEEN_TAGS):
            part.shows_something = True

    def note_reference(self, node: Node, inside: Inside) -> None:
        if is_link(node):
            address = node.attributes.get("href")
            if address is not None and is_allowed(address):
                self.found.append(Found("link", address, name_of_link(node), inside.line))
        elif is_image(node):
            address = node.attributes.get("src")
            if address and is_allowed(address):
                is_decoration = inside.in_words or is_decorative(node)
                self.found.append(Found("image", address, alt_of(node), inside.line, is_decoration))


def heading(node: Node, line: int) -> Heading:
    text = " ".join(html.unescape(plain_text(node)).split())
    return Heading(line, level(node), text, node.attributes.get("id", ""))


def tag_of(node: Node) -> str:
    if node.type == "html":
        return node.value
    if node.type == "heading":
        return f"h{node.value}"
    return "sup" if node.type == "footnote_mark" else node.type


def is_link(node: Node) -> bool:
    return node.type == "a" or (node.type == "html" and node.value == "a")


def is_image(node: Node) -> bool:
    return node.type == "img" or (node.type == "html" and node.value == "img")


def alt_of(node: Node) -> str:
    return " ".join(unescape(node.attributes.get("alt", "")).split())


def name_of_link(node: Node) -> str:
    """What a link is called by: its words and the words for its images; else what an attribute says."""
    images = [alt_of(child) for child in node.walk() if is_image(child)]
    named = [node.attributes.get("aria-label", ""), node.attributes.get("title", "")]
    return " ".join(filter(None, [text_of(node), *images])) or next(filter(None, named), "")


def is_decorative(node: Node) -> bool:
    """Whether HTML says that an image adds nothing: `alt=""` is no slip there, as it is in Markdown."""
    hidden = node.attributes.get("role") in SILENT_ROLES or node.attributes.get("aria-hidden") == "true"
    return hidden or (node.type == "html" and node.attributes.get("alt") == "")
