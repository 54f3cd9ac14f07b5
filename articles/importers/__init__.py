"""Importers: one pure reader for each source, which yields posts, and one writer, which stores them."""

from .base import (
    ImportedAuthor,
    ImportedImage,
    ImportedPost,
    ImportFailure,
    ImportSkip,
    KeyFate,
    Note,
    Outcome,
    Reader,
    ReadError,
    ReadOptions,
)
from .jekyll import JekyllReader

READERS: dict[str, type[Reader]] = {"jekyll": JekyllReader}

__all__ = [
    "READERS",
    "ImportFailure",
    "ImportSkip",
    "ImportedAuthor",
    "ImportedImage",
    "ImportedPost",
    "JekyllReader",
    "KeyFate",
    "Note",
    "Outcome",
    "ReadError",
    "ReadOptions",
    "Reader",
]
