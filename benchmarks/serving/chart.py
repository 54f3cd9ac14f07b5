"""The scale curve as an SVG: for each kind of page one bar a size of site, readable on light and dark."""

from html import escape

from .scale import Size, growth

WIDTH, LEFT, RIGHT, TOP, FOOT = 760, 150, 110, 64, 34
BAR, GAP = 7, 12  # heights
STYLE = """
  .paper { fill: #fbfaf8 } text { font: 13px system-ui, sans-serif; fill: #2b2a28 }
  .faint { fill: #6b6862; font-size: 12px } .line { stroke: #d9d5ce } .title { font-size: 15px; font-weight: 600 }
  .b0 { fill: #d3a08f } .b1 { fill: #bd6a4f } .b2 { fill: #a33a20 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #1b1a19 } text { fill: #eceae6 } .faint { fill: #a5a199 } .line { stroke: #3d3a37 }
    .b0 { fill: #7d5346 } .b1 { fill: #b9654b } .b2 { fill: #f0937a }
  }
"""


def scale_chart(sizes: list[Size]) -> str:
    names = list(sizes[0].costs)
    row = BAR * len(sizes) + GAP
    height = TOP + row * len(names) + FOOT
    most = max(spread.median for size in sizes for spread in size.costs.values())
    step = line_step(most)
    top = step * -(-most // step)
    parts = [*frame(height), *legend(sizes), *lines(step, top, height)]
    factors = growth(sizes)
    for position, name in enumerate(names):
        parts += bars(name, sizes, factors[name], TOP + row * position, top)
    return "\n".join([head(height), f"<style>{STYLE}</style>", *parts, "</svg>\n"])


def head(height: int) -> str:
    label = "Milliseconds of CPU for one page of each kind, by number of articles"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{label}">\n<title>{label}</title>'
    )


def frame(height: int) -> list[str]:
    return [
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="8"/>',
        text(16, 26, "Milliseconds of CPU for a page made anew", "title"),
    ]


def legend(sizes: list[Size]) -> list[str]:
    parts = []
    for number, size in enumerate(sizes):
        x = 16 + 150 * number
        parts.append(f'<rect class="b{number}" x="{x}" y="38" width="11" height="11"/>')
        parts.append(text(x + 17, 48, f"{size.posts:,} articles", "faint"))
    return parts


def line_step(most: float) -> float:
    """Return the smallest of 0.1, 0.2, 0.5, 1, 2, 5, 10… that needs no more than six steps."""
    size = 0.1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= 6 * step:
                return step
        size *= 10


def lines(step: float, top: float, height: int) -> list[str]:
    parts, value = [], 0.0
    while value <= top + step / 2:
        x = across(value, top)
        parts.append(f'<line class="line" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{height - FOOT + 4}"/>')
        parts.append(text(x, height - 12, f"{value:g} ms", "faint", "middle"))
        value = round(value + step, 6)
    return parts


def bars(name: str, sizes: list[Size], factor: float, y: int, top: float) -> list[str]:
    middle = y + BAR * len(sizes) / 2 + 4
    parts = [text(LEFT - 8, middle, name, "", "end")]
    for number, size in enumerate(sizes):
        width = round(across(size.costs[name].median, top) - LEFT, 1)
        parts.append(
            f'<rect class="b{number}" x="{LEFT}" y="{y + BAR * number}" width="{width}" height="{BAR - 1}"/>'
        )
    longest = across(max(size.costs[name].median for size in sizes), top)
    parts.append(text(longest + 6, middle, f"{sizes[-1].costs[name].median:.1f} ms, {factor:.2f} ×", "faint"))
    return parts


def across(value: float, top: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * value / top, 1)


def text(x: float, y: float, words: str, name: str, anchor: str = "start") -> str:
    return f'<text class="{name}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
