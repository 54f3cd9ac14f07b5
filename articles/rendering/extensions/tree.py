"""From the parsers' nodes to the ElementTree that Python-Markdown's tree processors and serializer take.

Text is put in as the serializer wants it: it leaves entity references alone, so a literal `&` is written `&amp;`.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from ..names import names
from ..sanitize import TAGS
from .nodes import Node

DROPPED_TAGS = names("script style template title input svg")
UNWRAPPED_TAGS = names("form fieldset button select option textarea noscript")
BLOCK_TYPES = names("p ul ol li dl dt dd blockquote table thead tbody tfoot tr hr")
PLAIN_TYPES = BLOCK_TYPES | names("em strong del a br sup th td abbr")


def literal(text: str) -> str:
    return text.replace("&", "&amp;")


def add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class TreeBuilder:
    """Turns nodes into elements by their type; extensions add to `builders` and, for HTML by tag, `html_builders`."""

    def __init__(self) -> None:
        self.builders: dict[str, Builder] = {
            **dict.fromkeys(PLAIN_TYPES, build_plain),
            "p": build_paragraph,
            "li": build_item,
            "dd": build_item,
            "text": build_text,
            "character": build_character,
            "blank": build_blank,
            "heading": build_heading,
            "table": build_table,
            "code": build_code,
            "html": build_html,
            "html_source": build_text,
        }
        self.html_builders: dict[str, Builder] = {
            **dict.fromkeys(DROPPED_TAGS, build_nothing),
            **dict.fromkeys(UNWRAPPED_TAGS, build_content),
        }
        self.open_links = 0

    def build(self, node: Node) -> Element:
        self.open_links = 0
        root = Element("div")
        self.fill(root, node)
        return root

    def fill(self, parent: Element, node: Node) -> None:
        is_link = parent.tag == "a"
        self.open_links += is_link
        for child in node.children:
            self.add(parent, child)
        self.open_links -= is_link

    def add(self, parent: Element, node: Node) -> None:
        self.builders.get(node.type, build_nothing)(self, parent, node)


Builder = Callable[[TreeBuilder, Element, Node], None]


def build_nothing(tree: TreeBuilder, parent: Element, node: Node) -> None:
    """Leave the node out: comments, definitions, scripts."""


def build_content(tree: TreeBuilder, parent: Element, node: Node) -> None:
    """Show what a form or `<noscript>` holds, without the element."""
    tree.fill(parent, node)
    add_text(parent, "\n")


def build_plain(tree: TreeBuilder, parent: Element, node: Node) -> None:
    element = SubElement(parent, node.type, node.attributes)
    tree.fill(element, node)
    if node.type in BLOCK_TYPES:
        element.tail = "\n"


def build_table(tree: TreeBuilder, parent: Element, node: Node) -> None:
    """A table in a box that scrolls, by keyboard too: it may be wider than the page."""
    box = SubElement(parent, "div", {"class": "table-scroll", "tabindex": "0"})
    box.tail = "\n"
    build_plain(tree, box, node)


def build_text(tree: TreeBuilder, parent: Element, node: Node) -> None:
    add_text(parent, node.value)


def build_character(tree: TreeBuilder, parent: Element, node: Node) -> None:
    add_text(parent, literal(node.value))


def build_blank(tree: TreeBuilder, parent: Element, node: Node) -> None:
    add_text(parent, "\n")


def build_paragraph(tree: TreeBuilder, parent: Element, node: Node) -> None:
    if "tight" in node.marks:
        tree.fill(parent, node)
    else:
        build_plain(tree, parent, node)


def build_item(tree: TreeBuilder, parent: Element, node: Node) -> None:
    element = SubElement(parent, node.type, node.attributes)
    element.tail = "\n"
    if node.marks & {"done", "to-do"}:
        build_task(tree, element, node)
    else:
        tree.fill(element, node)


def build_task(tree: TreeBuilder, element: Element, node: Node) -> None:
    """The checkbox and its text are one label."""
    paragraph = node.children[0]
    holder = element if "tight" in paragraph.marks else SubElement(element, "p")
    label = SubElement(holder, "label")
    attributes = {"type": "checkbox", "class": "task-list-item-checkbox", "disabled": "disabled"}
    box = SubElement(label, "input", attributes)
    if "done" in node.marks:
        box.set("checked", "checked")
    tree.fill(label, paragraph)
    for child in node.children[1:]:
        tree.add(element, child)


def build_heading(tree: TreeBuilder, parent: Element, node: Node) -> None:
    element = SubElement(parent, f"h{node.value}", node.attributes)
    tree.fill(element, node)
    element.tail = "\n"


def build_code(tree: TreeBuilder, parent: Element, node: Node) -> None:
    SubElement(parent, "code", node.attributes).text = literal(node.value)


def build_html(tree: TreeBuilder, parent: Element, node: Node) -> None:
    """Build what may stay; of other elements the content only: the sanitiser would drop some with their words."""
    builder = tree.html_builders.get(node.value.lower())
    if builder:
        builder(tree, parent, node)
        return
    element = SubElement(parent, node.value, node.attributes) if node.value in TAGS else parent
    tree.fill(element, node)
    if "block" in node.marks:
        add_text(parent, "\n")
