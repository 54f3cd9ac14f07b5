"""Smart quotes, dashes, ellipses, guillemets; entities, escapes and hard line breaks."""

from __future__ import annotations

import html
import re
from html.entities import html5

from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser, Spans

WORD = "[A-Za-z0-9_]"
PUNCTUATION = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
GAP = r"[ \t\n\r\f\v]"
OPENING = {'"': "\u201c", "'": "\u2018"}
CLOSING = {'"': "\u201d", "'": "\u2019"}
ENTITY = re.compile(r"&(?:([\w:][\w.:-]*)|#([0-9]+)|#x([0-9a-fA-F]+));", re.ASCII)
ESCAPE = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=\-~])")
SYMBOLS = {
    "---": "\u2014",
    "--": "\u2013",
    "...": "\u2026",
    "\\<<": "<<",
    "\\>>": ">>",
    "<< ": "\u00ab\u00a0",
    " >>": "\u00a0\u00bb",
    "<<": "\u00ab",
    ">>": "\u00bb",
}
SYMBOL = re.compile("|".join(re.escape(text) for text in SYMBOLS))

# The first pattern that matches decides. Each names its quotes: o(pening) or c(losing), single or double as written.
QUOTE_RULES = [
    (re.compile(pattern, re.MULTILINE | re.DOTALL), outcome)
    for pattern, outcome in [
        (r"()([\"'])(?=[_*]{1,2}[^ \t\n\r\f\v])", OPENING),
        (rf"()([\"'])(?={PUNCTUATION}(?!\.\.)\B)", CLOSING),
        (rf"({GAP}?)(\"')(?={WORD})", OPENING),
        (rf"({GAP}?)('\")(?={WORD})", OPENING),
        (rf"({GAP}?)(')(?=[0-9][0-9]s)", CLOSING),
        (rf"({GAP})([\"'])(?={WORD})", OPENING),
        (r"([^ \\\t\r\n\[{(\-])([\"'])", CLOSING),
        (rf"()([\"'])(?={GAP}|s\b|$)", CLOSING),
        (r"(.?)([\"'])", OPENING),
    ]
]


def parse_quotes(state: Spans) -> bool:
    for pattern, outcome in QUOTE_RULES:
        match = pattern.match(state.source, state.position)
        if match:
            state.add_text(match.group(1))
            for mark in match.group(2):
                state.tree.append(Node("character", outcome[mark]))
            state.position = match.end()
            return True
    return False


def parse_quotes_after_sign(state: Spans) -> bool:
    """A sign that began no markup of its own is the character before a quotation mark."""
    following = state.source[state.position + 1 : state.position + 2]
    return following in ('"', "'") and following != "" and parse_quotes(state)


def parse_entity(state: Spans) -> bool:
    match = ENTITY.match(state.source, state.position)
    if not match or (match.group(1) and f"{match.group(1)};" not in html5):
        return False
    state.position = match.end()
    state.tree.append(Node("character", html.unescape(match.group())))
    return True


def parse_symbol(state: Spans) -> bool:
    match = SYMBOL.match(state.source, state.position)
    if match:
        state.position = match.end()
        state.tree.append(Node("character", SYMBOLS[match.group()]))
    return bool(match)


def parse_line_break(state: Spans) -> bool:
    if not state.source.startswith(("  \n", "\\\\\n"), state.position):
        return False
    state.position += 2
    state.tree.append(Node("br"))
    return True


def parse_backslash_line_break(state: Spans) -> bool:
    """A single backslash at the end of a line breaks it, but not at the end of a block."""
    source, position = state.source, state.position
    if not source.startswith("\\\n", position) or state.is_inside("html"):
        return False
    state.position += 1
    if source[position + 2 :] or state.is_inside("em", "strong", "a", "del"):
        state.tree.append(Node("br"))
    return True


def parse_escape(state: Spans) -> bool:
    match = ESCAPE.match(state.source, state.position)
    if match:
        state.position = match.end()
        state.add_text(match.group(1))
    return bool(match)


class TypographyExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        register = spans.register
        register(parse_quotes, 65, "\"'")
        register(parse_quotes_after_sign, 64, "<$&")
        register(parse_entity, 40, "&")
        register(parse_symbol, 30, "-. <>\\")
        register(parse_line_break, 25, " \\")
        register(parse_backslash_line_break, 24, "\\")
        register(parse_escape, 20, "\\")
