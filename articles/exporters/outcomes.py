"""What an export yields: files, and what is to be said about them."""

from pathlib import Path, PurePosixPath
from typing import NamedTuple


class ExportedFile(NamedTuple):
    path: str  # below the folder, with forward slashes
    content: bytes | Path
    is_source: bool = False  # a file of the old site that is no article: never in place of a newer one


class ExportNote(NamedTuple):
    """Says what of a file differs from what one might expect."""

    path: str
    text: str


class ExportFailure(NamedTuple):
    """Says why something could not be exported; the rest is not touched by it."""

    path: str
    reason: str


Exported = ExportedFile | ExportNote | ExportFailure


def is_safe(path: str) -> bool:
    """Say whether a path names a file below whatever folder it is joined to, on any system."""
    parts = path.split("/")
    return path.isprintable() and not set(path) & set("\\:") and PurePosixPath(path).parts == tuple(parts) and (
        not {"", ".", ".."} & set(parts)
    )  # fmt: skip
