"""Set a text: the largest size at which it fits, in lines of like length."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from . import runs
from .breaks import cost_of_end, split_clusters, split_syllables, split_words
from .fonts import INTER, JOINERS, MAX_CHARACTERS, Face, has_letter

MAX_LINES = 5
# Words are broken from this size down only.
BROKEN_FROM = 70
# So many pixels of size a title gives up for lines of like length instead of ones that differ by their own length.
_EVENNESS = 300
# Parts of an em: room between baselines, above the first and below the last.
INTER_ROOM, OTHER_ROOM = (1.1, 0.78, 0.2), (1.3, 0.98, 0.3)


class Piece(NamedTuple):
    """What is never broken, with what joins it to the next, or is put when its line ends here, at what cost."""

    text: str
    width: float
    joint: str = ""
    joint_width: float = 0
    hyphen: str = ""
    hyphen_width: float = 0
    cost: float = 0


class Fit(NamedTuple):
    unevenness: float
    size: int
    lines: list[str]


class Setter:
    """Break text into lines of so many pixels, in one weight."""

    def __init__(self, faces: Sequence[Face], weight: int, width: float) -> None:
        self.faces, self.weight, self.width = faces, weight, width
        self.hyphen = self.measure("-")

    def measure(self, text: str) -> float:
        """Return the width in em."""
        # At 100 px for all sizes: to measure at each would be ten times the work.
        return sum(run.length(100, self.weight) for run in runs.split(text, self.faces, False)) / 100

    def fit(self, text: str, height: float, sizes: Sequence[int]) -> tuple[int, list[str]]:
        """Return the largest size at which a text fits in lines of like length, and these; else the smallest, cut."""
        pieces = self._pieces(text)
        counts = {size: _line_count(text, size, height) for size in sizes}
        fits = [fit for size in sizes if (fit := self._fit(pieces, size, counts[size]))]
        if fits:
            return min(fits, key=lambda fit: fit.unevenness - fit.size / _EVENNESS)[1:]
        for size in (size for size in sizes if size <= BROKEN_FROM):
            pieces = self._with_broken_words(pieces, self.width / size)
            if fit := self._fit(pieces, size, counts[size]):
                return fit[1:]
        return sizes[-1], self._cut(pieces, self.width / sizes[-1], counts[sizes[-1]])

    def _pieces(self, text: str) -> list[Piece]:
        pieces: list[Piece] = []
        for parts in split_words(text):
            pieces += (self._piece(one, other) for one, other in pairwise(parts))
            pieces += (self._last_piece(part) for part in parts[-1:])
        return pieces

    def _last_piece(self, part: str) -> Piece:
        piece = self._piece(part, " ")
        return piece._replace(joint=" ", joint_width=self.measure(f"{piece.text} ") - piece.width)

    def _piece(self, part: str, following: str) -> Piece:
        shown = part.replace("\u00ad", "")
        piece = Piece(shown, self.measure(shown), cost=cost_of_end(shown, following))
        return self._hyphenated(piece) if part.endswith("\u00ad") and following != " " else piece

    def _hyphenated(self, piece: Piece) -> Piece:
        return piece._replace(hyphen="-", hyphen_width=self.hyphen, cost=0.15)

    def _fit(self, pieces: Sequence[Piece], size: int, most: int) -> Fit | None:
        limit = self.width / size
        count = _fewest(pieces, limit)
        if not 0 < count <= most:
            return None
        cost, lines = _balance(pieces, count, limit)
        return Fit(cost / count, size, lines)

    def _with_broken_words(self, pieces: Sequence[Piece], limit: float) -> list[Piece]:
        broken: list[Piece] = []
        for piece in pieces:
            broken += [piece] if piece.width + piece.hyphen_width <= limit else self._broken(piece, limit)
        return broken

    def _broken(self, piece: Piece, limit: float) -> Iterator[Piece]:
        parts = split_syllables(piece.text)
        measured = [Piece(part, self.measure(part), cost=0.15) for part in parts]
        if len(parts) > 1 and max(part.width for part in measured) + self.hyphen <= limit:
            made = [self._hyphenated(part) for part in measured]
        else:
            made = [Piece(part, self.measure(part), cost=0.15) for part in split_clusters(piece.text)]
        yield from made[:-1]
        yield piece._replace(text=made[-1].text, width=made[-1].width)

    def _cut(self, pieces: Sequence[Piece], limit: float, most: int) -> list[str]:
        """Return the lines of as many pieces as fit with dots after them."""
        dots = self.measure("…")
        # It may be the dots the first piece leaves no room for.
        begun = self._with_broken_words(pieces[:1], limit - dots)
        for whole in (pieces, begun):
            for end in range(len(whole), 0, -1):
                kept = [*whole[: end - 1], _dotted(whole[end - 1], dots)]
                if _fewest(kept, limit) <= most:
                    return _balance(kept, _fewest(kept, limit), limit)[1]
        return []


def _dotted(piece: Piece, dots: float) -> Piece:
    return Piece(piece.text.rstrip(",;:.–—-") + "…", piece.width + dots)


def _line_count(text: str, size: int, height: float) -> int:
    leading, above, below = room_for(text)
    return max(1, min(MAX_LINES, 1 + math.floor((height / size - above - below) / leading)))


def room_for(text: str) -> tuple[float, float, float]:
    own = all(letter.isspace() or letter in JOINERS or has_letter(INTER, letter) for letter in text)
    return INTER_ROOM if own else OTHER_ROOM


def _extent(pieces: Sequence[Piece]) -> float:
    inner = sum(piece.width + piece.joint_width for piece in pieces[:-1])
    return inner + pieces[-1].width + pieces[-1].hyphen_width


def _fewest(pieces: Sequence[Piece], limit: float) -> int:
    """Count the lines pieces need at least; more than there could be when one is wider than a line."""
    count, used = 1, 0.0
    for piece in pieces:
        if piece.width + piece.hyphen_width > limit:
            return MAX_CHARACTERS
        if used + piece.width + piece.hyphen_width > limit:
            count, used = count + 1, 0.0
        used += piece.width + piece.joint_width
    return count if pieces else 0


def _balance(pieces: Sequence[Piece], count: int, limit: float) -> tuple[float, list[str]]:
    """Break pieces into so many lines as like in length as can be; return the cost and the lines."""
    mean = sum(piece.width + piece.joint_width for piece in pieces) / count
    best: dict[int, tuple[float, list[int]]] = {0: (0, [])}
    for _line in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            for end in _ends(pieces, start, limit):
                width = _extent(pieces[start:end])
                added = (width / mean - 1) ** 2 + (pieces[end - 1].cost if end < len(pieces) else 0)
                if end not in reached or cost + added < reached[end][0]:
                    reached[end] = (cost + added, [*ends, end])
        best = reached
    cost, ends = best[len(pieces)]
    return cost, [_join(pieces[start:end]) for start, end in pairwise([0, *ends])]


def _ends(pieces: Sequence[Piece], start: int, limit: float) -> Iterator[int]:
    used = 0.0
    for end, piece in enumerate(pieces[start:], start + 1):
        if used + piece.width + piece.hyphen_width > limit and end > start + 1:
            return
        yield end
        used += piece.width + piece.joint_width


def _join(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text + piece.joint for piece in pieces[:-1]) + pieces[-1].text + pieces[-1].hyphen
