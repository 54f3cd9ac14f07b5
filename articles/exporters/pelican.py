"""Changes single keys of Pelican's `Key: value` lines, which stand before the text without fences."""

import re
from collections.abc import Sequence

from articles.importers.markdown.headers import Header, parse_header
from articles.importers.yaml_nodes import Node, text_of

from .checking import Fold, Path, SpliceError, checked
from .spelling import Value

_KEY = re.compile(r"( {0,3})([A-Za-z0-9_-]+):([ \t]*)")


def nodes_of(block: str) -> dict[str, Node]:
    return parse_header(Header("pelican", "", block, "", 1)).nodes()


def with_value(block: str, path: Path, value: str | bool | int) -> str:
    text = str(value) if isinstance(value, str) else str(value).lower()
    new = put(block, path, text)
    return checked(nodes_of, block, new, path, text)


def with_list(block: str, path: Path, values: Sequence[str], fold: Fold = str.casefold) -> str:
    """Write the values on one line, between semicolons where a comma is part of one, as Pelican reads it."""
    old = text_of(nodes_of(block).get(path[0].lower()))
    has_semicolons = ";" in old or any("," in value for value in values)
    return with_value(block, path, ("; " if has_semicolons else ", ").join(values))


def without(block: str, path: Path) -> str:
    return checked(nodes_of, block, put(block, path, None), path, None)


def rewritten(block: str, path: Path, value: Value | None) -> str:
    raise SpliceError(f"{'.'.join(path)} cannot be written in such a header")


def put(block: str, path: Path, text: str | None) -> str:
    """Exchange the lines of a key, or add it after the last in the capitals that the others have."""
    if len(path) > 1:
        if text is None:
            return block
        raise SpliceError("such a header has no keys below others")
    key = path[0].lower()
    lines, kept, is_ours, is_done = block.splitlines(keepends=True), [], False, text is None
    for line in lines:
        found = _KEY.match(line)
        is_ours = found[2].lower() == key if found else is_ours
        if not is_ours:
            kept.append(line)
        elif found and not is_done:
            kept.append(f"{found[0] if found[3] else found[0] + ' '}{one_line(text or '')}{eol_of(line)}")
            is_done = True
    if not is_done:
        first = _KEY.match(block)
        name = key.capitalize() if first and first[2][0].isupper() else key
        kept.append(f"{name}: {one_line(text or '')}{eol_of(lines[0]) if lines else chr(10)}")
    return "".join(kept)


def one_line(text: str) -> str:
    return " ".join(text.split())


def eol_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :] or "\n"
