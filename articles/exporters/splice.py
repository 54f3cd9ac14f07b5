"""Changes single keys of a YAML header on their own lines, in their author's spelling; all else stays.

A path names a key, or a key of a map below one: `("header", "image")`. Each function takes the block
between the fences and returns the new one; what it returns was read again and says what was asked.
"""

from collections.abc import Sequence
from typing import Any

import yaml

from articles.importers.front_matter import parse_front_matter
from articles.importers.yaml_nodes import Node, Scalar

from .checking import Fold, Path, SpliceError, checked
from .spelling import double_quoted, flow_list, lines, scalar
from .spots import Layout, Spot

SingleValue = str | bool | int


def nodes_of(block: str) -> dict[str, Node]:
    return parse_front_matter(block).nodes()


def with_value(block: str, path: Path, value: SingleValue) -> str:
    """Give a key a single value, adding the key at the end where there is none. Raises SpliceError."""
    layout = Layout(block)
    spot = layout.find(path)
    if spot:
        is_inline = any(layout.map_at(path[:depth]).flow_style for depth in range(len(path)))
        new = _replace_value(layout, spot, value, in_flow=is_inline)
    else:
        new = _add(layout, path, value)
    return checked(nodes_of, block, new, path, value)


def with_list(block: str, path: Path, values: Sequence[str], fold: Fold = str.casefold) -> str:
    """Give a key a list, in which items that were there keep their spelling. Raises SpliceError.

    `fold` says which spellings are the same item.
    """
    layout = Layout(block)
    spot = layout.find(path)
    if spot is None:
        new = _add(layout, path, values)
    elif _is_list_of_words(spot) and values:
        edit = _flow_items if spot.value.flow_style else _block_items
        new = edit(layout, spot, values, fold)
    else:
        style = getattr(spot.value, "style", None) or ""
        new = _exchange(layout, spot, flow_list(values, style))
    return checked(nodes_of, block, new, path, [fold(value) for value in values], fold)


def without(block: str, path: Path) -> str:
    """Remove a key, and the map above it if nothing is left in that. Raises SpliceError."""
    layout = Layout(block)
    spot = layout.find(path)
    if spot is None:
        return block
    above = layout.map_at(path[:-1])
    if len(path) > 1 and len(above.value) == 1:
        return without(block, path[:-1])
    new = _cut_from_flow(layout, above, spot) if above.flow_style else _cut_lines(layout, spot)
    return without(checked(nodes_of, block, new, path, None), path)  # it may be given twice


def _cut_lines(layout: Layout, spot: Spot) -> str:
    start = layout.line_start(spot.start)
    if layout.text[start : spot.start].strip():
        raise SpliceError("the key does not begin its line")
    return layout.replaced(start, layout.next_line(max(spot.end - 1, spot.colon)), "")


def _cut_from_flow(layout: Layout, above: Any, spot: Spot) -> str:
    keys = layout.spots(above)
    number = next(index for index, each in enumerate(keys) if each.start == spot.start)
    if number + 1 < len(keys):
        return layout.replaced(spot.start, keys[number + 1].start, "")
    return layout.replaced(keys[number - 1].end if number else spot.start, spot.end, "")


def _replace_value(layout: Layout, spot: Spot, value: SingleValue, *, in_flow: bool) -> str:
    node = spot.value
    if not isinstance(node, yaml.ScalarNode) or spot.is_empty:
        return _exchange(layout, spot, scalar(value, in_flow=in_flow))
    old = layout.text[spot.value_start : spot.end]
    if node.style in {"|", ">"} and isinstance(value, str) and value.strip():
        return layout.replaced(spot.value_start, spot.end, _block_scalar(layout, spot, old, value))
    return layout.replaced(spot.value_start, spot.end, scalar(value, node.style or "", in_flow=in_flow))


def _block_scalar(layout: Layout, spot: Spot, old: str, value: str) -> str:
    """Write a text below its `|` or `>`: a folded one stays so as long as it is one paragraph."""
    mark, _, rest = old.partition("\n")
    indent = rest[: len(rest) - len(rest.lstrip())] if rest.strip() else layout.column(spot.start) + "  "
    if "\n" in value.strip() or value.strip()[0].isspace():
        mark = mark.replace(">", "|")
    return "\n".join([mark.strip(), *(indent + line if line else "" for line in value.strip().split("\n"))])


def _exchange(layout: Layout, spot: Spot, new: str) -> str:
    """Put a value on the key's own line, whatever was there or below."""
    own_line = layout.text.count("\n", spot.colon, spot.value_start) == 0 and not spot.is_empty
    start = spot.value_start if own_line else spot.colon
    return layout.replaced(start, max(spot.end, spot.colon), new if own_line else f" {new}")


def _add(layout: Layout, path: Path, value: SingleValue | Sequence[str]) -> str:
    """Add a key after the last of its map, which is made if need be."""
    known = next((path[:depth] for depth in range(len(path) - 1, 0, -1) if layout.find(path[:depth])), ())
    node, missing = layout.map_at(known), path[len(known) :]
    nested: Any = value
    for key in reversed(missing[1:]):
        nested = {key: nested}
    if known and (node is None or not node.value):
        spot = layout.find(known)
        below = lines(missing[0], nested, layout.column(spot.start) + "  ")  # type: ignore[union-attr]
        return layout.replaced(spot.colon, max(spot.end, spot.colon), "\n".join(["", *below]))  # type: ignore[union-attr]
    if node is not None and node.flow_style:
        return _add_to_flow(layout, node, missing, value)
    if node is None:
        return _add_at_end(layout, lines(missing[0], nested))
    last = layout.spots(node)[-1]
    new = lines(missing[0], nested, layout.column(layout.spots(node)[0].start))
    if not known:
        return _add_at_end(layout, new)
    position = layout.next_line(max(last.end - 1, last.colon))
    return layout.replaced(position, position, "\n".join([*new, ""]))


def _add_at_end(layout: Layout, new: list[str]) -> str:
    position = len(layout.text)
    before = "\n" if layout.text and not layout.text.endswith("\n") else ""
    return layout.replaced(position, position, before + "\n".join([*new, ""]))


def _add_to_flow(layout: Layout, node: Any, missing: Path, value: SingleValue | Sequence[str]) -> str:
    written = scalar(value, in_flow=True) if isinstance(value, (str, bool, int)) else flow_list(value)
    for key in reversed(missing[1:]):
        written = f"{{{scalar(key, in_flow=True)}: {written}}}"
    position = layout.spots(node)[-1].end
    return layout.replaced(position, position, f", {scalar(missing[0], in_flow=True)}: {written}")


def _is_list_of_words(spot: Spot) -> bool:
    """Say whether a value is a list of words that stand there, and not an alias of one."""
    node = spot.value
    if not isinstance(node, yaml.SequenceNode) or node.start_mark.index != spot.value_start:
        return False
    return bool(node.value) and all(isinstance(item, yaml.ScalarNode) for item in node.value)


def _flow_items(layout: Layout, spot: Spot, values: Sequence[str], fold: Fold) -> str:
    """Write a list between brackets anew: gaps and the comma after the last item as they were."""
    items = [(item.start_mark.index, layout.end(item)) for item in spot.value.value]
    known: dict[str, int] = {}
    for place, item in enumerate(spot.value.value):
        known.setdefault(fold(item.value.strip()), place)
    usual = layout.text[items[0][1] : items[1][0]] if len(items) > 1 else ", "
    style = spot.value.value[0].style or ""
    chosen = [known.get(fold(value)) for value in values]
    written: list[str] = []
    for before, number, value in zip([None, *chosen], chosen, values, strict=False):
        if written:
            if before is not None and number == before + 1:
                written.append(layout.text[items[before][1] : items[before + 1][0]])
            else:
                written.append(usual)
        new = scalar(value, style, in_flow=True) if number is None else layout.text[slice(*items[number])]
        written.append(new)
    return layout.replaced(items[0][0], items[-1][1], "".join(written))


def _block_items(layout: Layout, spot: Spot, values: Sequence[str], fold: Fold) -> str:
    """Write a list of dashes anew: the lines of items that stay are not touched."""
    start = position = layout.line_start(spot.value.start_mark.index)
    known: dict[str, str] = {}
    for item in spot.value.value:
        end = layout.next_line(max(layout.end(item) - 1, item.start_mark.index - 1))
        known.setdefault(fold(item.value.strip()), layout.text[position:end])
        position = end
    dash = layout.column(spot.value.start_mark.index) + "- "
    style = spot.value.value[0].style or ""
    chunks = [known.get(fold(value)) or f"{dash}{scalar(value, style)}" for value in values]
    return layout.replaced(start, position, "".join(f"{chunk.rstrip()}\n" for chunk in chunks))


def rewritten(block: str, path: Path, value: SingleValue | Sequence[str] | None) -> str:
    """Write the whole block anew with one key changed: its values stay, its comments and spellings go."""
    nodes: dict[str, Any] = dict(nodes_of(block))
    below = nodes
    for key in path[:-1]:
        below[key] = below = dict(below[key]) if isinstance(below.get(key), dict) else {}
    below[path[-1]] = value
    if value is None:
        del below[path[-1]]
    return "".join(f"{_spelled(key)}: {_spelled(node)}\n" for key, node in nodes.items())


def _spelled(node: Any) -> str:
    if isinstance(node, Scalar):
        return (
            double_quoted(node.text) if isinstance(node.value, str) and not _is_date(node.text) else node.text
        )
    if isinstance(node, dict):
        return "{" + ", ".join(f"{_spelled(key)}: {_spelled(each)}" for key, each in node.items()) + "}"
    if isinstance(node, (str, bool, int)) or node is None:
        return "" if node is None else scalar(node, in_flow=True)
    return "[" + ", ".join(_spelled(each) for each in node) + "]"


def _is_date(text: str) -> bool:
    return text[:4].isdecimal() and text[4:5] == "-"
