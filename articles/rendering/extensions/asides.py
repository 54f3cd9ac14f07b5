"""Blocks that kramdown does not know: admonitions, captions and foldable details, as pymdownx writes them.

`!!! note "Title"` with indented content; `/// note | Title`, `/// caption` and `/// details | Summary` up to `///`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement

from ..names import names
from .blocks import BlockParser, Blocks
from .leaves import indented_code_end
from .nodes import Node
from .spans import DialectExtension, SpanParser
from .syntax import INDENT
from .tree import TreeBuilder

KINDS = names("note abstract info tip success question warning failure danger bug example quote")
KINDS |= {"attention", "caution", "error", "hint", "important"}
CAPTIONS = {"caption": "", "figure-caption": "Figure", "table-caption": "Table"}
MARKED = re.compile(r'!!!+[ \t]+([A-Za-z][\w\-]*)((?:[ \t]+[\w\-]+)*)(?:[ \t]+"(.*)")?[ \t]*\n')
FENCED = re.compile(r"(/{3,})[ \t]*([a-z\-]+)[ \t]*(?:\|(.*))?\n")


def add_aside(state: Blocks, kind: str, title: str, source: str) -> None:
    node = state.append("aside", kind)
    heading = node.append(Node("aside_title"))
    heading.add_text(title, "raw_text")
    state.fill(node, source)


def parse_marked_aside(state: Blocks) -> bool:
    match = MARKED.match(state.source, state.position)
    if not match or match.group(1).lower() not in KINDS or not state.starts_block():
        return False
    kind = match.group(1).lower()
    title = kind.capitalize() if match.group(3) is None else match.group(3)
    end = indented_code_end(state, match.end())
    source = INDENT.sub("", state.source[match.end() : end])
    state.position = end
    add_aside(state, kind, title, source or "\n")
    return True


@lru_cache(maxsize=100)
def end_of(fence: str) -> re.Pattern[str]:
    return re.compile(rf"^{fence}[ \t]*\n", re.MULTILINE)


def parse_fenced_aside(state: Blocks) -> bool:
    opening = FENCED.match(state.source, state.position)
    if not opening or not (opening.group(2) in KINDS | {"details"} or opening.group(2) in CAPTIONS):
        return False
    closing = state.search(end_of(opening.group(1)), opening.end())
    if not closing:
        return False
    kind, title = opening.group(2), opening.group(3)
    title = title if title is None else title.strip()
    source = state.source[opening.end() : closing.start()] or "\n"
    if kind in CAPTIONS and not captioned(state.tree):
        return False
    state.position = closing.end()
    if kind in CAPTIONS:
        add_caption(state, kind, source)
    else:
        add_aside(state, kind, kind.capitalize() if title is None else title, source)
    return True


def captioned(tree: Node) -> bool:
    return any(node.type not in ("blank", "end", "comment") for node in tree.children)


def add_caption(state: Blocks, kind: str, source: str) -> None:
    """Put the block above and its caption into a figure."""
    children = state.tree.children
    while children[-1].type in ("blank", "end", "comment"):
        children.pop()
    figure = Node("figure")
    figure.append(children.pop())
    caption = figure.append(Node("figcaption", kind))
    caption.line = state.budget.line
    state.fill(caption, source)
    state.tree.append(figure)


def number_captions(root: Node) -> None:
    counts = dict.fromkeys(CAPTIONS, 0)
    for node in root.walk():
        if node.type == "figcaption" and CAPTIONS[node.value]:
            counts[node.value] += 1
            prefix = Node("text", f"{CAPTIONS[node.value]} {counts[node.value]}. ")
            first = node.children[0] if node.children and node.children[0].type == "p" else node
            first.children.insert(0, prefix)


def build_aside(tree: TreeBuilder, parent: Element, node: Node) -> None:
    if node.value == "details":
        element = SubElement(parent, "details", node.attributes)
    else:
        names = f"admonition {node.value} {node.attributes.get('class', '')}".strip()
        element = SubElement(parent, "div", {**node.attributes, "class": names})
    tree.fill(element, node)
    element.tail = "\n"


def build_aside_title(tree: TreeBuilder, parent: Element, node: Node) -> None:
    if parent.tag == "details":
        tree.fill(SubElement(parent, "summary"), node)
    elif node.children:
        tree.fill(SubElement(parent, "p", {"class": "admonition-title"}), node)


def build_figure(tree: TreeBuilder, parent: Element, node: Node) -> None:
    tree.fill(SubElement(parent, node.type, node.attributes), node)


class AsideExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_marked_aside, 16, "!")
        blocks.register(parse_fenced_aside, 15, "/")
        blocks.register_finisher(number_captions, 55)
        blocks.tree.builders.update(
            aside=build_aside, aside_title=build_aside_title, figure=build_figure, figcaption=build_figure
        )
