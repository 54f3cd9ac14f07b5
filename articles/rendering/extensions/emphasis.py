"""Emphasis, code spans and strikethrough."""

from __future__ import annotations

import re

from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser, Spans

SPACES = frozenset(" \t\n\r\f\v")
DELIMITERS = {text: re.compile(re.escape(text)) for text in ("*", "**", "_", "__")}
LONGEST_RUN = 1_000
STRIKETHROUGH_OPENING = re.compile(r"~~(?![ \t\n\r\f\v~])")
STRIKETHROUGH_CLOSING = re.compile(r"[^ \t\n\r\f\v~]~~")
LAST_CLOSING = {"*": re.compile(r"[^ \t\n\r\f\v]\*"), "_": re.compile(r"[^ \t\n\r\f\v]_")}


def joins_word(source: str, position: int) -> bool:
    """Whether an underscore here stands inside a word, as in snake_case."""
    if position and source[position - 1] == "-":
        position -= 1
    return bool(position) and source[position - 1].isalpha()


def last_closing(state: Spans, character: str) -> int:
    """Where the last delimiter is that could close emphasis; searched once a text."""
    if character not in state.last_closing:
        source, position = state.source, len(state.source)
        while (position := source.rfind(character, 0, position)) > 0 and source[position - 1] in SPACES:
            pass
        state.last_closing[character] = position
    return state.last_closing[character]


def try_emphasis(state: Spans, start: int, delimiter: str) -> bool:
    kind = "em" if len(delimiter) == 1 else "strong"
    character = delimiter[0]
    state.position = start + len(delimiter)
    context = (start, delimiter, tuple(node.type for node in state.path if node.type != "html"))
    if last_closing(state, character) < state.position or context in state.hopeless:
        return False
    node = Node(kind)
    source = state.source

    def closes(match: re.Match[str]) -> bool:
        position, end = match.start(), match.end()
        if source[position - 1] in SPACES or not node.children:
            return False
        if (
            kind == "em"
            and source.startswith(character * 2, position)
            and source[position + 2 : position + 3] != character
        ):
            return False
        return character != "_" or not source[end : end + 1].isalnum()

    if not state.parse(node, DELIMITERS[delimiter], closes):
        state.hopeless.add(context)
        return False
    state.position += len(delimiter)
    state.tree.append(node)
    return True


def parse_emphasis(state: Spans) -> bool:
    source, start = state.source, state.position
    character = source[start]
    delimiter = character * 2 if source.startswith(character, start + 1) else character
    kind = "strong" if len(delimiter) == 2 else "em"
    end = start + len(delimiter)
    if (
        (character == "_" and joins_word(source, start))
        or source[end : end + 1] in SPACES
        or state.is_inside(kind)
    ):
        state.add_text(delimiter)
        state.position = end
        return True
    if try_emphasis(state, start, delimiter):
        return True
    if kind == "strong" and state.tree.type != "em" and try_emphasis(state, start, character):
        return True
    state.position = end
    state.add_text(delimiter)
    return True


def parse_code_span(state: Spans) -> bool:
    source, start = state.source, state.position
    rest = source[start : start + LONGEST_RUN]
    delimiter = rest[: len(rest) - len(rest.lstrip("`"))]
    state.position = start + len(delimiter)
    simple = len(delimiter) == 1
    lonely = (
        simple
        and (start == 0 or source[start - 1] in SPACES)
        and source[state.position : state.position + 1] in SPACES
    )
    end = -1 if lonely else state.find(delimiter, state.position)
    if end < 0:
        state.add_text(delimiter)
        return True
    code = source[state.position : end]
    if not simple:
        code = code.removeprefix(" ").removesuffix(" ")
    state.tree.append(Node("code", code))
    state.position = end + len(delimiter)
    return True


def parse_strikethrough(state: Spans) -> bool:
    if not STRIKETHROUGH_OPENING.match(state.source, state.position):
        return False
    closing = state.search(STRIKETHROUGH_CLOSING, state.position + 2)
    if not closing:
        return False
    node = state.tree.append(Node("del"))
    state.parse_separately(node, state.source[state.position + 2 : closing.end() - 2])
    state.position = closing.end()
    return True


class EmphasisExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        spans.register(parse_emphasis, 100, "*_")
        spans.register(parse_code_span, 95, "`")
        spans.register(parse_strikethrough, 10, "~")
