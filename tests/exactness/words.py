"""The words that steps are made of: few names, so that addresses are given up and come back."""

import random
from collections.abc import Iterable

PASSWORD = "correct horse battery"
SLUGS = "ash birch cedar elder hazel larch maple rowan spruce".split()
CATEGORIES = ["Meeting", "Keeping", "Working"]
TAGS = ["Letters", "Events", "Habits", "Rooms"]
PEOPLE = ["Kim Lee", "Sam Poe", "Robin Roe"]
SERIES = ["Beginnings", "Endings"]
WORDS = "people often write short letters after a long meeting and keep some names for better days".split()


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(4, 9))).capitalize()


def free(rng: random.Random, names: list[str], taken: Iterable[str]) -> str | None:
    """Return one of the names that nothing has, None where all are taken."""
    left = sorted(set(names) - set(taken))
    return rng.choice(left) if left else None


def picked(rng: random.Random, rows: Iterable):
    """Return one of the rows, whatever order the database gives them in; None where there is none."""
    ordered = sorted(rows, key=lambda row: row.pk if row else 0)
    return rng.choice(ordered) if ordered else None
