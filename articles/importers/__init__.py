"""Importers: one pure reader for each source, which yields posts, and one writer, which stores them."""

from .base import (
    ImportedAuthor,
    ImportedFile,
    ImportedImage,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    ImportedSourceFile,
    ImportFailure,
    ImportSkip,
    KeyFate,
    Note,
    Outcome,
    Reader,
    ReadError,
    ReadOptions,
)
from .ghost.reader import GhostReader
from .hugo.reader import HugoReader
from .jekyll.reader import JekyllReader
from .markdown.reader import MarkdownReader
from .wordpress.reader import WordPressReader

READERS: dict[str, type[Reader]] = {
    "ghost": GhostReader,
    "hugo": HugoReader,
    "jekyll": JekyllReader,
    "markdown": MarkdownReader,
    "wordpress": WordPressReader,
}

__all__ = [
    "READERS",
    "GhostReader",
    "HugoReader",
    "ImportFailure",
    "ImportSkip",
    "ImportedAuthor",
    "ImportedFile",
    "ImportedImage",
    "ImportedListing",
    "ImportedMenu",
    "ImportedPage",
    "ImportedPost",
    "ImportedRedirect",
    "ImportedSourceFile",
    "JekyllReader",
    "KeyFate",
    "MarkdownReader",
    "Note",
    "Outcome",
    "ReadError",
    "ReadOptions",
    "Reader",
    "WordPressReader",
]
