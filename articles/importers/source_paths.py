"""Paths below the root of a source, as reports and references name them, whatever bytes the names are made of."""

import os
import re
from pathlib import Path

from .base import file_below

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def is_utf8(path: Path) -> bool:
    return str(path).isprintable() or not _LONE_SURROGATE.search(str(path))


def storable(name: str) -> str:
    """Return a name that can be stored and printed: what is not UTF-8 in it becomes a mark."""
    return _LONE_SURROGATE.sub("\ufffd", name)


def relative_path(path: Path, root: Path) -> str:
    """Return a path below a root, with forward slashes; links are not followed."""
    return storable(Path(os.path.relpath(os.path.abspath(path), os.path.abspath(root))).as_posix())


def fault_of(file: Path, root: Path, relative: str) -> str:
    """Say why a file is not to be opened; nothing where it is."""
    if file.is_symlink() and not file_below(root, relative):
        return "a link that leaves the folder"
    return "" if file.is_file() else "not a regular file"
