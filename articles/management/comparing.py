"""Relating many articles at once."""

from collections.abc import Sequence
from itertools import chain

from articles.related import Index, Terms


def read_ahead(index: Index, terms: Sequence[Terms]) -> None:
    """Ask in one query for what a batch will be compared with: one after the other, each article asks for some of it."""
    index.open({}, chain.from_iterable(terms))
    index.read(set(chain.from_iterable(map(index.rarest, terms))))
