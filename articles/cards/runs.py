"""Runs of one face and one direction, in the order of the eye."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from PIL import ImageFont

from .fonts import SHAPES, Face, face_of, leans, load


class Run(NamedTuple):
    """Text of one face; its level is odd where it is read from right to left."""

    text: str
    face: Face
    level: int

    @property
    def direction(self) -> str | None:
        if not SHAPES:
            return None
        return "rtl" if self.level % 2 else "ltr"

    def font(self, size: int, weight: int) -> ImageFont.FreeTypeFont:
        return load(self.face, size, weight)

    def length(self, size: int, weight: int) -> float:
        return self.font(size, weight).getlength(self.text, direction=self.direction)

    def bearing(self, size: int, weight: int) -> float:
        """Return how far after its origin the ink of the first letter begins."""
        return self.font(size, weight).getbbox(self.text, anchor="ls", direction=self.direction)[0]


def reads_from_right(text: str) -> bool:
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def split(line: str, faces: Sequence[Face], from_right: bool) -> list[Run]:
    """Split a line where its face or its direction changes; the runs come as they stand, from left to right."""
    pairs = zip(_levels(line, from_right), _faced(line, faces), line, strict=True)
    runs = [
        # Not every font that has a space has the one that does not break.
        Run("".join(letter for *_key, letter in group).replace("\u00a0", " "), face, level)
        for (level, face), group in groupby(pairs, key=lambda pair: pair[:2])
    ]
    for turned in (2, 1):
        groups = ((low, list(group)) for low, group in groupby(runs, key=lambda run: run.level < turned))
        runs = [run for low, group in groups for run in (group if low else reversed(group))]
    return runs


def _faced(line: str, faces: Sequence[Face]) -> list[Face]:
    faced: list[Face] = []
    for letter in line:
        follows = bool(faced) and (leans(letter) or letter in " \u00a0")
        faced.append(faced[-1] if follows else face_of(letter, faces) or faces[0])
    return faced


def _levels(text: str, from_right: bool) -> list[int]:
    """Return each character's level as the Unicode bidirectional algorithm has it, without embeddings."""
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    sides, strong = [], "R" if from_right else "L"
    for place, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = "L" if kind == "L" else "R"
            sides.append(strong)
        elif kind in {"EN", "AN"} or _is_in_number(kinds, place):
            sides.append("N" if strong == "R" else "L")
        else:
            sides.append(sides[-1] if kind == "NSM" and sides else "")
    return [
        {"L": 2 * from_right, "R": 1, "N": 2}[side]
        for side in _with_neutrals(sides, "R" if from_right else "L")
    ]


def _is_in_number(kinds: Sequence[str], place: int) -> bool:
    around = [0 <= near < len(kinds) and kinds[near] == "EN" for near in (place - 1, place + 1)]
    return (kinds[place] == "ET" and any(around)) or (kinds[place] in {"ES", "CS"} and all(around))


def _with_neutrals(sides: Sequence[str], base: str) -> list[str]:
    settled: list[str] = []
    for is_neutral, group in groupby(sides, key=lambda side: side == ""):
        run = list(group)
        if is_neutral:
            end = len(settled) + len(run)
            around = (settled[-1] if settled else base, sides[end] if end < len(sides) else base)
            between = {"R" if side == "N" else side for side in around}
            run = [between.pop() if len(between) == 1 else base] * len(run)
        settled += run
    return settled
