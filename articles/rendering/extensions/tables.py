"""Tables: lines with `|` between blank lines; a line of dashes parts the head and aligns the columns.

To kramdown any such lines are a table. Here those without a line of dashes must be drawn as one, each from bar to bar or
the first with three bars: `yes | no` is a sentence, and so is one about |x|.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .blocks import BlockParser, Blocks
from .emphasis import parse_code_span
from .nodes import Node
from .raw_html import parse_span_markup
from .spans import DialectExtension, SpanParser, SpanRules, Spans
from .syntax import STRIPPED

SEPARATOR = re.compile(r"(?=[^\n]*-)([+|: \t-]+)\n")
FOOT_SEPARATOR = re.compile(r"(?=[^\n]*=)[+|: \t=]+\n")
ALIGNMENT = re.compile(r"[ \t]?(:?)-+(:?)[ \t]?")
PIPE = re.compile(r"\||[^\n]*?[^\\\n]\|")
START = re.compile(r" {0,3}(?=[^ \t\n\r\f\v])(?:\||[^\n]*?[^\\\n]\|)[^\n]*\n")
ROW = re.compile(r"([^\n]*)\n")
CELL_END = re.compile(r"(?<!\\)\|")
CODE_ONLY: SpanRules = {"`": [parse_code_span]}
CODE_AND_HTML: SpanRules = {"`": [parse_code_span], "<": [parse_span_markup]}
ALIGNMENTS = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}


class Table:
    """The rows read so far, in sections."""

    def __init__(self) -> None:
        self.sections: list[Node] = []
        self.rows: list[list[str]] = []
        self.alignments: list[str] = []
        self.has_foot = False
        self.has_separator = False
        self.is_barred = True  # each row begins with a bar and has another
        self.is_wide = False  # the first row has three: running text has one, or a pair round |x|
        self.columns = 0
        self.count = 0

    def add_row(self, cells: list[str], state: Blocks) -> None:
        self.columns = max(self.columns, len(cells))
        self.count += 1
        state.budget.check_cells(self.count * self.columns)
        self.rows.append(cells)

    def judge_row(self, cells: list[str]) -> None:
        """Learn from a row with its edges whether a table is meant, should no line of dashes say so."""
        begins_with_bar = not cells[0].strip(STRIPPED)
        self.is_wide = self.is_wide or (not self.count and not begins_with_bar and len(cells) > 3)
        self.is_barred = self.is_barred and begins_with_bar and len(cells) > 2

    @property
    def is_meant(self) -> bool:
        return self.has_separator or self.is_barred or self.is_wide

    def close_section(self, kind: str, *, force: bool = False) -> None:
        if self.has_foot and kind == "tbody" and not force:
            return
        section = Node(kind)
        for cells in self.rows:
            row = section.append(Node("tr"))
            for text in cells:
                cell = row.append(Node("th" if kind == "thead" else "td"))
                cell.add_text(text.strip(STRIPPED), "raw_text")
        self.rows = []
        self.sections.append(section)

    def read_separator(self, line: str) -> None:
        self.has_separator = True
        if not self.rows:
            return
        if not self.alignments and not self.has_foot:
            self.close_section("thead")
            self.alignments = [ALIGNMENTS[sides] for sides in ALIGNMENT.findall(line)]
        else:
            self.close_section("tbody")

    def finish(self) -> list[Node]:
        """Fill rows up to the widest and align the cells."""
        for section in self.sections:
            for row in section.children:
                while len(row.children) < self.columns:
                    row.append(Node("th" if section.type == "thead" else "td"))
                for cell, alignment in zip(row.children, self.alignments, strict=False):
                    if alignment:
                        cell.attributes["class"] = f"text-{alignment}"
        return self.sections


def part_code(line: str) -> Iterator[tuple[str, bool]]:
    """Part a line into text and `<code>` elements."""
    position = 0
    while (start := line.find("<code", position)) >= 0:
        end = line.find("</code>", line.find(">", start))
        if end < 0:
            break
        end += len("</code>")
        yield line[position:start], False
        yield line[start:end], True
        position = end
    yield line[position:], False


def split_row(state: Blocks, line: str) -> list[str]:
    """Part a line at its pipes, but not at those in code."""
    cells = [""]
    for text, is_code in part_code(line):
        if is_code:
            cells[-1] += text
        else:
            split_text(state, text, cells)
    return cells


def without_edges(cells: list[str], leading_pipe: bool) -> list[str]:
    """Leave out what is before a first bar and after a last one."""
    cells = cells[:]
    if leading_pipe and not cells[0].strip(STRIPPED):
        cells.pop(0)
    if cells and not cells[-1].strip(STRIPPED):
        cells.pop()
    return cells


def split_text(state: Blocks, text: str, cells: list[str]) -> None:
    root = Node("root")
    Spans(state.parser.spans, text).parse(root, rules=CODE_ONLY)
    for node in root.children:
        if node.type == "text":
            first, *others = [part.replace("\\|", "|") for part in CELL_END.split(node.value)]
            cells[-1] += first
            cells += others
        else:
            delimiter = "`" * (1 + max((len(run) for run in re.findall("`+", node.value)), default=0))
            gap = " " if len(delimiter) > 1 else ""
            cells[-1] += f"{delimiter}{gap}{node.value}{gap}{delimiter}"


def has_pipe_on_each_line(state: Blocks, text: str) -> bool:
    """Whether every line has a pipe outside code and HTML."""
    root = Node("root")
    Spans(state.parser.spans, text).parse(root, rules=CODE_AND_HTML)
    pipe_on_line = False
    for node in root.children:
        lines = split_lines(node.value)
        if node.type == "html" or not node.value:
            continue
        if node.type == "code":
            if len(lines) > 2 or (len(lines) == 2 and not pipe_on_line):
                break
            pipe_on_line = pipe_on_line and len(lines) != 2
        else:
            if len(lines) > 1 and not pipe_on_line and not PIPE.match(lines[0]):
                break
            pipe_on_line = (pipe_on_line and len(lines) == 1) or bool(PIPE.match(lines[-1] if lines else ""))
    return pipe_on_line


def split_lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n") if text.rstrip("\n") else []


def read_rows(state: Blocks, table: Table) -> None:
    source = state.source
    leading_pipe = source[state.position : state.position + 4].lstrip(" ").startswith("|")
    if match := SEPARATOR.match(source, state.position):
        table.has_separator = True
        state.position = match.end()
    while (
        state.position < len(source)
        and (line := ROW.match(source, state.position))
        and PIPE.match(line.group())
    ):
        state.budget.tick()
        if match := SEPARATOR.match(source, state.position):
            table.read_separator(match.group(1))
        elif FOOT_SEPARATOR.match(source, state.position):
            if table.rows:
                table.close_section("tbody", force=True)
            table.has_foot = table.has_separator = True
        else:
            cells = split_row(state, line.group(1).rstrip(" \t"))
            table.judge_row(cells)
            table.add_row(without_edges(cells, leading_pipe), state)
        state.position = line.end()


def parse_table(state: Blocks) -> bool:
    start = state.position
    if not state.starts_block() or not START.match(state.source, start):
        return False
    pending, table = state.pending, Table()
    read_rows(state, table)
    text = state.source[start : state.position - 1]
    if table.is_meant and state.ends_block() and has_pipe_on_each_line(state, text):
        if table.rows:
            table.close_section("tfoot" if table.has_foot else "tbody")
        if any(section.type == "tbody" for section in table.sections):
            state.append("table").children = table.finish()
            return True
    state.position, state.pending = start, pending
    return False


class TableExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_table, 70)
