"""What is kept of a post to find it by."""

from collections.abc import Iterable
from typing import NamedTuple

from articles.visible import visible_text

from .text import Piece, pieces

# PostgreSQL takes vectors below one megabyte; these two keep any text there, and leave out only what follows
# sixty thousand words.
MAX_PIECES = 60_000
MAX_BYTES = 600_000
SEPARATOR = "¶"  # parts tags, so that no phrase reaches from one into the next
FORM = "·"  # before a word in full, so that it is never taken for a stem
# Below, a word has too many neighbours for a suggestion to mean anything.
SUGGESTED_CHARACTERS = 4


class Composed(NamedTuple):
    fields: dict[str, str]
    words: set[str]


def compose(
    *, title: str, excerpt: str, html: str, tags: Iterable[str], category: str, author: str
) -> Composed:
    """Return the fields of a post's search document, and the words that suggestions may come from."""
    found, text = Found(), visible_text(html)
    fields = {
        "title": found.stems(title),
        "tags": join_tags(found.stems(tag) for tag in tags),
        "category": found.stems(category),
        "author": found.stems(author),
        "excerpt": found.stems(excerpt),
        "body": found.stems(text),
        "forms": found.forms(),
        "text": text,
    }
    return Composed(fields, found.words)


def stems(text: str) -> str:
    return Found().stems(text)


def join_tags(stemmed: Iterable[str]) -> str:
    return "".join(f"{SEPARATOR} {tag} " for tag in stemmed) + SEPARATOR


def is_suggestible(piece: Piece) -> bool:
    return len(piece.word) >= SUGGESTED_CHARACTERS and piece.word.isalpha() and not piece.is_pair


class Found:
    """Collects the pieces of all fields of one document, within its limits."""

    def __init__(self) -> None:
        self.pieces_left, self.bytes_left = MAX_PIECES, MAX_BYTES
        self.changed: set[str] = set()
        self.words: set[str] = set()

    def stems(self, text: str) -> str:
        kept = []
        for piece in pieces(text):
            if not self.takes(piece.stem):
                break
            kept.append(piece.stem)
            if piece.word != piece.stem:
                self.changed.add(piece.word)
            if is_suggestible(piece):
                self.words.add(piece.word)
        return " ".join(kept)

    def forms(self) -> str:
        return " ".join(FORM + word for word in sorted(self.changed) if self.takes(FORM + word))

    def takes(self, word: str) -> bool:
        self.pieces_left -= 1
        self.bytes_left -= len(word.encode()) + 1
        return self.pieces_left >= 0 and self.bytes_left >= 0
