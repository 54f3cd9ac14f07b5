"""Texts compared by their words."""

import re

EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def bare_words(text: str) -> str:
    """Fold a text to what its words have: no case, no signs before and after, single spaces."""
    return EDGES.sub("", " ".join(text.casefold().split()))
