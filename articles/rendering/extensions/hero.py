"""The hero image stands above the article, so a leading paragraph that holds nothing else is not shown again."""

from __future__ import annotations

from collections.abc import Collection

from ..addresses import unescape
from ..names import names
from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser

PASSED_OVER = names("blank comment end")


def shown(nodes: list[Node]) -> list[Node]:
    return [
        node for node in nodes if node.type not in PASSED_OVER and (node.type != "text" or node.value.strip())
    ]


def is_only_image(node: Node, addresses: Collection[str]) -> bool:
    """Whether a paragraph or link holds one image, of one of these addresses, and nothing else."""
    children = shown(node.children)
    if len(children) != 1:
        return False
    child = children[0]
    if child.type == "img" or (child.type, child.value) == ("html", "img"):
        return unescape(child.attributes.get("src", "")) in addresses
    return child.type == "a" and is_only_image(child, addresses)


def remove_hero(root: Node, addresses: Collection[str]) -> None:
    for position, node in enumerate(root.children):
        if node.type in PASSED_OVER:
            continue
        if (node.type == "p" or (node.type, node.value) == ("html", "p")) and is_only_image(node, addresses):
            del root.children[position]
        return


class HeroExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        def finish(root: Node) -> None:
            if blocks.request.hero:
                remove_hero(root, blocks.request.hero)

        blocks.register_finisher(finish, 45)
