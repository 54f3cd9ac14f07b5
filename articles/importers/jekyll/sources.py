"""The files of a Jekyll site: which may be articles, pages or documents, and which are none of them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from ..source_paths import fault_of, relative_path
from .site import Site, is_configured

MARKDOWN_SUFFIXES = {".md", ".markdown", ".mkdown", ".mkdn", ".mkd"}
POST_SUFFIXES = MARKDOWN_SUFFIXES | {".html", ".htm"}
LOOSE_SUFFIXES = MARKDOWN_SUFFIXES | {".txt", ".text"}
FEED_NAMES = {"feed.xml", "atom.xml", "rss.xml"}
_SPECIAL = {"_posts", "_drafts"}
_UNREAD_FOLDERS = {"node_modules", "vendor", "_site"}

_DATED_NAME = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-(.*)(\.[^.]+)")


@dataclass(frozen=True, slots=True)
class Source:
    """One file that may be an article, and what its place says."""

    path: Path
    relative: str  # below the root, with forward slashes
    below_collections: str  # the same without the site's `collections_dir`
    folder: str = ""  # "_posts" or "_drafts" above it, "" for a loose file
    is_alone: bool = False  # the one file that was named
    is_page: bool = False  # of a site, outside of the folders of posts
    collection: str = ""  # that a page is a document of
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


@dataclass(slots=True)
class Found:
    """What lies below a path: the files to read, and others by their paths below the root."""

    sources: list[Source] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    is_site: bool = False  # as a whole, and not one of its folders or files


def find_sources(path: Path, site: Site) -> Found:
    """List the files below a path, sorted; hidden and foreign folders left out, links not followed.

    Of a site all that Jekyll would read is listed, of a plain folder every text file.
    """
    if path.is_file():
        return Found([replace(_describe(path, site), is_alone=True, is_page=False, problem="")])
    is_site = is_configured(path)
    below = site.root if is_site else path
    found = [_describe(file, site) for file in _walk(below, site)]
    if is_site or any(source.folder for source in found):
        return _of_site(found, is_site or os.path.samefile(below, site.root))
    loose = [source for source in found if source.path.suffix.lower() in LOOSE_SUFFIXES]
    return Found([replace(source, is_page=False) for source in loose], _others(found, set(loose)))


def _of_site(found: list[Source], is_site: bool) -> Found:
    if not is_site:
        return Found([source for source in found if source.folder])
    sources = [source for source in found if source.folder or source.is_page]
    return Found(sources, _others(found, set(sources)), is_site)


def _others(found: list[Source], sources: set[Source]) -> list[str]:
    rest = (source for source in found if source not in sources and not source.problem)
    return [source.relative for source in rest if not source.path.name.startswith("_")]


def _special_folder(relative: str) -> str:
    folders = relative.split("/")[:-1]
    return next((name for name in folders if name in _SPECIAL), "")


def _walk(path: Path, site: Site) -> Iterator[Path]:
    for folder, names, files in os.walk(path):
        here = Path(folder)
        inside = "" if here == path else relative_path(here, path)
        names[:] = sorted(name for name in names if _is_read(name, inside, site))
        for name in sorted(files):
            if not name.startswith((".", "#", "~")) and not _is_excluded(name, inside, site):
                yield here / name


def _is_read(name: str, inside: str, site: Site) -> bool:
    path = f"{inside}/{name}".lstrip("/")
    if name in _UNREAD_FOLDERS or name.startswith((".", "#", "~")):
        return False
    if name.startswith("_") and name not in _SPECIAL and not {name, path} & site.included:
        return inside == site.collections_folder and name[1:] in site.collections
    return not _is_excluded(name, inside, site)


def _is_excluded(name: str, inside: str, site: Site) -> bool:
    path = f"{inside}/{name}".lstrip("/")
    return any(fnmatchcase(path, pattern) for pattern in site.excluded)


def _describe(file: Path, site: Site) -> Source:
    relative = relative_path(file, site.root)
    folder = _special_folder(relative)
    collections = site.collections_folder
    below = relative.removeprefix(collections + "/") if collections else relative
    first = below.partition("/")[0]
    collection = first[1:] if first.startswith("_") and first[1:] in site.collections and not folder else ""
    problem = fault_of(file, site.root, relative)
    is_text = file.suffix.lower() in POST_SUFFIXES or file.name.lower() in FEED_NAMES
    if folder and not problem and file.suffix.lower() not in POST_SUFFIXES:
        problem = "not a Markdown file"
    is_page = is_text and not folder and not file.name.startswith("_")
    return Source(file, relative, below, folder, False, is_page, collection, problem)
