"""HTML in the source, as blocks and as spans. What of it may stay is decided in `sanitize`, not here."""

from __future__ import annotations

import re
from functools import lru_cache

from .blocks import BlockParser, Blocks
from .nodes import Attributes, Node
from .spans import DialectExtension, SpanParser, SpanRules, Spans
from .syntax import (
    BLOCK_CONTENT_TAGS,
    BLOCK_TAGS,
    KNOWN_TAGS,
    NAME,
    SPACE,
    SPAN_CONTENT_TAGS,
    SPAN_TAGS,
    VOID_TAGS,
)

VALUE = r"""(?:\w+|"[^"]*"|'[^']*')"""
TAG = re.compile(rf"<({NAME})((?:{SPACE}++{NAME}(?:{SPACE}*={SPACE}*{VALUE})?)*+){SPACE}*+(/?)>")
CLOSING_TAG = re.compile(rf"</({NAME}){SPACE}*+>")
ATTRIBUTE = re.compile(rf"""({NAME})(?:{SPACE}*={SPACE}*(?:(\w+)|"([^"]*)"|'([^']*)'))?""")
TRAILING_SPACE = re.compile(r"[ \t]*\n")
MARKUP = re.compile(rf"<(?:{NAME}|/|!--|\?|!\[CDATA\[)")
CONTENT_BY_MARKDOWN_ATTRIBUTE = {"0": "raw", "span": "span", "block": "block"}


def tag_name(name: str) -> str:
    return name.lower() if name.lower() in KNOWN_TAGS else name


def html_attributes(text: str) -> Attributes:
    return {name.lower(): word or double or single for name, word, double, single in ATTRIBUTE.findall(text)}


def default_content(name: str) -> str:
    if name in BLOCK_CONTENT_TAGS:
        return "block"
    return "span" if name in SPAN_CONTENT_TAGS else "raw"


def comment_end(state: Blocks | Spans, position: int) -> int:
    """Where the comment that starts here ends, or -1."""
    if not state.source.startswith("<!--", position):
        return -1
    found = state.find("-->", position + 4)
    return found + 3 if found >= 0 else -1


class HtmlElement:
    """A tag just read, and how its content is to be parsed."""

    def __init__(self, match: re.Match[str]) -> None:
        name = tag_name(match.group(1))
        self.node = Node("html", name, html_attributes(match.group(2)))
        self.markdown = self.node.attributes.pop("markdown", None)
        self.is_void = bool(match.group(3)) or name in VOID_TAGS
        self.name = name

    def content(self) -> str:
        if self.markdown == "1":
            return default_content(self.name)
        return CONTENT_BY_MARKDOWN_ATTRIBUTE.get(self.markdown or "", "raw")


@lru_cache(maxsize=200)
def closing_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}{SPACE}*>", re.IGNORECASE)


def fill_verbatim(state: Blocks, element: HtmlElement, kind: str) -> None:
    """Take everything to the closing tag as the element's text."""
    match = state.search(closing_tag(element.name), state.position)
    end = match.start() if match else len(state.source)
    element.node.add_text(state.source[state.position : end], kind)
    state.position = match.end() if match else end


def fill_raw(state: Blocks, node: Node, depth: int) -> None:
    """Parse HTML, and no Markdown, up to the closing tag of `node`."""
    state.budget.check_nesting(depth)
    source = state.source
    while match := MARKUP.search(source, state.position):
        state.budget.tick()
        node.add_text(source[state.position : match.start()])
        state.position = match.start()
        if (end := comment_end(state, match.start())) >= 0:
            node.append(Node("comment"))
            state.position = end
        elif tag := TAG.match(source, match.start()):
            open_element(state, node, tag, depth)
        elif (closing := CLOSING_TAG.match(source, match.start())) and closes(node, closing):
            state.position = closing.end()
            return
        else:
            node.add_text(source[match.start()])
            state.position += 1
    node.add_text(source[state.position :])
    state.position = len(source)


def closes(node: Node, closing: re.Match[str]) -> bool:
    return tag_name(closing.group(1)) == node.value


def open_element(state: Blocks, parent: Node, tag: re.Match[str], depth: int) -> None:
    """Append the element that `tag` starts, with its content."""
    element = HtmlElement(tag)
    parent.append(element.node)
    state.position = tag.end()
    content = element.content()
    if content == "block" and (match := TRAILING_SPACE.match(state.source, state.position)):
        state.position = match.end()
    is_block = parent.type != "html" or parent.loose
    if is_block:
        element.node.marks |= {"block"}
    if element.name in ("script", "style"):
        fill_verbatim(state, element, "text")
    elif not element.is_void:
        fill_element(state, element, content, depth)
        if is_block:
            skip_line_end(state)


def skip_line_end(state: Blocks) -> None:
    if match := TRAILING_SPACE.match(state.source, state.position):
        state.position = match.end()


def fill_element(state: Blocks, element: HtmlElement, content: str, depth: int) -> None:
    if content == "block":
        element.node.loose = True
        state.fill_in_place(element.node)
    elif content == "span":
        fill_verbatim(state, element, "raw_text")
    else:
        fill_raw(state, element.node, depth + 1)


def parse_html_block(state: Blocks) -> bool:
    source = state.source
    start = source.index("<", state.position)
    if (end := comment_end(state, state.position)) >= 0:
        state.tree.append(Node("comment"))
        state.position = end
        skip_line_end(state)
        return True
    tag = TAG.match(source, start)
    if tag and tag.group(1).lower() not in SPAN_TAGS:
        before, state.pending = state.pending, None
        open_element(state, state.tree, tag, state.depth)
        if before is not None:
            give_attributes(state, before)
        return True
    closing = CLOSING_TAG.match(source, start)
    if closing and state.tree.type == "html" and state.tree.value == closing.group(1).lower():
        state.position = closing.end()
        state.closed = True
        return True
    return False


def give_attributes(state: Blocks, pending: Node) -> None:
    node = state.tree.children[-1]
    node.attributes.update(pending.attributes)
    node.refs += pending.refs


def parse_span_markup(state: Spans) -> bool:
    source, position = state.source, state.position
    if (end := comment_end(state, position)) >= 0:
        state.tree.append(Node("comment"))
        state.position = end
        return True
    if source.startswith("<![CDATA[", position) and (end := state.find("]]>", position)) >= 0:
        state.tree.add_text(source[position + 9 : end])
        state.position = end + 3
        return True
    if match := CLOSING_TAG.match(source, position):
        state.add_text(match.group())
        state.position = match.end()
        return True
    match = TAG.match(source, position)
    if not match:
        return False
    state.position = match.end()
    if tag_name(match.group(1)) in BLOCK_TAGS:
        state.add_text(match.group())
    else:
        fill_span(state, HtmlElement(match))
    return True


def fill_span(state: Spans, element: HtmlElement) -> None:
    """Append an inline element; without a closing tag it reaches to the end of the text."""
    node = state.tree.append(element.node)
    if element.is_void:
        return
    is_raw = default_content(element.name) == "raw" or "raw" in state.tree.marks or element.markdown == "0"
    if is_raw and element.markdown not in ("span", "1"):
        node.marks |= {"raw"}
    stop = closing_tag(element.name)
    if len(state.path) == 1 and element.name not in KNOWN_TAGS and not state.search(stop, state.position):
        # `List<T>` in running text: kramdown takes the rest of the paragraph for its content and leaves it unparsed.
        return
    rules = HTML_ONLY if "raw" in node.marks else None
    found = state.parse(node, stop, rules=rules)
    if found and (match := stop.match(state.source, state.position)):
        state.position = match.end()
    else:
        node.add_text(state.source[state.position :])
        state.position = len(state.source)


HTML_ONLY: SpanRules = {"<": [parse_span_markup]}


class RawHtmlExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_html_block, 100, "<")
        spans.register(parse_span_markup, 80, "<")
