"""Reads Ghost's JSON export: articles, pages, tags, authors, the menu, old addresses."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..base import (
    ImportedFile,
    ImportedListing,
    ImportedMenu,
    ImportedRedirect,
    ImportFailure,
    Listed,
    Outcome,
    ReadError,
    ReadOptions,
    file_below,
)
from .post import Reading, read_page, read_post
from .site import HOME, Site, Table, text

MAX_BYTES = 200_000_000
_FILES = ("files", "media")


class GhostReader:
    """Yields one outcome for each row of an export's posts, then the files beside it, redirects, listings and the menu.

    Those come last, since they lead to what the rows become.

    `path` is the JSON file, or a folder that holds it; a `content` folder beside it gives the pictures, a
    `redirects.json` the redirects. Opening raises ReadError for what is no Ghost export.
    """

    def __init__(self, path: Path, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        self.root = path if path.is_dir() else path.parent
        self.file = _export_in(path) if path.is_dir() else path
        data = _tables(_load(self.file))
        self.posts = data["posts"]
        self.site = Site(data, self.root, self.options)
        self.last = [*self._files(), *self._redirects(), *self._listings(), *self._menu()]

    def __len__(self) -> int:
        return len(self.posts) + len(self.last)

    def __iter__(self) -> Iterator[Outcome]:
        seen: set[str] = set()
        for position, row in enumerate(self.posts, 1):
            yield self.read(row, position, seen)
        yield from self.last

    def read(self, row: object, position: int, seen: set[str]) -> Outcome:
        """Read one row; what is wrong with it comes back as a failure, never as an exception."""
        path = f"{self.file.name}: post {position}"
        try:
            if not isinstance(row, dict):
                raise ReadError("is no article")
            path = f"{self.file.name}#{text(row, 'slug') or position}"
            identity = text(row, "uuid") or text(row, "id")
            if not identity:
                raise ReadError("has neither a uuid nor an id")
            if identity in seen:
                raise ReadError(f"has the id {identity[:80]}, which an earlier article has too")
            seen.add(identity)
            reading = Reading(row, self.site, path, f"ghost:{identity}")
            is_page = text(row, "type") == "page" or row.get("page") in (True, 1)
            made = read_page(reading) if is_page else read_post(reading)
            if len(made.body) > self.options.max_characters:
                raise ReadError(f"its Markdown is longer than {self.options.max_characters:,} characters")
            return made
        except ReadError as error:
            return ImportFailure(path, error.reason)

    def _files(self) -> list[ImportedFile]:
        """Find the files that file, audio and video cards name, in the `content` folder beside the export."""
        made = []
        for path in (found for name in _FILES for found in sorted(self.root.glob(f"content/{name}/**/*"))):
            relative = path.relative_to(self.root).as_posix()
            if path.is_file() and (file := file_below(self.root, relative)):
                made.append(ImportedFile(relative, file, [f"/{relative}"]))
        return made

    def _listings(self) -> list[ImportedListing]:
        name = self.file.name
        made = [ImportedListing(name, "home", is_feed=True, old_paths=["/rss/", "/rss", "/feed/", "/feed"])]
        primary = self.site.primary_tags()
        for tag in self.site.tags.values():
            if not self.site.is_internal(tag):
                kind: Listed = "category" if text(tag, "id") in primary else "tag"
                made += _pair(name, kind, text(tag, "name"), f"/tag/{text(tag, 'slug')}")
        for user in self.site.users.values():
            made += _pair(name, "author", text(user, "name"), f"/author/{text(user, 'slug')}")
        return made

    def _menu(self) -> list[ImportedMenu]:
        try:
            rows = json.loads(self.site.settings.get("navigation") or "[]")
        except ValueError:
            return []
        links = [
            (text(row, "label"), text(row, "url").replace(HOME, "") or "/")
            for row in (rows if isinstance(rows, list) else [])
            if isinstance(row, dict) and text(row, "label")
        ]
        return [ImportedMenu(self.file.name, links)] if links else []

    def _redirects(self) -> list[Outcome]:
        file = self.root / "redirects.json"
        if not file.is_file() or file == self.file:
            return []
        try:
            rows = _load(file)
        except ReadError as error:
            return [ImportFailure(file.name, error.reason, error.line)]
        return [_redirect(row, file.name) for row in (rows if isinstance(rows, list) else [])]


def _redirect(row: object, path: str) -> Outcome:
    source, target = (text(row, "from"), text(row, "to")) if isinstance(row, dict) else ("", "")
    source = source.removeprefix("^").removesuffix("$")
    if not source.startswith("/") or not target or re.search(r"[\\*+?()\[\]|^$]", source):
        return ImportFailure(path, f"the redirect {source[:100]!r} is a pattern or leads nowhere: not kept")
    return ImportedRedirect(path, source, target)


def _pair(path: str, kind: Listed, name: str, address: str) -> list[ImportedListing]:
    feed = f"{address}/rss"
    return [
        ImportedListing(path, kind, name, old_paths=[f"{address}/", address]),
        ImportedListing(path, kind, name, is_feed=True, old_paths=[f"{feed}/", feed]),
    ]


def _export_in(folder: Path) -> Path:
    found = [
        file for file in sorted(folder.glob("*.json")) if file.name not in ("redirects.json", "package.json")
    ]
    if not found:
        raise ReadError("holds no .json file: choose Settings → Import/Export in Ghost")
    return found[0]


def _load(file: Path) -> Any:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise ReadError(f"is larger than {MAX_BYTES:,} bytes")
        return json.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"is not UTF-8 (byte {error.start:,})") from error
    except json.JSONDecodeError as error:
        raise ReadError(f"is not whole JSON: {error.msg}", error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise ReadError("is JSON nested too deeply, or with a number too long") from error


def _tables(export: Any) -> dict[str, Table]:
    """Find the tables of an export of any version."""
    found = export
    if isinstance(found, dict) and isinstance(found.get("db"), list) and found["db"]:
        found = found["db"][0]
    if isinstance(found, dict) and isinstance(found.get("data"), dict):
        found = found["data"]
    if not isinstance(found, dict) or not isinstance(found.get("posts"), list):
        raise ReadError("is no Ghost export: it has no posts")
    return {name: rows for name, rows in found.items() if isinstance(rows, list)}
