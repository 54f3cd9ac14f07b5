"""One import: what a reader found is stored some files at a time, and each is answered for."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DataError, IntegrityError, transaction

from articles.importers.base import Outcome
from articles.models import gathered

from .entries import Entry, LoadOptions
from .group import Group, failed
from .planned import Planned
from .references import resolve_references
from .rows import Rows


def load(outcomes: Iterable[Outcome], options: LoadOptions) -> Iterator[Entry]:
    """Store what a reader found and say, in its order, what became of each; no bad file stops the rest.

    Some files share a transaction and are answered for once it is through. A part of the outcomes may be
    loaded now and the rest later.
    """
    run, rest = Run(options), iter(outcomes)
    while some := list(islice(rest, options.together)):
        while some:
            entries = run.store(some)
            yield from entries
            some = some[len(entries) :]
    run.finish()


class Run:
    """What is remembered from one transaction to the next."""

    def __init__(self, options: LoadOptions) -> None:
        self.options = options
        self.rows = Rows()
        self.planned = Planned() if options.dry_run else None
        self.memory: dict[Any, Any] = {}  # of those who follow what is stored

    def finish(self) -> None:
        if not self.options.dry_run:
            resolve_references(self.memory)

    def forget(self) -> None:
        self.rows.forget()
        self.memory = {}

    def store(self, outcomes: Sequence[Outcome]) -> list[Entry]:
        """Store as many of the outcomes as can be stored in the time; at least one."""
        group = Group(outcomes, self.options, self.rows, self.planned)
        try:
            with transaction.atomic(), gathered(self.memory) as posts:
                group.store()
                if self.options.dry_run:
                    posts.clear()
                    transaction.set_rollback(True)
        except (DataError, IntegrityError) as error:
            self.forget()
            if len(outcomes) > 1:
                # Something that belongs to one file came out at the end alone.
                return [entry for outcome in outcomes for entry in self.store([outcome])]
            return [failed(outcomes[0], error)]
        if group.has_failed:
            self.forget()
        if self.options.dry_run:
            self.forget()
        else:
            group.fetch_pictures()
        return group.entries
