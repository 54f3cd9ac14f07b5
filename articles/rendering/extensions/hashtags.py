"""`#Networking` in running text links to the page of that tag, where there is one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..names import names
from ..request import fold_hashtag
from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser

HASHTAG = re.compile(r"(?<![\w#&/.:=?@\-])#(\w[\w\-]{0,99})")
SILENT = names("a heading code code_block maths inline_maths footnote_mark")
SILENT_TAGS = names("a h1 h2 h3 h4 h5 h6 code pre kbd samp var tt button label")


def is_silent(node: Node) -> bool:
    return node.type in SILENT or (node.type == "html" and node.value in SILENT_TAGS)


def longest_known(name: str, urls: Mapping[str, str]) -> str:
    """The longest head of `name`, cut at hyphens, that is a tag; empty if none is."""
    while name:
        if fold_hashtag(name) in urls:
            return name
        name = name.rpartition("-")[0]
    return ""


def split(text: str, urls: Mapping[str, str]) -> list[Node]:
    parts: list[Node] = []
    end = 0
    for match in HASHTAG.finditer(text):
        name = longest_known(match.group(1), urls)
        if not name:
            continue
        parts.append(Node("text", text[end : match.start()]))
        link = Node("a", "", {"class": "hashtag", "href": urls[fold_hashtag(name)]})
        link.add_text(f"#{name}")
        parts.append(link)
        end = match.start() + 1 + len(name)
    return [*parts, Node("text", text[end:])]


def link_hashtags(node: Node, urls: Mapping[str, str]) -> None:
    children: list[Node] = []
    for child in node.children:
        if child.type == "text" and "#" in child.value:
            children += split(child.value, urls)
        else:
            children.append(child)
            if not is_silent(child):
                link_hashtags(child, urls)
    node.children = children


class HashtagExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        def finish(root: Node) -> None:
            if blocks.request.hashtags:
                link_hashtags(root, blocks.request.hashtags)

        blocks.register_finisher(finish, 40)
