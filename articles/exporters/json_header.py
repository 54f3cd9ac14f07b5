"""Changes single keys of a JSON header, which is written anew in the indent that it has. As `splice` for YAML."""

import json
import re
from collections.abc import Sequence
from typing import Any

from articles.importers.markdown.headers import parse_json
from articles.importers.yaml_nodes import Node

from .checking import Fold, Path, SpliceError, checked
from .spelling import Value

_INDENT = re.compile(r"\{\r?\n([ \t]+)")


def nodes_of(block: str) -> dict[str, Node]:
    return parse_json(block).nodes()


def with_value(block: str, path: Path, value: str | bool | int) -> str:
    plain = str(value) if isinstance(value, str) else value
    return checked(nodes_of, block, rewritten(block, path, value), path, plain)


def with_list(block: str, path: Path, values: Sequence[str], fold: Fold = str.casefold) -> str:
    new = rewritten(block, path, list(values))
    return checked(nodes_of, block, new, path, [fold(value) for value in values], fold)


def without(block: str, path: Path) -> str:
    return checked(nodes_of, block, rewritten(block, path, None), path, None)


def rewritten(block: str, path: Path, value: Value | None) -> str:
    header = json.loads(block)
    above: Any = header
    for key in path[:-1]:
        if not isinstance(above.get(key), dict):
            if value is None:
                return block
            above[key] = {}
        above = above[key]
    if value is None:
        if path[-1] not in above:
            return block
        del above[path[-1]]
    else:
        above[path[-1]] = value
    return dumped(block, header)


def dumped(block: str, header: dict[str, Any]) -> str:
    start, end = block.index("{"), block.rindex("}") + 1
    indent = _INDENT.search(block)
    if not indent and "\n" in block[start:end]:
        raise SpliceError("the header has no indent that could be kept")
    is_escaped = block.isascii() and "\\u" in block
    text = json.dumps(header, ensure_ascii=is_escaped, indent=indent[1] if indent else None)
    if "\r\n" in block:
        text = text.replace("\n", "\r\n")
    return block[:start] + text + block[end:]
