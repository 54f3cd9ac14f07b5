"""Medians with their spread, of rounds that are taken in turns so that a noisy moment hits all alike."""

import statistics
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

Key = TypeVar("Key")


class Spread(NamedTuple):
    median: float
    lower: float  # quartiles
    upper: float


def spread(values: Iterable[float]) -> Spread:
    values = list(values)
    if len(values) < 2:
        return Spread(values[0], values[0], values[0])
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(median, lower, upper)


def interleaved(measures: dict[Key, Callable[[], Any]], rounds: int) -> dict[Key, list[Any]]:
    """Take each measure once a round; the first round warms up and is forgotten."""
    taken: dict[Key, list[Any]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            result = measure()
            if number:
                taken[name].append(result)
    return taken
