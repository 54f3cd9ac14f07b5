from datetime import date

import pytest

from articles.plots import BASE, LINES, TOP, bar_plot


def months(*counts: int):
    return [(date(2025 + number // 12, number % 12 + 1, 1), count) for number, count in enumerate(counts)]


def share(text: str) -> float:
    return float(text.removesuffix("%"))


def test_bars_stand_on_the_base_as_high_as_their_counts():
    plot = bar_plot(months(0, 2, 4))
    assert [bar.height for bar in plot.bars] == [0, (BASE - TOP) // 2, BASE - TOP]
    assert all(bar.y + bar.height == BASE for bar in plot.bars)
    assert (plot.total, plot.highest.month) == (6, date(2025, 3, 1))


def test_bars_stand_side_by_side_within_the_plot():
    bars = bar_plot(months(*range(24))).bars
    edges = [edge for bar in bars for edge in (share(bar.x), share(bar.x) + share(bar.width))]
    assert edges == sorted(edges)
    assert edges[0] > share(bar_plot(months(1)).start)
    assert edges[-1] < 100


@pytest.mark.parametrize(
    ("highest", "values"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (5, [0, 2, 4, 6]),
        (7, [0, 2, 4, 6, 8]),
        (41, [0, 20, 40, 60]),
    ],
)
def test_lines_have_round_values_up_to_the_highest_bar(highest, values):
    assert [line.value for line in bar_plot(months(highest)).lines] == values


@pytest.mark.parametrize("highest", [1, 9, 10, 11, 99, 1234, 10_000_019])
def test_lines_are_few_and_no_bar_stands_out(highest):
    plot = bar_plot(months(highest, 1))
    assert len(plot.lines) <= LINES + 1
    assert all(TOP <= bar.y <= BASE for bar in plot.bars)


def test_quarters_and_years_are_marked():
    bars = bar_plot(months(*[1] * 13)).bars
    assert [bar.month.month for bar in bars if bar.opens_quarter] == [1, 4, 7, 10, 1]
    assert [bar.month.year for bar in bars if bar.opens_year] == [2025, 2026]
