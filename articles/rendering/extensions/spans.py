"""The span parser: emphasis, links, code … in the text of a block. It jumps from one telling character to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import cast

from markdown import Markdown
from markdown.extensions import Extension

from ..budget import Budget
from .blocks import BlockParser, Definitions
from .nodes import Node
from .scanner import Scanner

TELLING = r"[*_`<\[$&\"'\\]|!\[|---?|\.\.\.|\{:|~~| ?>>| (?=<<)|  (?=\n)"
NEXT = re.compile(TELLING)
NEXT_IN_BRACKETS = re.compile(rf"\]|{TELLING}")
QUOTES = frozenset("\"'")

Accept = Callable[[re.Match[str]], bool]
SpanRule = Callable[["Spans"], bool]
SpanRules = dict[str, list[SpanRule]]


class Spans(Scanner):
    """A position in one text whose spans become children of nodes; `path` is the nodes that are open."""

    def __init__(self, parser: SpanParser, source: str, depth: int = 0) -> None:
        self.parser = parser
        super().__init__(source)
        self.depth = depth
        self.path: list[Node] = []
        self.hopeless: set[tuple] = set()
        self.read_in_vain = 0
        self.partnered: dict[int, int] | None = None
        self.last_closing: dict[str, int] = {}

    @property
    def tree(self) -> Node:
        return self.path[-1]

    @property
    def budget(self) -> Budget:
        return self.parser.budget

    def add_text(self, text: str) -> None:
        self.path[-1].add_text(text)

    def is_inside(self, *kinds: str) -> bool:
        return any(node.type in kinds for node in self.path)

    def parse(
        self,
        node: Node,
        stop: re.Pattern[str] | None = None,
        accept: Accept | None = None,
        rules: SpanRules | None = None,
    ) -> bool:
        """Fill `node` up to where `stop` matches and is accepted; say whether that was found.

        Without `stop` everything is taken. `rules` stand in for those of the parser.
        """
        self.path.append(node)
        self.budget.check_nesting(len(self.path) + self.depth)
        telling = NEXT_IN_BRACKETS if accept else NEXT
        found = False
        while not found:
            match = telling.search(self.source, self.position)
            if not match:
                break
            found = self.parse_one(match.start(), stop, accept, rules)
        if stop is None:
            self.add_text(self.source[self.position :])
            self.position = len(self.source)
        self.path.pop()
        return found

    def parse_one(
        self, start: int, stop: re.Pattern[str] | None, accept: Accept | None, rules: SpanRules | None
    ) -> bool:
        """Take the text up to `start` and what begins there; say whether it was the accepted stop."""
        self.budget.tick()
        source = self.source
        character = source[start]
        if rules is None and character in QUOTES:
            return self.parse_quote(start)
        self.add_text(source[self.position : start])
        self.position = start
        if stop and (match := stop.match(source, start)) and (accept is None or accept(match)):
            return True
        for rule in (self.parser.rules if rules is None else rules).get(character, ()):
            if rule(self):
                return False
        self.add_text(character)
        self.position += 1
        return False

    def parse_quote(self, start: int) -> bool:
        """A quotation mark is judged with the character before it, unless that was markup."""
        if start > self.position:
            start -= 1
        self.add_text(self.source[self.position : start])
        self.position = start
        for rule in self.parser.rules['"']:
            if rule(self):
                break
        return False

    def parse_separately(self, node: Node, source: str) -> None:
        """Fill `node` from another text, in which spans of every kind may begin anew."""
        Spans(self.parser, source, self.depth + len(self.path)).parse(node)


class SpanParser:
    """Fills the nodes whose text the block parser left unparsed; kept as `blocks.spans`."""

    def __init__(self, blocks: BlockParser) -> None:
        self.blocks = blocks
        self.budget = blocks.budget
        self.rules: SpanRules = {}
        self.priorities: list[tuple[float, str, SpanRule]] = []

    @property
    def definitions(self) -> Definitions:
        return self.blocks.definitions

    def register(self, rule: SpanRule, priority: float, starts: str) -> None:
        """Add a rule that is asked where one of the characters `starts` is met."""
        self.priorities.append((priority, starts, rule))
        self.priorities.sort(key=itemgetter(0), reverse=True)
        self.rules = {
            character: [rule for _, starts, rule in self.priorities if character in starts]
            for character in "".join(starts for _, starts, _ in self.priorities)
        }

    def fill(self, node: Node) -> None:
        """Parse the unparsed text of all that is below `node`, in the order of the article."""
        if node.line:
            self.budget.line = node.line
        children: list[Node] = []
        for child in node.children:
            if child.type == "raw_text":
                holder = Node(node.type)
                Spans(self, child.value).parse(holder)
                children += holder.children
            else:
                self.fill(child)
                children.append(child)
        node.children = children


class DialectExtension(Extension):
    """An extension of Python-Markdown that adds rules to our two parsers."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        blocks = cast(BlockParser, md.parser)
        self.extend(blocks, blocks.spans)

    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        """Register what the extension adds."""
