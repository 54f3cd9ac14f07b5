"""Draw the cover of an article that has no hero image: a seed in, an SVG document out, always the same."""

import hashlib
import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeVar

from articles.colours import mix

WIDTH, HEIGHT = 1600, 900
_SEED = re.compile(r"[0-9a-f]{16}")
T = TypeVar("T")


class Palette(NamedTuple):
    """A ground, three colours that sit well on it and on each other, and the one that stands out most."""

    ground: str
    first: str
    second: str
    third: str
    bright: str

    @property
    def middle(self) -> tuple[str, str, str]:
        return self.first, self.second, self.third


PALETTES = (
    Palette("#1f2a44", "#e2725b", "#5b7db1", "#f0c49a", "#f6efe4"),  # ink and coral
    Palette("#0f4a4c", "#d99b3a", "#5fa39a", "#d96f4e", "#f4e6c8"),  # teal and ochre
    Palette("#ece5d3", "#7c9473", "#d9a25f", "#b4552d", "#3a4f41"),  # sage on paper
    Palette("#432c51", "#b0728e", "#7d5f9c", "#e3a58c", "#f6e7d8"),  # plum
    Palette("#f3e8da", "#c4593a", "#86a397", "#e3a67c", "#2d4858"),  # terracotta and slate
    Palette("#2c3b49", "#e0b04a", "#7f9caa", "#b9534a", "#f1ebdd"),  # slate and mustard
    Palette("#f4dfcf", "#e08a70", "#8d5a7a", "#f2b98e", "#3b3561"),  # dusk
    Palette("#dde8e4", "#2a6f7a", "#86b5ad", "#ec9c62", "#143642"),  # sea
    Palette("#22403a", "#d98d8a", "#6f9a7e", "#e7b763", "#f2dccb"),  # forest and rose
    Palette("#571f33", "#d1684f", "#96506a", "#efc08a", "#f7ebdb"),  # burgundy
    Palette("#284069", "#7fa3c9", "#e08560", "#f0cf9c", "#f6f1e6"),  # blue hour
    Palette("#efe7d1", "#8d8e4b", "#9dbcc4", "#d0764a", "#47552f"),  # olive and sky
    Palette("#35323a", "#eea684", "#7b8a96", "#b8a4b4", "#f6eee5"),  # graphite and peach
    Palette("#e5dfec", "#8b7db3", "#e0967f", "#bcaad0", "#33356a"),  # lilac and navy
)


class Dice:
    """Choices from one seed. Of Random only `random()` is used: no other method is promised to be stable."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed).random  # noqa: S311 - for pictures, not for secrets

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.chance()

    def whole(self, low: int, high: int) -> int:
        return low + int((high - low + 1) * self.chance())

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(len(things) * self.chance())]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        return sorted(things, key=lambda _thing: self.chance())


Family = Callable[[Dice, Palette], Iterator[str]]


def seed_for(title: str) -> str:
    """Return the seed of a title, 16 hex digits; spacing and Unicode normal form make no difference."""
    words = " ".join(unicodedata.normalize("NFC", title).split())
    return hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def draw(seed: str) -> str:
    """Draw the cover of a seed as an SVG document without text, script, style or reference.

    Raises ValueError unless the seed is 16 lowercase hex digits.
    """
    if not _SEED.fullmatch(seed):
        raise ValueError("A cover's seed is 16 lowercase hexadecimal digits.")
    number = int(seed, 16)
    palette = palette_of(number)
    shapes = "".join(family_of(number)(Dice(number), palette))
    far = mix(palette.ground, palette.first, 0.16)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        '<linearGradient id="g" x1="0" y1="0" x2=".6" y2="1">'
        f'<stop stop-color="{palette.ground}"/><stop offset="1" stop-color="{far}"/></linearGradient>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#g)"/>{shapes}</svg>'
    )


def family_of(number: int) -> Family:
    return FAMILIES[(number >> 48) % len(FAMILIES)]


def palette_of(number: int) -> Palette:
    # Other bits than the family's, so that neither tells anything about the other.
    return PALETTES[(number >> 32 & 0xFFFF) % len(PALETTES)]


def _disc(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{fill}"/>'


def _ring(x: float, y: float, radius: float, stroke: str, width: float) -> str:
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" '
        f'fill="none" stroke="{stroke}" stroke-width="{width:.0f}"/>'
    )


def _shape(outline: str, fill: str) -> str:
    return f'<path fill="{fill}" d="{outline}"/>'


def _lines(outline: str, stroke: str, width: float) -> str:
    return f'<path fill="none" stroke="{stroke}" stroke-width="{width:.0f}" d="{outline}"/>'


def meeting(dice: Dice, palette: Palette) -> Iterator[str]:
    """Two or three discs that share something."""
    count = dice.whole(2, 3)
    radius = dice.between(330, 400) if count == 2 else dice.between(265, 310)
    angle = dice.between(-0.5, 0.5) if count == 2 else dice.between(-0.2, 0.2)
    step = radius * dice.between(0.95, 1.3)
    discs = []
    for index in range(count):
        along = (index - (count - 1) / 2) * step
        size = radius * dice.between(0.82, 1.12)
        discs.append((800 + along * math.cos(angle), 450 + along * math.sin(angle), size))
    for disc, colour in zip(discs, dice.shuffled(palette.middle), strict=False):
        yield _disc(*disc, colour)
    for one, other in pairwise(discs):
        yield _shape(_lens(one, other), palette.bright)
    x, y, size = discs[dice.whole(0, count - 1)]
    ring = dice.between(1.1, 1.24) * size
    yield _ring(x, y, ring, palette.bright, 5)


def _lens(one: tuple[float, float, float], other: tuple[float, float, float]) -> str:
    (x1, y1, r1), (x2, y2, r2) = one, other
    distance = math.hypot(x2 - x1, y2 - y1)
    along = (distance**2 + r1**2 - r2**2) / (2 * distance)
    half = math.sqrt(r1**2 - along**2)
    ux, uy = (x2 - x1) / distance, (y2 - y1) / distance
    x, y = x1 + along * ux, y1 + along * uy
    top, bottom = (x + half * uy, y - half * ux), (x - half * uy, y + half * ux)
    return (
        f"M{top[0]:.0f} {top[1]:.0f}A{r1:.0f} {r1:.0f} 0 0 1 {bottom[0]:.0f} {bottom[1]:.0f}"
        f"A{r2:.0f} {r2:.0f} 0 0 1 {top[0]:.0f} {top[1]:.0f}"
    )


def network(dice: Dice, palette: Palette) -> Iterator[str]:
    """People of different weight and the threads between neighbours."""
    columns, rows = 6, 4
    across, down = WIDTH / columns, HEIGHT / rows
    nodes = {
        (c, r): (across * (c + dice.between(0.22, 0.78)), down * (r + dice.between(0.22, 0.78)))
        for c in range(columns)
        for r in range(rows)
    }
    threads = {"weak": "", "strong": ""}
    for (c, r), (x, y) in nodes.items():
        near = [spot for spot in ((c + 1, r), (c, r + 1), (c + 1, r + 1), (c + 1, r - 1)) if spot in nodes]
        for spot in dice.shuffled(near)[: dice.one_of((1, 1, 2, 2, 3))]:
            threads[dice.one_of(("weak", "weak", "strong"))] += (
                f"M{x:.0f} {y:.0f}L{nodes[spot][0]:.0f} {nodes[spot][1]:.0f}"
            )
    yield _lines(threads["weak"], mix(palette.ground, palette.second, 0.75), 5)
    yield _lines(threads["strong"], palette.third, 10)
    for x, y in nodes.values():
        yield _disc(
            x, y, dice.one_of((18, 22, 28, 38, 52, 72)), dice.one_of((*palette.middle, palette.bright))
        )


def ripples(dice: Dice, palette: Palette) -> Iterator[str]:
    """Two voices whose rings cross."""
    gap = dice.between(58, 80)
    left, right = dice.shuffled((palette.first, palette.bright))
    y = dice.between(330, 570)
    centres = ((dice.between(360, 600), y, left), (dice.between(1000, 1240), HEIGHT - y, right))
    for x, y, colour in centres:
        for ring in range(1, dice.whole(7, 10)):
            yield _ring(x, y, gap * (ring + 0.35), colour, gap * 0.3)
        yield _disc(x, y, gap * 0.62, palette.third)


def hills(dice: Dice, palette: Palette) -> Iterator[str]:
    """Layers of cut paper below a sun."""
    yield _disc(dice.between(320, 1280), dice.between(190, 330), dice.between(90, 150), palette.bright)
    layers = dice.whole(4, 5)
    base, accent = dice.shuffled(palette.middle)[:2]
    struck = dice.whole(1, layers - 1)
    for layer in range(layers):
        top = 380 + layer * 480 / layers
        outline = _wave(dice, top, dice.between(50, 120))
        yield f'<path opacity=".18" transform="translate(0 -14)" d="{outline}"/>'
        hue = accent if layer == struck else base
        yield _shape(outline, mix(palette.ground, hue, 0.45 + 0.55 * layer / (layers - 1)))


def _wave(dice: Dice, top: float, swing: float) -> str:
    x, y = -100.0, top + dice.between(-swing, swing)
    outline = f"M{x:.0f} {y:.0f}"
    while x < WIDTH:
        step = dice.between(330, 560)
        middle, end = x + step / 2, x + step
        following = top + dice.between(-swing, swing)
        outline += f"C{middle:.0f} {y:.0f} {middle:.0f} {following:.0f} {end:.0f} {following:.0f}"
        x, y = end, following
    return outline + f"V{HEIGHT}H-100Z"


def weave(dice: Dice, palette: Palette) -> Iterator[str]:
    """Bands over and under one another."""
    pitch = dice.between(170, 230)
    band = pitch * dice.between(0.62, 0.8)
    angle = dice.one_of((-1, 1)) * dice.between(12, 40)
    warp, weft = dice.shuffled(palette.middle)[:2]
    size = pitch * 10
    yield f'<g transform="translate(800 450)rotate({angle:.1f})translate({-size / 2:.0f} {-size / 2:.0f})">'
    yield _shape("".join(f"M{i * pitch:.0f} 0h{band:.0f}v{size:.0f}h-{band:.0f}z" for i in range(10)), warp)
    special = dice.whole(3, 6)
    for row in range(10):
        fill = palette.bright if row == special else weft
        yield _shape(f"M0 {row * pitch + 8:.0f}h{size:.0f}v{band:.0f}h-{size:.0f}z", fill)
    over = (
        f"M{c * pitch:.0f} {r * pitch - 4:.0f}h{band:.0f}v{band + 24:.0f}h-{band:.0f}z"
        for r in range(10)
        for c in range(r % 2, 10, 2)
    )
    yield _shape("".join(over), warp) + "</g>"


def quarters(dice: Dice, palette: Palette) -> Iterator[str]:
    """A grid of quarter, half and whole circles, as modernist book covers have it."""
    rows = dice.whole(3, 4)
    cell = HEIGHT // rows
    columns = math.ceil(WIDTH / cell)
    start = (WIDTH - columns * cell) // 2
    colours = dice.shuffled((*palette.middle, palette.bright))
    outlines = dict.fromkeys(colours, "")
    for row in range(rows):
        for column in range(columns):
            outlines[dice.one_of(colours)] += _tile(dice, start + column * cell, row * cell, cell)
    yield from (_shape(outline, colour) for colour, outline in outlines.items())


def _tile(dice: Dice, x: int, y: int, cell: int) -> str:
    half, arc = cell // 2, f"a{cell} {cell} 0 0 1"
    return dice.one_of(
        (
            f"M{x} {y}h{cell}{arc}-{cell} {cell}z",
            f"M{x + cell} {y}v{cell}{arc}-{cell}-{cell}z",
            f"M{x + cell} {y + cell}h-{cell}{arc} {cell}-{cell}z",
            f"M{x} {y + cell}v-{cell}{arc} {cell} {cell}z",
            f"M{x} {y + half}a{half} {half} 0 0 1 {cell} 0z",
            f"M{x} {y + half}a{half} {half} 0 0 1 {cell} 0a{half} {half} 0 0 1-{cell} 0",
            f"M{x} {y}{arc} {cell} {cell}{arc}-{cell}-{cell}",
            "",
        )
    )


def doors(dice: Dice, palette: Palette) -> Iterator[str]:
    """A row of arched doors; through one falls light."""
    count = dice.whole(4, 6)
    pitch = 1360 / count
    floor = dice.between(720, 780)
    opened = dice.whole(0, count - 1)
    yield _shape(f"M0 {floor:.0f}H{WIDTH}V{HEIGHT}H0z", mix(palette.ground, palette.second, 0.45))
    for index in range(count):
        width = pitch * dice.between(0.66, 0.84)
        x = 120 + pitch * (index + 0.5) - width / 2
        height = dice.between(350, 590)
        fill = palette.bright if index == opened else dice.one_of(palette.middle)
        yield _shape(_arch(x, floor, width, height), fill)
        if index == opened:
            lean = dice.between(-160, 160)
            light = f"M{x:.0f} {floor:.0f}h{width:.0f}l{lean + 60:.0f} 200h-{width + 120:.0f}z"
            yield f'<path opacity=".45" fill="{fill}" d="{light}"/>'
        else:
            inset = width * 0.16
            yield _shape(
                _arch(x + inset, floor, width - 2 * inset, height - inset * 1.5),
                mix(fill, palette.ground, 0.25),
            )


def _arch(x: float, floor: float, width: float, height: float) -> str:
    radius = width / 2
    return (
        f"M{x:.0f} {floor:.0f}v-{height - radius:.0f}"
        f"a{radius:.0f} {radius:.0f} 0 0 1 {width:.0f} 0v{height - radius:.0f}z"
    )


def company(dice: Dice, palette: Palette) -> Iterator[str]:
    """People side by side, those behind already fading into the ground."""
    for row, shade in ((0, 0.68), (1, 0)):
        count = dice.whole(4, 5) + 1 - row
        pitch = WIDTH / count
        bright = dice.whole(1, count - 2) if row else -1
        colours = dice.shuffled(palette.middle)
        for place in dice.shuffled(range(count)):
            head = dice.between(74, 96) - 14 * (1 - row)
            x = pitch * (place + 0.5) + dice.between(-24, 24)
            y = 250 + 170 * row + dice.between(-60, 80)
            colour = palette.bright if place == bright else mix(colours[place % 3], palette.ground, shade)
            yield _disc(x, y, head, colour)
            yield _shape(_arch(x - head * 2, HEIGHT, head * 4, HEIGHT - y - head * 1.22), colour)


def bridges(dice: Dice, palette: Palette) -> Iterator[str]:
    """Places on a line and the arcs that join them."""
    line = dice.between(600, 690)
    stops = [130 + 1340 * (i + dice.between(-0.2, 0.2)) / 6 for i in range(7)]
    spans = [(start, start + length) for length in (5, 4, 3, 2, 1) for start in range(7 - length)]
    for start, end in sorted(dice.shuffled(spans)[: dice.whole(7, 9)], key=lambda span: span[0] - span[1]):
        radius = (stops[end] - stops[start]) / 2
        over = 0 if radius < 180 and dice.between(0, 1) < 0.5 else 1
        arc = f"M{stops[start]:.0f} {line:.0f}a{radius:.0f} {radius:.0f} 0 0 {over} {2 * radius:.0f} 0"
        yield _lines(arc, dice.one_of(palette.middle), dice.one_of((12, 20, 30, 42)))
    yield _lines(f"M0 {line:.0f}H{WIDTH}", palette.bright, 6)
    yield from (_disc(x, line, dice.one_of((22, 28, 36)), palette.bright) for x in stops)


def ribbons(dice: Dice, palette: Palette) -> Iterator[str]:
    """Many ways that come together and part again."""
    count = dice.whole(7, 10)
    width = 620 / count * dice.between(0.6, 0.95)
    starts = [140 + 620 * i / (count - 1) for i in range(count)]
    bend = dice.between(560, 900)
    ends = dice.shuffled(starts)
    for start, end in dice.shuffled(list(zip(starts, ends, strict=True))):
        outline = f"M-20 {start:.0f}C{bend:.0f} {start:.0f} {WIDTH - bend:.0f} {end:.0f} 1620 {end:.0f}"
        yield _lines(outline, palette.ground, width + 14)
        yield _lines(outline, dice.one_of((*palette.middle, *palette.middle, palette.bright)), width)


FAMILIES: tuple[Family, ...] = (
    meeting,
    network,
    ripples,
    hills,
    weave,
    quarters,
    doors,
    company,
    bridges,
    ribbons,
)
