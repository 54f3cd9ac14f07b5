"""Sections of a Hugo site: what their `_index` files say, and hand down to the pages below."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from ..base import ReadError, read_text
from ..markdown.headers import parse_header, split_header
from ..permalinks import titleize_slug
from ..yaml_nodes import Node, merge_nodes, text_of, unplaced
from .site import HugoSite, Table, lowered, table_of
from .sources import HugoSource

MAX_CASCADES = 100

_BRACES = 20
_PLAIN_NAMES = {"posts", "post", "blog", "blogs", "articles", "article", "entries", "writing", "content", "p"}


def is_plain_name(section: str) -> bool:
    """Tell whether a section's name says no more than that it holds articles."""
    return section.lower() in _PLAIN_NAMES


@dataclass(slots=True)
class HugoSections:
    """Reads each `_index` file once, when the first page below asks for it."""

    site: HugoSite
    max_characters: int
    files: dict[str, Path] = field(default_factory=dict)  # folder below the content folder -> its _index
    _tables: dict[str, Table] = field(default_factory=dict)

    @classmethod
    def of(cls, site: HugoSite, sources: list[HugoSource], max_characters: int) -> "HugoSections":
        files = {
            "/".join(source.folders): source.path
            for source in sources
            if source.kind == "section" and not source.problem
        }
        return cls(site, max_characters, files)

    def has(self, folders: tuple[str, ...]) -> bool:
        return "/".join(folders) in self.files

    def of_page(self, folders: tuple[str, ...]) -> tuple[str, ...]:
        """Keep of a page's folders those that are sections: the first, and each that has an `_index`."""
        return tuple(name for depth, name in enumerate(folders, 1) if depth == 1 or self.has(folders[:depth]))

    def title(self, section: str) -> str:
        return text_of(self._table(section).get("title")) or titleize_slug(section)

    def handed_down(self, folders: tuple[str, ...], path: str) -> Table:
        """Merge what the site and the sections above cascade to a page; the nearest counts."""
        merged = _cascaded(self.site.config.get("cascade"), path, self.site)
        for depth in range(len(folders) + 1):
            table = self._table("/".join(folders[:depth]))
            merged = merge_nodes(merged, _cascaded(table.get("cascade"), path, self.site))
        return merged

    def _table(self, folder: str) -> Table:
        if folder not in self._tables:
            self._tables[folder] = self._read(folder)
        return self._tables[folder]

    def _read(self, folder: str) -> Table:
        path = self.files.get(folder)
        if path is None:
            return {}
        try:
            header = split_header(read_text(path, self.max_characters))
            entries = parse_header(header).entries
        except ReadError:  # its own outcome says so
            return {}
        return {key.lower(): lowered(unplaced(entry.node)) for key, entry in entries.items()}


def _cascaded(node: Node | None, path: str, site: HugoSite) -> Table:
    rows = node if isinstance(node, list) else [node] if isinstance(node, dict) else []
    merged: Table = {}
    for row in rows[:MAX_CASCADES]:
        table = table_of(row)
        target = table_of(table.get("target") or table.get("_target"))
        if _is_aimed_at(target, path, site):
            values = {key: item for key, item in table.items() if key not in {"target", "_target", "params"}}
            # Of two that aim at one page the first counts.
            merged = merge_nodes(merge_nodes(values, table_of(table.get("params"))), merged)
    return merged


def _is_aimed_at(target: Table, path: str, site: HugoSite) -> bool:
    wanted = {
        "path": path, "kind": "page", "lang": site.language, "environment": "production",
    }  # fmt: skip
    return all(
        any(fnmatchcase(value, pattern) for pattern in _alternatives(text_of(target[key]).lower()))
        for key, value in wanted.items()
        if text_of(target.get(key))
    )


def _alternatives(pattern: str) -> list[str]:
    """Spell out the one pair of braces that a pattern may have: {/posts,/posts/**}."""
    head, opened, rest = pattern.partition("{")
    inner, closed, tail = rest.partition("}")
    if not opened or not closed:
        return [pattern]
    return [f"{head}{part}{tail}" for part in inner.split(",")[:_BRACES]]
