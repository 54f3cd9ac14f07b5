"""The tree that the parsers build: children are one list, text included, which keeps every rule simple."""

from __future__ import annotations

from collections.abc import Iterator

Attributes = dict[str, str]


class Node:
    """One block or span. `type` is its rule's word for it: p, ul, html, text, raw_text (spans not yet parsed), …"""

    __slots__ = ("attributes", "children", "line", "loose", "marks", "refs", "type", "value")

    def __init__(self, kind: str, value: str = "", attributes: Attributes | None = None) -> None:
        self.type = kind
        self.value = value
        self.attributes: Attributes = attributes or {}
        self.refs: tuple[str, ...] = ()
        self.children: list[Node] = []
        self.marks: frozenset[str] = frozenset()
        self.line = 0
        self.loose = False

    @property
    def last(self) -> Node | None:
        return self.children[-1] if self.children else None

    def append(self, node: Node) -> Node:
        self.children.append(node)
        return node

    def add_text(self, text: str, kind: str = "text") -> None:
        if not text:
            return
        children = self.children
        if children and children[-1].type == kind:
            children[-1].value += text
        else:
            children.append(Node(kind, text))

    def walk(self) -> Iterator[Node]:
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack.extend(node.children[::-1])
