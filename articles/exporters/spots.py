"""Where each key and value of a YAML block stands, and how a part of it is replaced, line ends included."""

from dataclasses import dataclass
from typing import Any

import yaml

from articles.importers.front_matter import parse_front_matter
from articles.importers.yaml_nodes import Loader

from .checking import Path


@dataclass(slots=True)
class Spot:
    """One key of a map; all numbers are positions in `Layout.text`."""

    key: str
    start: int  # of the key
    colon: int  # after it
    value: Any  # yaml.Node
    value_start: int
    end: int  # of the value; white space and comments after it do not count

    @property
    def is_empty(self) -> bool:
        return self.value_start == self.end


class Layout:
    """A block as YAML understands it; `lines` are those of the file, `text` is the same with its slips mended."""

    def __init__(self, block: str) -> None:
        self.lines = block.split("\n")
        self.text = parse_front_matter(block).text
        self.eol = "\r\n" if "\r\n" in block else "\n"
        self.root = yaml.compose(self.text, Loader=Loader) if block.strip() else None

    def map_at(self, path: Path) -> Any:
        """Return the map under a path, or None."""
        if not path:
            return self.root if isinstance(self.root, yaml.MappingNode) else None
        spot = self.find(path)
        return spot.value if spot and isinstance(spot.value, yaml.MappingNode) else None

    def find(self, path: Path) -> Spot | None:
        """Return where a key stands; of one given twice the last, which counts."""
        above = self.map_at(path[:-1])
        found = [spot for spot in self.spots(above) if spot.key == path[-1]] if above else []
        return found[-1] if found else None

    def spots(self, node: Any) -> list[Spot]:
        return [self.spot(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]

    def spot(self, key: Any, value: Any) -> Spot:
        colon = self.text.index(":", key.end_mark.index) + 1
        start, end = value.start_mark.index, self.end(value)
        if start < colon or (rest := self.text[colon:].lstrip(" \t")).startswith("*"):
            rest = self.text[colon:].lstrip(" \t")  # an alias: the node stands where its anchor is
            start = len(self.text) - len(rest)
            end = start + len(rest.split(maxsplit=1)[0].rstrip(",]}")) if rest.startswith("*") else start
        return Spot(key.value, key.start_mark.index, colon, value, start, max(start, end))

    def end(self, node: Any) -> int:
        """Return where a value ends: YAML itself counts blanks and comments below a list to it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(self.text[start:end].rstrip())

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def next_line(self, position: int) -> int:
        """Return where the line after a position begins."""
        return (self.text.find("\n", position) + 1) or len(self.text)

    def column(self, position: int) -> str:
        """Return the white space that puts something below what stands at a position."""
        return " " * (position - self.line_start(position))

    def replaced(self, start: int, end: int, new: str) -> str:
        """Return the block with a part exchanged; lines that this does not touch stay as they are in the file."""
        new = new.replace("\r\n", "\n").replace("\n", self.eol)
        first, last = self.text.count("\n", 0, start), self.text.count("\n", 0, end)
        changed = self.text[self.line_start(start) : start] + new
        if end == self.line_start(end) and (not changed or changed.endswith("\n")):
            return "\n".join([*self.lines[:first], *changed.split("\n")[:-1], *self.lines[last:]])
        rest = self.text[end:].partition("\n")[0]
        return "\n".join([*self.lines[:first], *(changed + rest).split("\n"), *self.lines[last + 1 :]])
