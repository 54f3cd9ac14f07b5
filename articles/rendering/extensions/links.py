"""Links and images, in line or by reference, and addresses in angle brackets."""

from __future__ import annotations

import re

from .blocks import BlockParser
from .nodes import Node
from .references import fold_link_id
from .spans import DialectExtension, SpanParser, Spans

BRACKET = re.compile(r"(\])|!?\[")
LINK_ID = re.compile(r"[ \t\n\r\f\v]*\[([^\]]+)?\]")
IN_ANGLES = re.compile(r"\(<([^\n]*?)>")
PARENTHESIS = re.compile(r"(\()|(\))|[ \t\n\r\f\v](?=['\"])")
TITLE = re.compile(r"[ \t\n\r\f\v]*(?:\"(.+?)\"|'(.+?)')[ \t\n\r\f\v]*\)", re.DOTALL)
ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=\-])")
ADDRESS = re.compile(r"<((?:mailto|https?|ftps?):[^\n>]+|[\w\-.]+@[\w\-.]+)>")
# Once so many times the text has been read in vain, brackets are paired by counting alone and addresses kept short.
PATIENCE = 10
LONGEST_ADDRESS_THEN = 2_000
LONGEST_NAME = 1_000


def parse_autolink(state: Spans) -> bool:
    match = ADDRESS.match(state.source, state.position) if state.find(">", state.position) > 0 else None
    if not match:
        return False
    state.position = match.end()
    text = match.group(1)
    href = text if ":" in text else f"mailto:{text}"
    link = state.tree.append(Node("a", "", {"href": href}))
    link.add_text(text.removeprefix("mailto:"))
    return True


def parse_link(state: Spans) -> bool:
    source, start = state.source, state.position
    opening = "![" if source[start] == "!" else "["
    content = start + len(opening)
    if source[content : content + 1] in ("^", ""):
        return False
    state.position = content
    kind = "img" if opening == "![" else "a"
    if (kind == "a" and state.is_inside("a", "img")) or not complete(state, kind, content):
        state.position = content
        state.add_text(opening)
    return True


def complete(state: Spans, kind: str, content: int) -> bool:
    """Read the text in brackets and the address after it; append the node if both are there."""
    if is_hopeless(state, kind, content):
        return False
    node = Node(kind)
    end = read_text(state, node)
    if end < 0:
        state.hopeless.add((content, kind, state.is_inside("a", "img")))
    text = ESCAPED.sub(r"\1", state.source[content:end]) if end >= 0 else ""
    target = read_target(state, text) if end >= 0 else None
    if target is None:
        state.read_in_vain += state.position - content
        return False
    address, title, defined = target
    finish(node, address, title, text)
    if defined is not None:
        node.attributes.update(defined.attributes)
        node.refs += defined.refs
    state.tree.append(node)
    return True


def finish(node: Node, address: str, title: str | None, text: str) -> None:
    if node.type == "a":
        node.attributes["href"] = address
    else:
        node.attributes.update(src=address, alt=text)
        node.children.clear()
    if title:
        node.attributes["title"] = title


def is_hopeless(state: Spans, kind: str, content: int) -> bool:
    """Whether this bracket cannot close: known from before, or counted once many have failed in this text."""
    if (content, kind, state.is_inside("a", "img")) in state.hopeless:
        return True
    if state.find("]", content) < 0:
        return True
    return is_out_of_patience(state) and not may_close(state, content)


def is_out_of_patience(state: Spans) -> bool:
    return state.read_in_vain > PATIENCE * len(state.source) + 10_000


def may_close(state: Spans, content: int) -> bool:
    """Whether a bracket has a partner, by counting, and an address or a defined name."""
    end = closed_brackets(state).get(content)
    if end is None:
        return False
    name = state.source[content : min(end, content + LONGEST_NAME)]
    is_defined = fold_link_id(name) in state.parser.definitions.links
    return is_defined or state.source[end + 1 : end + 2] in ("(", "[", " ", "\n")


def closed_brackets(state: Spans) -> dict[int, int]:
    """For each opening bracket that has a partner, by counting alone: the position after it, that of the partner."""
    if state.partnered is None:
        state.partnered = partnered_brackets(state.source)
    return state.partnered


def partnered_brackets(source: str) -> dict[int, int]:
    opened: list[int] = []
    partnered: dict[int, int] = {}
    for match in re.finditer(r"[\[\]]", source):
        if match.group() == "[":
            opened.append(match.end())
        elif opened:
            partnered[opened.pop()] = match.start()
    return partnered


def read_text(state: Spans, node: Node) -> int:
    """Fill `node` with what is in the brackets; return where they close, with the position after it, or -1."""
    depth = 1

    def closes(match: re.Match[str]) -> bool:
        nonlocal depth
        depth += -1 if match.group(1) else 1
        return depth - sum(child.type == "img" for child in node.children) == 0

    if not state.parse(node, BRACKET, closes):
        return -1
    state.position += 1
    return state.position - 1


def read_target(state: Spans, text: str) -> tuple[str, str | None, Node | None] | None:
    source, links = state.source, state.parser.definitions.links
    match = LINK_ID.match(source, state.position)
    if match or not source.startswith("(", state.position):
        if match:
            state.position = match.end()
        found = links.get(fold_link_id((match and match.group(1)) or text))
        state.budget.use_definition(len(found[0]) + len(found[1] or "") if found else 0)
        return found
    if state.find(">", state.position) > 0 and (match := IN_ANGLES.match(source, state.position)):
        address, state.position = match.group(1), match.end()
        if source.startswith(")", state.position):
            state.position += 1
            return address, None, None
    else:
        address, closed = read_address(state)
        if closed:
            return address, None, None
    title = TITLE.match(source, state.position) if has_title(state) else None
    if not title:
        return None
    state.position = title.end()
    return address, title.group(1) or title.group(2), None


def has_title(state: Spans) -> bool:
    """Whether a quotation mark is next and `)` still follows somewhere: saves a search to the end of the text."""
    rest = state.source[state.position : state.position + 1000].lstrip(" \t\n\r\f\v")
    return rest[:1] in ("'", '"') and state.find(")", state.position) > 0


def read_address(state: Spans) -> tuple[str, bool]:
    """Read to the partner of the opening parenthesis, or to the blank before a title."""
    source, start, depth = state.source, state.position, 0
    if state.find(")", start) < 0:
        return "", False
    while match := PARENTHESIS.search(source, state.position):
        state.budget.tick()
        state.position = match.end()
        if state.position - start > LONGEST_ADDRESS_THEN and is_out_of_patience(state):
            break
        if match.group(2):
            depth -= 1
        elif match.group(1):
            depth += 1
        else:
            return source[start + 1 : match.start()].strip(" \t\n\r\f\v"), False
        if depth == 0:
            return source[start + 1 : match.start()].strip(" \t\n\r\f\v"), True
    return "", False


class LinkExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        spans.register(parse_autolink, 90, "<")
        spans.register(parse_link, 70, "[!")
