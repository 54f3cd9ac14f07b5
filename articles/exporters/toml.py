"""Changes single keys of a TOML header; tomlkit keeps all else as it is. As `splice` does for YAML."""

import re
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, String

from articles.importers.dates import parse_date
from articles.importers.markdown.headers import parse_toml
from articles.importers.yaml_nodes import Node, Scalar

from .checking import Fold, Path, SpliceError, checked
from .spelling import Value, Verbatim

_TABLE = re.compile(r"^[ \t]*\[\[?[^\[\],]+\]\]?[ \t\r]*(?:#.*)?$", re.MULTILINE)


def nodes_of(block: str) -> dict[str, Node]:
    return parse_toml(block).nodes()


def with_value(block: str, path: Path, value: str | bool | int) -> str:
    document = parsed(block)
    if len(path) == 1 and path[0] not in document:
        new = with_line(block, path[0], moment(None, value) if isinstance(value, Verbatim) else value)
    else:
        above = table_at(document, path[:-1])
        old = above.get(path[-1])
        above[path[-1]] = moment(old, value) if isinstance(value, Verbatim) else plain(old, value)
        new = written(block, document)
    meant = read_again(new, path) if isinstance(value, Verbatim) else value
    return checked(nodes_of, block, new, path, meant)


def with_list(block: str, path: Path, values: Sequence[str], fold: Fold = str.casefold) -> str:
    document = parsed(block)
    meant = [fold(value) for value in values]
    if len(path) == 1 and path[0] not in document:
        return checked(nodes_of, block, with_line(block, path[0], list(values)), path, meant, fold)
    above = table_at(document, path[:-1])
    old = above.get(path[-1])
    if not isinstance(old, Array) or not take_items(old, values, fold):
        above[path[-1]] = list(values)
    return checked(nodes_of, block, written(block, document), path, meant, fold)


def without(block: str, path: Path) -> str:
    document = parsed(block)
    above: Any = document
    for key in path[:-1]:
        above = above.get(key) if hasattr(above, "get") else None
    if not hasattr(above, "get") or path[-1] not in above:
        return block
    if len(path) > 1 and len(above) == 1:
        return without(block, path[:-1])
    del above[path[-1]]
    return checked(nodes_of, block, written(block, document), path, None)


def rewritten(block: str, path: Path, value: Value | None) -> str:
    raise SpliceError(f"{'.'.join(path)} cannot be changed in this header")


def parsed(block: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(block)
    except TOMLKitError as error:
        raise SpliceError(str(error)) from error


def written(block: str, document: tomlkit.TOMLDocument) -> str:
    text = tomlkit.dumps(document)
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in block else text


def table_at(document: tomlkit.TOMLDocument, path: Path) -> Any:
    table: Any = document
    for key in path:
        if not hasattr(table.get(key), "get"):
            table[key] = tomlkit.table()
        table = table[key]
    return table


def plain(old: Any, value: str | bool | int) -> Any:
    """Keep the quotes of the author where they can hold the new text."""
    if isinstance(value, str) and isinstance(old, String):
        is_literal = old.as_string().startswith("'") and not set(value) & set("'\n\r\t")
        return tomlkit.string(value, literal=is_literal)
    return value


def moment(old: Any, text: str) -> Any:
    """Return a date of TOML, or a text where the author wrote one."""
    if isinstance(old, String):
        return plain(old, str(text))
    try:
        return tomlkit.value(text)
    except TOMLKitError:
        return tomlkit.item(parse_date(text, UTC))


def with_line(block: str, key: str, value: Any) -> str:
    """Add a key after the last of those that stand in no table."""
    eol = "\r\n" if "\r\n" in block else "\n"
    table = _TABLE.search(block)
    head = block[: table.start()] if table else block
    words = head.rstrip()
    rest = head[len(words) :].removeprefix(eol) + block[len(head) :]
    line = f"{tomlkit.key(key).as_string()} = {tomlkit.item(value).as_string()}{eol}"
    return f"{words}{eol if words else ''}{line}{rest}"


def read_again(block: str, path: Path) -> Verbatim:
    node: Any = nodes_of(block)
    for key in path:
        node = node[key]
    return Verbatim(node.text if isinstance(node, Scalar) else "")


def take_items(array: Array, values: Sequence[str], fold: Fold) -> bool:
    """Take away and add items of a list in its place; False where their order is another."""
    if not all(isinstance(item, str) for item in array):
        return False
    wanted = {fold(value) for value in values}
    for number in reversed(range(len(array))):
        if fold(str(array[number])) not in wanted:
            del array[number]
    kept = [fold(str(item)) for item in array]
    if kept != [fold(value) for value in values if fold(value) in kept]:
        return False
    for number, value in enumerate(values):
        if fold(value) not in kept:
            array.insert(number, value)
    return True
