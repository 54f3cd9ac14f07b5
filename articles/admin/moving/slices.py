"""An import is worked on in slices of some seconds, each a request of its own, so that no restart loses much.

Whoever works on it holds it: each step says so anew, on the condition that nobody else has said so since.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol, runtime_checkable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.importers import READERS
from articles.importers.base import Outcome, Reader, ReadError, ReadOptions
from articles.importers.load import Entry, LoadOptions, load
from articles.library import Fetcher
from articles.models import Image, ImportEntry, ImportRun

from .sources import discard, is_laid_out, laid_out

Phase = ImportRun.Phase
SECONDS, FIRST_SECONDS = 4.0, 1.0  # the first slice soon shows that something happens
LONGEST_WAY = 15.0
HELD_FOR = timedelta(seconds=60)  # longer than one file or one picture takes
UNPACKING = timedelta(minutes=3)
AFTER = {Phase.CHECKING: Phase.CHECKED, Phase.IMPORTING: Phase.DONE}
WORKING = frozenset(AFTER)
TOGETHER = 50  # entries that are stored at once


class TakenError(Exception):
    """Somebody else works on this import, or has removed it."""


class Hold:
    """The right to work on an import, which lapses when it is not renewed."""

    def __init__(self, run: ImportRun) -> None:
        """Take the import. Raises TakenError."""
        if is_held(run):
            raise TakenError
        self.run = run
        self.step()

    def step(self, *, until: datetime | None = None, **fields: Any) -> None:
        now = timezone.now()
        fields["held_until"] = until or now + HELD_FOR
        fields["changed_at"] = now
        unchanged = ImportRun.objects.filter(pk=self.run.pk, changed_at=self.run.changed_at)
        if not unchanged.update(**fields):
            raise TakenError
        for name, value in fields.items():
            setattr(self.run, name, value)

    def release(self) -> None:
        self.step(until=timezone.now())


class HoldingFetcher(Fetcher):
    """Renews the hold before each picture, because a slow host may take as long as a whole slice."""

    def __init__(self, hold: Hold) -> None:
        super().__init__()
        self.hold = hold

    def fetch(self, image: Image) -> None:
        self.hold.step()
        super().fetch(image)


def is_held(run: ImportRun) -> bool:
    return run.held_until is not None and run.held_until > timezone.now()


def advance(run: ImportRun, seconds: float | None = None) -> bool:
    """Work on an import for some seconds; return False when somebody else does already."""
    if run.phase not in AFTER:
        return True
    try:
        hold = Hold(run)
        try:
            work(hold, (SECONDS if run.position else FIRST_SECONDS) if seconds is None else seconds)
        finally:
            hold.release()
    except TakenError:
        return False
    if run.phase in {Phase.DONE, Phase.FAILED}:
        discard(run)
        ImportRun.objects.filter(pk=run.pk).update(file="")
    return True


def work(hold: Hold, seconds: float) -> None:
    run = hold.run
    if not is_laid_out(run):
        hold.step(until=timezone.now() + UNPACKING)
    try:
        with laid_out(run) as path:
            reader = READERS[run.source](path, read_options(run))
            hold.step(total=max(len(reader), run.position))
            if not run.total:
                raise ReadError(_("there is no article in it"))
            portion = Portion(outcomes(reader, run.position), seconds)
            for entries in by_the_second(load(portion, load_options(hold))):
                store(hold, entries)
    except ReadError as error:
        hold.step(phase=Phase.FAILED, problem=str(error))
    else:
        if portion.is_all:
            hold.step(phase=AFTER[Phase(run.phase)], total=run.position)


class Portion:
    """Gives outcomes for some seconds; what it gave is to be stored to the end."""

    def __init__(self, rest: Iterator[Outcome], seconds: float) -> None:
        self.rest, self.seconds = rest, seconds
        self.is_all = False

    def __iter__(self) -> Iterator[Outcome]:
        began_at, ends_at = time.monotonic(), 0.0
        for outcome in self.rest:
            # Where it takes long to go past what was done before, the work is to take no less.
            way = min(time.monotonic() - began_at, LONGEST_WAY)
            ends_at = ends_at or time.monotonic() + (way if way > SECONDS else self.seconds)
            yield outcome
            if time.monotonic() >= ends_at:
                return
        self.is_all = True


def by_the_second(entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    some, began_at = [], time.monotonic()
    for entry in entries:
        some.append(entry)
        if len(some) == TOGETHER or time.monotonic() > began_at + 1:
            yield some
            some, began_at = [], time.monotonic()
    if some:
        yield some


def store(hold: Hold, entries: list[Entry]) -> None:
    run, is_dry = hold.run, hold.run.phase == Phase.CHECKING
    rows = [row_of(run, is_dry, number, entry) for number, entry in enumerate(entries, run.position)]
    with transaction.atomic():
        ImportEntry.objects.bulk_create(rows)
        position = run.position + len(rows)
        hold.step(position=position, total=max(run.total, position))  # readers know their number roughly


def row_of(run: ImportRun, is_dry: bool, number: int, entry: Entry) -> ImportEntry:
    return ImportEntry(
        run=run,
        is_dry=is_dry,
        number=number,
        kind=entry.kind,
        state=entry.state,
        path=entry.path,
        line=entry.line,
        reason=entry.reason,
        address=entry.address,
        fates=[{"key": fate.key, "raw": fate.raw, "fate": fate.fate} for fate in entry.fates],
        notes=[{"severity": note.severity, "text": note.text, "line": note.line} for note in entry.notes],
    )


@runtime_checkable
class SkippingReader(Protocol):
    """A reader that need not read the files before the one that it is to go on with."""

    def outcomes(self, start: int) -> Iterator[Outcome]: ...


def outcomes(reader: Reader, start: int) -> Iterator[Outcome]:
    return reader.outcomes(start) if isinstance(reader, SkippingReader) else islice(reader, start, None)


def read_options(run: ImportRun) -> ReadOptions:
    return ReadOptions(timezone=timezone.get_current_timezone(), permalink=run.options["permalink"] or None)


def load_options(hold: Hold) -> LoadOptions:
    given, is_dry = hold.run.options, hold.run.phase == Phase.CHECKING
    return LoadOptions(
        date=datetime.fromisoformat(given["date"]) if given["date"] else None,
        author=given["author"],
        strict_categories=given["strict_categories"],
        dry_run=is_dry,
        fetcher=HoldingFetcher(hold) if given["fetch"] and not is_dry else None,
    )
