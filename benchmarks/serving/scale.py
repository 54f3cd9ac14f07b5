"""The same pages on sites of more and more articles."""

from pathlib import Path
from typing import NamedTuple

from .pages import costs
from .site import make_site
from .spread import Spread

SIZES = (1_000, 10_000, 100_000)


class Size(NamedTuple):
    posts: int
    costs: dict[str, Spread]
    changed: dict[str, Spread]
    memory: float


def scale(sites: Path, folder: Path, sizes: tuple[int, ...], rounds: int, requests: int) -> list[Size]:
    found = []
    for posts in sizes:
        site = make_site(sites / str(posts), posts)
        found.append(Size(posts, *costs(site, folder, rounds, requests)))
    return found


def growth(sizes: list[Size]) -> dict[str, float]:
    """Return by kind of page how many times the smallest site's cost the largest site's is."""
    first, last = sizes[0].costs, sizes[-1].costs
    return {name: last[name].median / first[name].median for name in first}
