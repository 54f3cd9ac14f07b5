"""Abbreviations: each use of a defined one gets its meaning as a tooltip."""

from __future__ import annotations

import re

from ..budget import Budget
from ..names import names
from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser

UNTOUCHED = names("code code_block maths inline_maths html_source")


def pattern(names: list[str]) -> re.Pattern[str]:
    """Longer names first, so that the longest that fits is taken."""
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![A-Za-z0-9_])(?:{words})(?![A-Za-z0-9_])")


class Abbreviations:
    def __init__(self, definitions: dict[str, tuple[str, Node]], budget: Budget) -> None:
        budget.check_abbreviations(len(definitions))
        self.definitions = definitions
        self.pattern = pattern(list(definitions))
        self.budget = budget

    def mark(self, node: Node) -> None:
        children: list[Node] = []
        for child in node.children:
            if child.type == "text" and "raw" not in node.marks:
                children += self.split(child)
            else:
                children.append(child)
                if child.type not in UNTOUCHED:
                    self.mark(child)
        node.children = children

    def split(self, text: Node) -> list[Node]:
        self.budget.tick()
        parts, end = [], 0
        for match in self.pattern.finditer(text.value):
            parts.append(Node("text", text.value[end : match.start()]))
            title, definition = self.definitions[match.group()]
            self.budget.use_definition(len(title))
            abbreviation = Node("abbr", "", {**definition.attributes, **({"title": title} if title else {})})
            abbreviation.add_text(match.group())
            parts.append(abbreviation)
            end = match.end()
        return [*parts, Node("text", text.value[end:])] if parts else [text]


class AbbreviationExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        def finish(root: Node) -> None:
            definitions = blocks.definitions
            if definitions.abbreviations:
                marker = Abbreviations(definitions.abbreviations, blocks.budget)
                marker.mark(root)
                for note in definitions.footnotes.values():
                    marker.mark(note)

        blocks.register_finisher(finish, 70)
