"""Definitions that are not shown where they stand: `[id]: address "title"`, `[^name]: note`, `*[HTML]: text`."""

from __future__ import annotations

import re

from .blocks import BlockParser, Blocks
from .leaves import indented_code_end
from .nodes import Node
from .spans import DialectExtension, SpanParser
from .syntax import ID_NAME, INDENT, STRIPPED

LINK = re.compile(r" {0,3}\[([^\n\]]+)\]:[ \t]*(?:<([^>\n]*)>|([^\n]+))")
TITLE = re.compile(r"""[ \t]*(?:\n[ \t]*|[ \t])(["'])([^\n]+)\1[ \t]*\n""")
ADDRESS_AND_TITLE = re.compile(r"""([^\n]*?[^ \t\n])[ \t]+(["'])([^\n]+)\2[ \t]*\Z""")
REST_OF_LINE = re.compile(r"[ \t]*\n")
LONGEST_LINE = 5_000
NOTE = re.compile(rf" {{0,3}}\[\^({ID_NAME})\]:[ \t\r\f\v]*")
ABBREVIATION = re.compile(r" {0,3}\*\[([^\n]+?)\]:([^\n]*)\n")


def fold_link_id(text: str) -> str:
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).lower()


def split_address(text: str) -> tuple[str, str | None]:
    """Part an address from the title on its line."""
    text = text.rstrip(" \t\r\f\v")
    match = ADDRESS_AND_TITLE.match(text) if len(text) <= LONGEST_LINE else None
    return (match.group(1), match.group(3)) if match else (text, None)


def parse_link_definition(state: Blocks) -> bool:
    source = state.source
    match = LINK.match(source, state.position)
    if not match:
        return False
    title, end = None, match.end()
    address = match.group(2)
    if address is None:
        address, title = split_address(match.group(3))
    if title is None and (following := TITLE.match(source, end)):
        title, end = following.group(2), following.end()
    else:
        rest = REST_OF_LINE.match(source, end)
        if not rest:
            return False
        end = rest.end()
    if not address.strip() or re.search(r"[ \t][\"']", address):
        return False
    state.position = end
    node = state.append("end", "link definition")
    state.definitions.links[fold_link_id(match.group(1))] = (address, title, node)
    return True


def parse_footnote_definition(state: Blocks) -> bool:
    match = NOTE.match(state.source, state.position)
    if not match:
        return False
    end = indented_code_end(state, state.line_end(match.end()))
    text = INDENT.sub("", state.source[match.end() : end])
    state.position = end
    note = Node("footnote")
    note.line = state.budget.line
    state.fill(note, text)
    state.append("end", "footnote definition")
    state.definitions.footnotes[match.group(1)] = note
    return True


def parse_abbreviation_definition(state: Blocks) -> bool:
    match = ABBREVIATION.match(state.source, state.position)
    if match:
        state.position = match.end()
        node = state.append("end", "abbreviation definition")
        state.definitions.abbreviations[match.group(1)] = (match.group(2).strip(STRIPPED), node)
    return bool(match)


class ReferenceExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_footnote_definition, 60, "[")
        blocks.register(parse_link_definition, 50, "[")
        blocks.register(parse_abbreviation_definition, 40, "*")
