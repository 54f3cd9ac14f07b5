"""The picture beside the text: it has the title's palette, that of the drawn cover, and a drawing of its own."""

import math
from collections.abc import Callable, Iterable

from PIL import Image, ImageChops, ImageDraw

from articles.colours import mix
from articles.covers import Dice, Palette, palette_of, seed_for

WIDTH, HEIGHT = 378, 630


class Pen:
    """Shapes in a panel of WIDTH × HEIGHT, drawn at four times that for smooth edges."""

    fine = 4

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * self.fine, HEIGHT * self.fine), ground)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        x, y, radius = self.fine * x, self.fine * y, self.fine * radius
        return x - radius, y - radius, x + radius, y + radius

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self.draw.ellipse(self.box(x, y, radius), fill)

    def ring(self, x: float, y: float, radius: float, fill: str, width: float) -> None:
        self.draw.ellipse(self.box(x, y, radius + width / 2), outline=fill, width=round(self.fine * width))

    def slice(self, x: float, y: float, radius: float, start: int, end: int, fill: str) -> None:
        self.draw.pieslice(self.box(x, y, radius), start, end, fill)

    def block(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        self.draw.rectangle([self.fine * edge for edge in (left, top, right, bottom)], fill)

    def line(self, points: Iterable[tuple[float, float]], fill: str, width: float) -> None:
        corners = [(self.fine * x, self.fine * y) for x, y in points]
        self.draw.line(corners, fill, round(self.fine * width), joint="curve")

    def area(self, points: Iterable[tuple[float, float]], fill: str) -> None:
        self.draw.polygon([(self.fine * x, self.fine * y) for x, y in points], fill)


Family = Callable[[Pen, Dice, Palette], None]


def draw(title: str) -> Image.Image:
    """Draw the motif of a title, WIDTH × HEIGHT; spacing and Unicode normal form make no difference."""
    number = int(seed_for(title), 16)
    palette = palette_of(number)
    pen = Pen(palette.ground)
    family_of(number)(pen, Dice(number), palette)
    return pen.image.reduce(pen.fine)


def family_of(number: int) -> Family:
    return FAMILIES[(number >> 48) % len(FAMILIES)]


def meeting(pen: Pen, dice: Dice, palette: Palette) -> None:
    """Two discs that share something, and a ring about one of them."""
    lean, radius = dice.between(-20, 20), dice.between(138, 148)
    step = radius * dice.between(0.55, 0.68)
    discs = [
        (WIDTH / 2 + lean, HEIGHT / 2 - step, radius),
        (WIDTH / 2 - lean, HEIGHT / 2 + step, radius * 0.94),
    ]
    masks = []
    for disc, colour in zip(discs, dice.shuffled(palette.middle), strict=False):
        pen.disc(*disc, colour)
        masks.append(Image.new("1", pen.image.size))
        ImageDraw.Draw(masks[-1]).ellipse(pen.box(*disc), 1)
    pen.image.paste(palette.bright, mask=ImageChops.logical_and(*masks))
    x, y, radius = dice.one_of(discs)
    pen.ring(x, y, radius * 1.12, palette.bright, 3)


def ripples(pen: Pen, dice: Dice, palette: Palette) -> None:
    """Two voices whose rings cross."""
    gap = dice.between(27, 35)
    colours = dice.shuffled((palette.first, palette.bright))
    high, side = dice.between(130, 220), dice.between(40, 200)
    for x, y, colour in ((side, high, colours[0]), (WIDTH - 60, HEIGHT - high, colours[1])):
        for ring in range(1, 9):
            pen.ring(x, y, gap * (ring + 0.35), colour, gap * 0.3)
        pen.disc(x, y, gap * 0.62, palette.third)


def hills(pen: Pen, dice: Dice, palette: Palette) -> None:
    """Layers of cut paper below a sun."""
    pen.disc(dice.between(110, 270), dice.between(130, 190), dice.between(56, 84), palette.bright)
    base, struck = dice.shuffled(palette.middle)[:2]
    special = dice.one_of((1, 2, 3))
    for layer in range(5):
        top, swing, phase = 270 + 76 * layer, dice.between(18, 42), dice.between(0, math.tau)
        length = dice.between(330, 620)
        edge = [(x, top + swing * math.sin(phase + math.tau * x / length)) for x in range(0, WIDTH + 7, 6)]
        colour = mix(palette.ground, struck if layer == special else base, 0.4 + 0.15 * layer)
        pen.area([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], colour)


def quarters(pen: Pen, dice: Dice, palette: Palette) -> None:
    """Quarter, half and whole circles in a grid, as modernist book covers have them."""
    cell = WIDTH // 3
    for row in range(5):
        for column in range(3):
            _tile(pen, dice, column * cell, row * cell, cell, dice.one_of(palette[1:]))


def _tile(pen: Pen, dice: Dice, x: int, y: int, cell: int, fill: str) -> None:
    across, down = dice.one_of(((0, 0), (1, 0), (1, 1), (0, 1)))
    shape = dice.one_of(("quarter", "quarter", "quarter", "half", "disc", "leaf", ""))
    if shape == "disc":
        pen.disc(x + cell / 2, y + cell / 2, cell / 2, fill)
    elif shape == "half":
        start = 90 * (2 * across + down)
        pen.slice(x + cell / 2, y + cell / 2, cell / 2, start, start + 180, fill)
    elif shape:
        start = {(0, 0): 0, (1, 0): 90, (1, 1): 180, (0, 1): 270}[across, down]
        pen.slice(x + cell * across, y + cell * down, cell, start, start + 90, fill)


def doors(pen: Pen, dice: Dice, palette: Palette) -> None:
    """Arches within arches; through one falls light."""
    half = WIDTH / 4
    opened = dice.one_of((0, 1, 2, 3))
    for place in range(4):
        x, floor = half * (1 + 2 * (place % 2)), HEIGHT / 2 * (1 + place // 2)
        colours = dice.shuffled(palette.middle)
        inner = palette.bright if place == opened else palette.ground
        top = floor - dice.between(150, 190)
        for ring, colour in enumerate((*colours, inner)):
            radius = half * (0.94 - 0.22 * ring)
            pen.slice(x, top, radius, 180, 360, colour)
            pen.block(x - radius, top, x + radius, floor, colour)


def network(pen: Pen, dice: Dice, palette: Palette) -> None:
    """People of different weight and the threads between neighbours."""
    cell = WIDTH / 3
    spots = [(column, row) for row in range(5) for column in range(3)]
    nodes = {
        (c, r): (cell * (c + dice.between(0.32, 0.68)), cell * (r + dice.between(0.32, 0.68)))
        for c, r in spots
    }
    for c, r in spots:
        near = [spot for spot in ((c + 1, r), (c, r + 1), (c + 1, r + 1), (c - 1, r + 1)) if spot in nodes]
        for spot in dice.shuffled(near)[: dice.one_of((1, 1, 2, 2))]:
            strong = dice.chance() < 0.35
            colour = palette.third if strong else mix(palette.ground, palette.second, 0.75)
            pen.line((nodes[c, r], nodes[spot]), colour, 5 if strong else 2.5)
    for place in nodes.values():
        pen.disc(*place, dice.one_of((8, 10, 13, 18, 26, 36)), dice.one_of(palette[1:]))


FAMILIES: tuple[Family, ...] = (meeting, network, ripples, hills, quarters, doors)
