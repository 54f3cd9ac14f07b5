"""The texts of Ghost's two editors, mobiledoc and lexical, as HTML: one line for each block."""

import html
import json
from collections.abc import Iterator
from typing import Any

from ..base import ReadError
from ..html_markdown import loss
from .cards import write_card

MAX_DEPTH = 40
_MARKUPS = frozenset("a b strong i em code s del u sub sup mark".split())
_SECTIONS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote aside pull-quote".split())
_FORMATS = [
    (1, "strong"),
    (2, "em"),
    (4, "del"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
]
_TEXTS = frozenset({"text", "extended-text", "tk", "zwnj"})


def load(source: str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"its {what} text cannot be read: {str(error)[:100]}") from error
    if not isinstance(found, dict):
        raise ReadError(f"its {what} text is no document")
    return found


def rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def at(values: list[Any], index: object) -> Any:
    return values[index] if isinstance(index, int) and 0 <= index < len(values) else None


def mobiledoc_blocks(source: str) -> list[str]:
    """Return the blocks of a mobiledoc text. Raises ReadError if it is none."""
    document = load(source, "mobiledoc")
    markups, atoms, cards = (rows(document.get(name)) for name in ("markups", "atoms", "cards"))
    blocks = []
    for section in rows(document.get("sections")):
        kind = at(rows(section), 0)
        if kind == 1:
            blocks.append(_section(section, markups, atoms))
        elif kind == 2:
            blocks.append(write_card("image", {"src": at(section, 1)}))
        elif kind == 3:
            name = "ol" if at(section, 1) == "ol" else "ul"
            items = "".join(f"<li>{_markers(item, markups, atoms)}</li>" for item in rows(at(section, 2)))
            blocks.append(f"<{name}>{items}</{name}>")
        elif kind == 10:
            card = rows(at(cards, at(section, 1)))
            blocks.append(write_card(str(at(card, 0)), at(card, 1)))
        else:
            blocks.append(loss(f"a section of the unknown kind {kind!s:.20}"))
    return blocks


def _section(section: list[Any], markups: list[Any], atoms: list[Any]) -> str:
    name = at(section, 1) if at(section, 1) in _SECTIONS else "p"
    inner = _markers(at(section, 2), markups, atoms)
    if name in ("aside", "pull-quote", "blockquote"):
        return f"<blockquote><p>{inner}</p></blockquote>"
    return f"<{name}>{inner}</{name}>"


def _markers(markers: object, markups: list[Any], atoms: list[Any]) -> str:
    made, opened = [], []
    for marker in rows(markers):
        kind, starts, ends, value = (at(rows(marker), index) for index in range(4))
        for index in rows(starts):
            tag, attributes = _markup(at(markups, index))
            made.append(f"<{tag}{attributes}>" if tag else "")
            opened.append(tag)
        made.append(_atom(at(atoms, value)) if kind == 1 else html.escape(str(value or ""), quote=False))
        for _ in range(ends if isinstance(ends, int) else 0):
            tag = opened.pop() if opened else ""
            made.append(f"</{tag}>" if tag else "")
    made += [f"</{tag}>" for tag in reversed(opened) if tag]
    return "".join(made)


def _markup(markup: object) -> tuple[str, str]:
    tag, given = str(at(rows(markup), 0)).lower(), rows(at(rows(markup), 1))
    pairs = dict(zip(map(str, given[::2]), given[1::2], strict=False))
    address = f' href="{html.escape(str(pairs["href"]))}"' if "href" in pairs else ""
    return (tag, address) if tag in _MARKUPS else ("", "")


def _atom(atom: object) -> str:
    if at(rows(atom), 0) == "soft-return":
        return "<br>"
    return html.escape(str(at(rows(atom), 1) or ""), quote=False)


def lexical_blocks(source: str) -> list[str]:
    """Return the blocks of a lexical text. Raises ReadError if it is none, or nested too deeply."""
    root = load(source, "lexical").get("root")
    if not isinstance(root, dict):
        raise ReadError("its lexical text has no root")
    return [_node(child, 0) for child in rows(root.get("children"))]


def _children(node: dict[str, Any], depth: int) -> str:
    return "".join(_node(child, depth + 1) for child in rows(node.get("children")))


def _node(node: object, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise ReadError(f"its lexical text is nested deeper than {MAX_DEPTH} levels")
    if not isinstance(node, dict):
        return ""
    kind = str(node.get("type", ""))
    if kind in _TEXTS:
        return _formatted(node)
    if kind in ("linebreak", "tab"):
        return "<br>" if kind == "linebreak" else " "
    if kind in ("paragraph", "extended-paragraph"):
        return f"<p{_align(node)}>{_children(node, depth)}</p>"
    if kind in ("heading", "extended-heading"):
        tag = node["tag"] if node.get("tag") in _SECTIONS else "h2"
        return f"<{tag}{_align(node)}>{_children(node, depth)}</{tag}>"
    if kind in ("quote", "extended-quote", "aside"):
        return f"<blockquote><p>{_children(node, depth)}</p></blockquote>"
    if kind in ("link", "autolink", "at-link"):
        target = ' target="_blank"' if node.get("target") == "_blank" else ""
        address = html.escape(str(node.get("url") or ""))
        return f'<a href="{address}"{target}>{_children(node, depth)}</a>'
    if kind == "list":
        return _list(node, depth)
    return write_card(kind, node)


def _align(node: dict[str, Any]) -> str:
    side = node.get("format")
    return f' style="text-align: {side}"' if side in ("left", "right", "center") else ""


def _formatted(node: dict[str, Any]) -> str:
    said = html.escape(str(node.get("text") or ""), quote=False)
    bits = node.get("format")
    for bit, tag in reversed(_FORMATS):
        if isinstance(bits, int) and bits & bit:
            said = f"<{tag}>{said}</{tag}>"
    return said


def _list(node: dict[str, Any], depth: int) -> str:
    name = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
    start = node.get("start")
    attributes = f' start="{start}"' if name == "ol" and isinstance(start, int) and start != 1 else ""
    return f"<{name}{attributes}>{''.join(_items(node, depth))}</{name}>"


def _items(node: dict[str, Any], depth: int) -> Iterator[str]:
    """Give the items; a nested list, which lexical keeps in an item of its own, joins the one before."""
    for child in rows(node.get("children")):
        inner = rows(child.get("children")) if isinstance(child, dict) else []
        if inner and all(isinstance(each, dict) and each.get("type") == "list" for each in inner):
            yield "".join(_node(each, depth + 2) for each in inner)
        elif isinstance(child, dict):
            yield f"<li>{_children(child, depth + 1)}</li>"
