"""The block parser: which lines are a list, a quote, a table … It asks rules in the order of their priority."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ElementTree

from markdown import Markdown, blockparser

from ..budget import Budget
from ..request import Request
from .nodes import Attributes, Node
from .scanner import Scanner
from .syntax import ATTRIBUTES_BEFORE_OR_AFTER, BLANK, END_MARKER
from .tree import TreeBuilder

if TYPE_CHECKING:
    from .spans import SpanParser


@dataclass
class Definitions:
    """What the article defines for use elsewhere in it."""

    links: dict[str, tuple[str, str | None, Node]] = field(default_factory=dict)
    footnotes: dict[str, Node] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, Node]] = field(default_factory=dict)
    attributes: dict[str, Node] = field(default_factory=dict)


class Blocks(Scanner):
    """A position in one text whose blocks become children of `tree`."""

    def __init__(self, parser: BlockParser, source: str, tree: Node, depth: int = 0) -> None:
        self.parser = parser
        super().__init__(source)
        self.tree = tree
        self.depth = depth
        self.pending: Node | None = None
        self.closed = False

    @property
    def definitions(self) -> Definitions:
        return self.parser.definitions

    @property
    def budget(self) -> Budget:
        return self.parser.budget

    def parse(self) -> None:
        """Parse to the end of the text, or to the closing tag of the HTML element that is being filled."""
        self.budget.check_nesting(self.depth)
        end = len(self.source)
        while self.position < end and not self.closed:
            self.parse_one()

    def parse_one(self) -> None:
        self.budget.tick()
        if self.depth == 0:
            self.budget.line = self.parser.line_at(self.position)
        for rule in self.parser.rules_for(self.first_character()):
            if rule(self):
                return
        end = self.line_end(self.position)
        self.tree.add_text(self.source[self.position : end], "raw_text")
        self.position = end

    def first_character(self) -> str:
        """The character that decides which rules are asked: the first after up to three spaces."""
        source, position = self.source, self.position
        for offset in range(position, min(position + 4, len(source))):
            if source[offset] != " ":
                return source[offset]
        return " "

    def fill(self, node: Node, source: str) -> None:
        Blocks(self.parser, source, node, self.depth + 1).parse()

    def fill_in_place(self, node: Node) -> bool:
        """Parse on at the present position into `node`; say whether its closing tag was found."""
        inner = Blocks(self.parser, self.source, node, self.depth + 1)
        inner.position = self.position
        inner.parse()
        self.position = inner.position
        return inner.closed

    def block(self, kind: str, value: str = "", attributes: Attributes | None = None) -> Node:
        """Make a node that takes the attribute list written before it."""
        node = Node(kind, value, attributes)
        if self.pending is not None:
            node.attributes.update(self.pending.attributes)
            node.refs += self.pending.refs
            self.pending = None
        return node

    def append(self, kind: str, value: str = "", attributes: Attributes | None = None) -> Node:
        node = self.tree.append(self.block(kind, value, attributes))
        node.line = self.budget.line
        return node

    def starts_block(self) -> bool:
        """Whether nothing, a blank line, an end marker or an attribute list stands before this line."""
        last = self.tree.last
        return (
            last is None
            or last.type == "blank"
            or (last.type == "end" and not last.value)
            or self.pending is not None
        )

    def ends_block(self) -> bool:
        source, position = self.source, self.position
        return position >= len(source) or bool(
            BLANK.match(source, position)
            or END_MARKER.match(source, position)
            or ATTRIBUTES_BEFORE_OR_AFTER.match(source, position)
        )


BlockRule = Callable[[Blocks], bool]


class BlockParser(blockparser.BlockParser):
    """Stands in for Python-Markdown's own parser as `md.parser`; `reset()` forgets the last article."""

    spans: SpanParser

    def __init__(self, md: Markdown, budget: Budget) -> None:
        super().__init__(md)
        self.budget = budget
        self.tree = TreeBuilder()
        self.rules: list[tuple[float, str, BlockRule]] = []
        self.rules_by_character: dict[str, list[BlockRule]] = {}
        self.finishers: list[tuple[float, Callable[[Node], None]]] = []
        self.reset()

    def reset(self, request: Request | None = None) -> None:
        self.request = request or Request()
        self.definitions = Definitions()
        self.own_addresses: set[str] = set()
        self.source = ""
        self.counted_to = 0
        self.line = 1

    def register(self, rule: BlockRule, priority: float, starts: str = "") -> None:
        """Add a rule; with `starts`, it is asked only where a line begins with one of these characters."""
        self.rules.append((priority, starts, rule))
        self.rules.sort(key=itemgetter(0), reverse=True)
        self.rules_by_character.clear()

    def register_finisher(self, finisher: Callable[[Node], None], priority: float) -> None:
        """Add a step that works on the whole tree after its blocks are known."""
        self.finishers.append((priority, finisher))
        self.finishers.sort(key=itemgetter(0), reverse=True)

    def rules_for(self, character: str) -> list[BlockRule]:
        if character not in self.rules_by_character:
            self.rules_by_character[character] = [
                rule for _, starts, rule in self.rules if not starts or character in starts
            ]
        return self.rules_by_character[character]

    def line_at(self, position: int) -> int:
        """The line of a position in the article; positions only ever grow."""
        self.line += self.source.count("\n", self.counted_to, position)
        self.counted_to = position
        return self.line

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - Python-Markdown's name
        self.source = "\n".join(lines).removesuffix("\n") + "\n"
        root = Node("root")
        Blocks(self, self.source, root).parse()
        for _, finish in self.finishers:
            finish(root)
        return ElementTree(self.tree.build(root))
