"""The figures as Markdown."""

from collections.abc import Iterator
from typing import NamedTuple

from .beginnings import Beginnings
from .pages import Weight
from .rates import BARE_DJANGO, BARE_WSGI, CACHED, NGINX_CACHED, NGINX_STATIC, Rate
from .scale import Size, growth
from .spread import Spread

BUSY = 0.85  # of a core; below, a server waited for whoever asked
KINDS_OF_LARGER = {"sitemap section"}  # holds what the site has, up to 2,500 addresses


class Results(NamedTuple):
    machine: str
    rates: dict[str, Rate]
    weights: dict[str, Weight]
    beginnings: Beginnings
    sizes: list[Size]


class Bar(NamedTuple):
    what: str
    wanted: str
    found: str
    is_met: bool


def written(results: Results) -> str:
    parts = [
        f"Measured on {results.machine}. Medians, with quartiles in brackets.",
        rate_table(results.rates),
        idle_note(results.rates),
        page_table(results),
        "![CPU of each page as the site grows](images/performance.svg)",
        bar_table(bars(results)),
    ]
    return "\n\n".join(filter(None, parts))


def table(head: list[str], rows: list[list[str]]) -> str:
    """Write a table whose first column is of words and whose others are of figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rate_table(rates: dict[str, Rate]) -> str:
    head = ["One article, one worker", "requests a second", "ms of CPU for each", "core busy", "memory"]
    rows = [
        [
            name,
            with_spread(rate.rate, ",.0f"),
            with_spread(rate.cpu, ".3f"),
            f"{rate.busy:.0%}",
            f"{rate.memory:.0f} MB",
        ]
        for name, rate in sorted(rates.items(), key=lambda item: -item[1].rate.median)
    ]
    return table(head, rows)


def idle_note(rates: dict[str, Rate]) -> str:
    idle = sorted(name for name, rate in rates.items() if rate.busy < BUSY)
    if not idle:
        return ""
    return (
        f"Busy for less than {BUSY:.0%} of a core, so not at the limit: {', '.join(idle)}. What held them back was the "
        "load generator, the server behind, or other work on the machine; there the CPU for each request says more."
    )


def page_table(results: Results) -> str:
    sizes = results.sizes
    factors = growth(sizes)
    columns = [f"ms at {size.posts:,}" for size in sizes]
    head = ["Page, made anew", "identity", "gzip", "br", *columns, "after a change", "growth"]
    return table(head, [page_row(name, results, factors[name]) for name in sizes[0].costs])


def page_row(name: str, results: Results, factor: float) -> list[str]:
    weight = results.weights.get(name)
    sizes = [f"{size / 1000:.1f} kB" for size in weight] if weight else ["", "", ""]
    times = [with_spread(size.costs[name], ".2f") for size in results.sizes]
    return [name, *sizes, *times, f"{results.sizes[-1].changed[name].median:.2f}", f"{factor:.2f} ×"]


def with_spread(spread: Spread, form: str) -> str:
    return f"{spread.median:{form}} ({spread.lower:{form}}–{spread.upper:{form}})"


def bar_table(found: list[Bar]) -> str:
    rows = [[bar.what, bar.wanted, bar.found, verdict(bar)] for bar in found]
    return table(["What must hold", "wanted", "found", "holds"], rows)


def verdict(bar: Bar) -> str:
    return "" if not bar.wanted else "yes" if bar.is_met else "**no**"


def bars(results: Results) -> list[Bar]:
    return [*rate_bars(results.rates), *page_bars(results), *beginning_bars(results.beginnings)]


def rate_bars(rates: dict[str, Rate]) -> Iterator[Bar]:
    yield from ratios("cached article to bare WSGI application", rates, CACHED, BARE_WSGI, 0.95)
    if NGINX_CACHED in rates:
        yield from ratios("nginx in front to nginx with a file", rates, NGINX_CACHED, NGINX_STATIC, 0.8)


def ratios(what: str, rates: dict[str, Rate], ours: str, theirs: str, wanted: float) -> Iterator[Bar]:
    asked = rates[ours].rate.median / rates[theirs].rate.median
    yield Bar(f"{what}, requests a second", f"≥ {wanted}", f"{asked:.2f}", asked >= wanted)
    # Who is not busy might answer more: by what one core has time for, the same again.
    able = rates[theirs].cpu.median / rates[ours].cpu.median
    yield Bar(f"{what}, by CPU", "", f"{able:.2f}", True)


def page_bars(results: Results) -> Iterator[Bar]:
    first = results.sizes[0]
    found = first.costs["article"].median / first.costs[BARE_DJANGO].median
    yield Bar("uncached article to bare Django view, CPU", "≤ 5", f"{found:.1f}", found <= 5)
    grown = {name: each for name, each in growth(results.sizes).items() if name not in KINDS_OF_LARGER}
    worst = max(grown, key=lambda name: grown[name])
    what = f"CPU at {results.sizes[-1].posts:,} articles to {first.posts:,}, worst page ({worst})"
    yield Bar(what, "≤ 2", f"{grown[worst]:.2f}", grown[worst] <= 2)
    memory = max(size.memory for size in results.sizes)
    yield Bar(
        "memory of a worker after all pages of the largest site", "< 150 MB", f"{memory:.0f} MB", memory < 150
    )


def beginning_bars(found: Beginnings) -> Iterator[Bar]:
    start = found.start.median
    yield Bar(
        "start of gunicorn to first byte of an article",
        "≤ 1.5 s",
        f"{with_spread(found.start, '.2f')} s",
        start <= 1.5,
    )
    for herd in found.herds:
        what = f"renders for {herd.answers} first requests at once, workers: {herd.workers}"
        yield Bar(what, "1", str(herd.renders), herd.renders == 1)
