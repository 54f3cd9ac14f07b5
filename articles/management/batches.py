"""What commands for many rows share: batches of keys, how many processes, what is said when they end early."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.db.models import QuerySet

from articles.crew import LostError, in_order
from articles.management.progress import Progress
from articles.models import Post

Value = TypeVar("Value")

TOGETHER = 50  # rows of one transaction: others who write wait for no longer than that takes
TRIES = 5


class BatchCommand(BaseCommand):
    """Goes through rows by their keys, some at a time and on all cores; cut off, it can be gone on with.

    A command says what any process does with a batch (`work`, a function of a module), and may say what this one does
    with what came of it (`take`, in the order of the keys), and before and after all of them.
    """

    work: Callable[[list[int]], Any]
    together = TOGETHER
    closing = ""  # with the number of rows

    def add_arguments(self, parser):
        parser.add_argument(
            "--after",
            type=int,
            default=0,
            metavar="KEY",
            help="go on after this key, where a run ended early",
        )
        add_jobs(parser)

    def handle(self, *, after=0, jobs, **options):
        rows = self.rows()
        self.progress, done = Progress(rows.filter(pk__gt=after).count(), sys.stderr), after
        self.begin(after)
        with resumable(lambda: f"Go on with: manage.py {name_of(self)} --after {done}"):
            for keys, outcome in in_order(self.work, key_batches(rows, after, self.together), jobs):
                self.take(outcome)
                done = keys[-1]
                self.progress.step(len(keys))
        self.finish()

    def rows(self) -> QuerySet:
        return Post.objects.all()

    def begin(self, after: int) -> None:
        pass

    def take(self, outcome: Any) -> None:
        pass

    def finish(self) -> None:
        self.progress.clear()
        self.stdout.write(self.closing.format(self.progress.done))


def name_of(command: BaseCommand) -> str:
    return type(command).__module__.rpartition(".")[2]


def add_jobs(parser) -> None:
    parser.add_argument(
        "--jobs",
        type=int,
        help="processes at work; if left out one for each core, once the work takes longer than a moment",
    )


def complain(command: BaseCommand, failures: Sequence[str], progress: Progress) -> None:
    for failure in failures:
        progress.clear()
        command.stdout.write(command.style.ERROR(f"failed  {failure}"))


def key_batches(rows: QuerySet, after: int = 0, size: int = TOGETHER) -> Iterator[list[int]]:
    """Yield the keys above one, some at a time: no list of all of them, and no query that stays open."""
    while keys := list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size]):
        yield keys
        after = keys[-1]


@contextmanager
def resumable(how: Callable[[], str]) -> Iterator[None]:
    """Say how to go on with work that did not come to its end."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise CommandError(f"Interrupted; what is done stays. {how()}") from error
    except LostError as error:
        reason = "A process was killed, perhaps for want of memory; fewer --jobs take less."
        raise CommandError(f"{reason} What is done stays. {how()}") from error


def tried_again(work: Callable[[], Value]) -> Value:
    """Do what two may wait for crosswise, so that the database ends one of them; that one does it once more."""
    for _attempt in range(TRIES - 1):
        try:
            return work()
        except OperationalError:
            continue
    return work()
