"""Reading a changed header again, to be sure that it says what was asked and nothing else differs."""

from collections.abc import Callable
from typing import Any

from articles.importers.base import ReadError
from articles.importers.yaml_nodes import Node, Scalar, text_of, unplaced

from .spelling import Verbatim

Path = tuple[str, ...]
Fold = Callable[[str], str]
Reading = Callable[[str], dict[str, Node]]


class SpliceError(ValueError):
    """Says that a header cannot be changed on the lines of one key."""


def node_at(nodes: dict[str, Node], path: Path) -> Node | None:
    node: Node | None = nodes.get(path[0])
    for key in path[1:]:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def checked(nodes_of: Reading, old: str, new: str, path: Path, value: Any, fold: Fold = str) -> str:
    """Return the new block if it says what was asked and nothing else differs. Raises SpliceError."""
    try:
        before, after = nodes_of(old), nodes_of(new)
    except ReadError as error:
        raise SpliceError(str(error)) from error
    found = node_at(after, path)
    if not _says(found, value, fold):
        raise SpliceError(f"{'.'.join(path)} would be read differently")
    if _others(before, path) != _others(after, path):
        raise SpliceError(f"changing {'.'.join(path)} would change other keys")
    return new


def _says(node: Node | None, value: Any, fold: Fold) -> bool:
    if value is None:
        return True
    if isinstance(value, list):
        return isinstance(node, list) and [fold(text_of(item)) for item in node] == value
    if not isinstance(node, Scalar):
        return False
    if isinstance(value, Verbatim):
        return node.text == value
    if isinstance(value, str):
        return isinstance(node.value, str) and node.value.strip() == value.strip()
    return node.value is value or (node.value == value and type(node.value) is type(value))


def _others(nodes: dict[str, Node], path: Path) -> Any:
    """Copy what stands outside a path, in a form that can be compared."""
    copied: dict[str, Any] = {}
    for key, node in nodes.items():
        if key != path[0]:
            copied[key] = unplaced(node)
        elif len(path) > 1 and isinstance(node, dict) and (rest := _others(node, path[1:])):
            copied[key] = rest
    return copied
