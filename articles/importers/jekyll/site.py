"""A Jekyll site's configuration, read without running anything."""

import os
import re
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cached_property
from pathlib import Path

from ..base import ImportedAuthor, Note, ReadError, ReadOptions, file_below, read_text
from ..dates import named_zone
from ..permalinks import STYLES, with_suffix
from ..yaml_nodes import Node, merge_nodes, parse_yaml, text_of, texts_of, unplaced, value_of

CONFIG_NAMES = ("_config.yml", "_config.yaml")
AUTHOR_FILES = ("_data/authors.yml", "_data/authors.yaml")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.I)
_MAX_CONFIGURATION = 1_000_000


@dataclass(frozen=True, slots=True)
class Collection:
    label: str
    has_pages: bool  # whether Jekyll makes a page of each document
    permalink: str


@dataclass
class Site:
    root: Path
    zone: tzinfo
    permalink: str = STYLES["date"]
    style: str = "date"  # as configured: pages go by it as well
    config: dict[str, Node] = field(default_factory=dict)
    authors: dict[str, Node] = field(default_factory=dict)
    known_authors: dict[str, ImportedAuthor] = field(default_factory=dict)  # as articles named them
    notes: list[Note] = field(default_factory=list)
    config_root: Path | None = None  # where the configuration lies, if its `source` names a folder below

    @property
    def base(self) -> str:
        return text_of(self.config.get("baseurl"))

    @property
    def host(self) -> str:
        return text_of(self.config.get("url")).rstrip("/")

    def with_base(self, address: str) -> str:
        """Write an address as the site's templates do, with its base path; one of another site as it is."""
        if self.host and address.startswith(self.host + "/"):
            return address.removeprefix(self.host)
        if _ABSOLUTE.match(address):
            return address
        path, base = "/" + address.lstrip("/"), "/" + self.base.strip("/")
        return path if base == "/" or path.startswith(f"{base}/") else base + path

    @property
    def excerpt_separator(self) -> str:
        return text_of(self.config.get("excerpt_separator"))

    @property
    def words_per_minute(self) -> int | None:
        value = value_of(self.config.get("words_per_minute"))
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None

    @property
    def collections_folder(self) -> str:
        return text_of(self.config.get("collections_dir")).strip("/")

    @cached_property
    def collections(self) -> dict[str, Collection]:
        """The site's own kinds of documents, by label; posts are none of them."""
        named = self.config.get("collections")
        rows = named if isinstance(named, dict) else dict.fromkeys(texts_of(named))
        return {
            label: _collection(label, row if isinstance(row, dict) else {}, self.style)
            for label, row in rows.items()
            if label not in {"posts", "drafts"}
        }

    @cached_property
    def included(self) -> set[str]:
        return {name.strip("/") for name in texts_of(self.config.get("include"))}

    @cached_property
    def excluded(self) -> list[str]:
        return [pattern.strip("/") for pattern in texts_of(self.config.get("exclude"))]

    def defaults_for(self, relative: str, kind: str = "posts") -> dict[str, Node]:
        """Merge the front matter defaults whose scope holds a file: a longer path wins, then a type."""
        merged: dict[str, Node] = {}
        winner: tuple[int, bool] | None = None
        rows = self.config.get("defaults")
        for row in rows if isinstance(rows, list) else ():
            values, scope = (row.get("values"), row.get("scope")) if isinstance(row, dict) else (None, None)
            scope = scope if isinstance(scope, dict) else {}
            if not isinstance(values, dict) or not self._is_in_scope(scope, relative, kind):
                continue
            rank = (len(text_of(scope.get("path")).lstrip("/")), "type" in scope)
            if winner is None or rank >= winner:
                merged, winner = merge_nodes(merged, values), rank
            else:
                merged = merge_nodes(values, merged)
        return merged

    def _is_in_scope(self, scope: dict[str, Node], relative: str, kind: str) -> bool:
        if "type" in scope and text_of(scope["type"]) not in {kind, kind.removesuffix("s")}:
            return False
        path = text_of(scope.get("path")).lstrip("/")
        path = path.removeprefix(self.collections_folder + "/") if self.collections_folder else path
        if "*" not in path:
            return relative.startswith(path)
        parts = (re.escape(part) for part in re.split(r"(\*\*/|\*\*|\*|\?)", path))
        pattern = "".join(_GLOB.get(part, part) for part in parts)
        return re.match(pattern + r"(?:/.*)?$", relative) is not None


_GLOB = {r"\*\*/": "(?:.*/)?", r"\*\*": ".*", r"\*": "[^/]*", r"\?": "[^/]"}


def open_site(path: Path, options: ReadOptions) -> Site:
    """Read the configuration of the site that `path` is, or lies in; without one, Jekyll's defaults.

    Raises ReadError if the path is missing or a configuration file cannot be read.
    """
    if not (os.path.isfile(path) or os.path.isdir(path)):
        raise ReadError(f"there is no file or folder {path}")
    root = site_root(path) or (path if path.is_dir() else path.parent)
    config_root, config = root, read_first(root, CONFIG_NAMES)
    if (source := text_of(config.get("source"))) and (below := folder_below(root, source)):
        root = below
    site = Site(root, options.timezone, config=config, authors=read_first(root, AUTHOR_FILES))
    site.config_root = config_root
    site.permalink = _permalink(config, options)
    site.style = options.permalink or text_of(config.get("permalink")) or "date"
    if name := text_of(config.get("timezone")):
        site.zone = _zone(name, options.timezone, site.notes)
    return site


def site_root(path: Path) -> Path | None:
    """Find the site a path belongs to, so that a post has one identity however it is named."""
    absolute = Path(os.path.abspath(path))
    if path.is_dir() and is_configured(absolute):
        return path
    if not {"_posts", "_drafts"} & set(absolute.parts):
        return None
    return next((folder for folder in absolute.parents if is_configured(folder)), None)


def folder_below(root: Path, relative: str) -> Path | None:
    """Find a folder below `root`; None if it is missing or outside."""
    base, found = os.path.realpath(root), os.path.realpath(os.path.join(root, relative.strip("/")))
    is_inside = os.path.isdir(found) and os.path.commonpath([base, found]) == base
    return root / relative.strip("/") if is_inside else None


def is_configured(folder: Path) -> bool:
    return any((folder / name).is_file() for name in CONFIG_NAMES)


def read_first(root: Path, names: tuple[str, ...]) -> dict[str, Node]:
    """Read the first of several YAML files that is there; nothing without one. Raises ReadError."""
    for name in names:
        if found := file_below(root, name):
            try:
                text = read_text(found, _MAX_CONFIGURATION).removeprefix("\ufeff")
                return {key: unplaced(entry.node) for key, entry in parse_yaml(text)[0].items()}
            except ReadError as error:
                raise ReadError(f"{name}: {error.reason}", error.line) from error
    return {}


def _permalink(config: dict[str, Node], options: ReadOptions) -> str:
    collections = config.get("collections")
    posts = collections.get("posts") if isinstance(collections, dict) else None
    own = text_of(posts.get("permalink")) if isinstance(posts, dict) else ""
    style = options.permalink or own or text_of(config.get("permalink")) or "date"
    return STYLES.get(style, style)


def _collection(label: str, row: dict[str, Node], style: str) -> Collection:
    template = text_of(row.get("permalink")) or with_suffix("/:collection/:path", style)
    return Collection(label, value_of(row.get("output")) is True, STYLES.get(template, template))


def _zone(name: str, otherwise: tzinfo, notes: list[Note]) -> tzinfo:
    zone = named_zone(name)
    if zone is None:
        notes.append(Note("warning", f"timezone {name} in _config.yml is not known: {otherwise} is used"))
    return zone or otherwise
