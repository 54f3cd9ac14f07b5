"""Checks of headings: their levels, and whether one says the title again."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.outline import Heading
from articles.rendering.budget import gettext_noop

from .finding import Finding, in_body, quotation
from .wording import bare_words


def check_headings(headings: Sequence[Heading], title: str) -> Iterator[Finding]:
    repeated = [heading for heading in headings if title and bare_words(heading.text) == bare_words(title)]
    for heading in repeated:
        template = gettext_noop("The heading “%(text)s” repeats the title.")
        yield in_body("heading_repeats_title", heading.line, template, text=quotation(heading.text))
    of_level_1 = [heading for heading in headings if heading.level == 1]
    if of_level_1 and of_level_1[0] not in repeated:
        first = of_level_1[0]
        template = gettext_noop(
            "“%(text)s” is a heading of level 1, which is the title's: begin with level 2 (##)."
        )
        yield in_body("heading_level_1", first.line, template, text=quotation(first.text))
    yield from check_levels(headings)


def check_levels(headings: Sequence[Heading]) -> Iterator[Finding]:
    if headings and headings[0].level > 2:
        template = gettext_noop(
            "The first heading, “%(text)s”, is of level %(level)d: begin with level 2 (##)."
        )
        yield skipped(headings[0], template)
    for above, heading in pairwise(headings):
        if heading.level > above.level + 1:
            template = gettext_noop(
                "The heading “%(text)s” is of level %(level)d and follows one of level %(above)d."
            )
            yield skipped(heading, template, above.level)


def skipped(heading: Heading, template: str, above: int = 1) -> Finding:
    shown = quotation(heading.text)
    return in_body(
        "heading_level_skipped", heading.line, template, text=shown, level=heading.level, above=above
    )
