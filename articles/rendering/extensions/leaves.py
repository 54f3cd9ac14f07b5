"""Blocks that hold no other blocks: paragraphs, headings, rules, code; and quotes, which hold anything."""

from __future__ import annotations

import re
from functools import cache

from .blocks import BlockParser, Blocks
from .spans import DialectExtension, SpanParser
from .syntax import (
    BLANK,
    END_MARKER,
    HEADING,
    INDENT,
    LAZY_END,
    PARAGRAPH_END,
    QUOTE,
    RULE,
    STRIPPED,
)

PARAGRAPH = re.compile(r" {0,3}[^ \t]")
UNDERLINED_HEADING = re.compile(r" {0,3}([^ \t\n].*)\n([-=])[-=]*[ \t\r\f\v]*\n")
HEADING_ID = re.compile(r"[\t ]\{#([^\W\d][-\w.:]*)\}\Z")
CLOSING_HASHES = re.compile(r"[\t ]#+\Z")
OPENING_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t\r\f\v]*([^ \t\n\r\f\v]*)[ \t\r\f\v]*\n")
CODE_LINE = re.compile(r"(?:\t| {4})[ \t]*[^ \t\n\r\f\v].*\n")
MARKED_LINES = re.compile(r"mark_lines=([\d,]{1,500})\Z")
LONGEST_FENCE = 100
SLIP = 2
LAZY_CODE_LINE = re.compile(r"\n( {0,3}[^ \t\n\r\f\v])")
QUOTE_MARKER = re.compile(r"^ {0,3}> ?", re.MULTILINE)
DISPLAY_MATHS = re.compile(r" {0,3}(\\)?\$\$(.*?)\$\$([ \t\r\f\v]*\n)*", re.DOTALL)


def parse_blank(state: Blocks) -> bool:
    match = BLANK.match(state.source, state.position)
    if not match:
        return False
    state.position = match.end()
    last = state.tree.last
    if last is not None and last.type == "blank":
        last.value += match.group()
    else:
        state.append("blank", match.group())
    return True


def parse_end_marker(state: Blocks) -> bool:
    match = END_MARKER.match(state.source, state.position)
    if match:
        state.position = match.end()
        state.append("end")
    return bool(match)


def parse_rule(state: Blocks) -> bool:
    match = RULE.match(state.source, state.position)
    if match:
        state.position = match.end()
        state.append("hr")
    return bool(match)


def scan_lazily(state: Blocks, end: re.Pattern[str]) -> str:
    """Take this line and all that follow up to one that `end` matches."""
    source = state.source
    position = state.line_end(state.position)
    while not end.match(source, position):
        state.budget.tick()
        position = state.line_end(position)
    text = source[state.position : position]
    state.position = position
    return text


def parse_paragraph(state: Blocks) -> bool:
    if not PARAGRAPH.match(state.source, state.position):
        return False
    start = state.position
    text = scan_lazily(state, PARAGRAPH_END).rstrip(STRIPPED)
    last = state.tree.last
    if last is None or last.type != "p":
        state.append("p").add_text(text.lstrip(STRIPPED), "raw_text")
    else:
        joiner = "  \n" if state.source[max(start - 3, 0) : start] == "  \n" else "\n"
        last.add_text(joiner + text, "raw_text")
    return True


def add_heading(state: Blocks, level: int, text: str) -> bool:
    match = HEADING_ID.search(text)
    if match:
        text = text[: match.start()].rstrip(STRIPPED)
    if not text:
        return False
    heading = state.append("heading", str(level))
    heading.add_text(text, "raw_text")
    if match:
        heading.attributes["id"] = match.group(1)
    return True


def parse_heading(state: Blocks) -> bool:
    match = HEADING.match(state.source, state.position)
    if not match:
        return False
    text = match.group(2).rstrip(STRIPPED)
    if not HEADING_ID.search(text):
        text = CLOSING_HASHES.sub("", text).rstrip(STRIPPED)
    if not add_heading(state, len(match.group(1)), text):
        return False
    state.position = match.end()
    return True


def parse_underlined_heading(state: Blocks) -> bool:
    if not state.starts_block():
        return False
    match = UNDERLINED_HEADING.match(state.source, state.position)
    if not match:
        return False
    level = 1 if match.group(2) == "=" else 2
    if not add_heading(state, level, match.group(1).rstrip(STRIPPED)):
        return False
    state.position = match.end()
    return True


def indented_code_end(state: Blocks, position: int) -> int:
    """Where the indented lines from here on end, the lazy lines directly below them included."""
    source = state.source
    while True:
        blank = BLANK.match(source, position)
        match = CODE_LINE.match(source, blank.end() if blank else position)
        if not match:
            return position
        while match:
            position = match.end()
            match = CODE_LINE.match(source, position)
        while not LAZY_END.match(source, position):
            position = state.line_end(position)


def parse_indented_code(state: Blocks) -> bool:
    if not CODE_LINE.match(state.source, state.position):
        return False
    end = indented_code_end(state, state.position)
    code = LAZY_CODE_LINE.sub(r" \1", state.source[state.position : end])
    state.position = end
    state.append("code_block", INDENT.sub("", code))
    return True


@cache
def closing_fence(character: str, length: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{0,3}}{character}{{{length},}}[ \t\r\f\v]*\n", re.MULTILINE)


def find_closing_fence(state: Blocks, opening: re.Match[str]) -> re.Match[str] | None:
    """Search a fence as long as the opening one; failing that, one a little shorter, as authors slip."""
    fence = opening.group(1)
    for length in range(len(fence), max(len(fence) - SLIP, 3) - 1, -1):
        pattern = closing_fence(fence[0], min(length, LONGEST_FENCE))
        if match := state.search(pattern, opening.end()):
            return match
    return None


def parse_fenced_code(state: Blocks) -> bool:
    opening = OPENING_FENCE.match(state.source, state.position)
    closing = find_closing_fence(state, opening) if opening else None
    if not opening or not closing:
        return False
    code = state.append("code_block", state.source[opening.end() : closing.start()])
    language, _, options = opening.group(2).partition("?")
    if marked := MARKED_LINES.match(options):
        code.attributes["mark_lines"] = marked.group(1)
    if language:
        code.attributes["class"] = f"{code.attributes.get('class', '')} language-{language}".strip()
    state.position = closing.end()
    return True


def parse_quote(state: Blocks) -> bool:
    if not QUOTE.match(state.source, state.position):
        return False
    text = scan_lazily(state, LAZY_END)
    state.fill(state.append("blockquote"), QUOTE_MARKER.sub("", text))
    return True


def parse_display_maths(state: Blocks) -> bool:
    if not state.starts_block():
        return False
    source = state.source
    if source.find("$$", source.find("$$", state.position) + 2) < 0:
        return False
    match = DISPLAY_MATHS.match(source, state.position)
    if not match:
        return False
    if match.group(1):
        if match.group(3):
            state.position = source.index("\\", state.position) + 1
        return False
    before, state.position = state.position, match.end()
    if not (match.group(3) or state.ends_block()):
        state.position = before
        return False
    state.append("maths", match.group(2).strip(STRIPPED))
    return True


class LeafExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        register = blocks.register
        register(parse_blank, 180, " \t\n\r\f\v")
        register(parse_indented_code, 170, " \t")
        register(parse_fenced_code, 160, "~`")
        register(parse_quote, 150, ">")
        register(parse_heading, 140, "#")
        register(parse_rule, 130, "*-_")
        register(parse_underlined_heading, 90)
        register(parse_display_maths, 80, "$\\")
        register(parse_end_marker, 20, "^")
        register(parse_paragraph, 10)
