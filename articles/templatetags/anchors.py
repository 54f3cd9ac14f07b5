from collections.abc import Iterable, Iterator
from typing import Any

from django import template

from articles.importers.permalinks import slugify

register = template.Library()
TAKEN = frozenset(["main"])  # of base.html


@register.filter
def anchored(subjects: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Yield each with the id that it has on a Jekyll site's page of them all; "" where another has it."""
    taken = set(TAKEN)
    for subject in subjects:
        anchor = slugify(subject.name)
        yield subject, "" if anchor in taken else anchor
        taken.add(anchor)
