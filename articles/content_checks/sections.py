"""Checks of sections: empty ones, and two that say the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from articles.outline import Heading, Section
from articles.rendering.budget import gettext_noop

from .finding import Finding, in_body, quotation

WORD = re.compile(r"\w+")
Shingle = tuple[str, ...]
# So much of the shorter section is in the other: nine blogs of 1,300 articles have seven such pairs.
ALIKE = 0.4
FEWEST_SHINGLES = 23
MOST_HOLDERS = 8


def check_sections(sections: Sequence[Section]) -> Iterator[Finding]:
    for section in sections:
        if section.is_empty:
            template = gettext_noop("Nothing stands below the heading “%(text)s”.")
            yield in_body(
                "section_empty", section.heading.line, template, text=quotation(section.heading.text)
            )
    for earlier, later in pairs_alike(sections):
        template = gettext_noop("“%(text)s” says much the same as “%(other)s” (line %(other_line)d).")
        shown, other = quotation(later.text), quotation(earlier.text)
        yield in_body(
            "sections_alike", later.line, template, text=shown, other=other, other_line=earlier.line
        )


def pairs_alike(sections: Iterable[Section]) -> Iterator[tuple[Heading, Heading]]:
    """Pair each section with the earlier one that shares most with it, where that is enough."""
    earlier: list[tuple[Heading, int]] = []
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for section in sections:
        shingles = shingles_of(section.text)
        if len(shingles) < FEWEST_SHINGLES:
            continue
        likeness = {
            index: count / min(len(shingles), earlier[index][1])
            for index, count in Counter(index for shingle in shingles for index in holders[shingle]).items()
        }
        nearest = max(likeness, key=lambda index: likeness[index], default=-1)
        if likeness.get(nearest, 0) >= ALIKE:
            yield earlier[nearest][0], section.heading
        hold(shingles, len(earlier), holders)
        earlier.append((section.heading, len(shingles)))


def hold(shingles: Iterable[Shingle], index: int, holders: dict[Shingle, list[int]]) -> None:
    """Note that a section has these; of each, the first few are enough: thousands of equal sections stay cheap."""
    for shingle in shingles:
        if len(holders[shingle]) < MOST_HOLDERS:
            holders[shingle].append(index)


def shingles_of(text: str) -> set[Shingle]:
    """Return all that three words in a row say."""
    words = WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))
