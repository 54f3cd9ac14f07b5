"""When what readers see has changed: by a commit of anybody, or because a scheduled moment has come."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.utils import timezone

from articles import triggers
from articles.models import Post
from articles.wal import Index

Value = TypeVar("Value")

SELECT = "SELECT at FROM articles_generation"
MOST_REMEMBERED = 5_000


class UnknownError(Exception):
    """Nobody can say whether anything changed: nothing may be served from memory."""


class Standing(NamedTuple):
    """Two are equal exactly while no public page can have changed.

    `at` is the generation and `ends_at` the next scheduled moment, in seconds since 1970. `changed` is the second
    after the last change, another for each; infinite while a scheduled moment came later, which has none.
    """

    at: int
    changed: float
    ends_at: float


class Thread(threading.local):
    """What one thread knows: its connection, and how things stood when the request that it answers began."""

    connection: Any = None
    standing: Standing | None = None


class Memory:
    """Values by their keys, all of one standing."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.standing: Standing | None = None
        self.values: OrderedDict[tuple, Any] = OrderedDict()

    def find(self, standing: Standing, keys: Iterable[tuple]) -> dict[tuple, Any]:
        """Return those that are known."""
        with self.lock:
            if self.standing != standing:
                self.standing = standing
                self.values.clear()
            found = {key: self.values[key] for key in keys if key in self.values}
            for key in found:
                self.values.move_to_end(key)
            return found

    def keep(self, standing: Standing, values: Mapping[tuple, Any]) -> None:
        with self.lock:
            if self.standing == standing:
                self.values |= values
                while len(self.values) > MOST_REMEMBERED:
                    self.values.popitem(last=False)


class Last(NamedTuple):
    """What was found last, and the header of SQLite's log before it was."""

    header: bytes | None
    standing: Standing


thread, memory = Thread(), Memory()
last = Last(None, Standing(-1, math.inf, -math.inf))
index: Index | None = None
is_watched = False


def begin() -> None:
    """Note how things stand as a request begins: what it works out is at least as new, and kept as of then."""
    thread.connection = connections[DEFAULT_DB_ALIAS]
    try:
        thread.standing = None if thread.connection.in_atomic_block else standing()
    except UnknownError:
        thread.standing = None


def end() -> None:
    thread.standing = None


def standing() -> Standing:
    """Return how things stand now. Raises UnknownError."""
    global last
    # Before the database is asked: after a commit in between it is no longer the same.
    header = index.header if index else None
    known, found = last
    is_same = known == header and header is not None
    if is_same and time.time() < found.ends_at:
        return found
    at = read()
    if found.at != at or time.time() >= found.ends_at:
        found = schedule(at)
    # What a transaction sees of its own, the others don't.
    last = Last(None if connection.in_atomic_block else header, found)
    return found


def read() -> int:
    """Return the generation. Raises UnknownError."""
    if thread.connection is None:
        thread.connection = connections[DEFAULT_DB_ALIAS]
    check_database()
    try:
        return ask(thread.connection)
    except thread.connection.Database.Error:
        if thread.connection.in_atomic_block:
            raise UnknownError("a transaction is under way, and broken") from None
        thread.connection.close()  # it may have been idle for too long
    try:
        return ask(thread.connection)
    except (DatabaseError, thread.connection.Database.Error) as error:
        raise UnknownError("the generation can't be read") from error


def ask(own: Any) -> int:
    if own.connection is None:
        own.ensure_connection()
    # Past Django's cursor, which costs several times the question itself.
    row = own.connection.execute(SELECT).fetchone()
    if row is None:
        raise UnknownError("there is no generation")
    return row[0]


def check_database() -> None:
    """Once in each process, so that a database that was restored without its triggers is not trusted."""
    global is_watched
    if not is_watched:
        try:
            lacking = triggers.missing(DEFAULT_DB_ALIAS)
        except DatabaseError as error:
            raise UnknownError("the database does not answer") from error
        if lacking:
            raise UnknownError("triggers are missing: run manage.py migrate")
        watch_log()
        is_watched = True


def watch_log() -> None:
    """Let SQLite's log tell whether anything was committed: threads wait for each other where they ask for it."""
    global index
    own = connections[DEFAULT_DB_ALIAS]
    if own.vendor == "sqlite" and not own.is_in_memory_db():  # type: ignore[attr-defined]
        with suppress(OSError):  # there is no log
            index = Index(str(own.settings_dict["NAME"]))


def schedule(at: int) -> Standing:
    """Return how things stand at a generation. Raises UnknownError."""
    now = timezone.now()
    try:
        moments = [moment.timestamp() for moment in nearest_moments(now)]
    except DatabaseError as error:
        raise UnknownError("the schedule can't be read") from error
    gone = [moment for moment in moments if moment <= now.timestamp()]
    ends_at = min((moment for moment in moments if moment > now.timestamp()), default=math.inf)
    return Standing(at, at if at > max(gone, default=0) else math.inf, ends_at)


def nearest_moments(now: datetime) -> Iterator[datetime]:
    """Yield the last moments at which an article came or went, and the next ones."""
    published = Post.objects.filter(status=Post.Status.PUBLISHED).order_by()
    for name in ("published_at", "withdraw_at"):
        named = published.exclude(**{name: None})
        past = named.filter(**{f"{name}__lte": now}).order_by(f"-{name}")
        coming = named.filter(**{f"{name}__gt": now}).order_by(name)
        for some in (past, coming):
            yield from some.values_list(name, flat=True)[:1]


def remember(key: tuple, make: Callable[[], Value]) -> Value:
    """Return what `make` gives, kept in memory while no public page can have changed; not to be altered.

    It counts for the standing at which the request began: data that was read before a commit must not be kept as
    what came of it. Outside of requests, and inside a transaction, which may see what nobody else does, it is made
    each time.
    """
    return remember_each([key], lambda _keys: {key: make()})[key]


def remember_each(
    keys: Sequence[tuple], make: Callable[[list[tuple]], Mapping[tuple, Value]]
) -> Mapping[tuple, Value]:
    """Return what `make` gives for some keys, those of them that are not in memory; it may leave some out."""
    standing = thread.standing
    if standing is None or thread.connection.in_atomic_block:
        return make(list(keys))
    found = memory.find(standing, keys)
    missing = [key for key in keys if key not in found]
    if not missing:
        return found
    made = make(missing)
    memory.keep(standing, made)
    return {**found, **made}
