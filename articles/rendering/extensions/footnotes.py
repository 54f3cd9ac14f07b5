"""Footnotes: marks in the text, the notes in the order of their first mark at the end, links between them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from ..budget import Budget
from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser, Spans
from .syntax import ID_NAME
from .tree import TreeBuilder

MARK = re.compile(rf"\[\^({ID_NAME})\]")
BACK = "\u21a9"


def parse_mark(state: Spans) -> bool:
    match = MARK.match(state.source, state.position)
    if not match:
        return False
    state.position = match.end()
    if match.group(1) in state.parser.definitions.footnotes:
        state.tree.append(Node("footnote_mark", match.group(1)))
    else:
        state.add_text(match.group())
    return True


class Notes:
    """The notes met so far, by name: number and how often marked."""

    def __init__(self, definitions: dict[str, Node], budget: Budget) -> None:
        self.definitions = definitions
        self.budget = budget
        self.numbers: dict[str, int] = {}
        self.marks: dict[str, int] = {}
        self.marked = 0

    def number(self, mark: Node) -> None:
        """Give a mark its number and its own id."""
        name = mark.value
        self.numbers.setdefault(name, len(self.numbers) + 1)
        self.marks[name] = self.marks.get(name, 0) + 1
        self.marked += 1
        self.budget.check_footnote_marks(self.marked)
        repeat = f":{self.marks[name] - 1}" if self.marks[name] > 1 else ""
        mark.attributes = {"id": f"fnref:{name}{repeat}", "number": str(self.numbers[name])}

    def number_all(self, node: Node) -> None:
        for child in node.walk():
            if child.type == "footnote_mark":
                self.number(child)

    def collect(self, root: Node) -> None:
        """Number the marks of the article, then those inside notes, and append the list of notes."""
        self.number_all(root)
        notes = Node("ol")
        position = 0
        while position < len(self.numbers):
            name = list(self.numbers)[position]
            note = self.definitions[name]
            self.number_all(note)
            item = notes.append(Node("li", "", {"id": f"fn:{name}"}))
            item.children = note.children
            position += 1
        for name, item in zip(self.numbers, notes.children, strict=True):
            self.add_links_back(name, item)
        if notes.children:
            root.append(Node("footnotes")).append(notes)

    def add_links_back(self, name: str, item: Node) -> None:
        paragraph = last_paragraph(item)
        for count in range(self.marks[name]):
            if paragraph.children:
                paragraph.append(Node("character", "\u00a0"))
            target = f"#fnref:{name}" + (f":{count}" if count else "")
            attributes = {"href": target, "class": "footnote-backref", "role": "doc-backlink"}
            link = paragraph.append(Node("a", "", attributes))
            link.add_text(BACK)
            if count:
                link.append(Node("sup")).add_text(str(count + 1))


def last_paragraph(item: Node) -> Node:
    """The paragraph that ends the note, made if there is none."""
    while item.children and item.children[-1].type in ("blank", "end"):
        item.children.pop()
    last = item.last
    return last if last is not None and last.type == "p" else item.append(Node("p"))


def build_mark(tree: TreeBuilder, parent: Element, node: Node) -> None:
    sup = SubElement(parent, "sup", {"id": node.attributes["id"]})
    attributes = {"href": f"#fn:{node.value}", "class": "footnote-ref", "role": "doc-noteref"}
    SubElement(sup, "a", attributes).text = node.attributes["number"]


def build_notes(tree: TreeBuilder, parent: Element, node: Node) -> None:
    element = SubElement(parent, "section", {"class": "footnotes", "role": "doc-endnotes"})
    tree.fill(element, node)


class FootnoteExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        spans.register(parse_mark, 75, "[")
        blocks.tree.builders.update(footnote_mark=build_mark, footnotes=build_notes)
        blocks.register_finisher(
            lambda root: Notes(blocks.definitions.footnotes, blocks.budget).collect(root), 60
        )
