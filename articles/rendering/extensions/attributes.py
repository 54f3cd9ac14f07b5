"""Attribute lists `{: .class #id key="value" name}`, their definitions `{:name: …}` and extensions `{::comment}`."""

from __future__ import annotations

import re

from .blocks import BlockParser, Blocks
from .nodes import Node
from .spans import DialectExtension, SpanParser, Spans
from .syntax import ATTRIBUTE_TEXT, ATTRIBUTES_BEFORE_OR_AFTER, ID_NAME, STRIPPED

PAIR = rf"({ID_NAME})=(?:\"((?:\\[}}\"]|[^}}\"])*)\"|'((?:\\[}}']|[^}}'])*)')"
CLASS_NAME = r"[^\s.#]+"
CLASS_OR_ID = rf"(?:#[A-Za-z][\w:-]*|\.{CLASS_NAME})"
ENTRY = re.compile(
    rf"(?:\A|(?<=\s)){PAIR}(?=\s|\Z)|(?:\A|(?<=\s))({ID_NAME})(?=\s|\Z)|(?:\A|(?<=\s))({CLASS_OR_ID}+)(?=\s|\Z)"
)
ONE_CLASS_OR_ID = re.compile(rf"#([A-Za-z][\w:-]*)|\.({CLASS_NAME})")
ESCAPED = re.compile(r"\\([}\"'])")

DEFINITION = re.compile(rf" {{0,3}}\{{:({ID_NAME}):({ATTRIBUTE_TEXT})\}}[ \t\r\f\v]*\n")
TAG = rf"\{{::(\w+)(?:\s({ATTRIBUTE_TEXT}?))?(/)?\}}"
STOP = rf"\{{:/(?:{ID_NAME})?\}}"
BLOCK_TAG = re.compile(rf" {{0,3}}{TAG}[ \t\r\f\v]*\n", re.ASCII)
SPAN_TAG = re.compile(TAG, re.ASCII)
SPAN_ATTRIBUTES = re.compile(rf"\{{:({ATTRIBUTE_TEXT})\}}")
EXTENSIONS = ("comment", "nomarkdown", "options")


def add_class(node: Node, name: str) -> None:
    node.attributes["class"] = f"{node.attributes.get('class', '')} {name}".strip()


def parse_attributes(text: str, node: Node) -> None:
    """Add what an attribute list says to the node."""
    for key, double, single, ref, names in ENTRY.findall(text.strip(STRIPPED)):
        if ref:
            node.refs += (ref,)
        elif key == "class":
            add_class(node, ESCAPED.sub(r"\1", double or single))
        elif key:
            node.attributes[key] = ESCAPED.sub(r"\1", double or single)
        for identifier, name in ONE_CLASS_OR_ID.findall(names):
            if name:
                add_class(node, name)
            else:
                node.attributes["id"] = identifier


def parse_definition(state: Blocks) -> bool:
    match = DEFINITION.match(state.source, state.position)
    if match:
        state.position = match.end()
        named = state.definitions.attributes.setdefault(match.group(1), Node("attributes"))
        parse_attributes(match.group(2), named)
        state.append("end", "attributes")
    return bool(match)


def parse_attribute_line(state: Blocks) -> bool:
    """Give the attributes to the block above; to the one below where a blank line is above."""
    match = ATTRIBUTES_BEFORE_OR_AFTER.match(state.source, state.position)
    if not match:
        return False
    state.position = match.end()
    last = state.tree.last
    if (
        last is not None
        and last.type != "blank"
        and (last.type != "end" or last.value.endswith("definition"))
    ):
        parse_attributes(match.group(1), last)
        last.marks |= {"listed"}
        if not ATTRIBUTES_BEFORE_OR_AFTER.match(state.source, state.position):
            state.append("end", "after")
    else:
        state.pending = state.pending or Node("attributes")
        parse_attributes(match.group(1), state.pending)
    return True


def find_stop(source: str, name: str, position: int, *, block: bool) -> re.Match[str] | None:
    stop = rf"\{{:/(?:{name})?\}}"
    pattern = rf"^ {{0,3}}{stop}[ \t\r\f\v]*\n" if block else stop
    return re.compile(pattern, re.MULTILINE).search(source, position)


def extension_node(name: str, body: str) -> Node:
    return Node("html_source" if name == "nomarkdown" else "comment", body)


def parse_extension(state: Blocks) -> bool:
    match = BLOCK_TAG.match(state.source, state.position)
    if not match or match.group(1) not in EXTENSIONS:
        return False
    name, end, body = match.group(1), match.end(), ""
    if not match.group(3):
        stop = find_stop(state.source, name, end, block=True)
        if not stop:
            return False
        body, end = state.source[end : stop.start()], stop.end()
    state.position = end
    if name == "options":
        state.append("end", "options")
    else:
        state.tree.append(extension_node(name, body))
    return True


def parse_span_extension(state: Spans, match: re.Match[str]) -> bool:
    name, end, body = match.group(1), match.end(), ""
    if name not in EXTENSIONS:
        return False
    if not match.group(3):
        stop = find_stop(state.source, name, end, block=False)
        if not stop:
            return False
        body, end = state.source[end : stop.start()], stop.end()
    state.position = end
    if name != "options":
        state.tree.append(extension_node(name, body))
    return True


def parse_span_attributes(state: Spans) -> bool:
    if not state.source.startswith("{:", state.position):
        return False
    if match := SPAN_TAG.match(state.source, state.position):
        return parse_span_extension(state, match)
    match = SPAN_ATTRIBUTES.match(state.source, state.position)
    last = state.tree.last
    if not match or last is None or last.type == "text" or re.match(STOP, match.group()):
        return False
    state.position = match.end()
    parse_attributes(match.group(1), last)
    return True


def apply_references(root: Node, named: dict[str, Node]) -> None:
    """Give every node the attributes that its attribute list names."""
    for node in root.walk():
        for ref in node.refs:
            if ref in named:
                parse_into(node, named[ref])


def parse_into(node: Node, source: Node) -> None:
    for key, value in source.attributes.items():
        if key == "class":
            add_class(node, value)
        else:
            node.attributes.setdefault(key, value)


class AttributeExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_definition, 32, "{")
        blocks.register(parse_extension, 31, "{")
        blocks.register(parse_attribute_line, 30, "{")
        spans.register(parse_span_attributes, 50, "{")
        blocks.register_finisher(lambda root: apply_references(root, blocks.definitions.attributes), 50)
