"""Table of contents: where the article asks for it (`* TOC` with `{:toc}`), and as data for the page."""

from __future__ import annotations

import html
import re

from ..request import Heading
from .blocks import BlockParser
from .headings import headings, plain_text
from .nodes import Node
from .spans import DialectExtension, SpanParser

LIST_ID = "markdown-toc"


def is_listed(heading: Node) -> bool:
    return bool(heading.attributes.get("id")) and "no_toc" not in heading.attributes.get("class", "").split()


def title_nodes(node: Node) -> list[Node]:
    """A heading's content without links and footnote marks, to stand in a link of its own."""
    found: list[Node] = []
    for child in node.children:
        if child.type == "footnote_mark":
            continue
        if child.type == "a":
            found += title_nodes(child)
        else:
            copy = Node(child.type, child.value, dict(child.attributes))
            copy.children = title_nodes(child)
            found.append(copy)
    return found


def entry(heading: Node) -> Node:
    item = Node("li")
    link = item.append(Node("a", "", {"href": f"#{heading.attributes['id']}"}))
    link.children = title_nodes(heading)
    return item


def fill_list(node: Node, listed: list[Node]) -> None:
    """Make `node` the nested list of these headings, whatever levels are left out."""
    node.children = []
    open_lists = [(0, node)]
    for heading in listed:
        level = int(heading.value)
        while open_lists[-1][0] > 0 and open_lists[-1][0] >= level:
            open_lists.pop()
        parent = open_lists[-1][1]
        if parent.type == "li":
            last = parent.last
            parent = last if last is not None and last.type == node.type else parent.append(Node(node.type))
        open_lists.append((level, parent.append(entry(heading))))


def is_placeholder(node: Node) -> bool:
    """Whether this is a list with `{:toc}`, or the HTML that stands for a theme's own way to ask."""
    if node.type == "html":
        return node.value == "ul" and LIST_ID in node.attributes
    return node.type in ("ul", "ol") and "toc" in node.refs


def find_placeholder(node: Node) -> Node | None:
    return next((child for child in node.walk() if is_placeholder(child)), None)


def place_contents(root: Node) -> None:
    placeholder = find_placeholder(root)
    if placeholder is None:
        return
    if placeholder.type == "html":
        placeholder.type, placeholder.attributes = placeholder.value, {}
    placeholder.attributes.setdefault("id", LIST_ID)
    placeholder.children = []
    listed = [heading for heading in headings(root) if is_listed(heading)]
    fill_list(placeholder, listed)
    placeholder.marks |= {"contents"}
    if not listed:
        placeholder.type = "end"


def outline(root: Node) -> list[Heading]:
    """The h2 of the article with the h3 below each."""
    found: list[Heading] = []
    last_h2: Heading | None = None
    for heading in headings(root):
        if heading.value not in ("2", "3"):
            continue
        title = re.sub(r"\s+", " ", html.unescape(plain_text(heading))).strip()
        made: Heading = {"id": heading.attributes.get("id", ""), "title": title, "children": []}
        is_child = heading.value == "3" and last_h2 is not None
        if heading.value == "2":
            last_h2 = made
        if is_listed(heading):
            (last_h2["children"] if is_child and last_h2 else found).append(made)
    return found


class ContentsExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register_finisher(place_contents, 30)
