"""Checks of what was written for Jekyll and says nothing here."""

from collections.abc import Iterable, Iterator

from articles.liquid import Construct, State
from articles.rendering.budget import gettext_noop

from .finding import Finding, in_body, quotation

TEMPLATES: dict[State, str] = {
    "not_understood": gettext_noop("The Liquid %(source)s is not understood here: readers do not see it."),
    "leads_nowhere": gettext_noop("The Liquid %(source)s leads nowhere: readers see no link."),
}


def check_liquid(unknown: Iterable[Construct]) -> Iterator[Finding]:
    for found in unknown:
        shown = quotation(" ".join(found.source.split()))
        yield in_body(f"liquid_{found.state}", found.line, TEMPLATES[found.state], source=shown)
