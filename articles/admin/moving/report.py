"""The report of an import: what became of each file, what failed first."""

from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import ImportEntry, ImportRun

PAGE = 50
NOTED = "noted"
STATES = {
    "failed": _("Failed"),
    "created": pgettext_lazy("imported file", "New"),
    "updated": _("Updated"),
    "unchanged": _("Unchanged"),
    "skipped": _("Left out"),
}
KINDS = {
    "article": _("Article"),
    "page": _("Page"),
    "file": _("File"),
    "addresses": _("Addresses"),
}


class Total(NamedTuple):
    key: str
    label: Any
    number: int


class Row(NamedTuple):
    entry: ImportEntry
    state: Any
    kind: Any

    @property
    def has_more(self) -> bool:
        return bool(self.entry.fates or self.entry.notes)


class Report(NamedTuple):
    is_dry: bool
    which: str  # the part of a query that asks for the same report
    totals: list[Total]
    number: int
    chosen: str
    page: Page
    rows: list[Row]

    @property
    def query(self) -> str:
        return f"{self.which}state={self.chosen}&" if self.chosen else self.which


def report_of(run: ImportRun, query: QueryDict) -> Report:
    is_asked = query.get("report") == "check"
    is_dry = is_asked or is_checked_only(run)
    entries = ImportEntry.objects.filter(run=run, is_dry=is_dry)
    totals = totals_of(entries)
    chosen = query.get("state", "")
    if chosen not in {total.key for total in totals}:
        chosen = ""
    page = Paginator(worst_first(narrowed(entries, chosen)), PAGE).get_page(query.get("page"))
    number = sum(total.number for total in totals if total.key != NOTED)
    which = "report=check&" if is_asked else ""
    return Report(is_dry, which, totals, number, chosen, page, [row_of(entry) for entry in page])


def is_checked_only(run: ImportRun) -> bool:
    if run.phase == ImportRun.Phase.FAILED:
        return not run.entries.filter(is_dry=False).exists()
    return run.phase in {ImportRun.Phase.CHECKING, ImportRun.Phase.CHECKED}


def totals_of(entries: QuerySet[ImportEntry]) -> list[Total]:
    counted = entries.order_by().values_list("state").annotate(number=Count("pk"))
    numbers = dict(counted)
    known = [Total(state, label, numbers.pop(state)) for state, label in STATES.items() if state in numbers]
    others = [Total(state, state, number) for state, number in sorted(numbers.items())]
    noted = entries.exclude(notes=[]).count()
    return [*known, *others, *([Total(NOTED, _("With notes"), noted)] if noted else [])]


def narrowed(entries: QuerySet[ImportEntry], chosen: str) -> QuerySet[ImportEntry]:
    if chosen == NOTED:
        return entries.exclude(notes=[])
    return entries.filter(state=chosen) if chosen else entries


def worst_first(entries: QuerySet[ImportEntry]) -> QuerySet[ImportEntry]:
    places = [When(state=state, then=Value(place)) for place, state in enumerate(STATES)]
    rank = Case(*places, default=Value(len(STATES)), output_field=IntegerField())
    return entries.order_by(rank, "number")


def row_of(entry: ImportEntry) -> Row:
    return Row(entry, STATES.get(entry.state, entry.state), KINDS.get(entry.kind, entry.kind))
