"""The half of the card with the text: its colours, and where each line of it stands."""

from collections.abc import Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

from articles.colours import contrast, mix

from . import runs
from .fonts import Face
from .setting import Setter, room_for

# The box of the text on a card that is read from the left.
LEFT, TOP, RIGHT, BOTTOM = 72, 68, 768, 562
SIZES = (132, 120, 108, 100, 92, 84, 76, 70, 64, 58, 52, 48)
SMALL = 30
# So far beyond their box letters may lean, and accents and tails reach; what would go further is clipped.
RIM, RISE = 12, 40


class Scheme(NamedTuple):
    """The colours of the text: each is readable on the ground."""

    ground: str
    ink: str
    quiet: str
    accent: str


def scheme_for(accent: str) -> Scheme:
    """Choose light or dark ground, whichever suits the accent, and the accent's shade that reads on it."""
    light = Scheme("#fbf9f4", "#1b1d1f", "#5b5f63", accent)
    dark = Scheme("#14171a", "#f0ede6", "#a2a6aa", accent)
    scheme = light if contrast(accent, light.ground) >= 2.8 else dark
    shades = (mix(accent, scheme.ink, share / 20) for share in range(21))
    return scheme._replace(accent=next(shade for shade in shades if contrast(shade, scheme.ground) >= 4.6))


class Column:
    """What is set in the box of the text; whatever would leave it is clipped."""

    def __init__(self, scheme: Scheme, faces: Sequence[Face], from_right: bool) -> None:
        self.faces, self.from_right = faces, from_right
        self.image = Image.new("RGB", (RIGHT - LEFT + 2 * RIM, BOTTOM - TOP + 2 * RISE), scheme.ground)
        self.pen = ImageDraw.Draw(self.image)

    def place_on(self, width: int) -> tuple[int, int]:
        """Return where the image begins on a card of this width."""
        return (width - RIGHT if self.from_right else LEFT) - RIM, TOP - RISE

    def set_title(self, text: str, top: int, bottom: int, fill: str) -> None:
        if not text:
            return
        size, lines = Setter(self.faces, 700, RIGHT - LEFT).fit(text, bottom - top, SIZES)
        leading, above, _below = room_for(text)
        for number, line in enumerate(lines):
            self._set_line(line, top + round(size * (above + number * leading)), size, 700, fill)

    def set_small(self, text: str, baseline: int, weight: int, fill: str) -> None:
        if text:
            size, lines = Setter(self.faces, weight, RIGHT - LEFT).fit(text, SMALL, (SMALL,))
            for line in lines:
                self._set_line(line, baseline, size, weight, fill)

    def _set_line(self, line: str, baseline: int, size: int, weight: int, fill: str) -> None:
        pieces = runs.split(line, self.faces, self.from_right)
        lengths = [run.length(size, weight) for run in pieces]
        # Round and slanted letters begin a little after their origin: the ink is aligned, not the origin.
        x = RIGHT - LEFT - sum(lengths) if self.from_right else -pieces[0].bearing(size, weight)
        for run, length in zip(pieces, lengths, strict=True):
            place = (x + RIM, baseline - TOP + RISE)
            self.pen.text(place, run.text, fill, run.font(size, weight), anchor="ls", direction=run.direction)
            x += length
