"""What is kept of a post to find it by."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .text import Piece, pieces, tokens

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
    *, title: str, excerpt: str, text: str, tags: Iterable[str], category: str, author: str
) -> Composed:
    """Return the fields of a post's search document, and the words that suggestions may come from."""
    found = Found()
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


class Token(NamedTuple):
    stems: str
    pieces: int
    size: int  # in bytes, with a space after each stem
    changed: tuple[str, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=32_768)
def told(token: str) -> Token:
    """Return what a document keeps of a token: most tokens come again, in this text and the next."""
    found = list(pieces(token))
    return Token(
        " ".join(piece.stem for piece in found),
        len(found),
        sum(size_of(piece.stem) for piece in found),
        tuple(piece.word for piece in found if piece.word != piece.stem),
        tuple(piece.word for piece in found if is_suggestible(piece)),
    )


def size_of(word: str) -> int:
    return len(word.encode()) + 1


class Found:
    """Collects the pieces of all fields of one document, within its limits."""

    def __init__(self) -> None:
        self.pieces_left, self.bytes_left = MAX_PIECES, MAX_BYTES
        self.changed: set[str] = set()
        self.words: set[str] = set()

    def stems(self, text: str) -> str:
        cut = tokens(text)
        found = list(map(told, cut))
        count, size = sum([token.pieces for token in found]), sum([token.size for token in found])
        if count > self.pieces_left or size > self.bytes_left:
            return self.first_stems(text)
        self.pieces_left -= count
        self.bytes_left -= size
        for token in map(told, set(cut)):
            self.changed.update(token.changed)
            self.words.update(token.words)
        return " ".join([token.stems for token in found if token.stems])

    def first_stems(self, text: str) -> str:
        """Return the stems of a text's beginning, up to the limits."""
        kept: list[str] = []
        for piece in pieces(text):
            if not self.takes(piece.stem):
                break
            kept.append(piece.stem)
            self.changed |= {piece.word} - {piece.stem}
            self.words |= {piece.word} if is_suggestible(piece) else set()
        return " ".join(kept)

    def forms(self) -> str:
        return " ".join(FORM + word for word in sorted(self.changed) if self.takes(FORM + word))

    def takes(self, word: str) -> bool:
        self.pieces_left -= 1
        self.bytes_left -= size_of(word)
        return self.pieces_left >= 0 and self.bytes_left >= 0
