"""Plots as geometry: what to draw where, for a template to write as SVG."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# Up and down in pixels; across in per cent, so that letters keep their size on every screen.
HEIGHT, TOP, BASE = 176, 16, 136
LEFT, RIGHT = 8.0, 100.0
GAP = 0.25  # between bars, as a part of their room
LINES = 4  # at most, above the base


class Bar(NamedTuple):
    month: date
    number: int
    x: str
    y: int
    width: str
    height: int
    middle: str

    @property
    def opens_quarter(self) -> bool:
        return self.month.month % 3 == 1

    @property
    def opens_year(self) -> bool:
        return self.month.month == 1


class Line(NamedTuple):
    value: int
    y: int


class BarPlot(NamedTuple):
    bars: list[Bar]
    lines: list[Line]
    height: int = HEIGHT
    base: int = BASE
    start: str = f"{LEFT:.2f}%"

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)

    @property
    def highest(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.number)


def bar_plot(counts: Sequence[tuple[date, int]]) -> BarPlot:
    """Draw one bar for each (month, count), in their order; there must be one."""
    highest = max(count for _month, count in counts)
    step = line_step(highest)
    top = step * max(1, -(-highest // step))
    room = (RIGHT - LEFT) / len(counts)
    bars = []
    for position, (month, count) in enumerate(counts):
        x, y = LEFT + room * (position + GAP / 2), height_of(count, top)
        middle = percent(x + room * (1 - GAP) / 2)
        bars.append(Bar(month, count, percent(x), y, percent(room * (1 - GAP)), BASE - y, middle))
    return BarPlot(bars, [Line(value, height_of(value, top)) for value in range(0, top + 1, step)])


def line_step(highest: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50… that needs no more than LINES steps."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if highest <= step * LINES:
                return step
        size *= 10


def height_of(value: int, top: int) -> int:
    return round(BASE - (BASE - TOP) * value / top)


# Written here, because a template would write the decimals of the reader's language.
def percent(number: float) -> str:
    return f"{number:.2f}%"
