"""The tables of a Ghost export."""

import re
from pathlib import Path
from typing import Any

from ..base import ReadOptions

Row = dict[str, Any]
Table = list[Any]
HOME = "__GHOST_URL__"
UNSTORABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f]")


def text(row: Row, key: str) -> str:
    """Return a field as text that can be stored; empty where it is missing."""
    value = row.get(key)
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    return UNSTORABLE.sub("", str(value)).strip()


def by_id(rows: Table) -> dict[str, Row]:
    return {text(row, "id"): row for row in rows if isinstance(row, dict) and text(row, "id")}


def linked(rows: Table, key: str) -> dict[str, list[str]]:
    """Map posts to what a table links them with, in its order."""
    ordered: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        if isinstance(row, dict):
            place = row.get("sort_order")
            ordered.setdefault(text(row, "post_id"), []).append(
                (place if isinstance(place, int) else 0, text(row, key))
            )
    return {
        post: [found for _, found in sorted(pairs, key=lambda pair: pair[0])]
        for post, pairs in ordered.items()
    }


class Site:
    """The tables of an export, by the ids under which posts name their rows."""

    def __init__(self, data: dict[str, Table], root: Path, options: ReadOptions) -> None:
        self.root, self.options = root, options
        self.tags, self.users = by_id(data.get("tags", [])), by_id(data.get("users", []))
        self.post_tags = linked(data.get("posts_tags", []), "tag_id")
        self.post_authors = linked(data.get("posts_authors", []), "author_id")
        self.meta = {text(row, "post_id"): row for row in data.get("posts_meta", []) if isinstance(row, dict)}
        self.settings = {
            text(row, "key"): text(row, "value") for row in data.get("settings", []) if isinstance(row, dict)
        }

    def tags_of(self, post: str) -> list[Row]:
        return [self.tags[tag] for tag in self.post_tags.get(post, []) if tag in self.tags]

    def primary_tags(self) -> set[str]:
        """Return the ids of tags that come first on some article."""
        return {text(tags[0], "id") for post in self.post_tags if (tags := self.public_tags(post))}

    def public_tags(self, post: str) -> list[Row]:
        return [tag for tag in self.tags_of(post) if not self.is_internal(tag)]

    def is_internal(self, tag: Row) -> bool:
        return text(tag, "visibility") == "internal" or text(tag, "name").startswith("#")
