"""The YAML header of a file: where it ends, what it says, and how a slip in it is mended."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .base import Note, ReadError
from .yaml_nodes import Entry, Node, YamlError, parse_yaml

MAX_REPAIRS = 8

_SPACE = " \t\r\n\f\v"
_OPENING = re.compile(r"---[ \t\r\f\v]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t\r\f\v]*$", re.MULTILINE)
_KEY_VALUE = re.compile(r"(\s*(?:- +)*[\w][\w .-]*?\s*:[ \t]+)(\S.*?)(\s*)")
_BLOCK_SCALAR = re.compile(r"[|>][-+\d]*(?:\s+#.*)?")
# As text, the pieces of a broken list would become tags and addresses.
_BROKEN_LIST = re.compile(
    r"\s*(?:tags?|category|categories|authors?|redirect_from|redirect_to|keywords)\s*:\s*[\[{]"
)
_LEADING_TABS = re.compile(r"^[ ]*\t[ \t]*")


class Parts(NamedTuple):
    front_matter: str  # the whole header: mark, fences and the blank lines that Jekyll swallows after it
    block: str  # the YAML between the fences
    body: str


@dataclass(slots=True)
class FrontMatter:
    entries: dict[str, Entry] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    text: str = field(default="", compare=False)  # the block with its slips mended, line for line

    def nodes(self) -> dict[str, Node]:
        return {key: entry.node for key, entry in self.entries.items()}


def split_front_matter(text: str) -> Parts:
    """Cut a file into header and body, so that `front_matter + body` is the text again.

    Follows the boundaries of Jekyll 4.4 (`document.rb`) in linear time: the block ends at the first line
    `---` or `...`, and white space after it, line breaks included, belongs to the header. A byte order
    mark counts as header, also where there is no front matter.
    """
    mark = 1 if text.startswith("\ufeff") else 0
    opening = _OPENING.match(text, mark)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return Parts(text[:mark], "", text[mark:])
    end = _end_of_blank_run(text, closing.end())
    return Parts(text[:end], text[opening.end() : closing.start()], text[end:])


def _end_of_blank_run(text: str, start: int) -> int:
    """Skip white space; the indent of the first line that has words stays with the body."""
    stop = start
    while stop < len(text) and text[stop] in _SPACE:
        stop += 1
    return stop if stop == len(text) else max(start, text.rfind("\n", start, stop) + 1)


def parse_front_matter(block: str, first_line: int = 2) -> FrontMatter:
    """Parse the block between the fences; lines of values that are not YAML are quoted, with a note each.

    Raises ReadError with the line where no repair helps, or for what is refused outright.
    """
    result = FrontMatter()
    lines = block.split("\n")
    repaired: set[int] = set()
    while True:
        try:
            result.text = "\n".join(lines)
            result.entries, duplicates = parse_yaml(result.text, first_line)
        except YamlError as error:
            number = _repair(lines, error, first_line, repaired)
            if number is None or len(repaired) > MAX_REPAIRS:
                line = _fault_line(lines, error, first_line)
                raise ReadError(f"front matter is not valid YAML: {error.reason}", line) from error
            result.notes.append(
                Note("warning", f"not valid YAML ({error.reason}): read as {lines[number].strip()}",
                     number + first_line)
            )  # fmt: skip
            continue
        for key, line in duplicates:
            result.notes.append(Note("warning", f"`{key}` is given again: the last one counts", line))
        return result


def _fault_line(lines: list[str], error: YamlError, first_line: int) -> int | None:
    """Name the line to look at: what was left open began earlier than the end, where it is missed."""
    words = [number for number, line in enumerate(lines, first_line) if line.strip()]
    if error.line is not None and words and error.line > words[-1]:
        return error.began or words[-1]
    return error.line


def _repair(lines: list[str], error: YamlError, first_line: int, repaired: set[int]) -> int | None:
    """Mend one line in place and return its index; None where nothing can be mended."""
    line = error.line if error.began is None else error.began
    number = -1 if line is None else line - first_line
    if number in repaired or not 0 <= number < len(lines):
        return None
    mended = _without_tabs(lines[number]) or _quote_value(lines[number])
    if mended is None:
        return None
    repaired.add(number)
    lines[number] = mended
    return number


def _without_tabs(line: str) -> str | None:
    indent = _LEADING_TABS.match(line)
    return indent[0].replace("\t", "    ") + line[indent.end() :] if indent else None


def _quote_value(line: str) -> str | None:
    found = _KEY_VALUE.fullmatch(line)
    if not found or _BLOCK_SCALAR.fullmatch(found[2]) or _BROKEN_LIST.match(line):
        return None
    value = _inner_text(found[2]).replace("'", "''")
    return f"{found[1]}'{value}'{found[3]}"


def _inner_text(value: str) -> str:
    """Drop quotes that enclose the whole value: "a "b" c" is meant so, "a" b is not."""
    mark, inner = value[0], value[1:-1]
    if mark not in "\"'":
        return value
    if len(value) < 2 or value[-1] != mark:
        return value if mark in inner else value[1:]
    closes_a_word = re.search(rf"\S{mark}(?=\s)", inner)
    opens_a_word = re.search(rf"(?:^|[\s(]){mark}\S", inner)
    if closes_a_word and (not opens_a_word or closes_a_word.start() < opens_a_word.start()):
        return value
    return inner
