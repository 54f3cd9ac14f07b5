"""A Jekyll site's configuration and files, found without running anything."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from fnmatch import fnmatchcase
from pathlib import Path
from zoneinfo import ZoneInfo

from .base import Note, ReadError, ReadOptions, file_below, read_text
from .permalinks import STYLES
from .yaml_nodes import Node, merge_nodes, parse_yaml, text_of, texts_of, unplaced, value_of

MARKDOWN_SUFFIXES = {".md", ".markdown", ".mkdown", ".mkdn", ".mkd"}
POST_SUFFIXES = MARKDOWN_SUFFIXES | {".html", ".htm"}
LOOSE_SUFFIXES = MARKDOWN_SUFFIXES | {".txt", ".text"}
_UNREAD_FOLDERS = {"node_modules", "vendor", "_site"}
_CONFIG_NAMES = ("_config.yml", "_config.yaml")
_AUTHOR_FILES = ("_data/authors.yml", "_data/authors.yaml")
_MAX_CONFIGURATION = 1_000_000


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DATED_NAME = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-(.*)(\.[^.]+)")


@dataclass(frozen=True, slots=True)
class Source:
    """One file that may be an article, and what its place says."""

    path: Path
    relative: str  # below the root, with forward slashes
    below_collections: str  # the same without the site's `collections_dir`
    folder: str = ""  # "_posts" or "_drafts" above it, "" for a loose file
    is_alone: bool = False  # the one file that was named
    problem: str = ""  # why it is to be skipped

    @property
    def date(self) -> str:
        """The date in the file's name, or nothing."""
        dated = _DATED_NAME.fullmatch(self.path.name)
        return dated[1] if dated else ""

    @property
    def slug(self) -> str:
        """The file's name without date and extension."""
        dated = _DATED_NAME.fullmatch(self.path.name)
        return (dated[2] if dated else self.path.stem).rstrip(".")

    @property
    def is_utf8(self) -> bool:
        return str(self.path).isprintable() or not _LONE_SURROGATE.search(str(self.path))


@dataclass(slots=True)
class Site:
    root: Path
    zone: tzinfo
    permalink: str = STYLES["date"]
    config: dict[str, Node] = field(default_factory=dict)
    authors: dict[str, Node] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def base(self) -> str:
        return text_of(self.config.get("baseurl"))

    @property
    def host(self) -> str:
        return text_of(self.config.get("url")).rstrip("/")

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

    def defaults_for(self, relative: str) -> dict[str, Node]:
        """Merge the front matter defaults whose scope holds a post: a longer path wins, then a type."""
        merged: dict[str, Node] = {}
        winner: tuple[int, bool] | None = None
        rows = self.config.get("defaults")
        for row in rows if isinstance(rows, list) else ():
            values, scope = (row.get("values"), row.get("scope")) if isinstance(row, dict) else (None, None)
            scope = scope if isinstance(scope, dict) else {}
            if not isinstance(values, dict) or not self._is_in_scope(scope, relative):
                continue
            rank = (len(text_of(scope.get("path")).lstrip("/")), "type" in scope)
            if winner is None or rank >= winner:
                merged, winner = merge_nodes(merged, values), rank
            else:
                merged = merge_nodes(values, merged)
        return merged

    def _is_in_scope(self, scope: dict[str, Node], relative: str) -> bool:
        if "type" in scope and text_of(scope["type"]) not in {"posts", "post"}:
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
    root = _site_root(path) or (path if path.is_dir() else path.parent)
    config = _read_first(root, _CONFIG_NAMES)
    site = Site(root, options.timezone, config=config, authors=_read_first(root, _AUTHOR_FILES))
    site.permalink = _permalink(config, options)
    if name := text_of(config.get("timezone")):
        site.zone = _zone(name, options.timezone, site.notes)
    return site


def _site_root(path: Path) -> Path | None:
    """Find the site a path belongs to, so that a post has one identity however it is named."""
    absolute = Path(os.path.abspath(path))
    if path.is_dir() and _is_configured(absolute):
        return path
    if not {"_posts", "_drafts"} & set(absolute.parts):
        return None
    return next((folder for folder in absolute.parents if _is_configured(folder)), None)


def _is_configured(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _CONFIG_NAMES)


def _read_first(root: Path, names: tuple[str, ...]) -> dict[str, Node]:
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


def _zone(name: str, otherwise: tzinfo, notes: list[Note]) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # unknown names raise a KeyError
        notes.append(Note("warning", f"timezone {name} in _config.yml is not known: {otherwise} is used"))
        return otherwise


def find_sources(path: Path, site: Site) -> list[Source]:
    """List the files to read below a path, sorted; hidden and foreign folders left out, links not followed.

    Of a site: what lies in `_posts` and `_drafts`. Of a plain folder: every text file.
    """
    if path.is_file():
        return [replace(_describe(path, site), is_alone=True, problem="")]
    found = [_describe(file, site) for file in _walk(path, site)]
    special = [source for source in found if source.folder]
    if special or _is_configured(site.root):
        return special
    return [source for source in found if source.path.suffix.lower() in LOOSE_SUFFIXES]


def _relative(path: Path, root: Path) -> str:
    relative = Path(os.path.relpath(os.path.abspath(path), os.path.abspath(root))).as_posix()
    return _LONE_SURROGATE.sub("\ufffd", relative)


def _special_folder(relative: str) -> str:
    folders = relative.split("/")[:-1]
    return next((name for name in folders if name in {"_posts", "_drafts"}), "")


def _walk(path: Path, site: Site) -> Iterator[Path]:
    excluded = texts_of(site.config.get("exclude"))
    for folder, names, files in os.walk(path):
        here = Path(folder)
        inside = "" if here == path else _relative(here, path)
        names[:] = sorted(name for name in names if _is_read(name, inside, excluded))
        yield from (here / name for name in sorted(files) if not name.startswith((".", "#", "~")))


def _is_read(name: str, inside: str, excluded: list[str]) -> bool:
    if name in _UNREAD_FOLDERS or name.startswith((".", "#", "~")):
        return False
    if name.startswith("_") and name not in {"_posts", "_drafts"}:
        return False
    path = f"{inside}/{name}".lstrip("/")
    return not any(fnmatchcase(path, pattern.strip("/")) for pattern in excluded)


def _describe(file: Path, site: Site) -> Source:
    relative = _relative(file, site.root)
    folder = _special_folder(relative)
    problem = ""
    if file.is_symlink() and not file_below(site.root, relative):
        problem = "a link that leaves the folder"
    elif not file.is_file():
        problem = "not a regular file"
    elif folder and file.suffix.lower() not in POST_SUFFIXES:
        problem = "not a Markdown file"
    collections = site.collections_folder
    below = relative.removeprefix(collections + "/") if collections else relative
    return Source(file, relative, below, folder, problem=problem)
