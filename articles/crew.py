"""Work in batches on all cores: each batch in one of several processes, what came of it in the order of the batches."""

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Generic, TypeVar

import django
from django.db import connection, connections

Batch = TypeVar("Batch")
Outcome = TypeVar("Outcome")

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
AHEAD = 3  # batches of each process that are given before the first is taken: memory stays bounded
PATIENCE = (
    3.0  # seconds that work goes on alone: until then, starting processes takes longer than what they save
)


class LostError(Exception):
    """A process of the crew was killed; batches that were not taken may or may not be done."""


class Crew(Generic[Batch, Outcome]):
    """Gives batches to processes and takes back what `work`, a function of a module, made of each.

    Those that ask for more than one get processes with the second batch, as the first is done here; those that
    leave the number open get one for each core, once the work takes longer than a moment. There are none where they
    would not see the same rows.
    """

    def __init__(self, work: Callable[[Batch], Outcome], jobs: int | None) -> None:
        self.work = work
        self.jobs = (jobs or CORES) if is_seen_elsewhere() else 1
        self.alone_until = 0.0 if jobs else time.monotonic() + PATIENCE
        self.given: deque[tuple[Batch, Future[Outcome] | None]] = deque()
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Crew[Batch, Outcome]":
        return self

    def __exit__(self, *_error: object) -> None:
        """Wait until what has begun is done; what has not is left."""
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    @property
    def is_shared(self) -> bool:
        return self.jobs > 1 and time.monotonic() >= self.alone_until

    @property
    def is_full(self) -> bool:
        return len(self.given) >= (self.jobs * AHEAD if self.is_shared else 1)

    def give(self, batch: Batch) -> None:
        if self.given and self.pool is None and self.is_shared:
            self.pool = ProcessPoolExecutor(
                self.jobs, get_context("spawn"), begin, (connection.settings_dict["NAME"],)
            )
        try:
            with uninterrupted():
                self.given.append((batch, self.pool.submit(self.work, batch) if self.pool else None))
        except BrokenProcessPool as error:
            raise LostError from error

    def take(self) -> tuple[Batch, Outcome]:
        """Return the batch that was given first and its outcome, when it is there. Raises LostError."""
        batch, future = self.given.popleft()
        try:
            return batch, future.result() if future else self.work(batch)
        except BrokenProcessPool as error:
            raise LostError from error


def in_order(
    work: Callable[[Batch], Outcome], batches: Iterable[Batch], jobs: int | None
) -> Iterator[tuple[Batch, Outcome]]:
    with Crew(work, jobs) as crew:
        for batch in batches:
            crew.give(batch)
            while crew.is_full:
                yield crew.take()
        while crew.given:
            yield crew.take()


def is_seen_elsewhere() -> bool:
    """Whether other processes see the rows that this one does: not from within a transaction, nor from memory."""
    is_in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    return not (connection.in_atomic_block or is_in_memory)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait; for a process that begins within, for ever: it is for the one that started it to end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin(database: object) -> None:
    """Make a new process ready for work, which ends with the one that started it."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    django.setup()
    # That of a test is not the one that the environment names.
    connections["default"].settings_dict["NAME"] = database


def end_with_parent() -> None:
    """Without this, the processes of one that was killed would wait for work for ever."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
