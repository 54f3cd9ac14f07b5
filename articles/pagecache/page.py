"""One page in memory: its bytes in each content coding and its headers, ready to be sent."""

import hashlib
import math
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.http import http_date

from articles.generation import Standing

from .codings import IDENTITY, encode

Headers = list[tuple[str, str]]
A_YEAR = 31_536_000  # seconds
LONGEST_TRANSACTION = 600  # seconds
OVERHEAD = 2_500  # bytes that Python needs for the headers of a variant


class Validity(NamedTuple):
    """How long others may keep what is sent now, and since when it has been so.

    `max_age` is in seconds; 0 means to ask each time. `started` is the second in which this run began: with other
    code or settings a page may differ although no data changed.
    """

    standing: Standing
    max_age: int
    started: int

    def headers(self, now: float) -> Iterator[tuple[str, str]]:
        left = self.seconds_left(now)
        age = min(self.max_age, left)
        yield "Cache-Control", f"public, max-age={age}, must-revalidate"
        if age:
            yield "Expires", http_date(math.floor(now) + age)
        # nginx may keep a page for a second, which is the least that it knows.
        yield "X-Accel-Expires", "1" if left else "0"
        if self.changed <= now:
            yield "Last-Modified", http_date(self.changed)

    @property
    def changed(self) -> float:
        """Return the second since when, infinite where none is certain to be that of no other state."""
        if self.standing.changed > self.started:
            return self.standing.changed
        # A transaction writes its second before it commits, which may be after the run began.
        is_settled = self.standing.changed < self.started - LONGEST_TRANSACTION
        return self.started if is_settled else math.inf

    def seconds_left(self, now: float) -> int:
        """Return the whole seconds for which the page holds, so many that it holds a little longer."""
        return max(0, math.ceil(min(self.standing.ends_at - now, A_YEAR)) - 1)

    def until(self, now: float) -> float:
        """Return the moment from which on the headers are others."""
        moments = [self.changed, self.standing.ends_at - 1]
        if self.max_age:
            moments += [math.floor(now) + 1, self.standing.ends_at - self.seconds_left(now)]
        return min((moment for moment in moments if moment > now), default=math.inf)


class Head(NamedTuple):
    """The headers of an answer and of one that says that nothing changed, good `since` and `until` two moments."""

    since: float
    until: float
    last_modified: str
    whole: Headers
    unchanged: Headers


NO_HEAD = Head(math.inf, -math.inf, "", [], [])


class Variant:
    """A page in one content coding."""

    __slots__ = ("body", "etag", "head", "headers", "validity")

    def __init__(self, headers: Headers, body: bytes, coding: str, validity: Validity) -> None:
        self.body, self.validity, self.head = body, validity, NO_HEAD
        self.etag = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        encoded = [("Content-Encoding", coding)] if coding else []
        self.headers = [*headers, *encoded, ("Content-Length", str(len(body)))]

    def head_at(self, now: float) -> Head:
        head = self.head
        if not head.since <= now < head.until:
            head = self.head = self.new_head(now)
        return head

    def new_head(self, now: float) -> Head:
        validity = list(self.validity.headers(now))
        unchanged = [("ETag", self.etag), ("Vary", "Accept-Encoding"), *validity]
        last_modified = dict(validity).get("Last-Modified", "")
        return Head(now, self.validity.until(now), last_modified, [*self.headers, *unchanged], unchanged)


class Page:
    """A page of one standing; `name` is that of its URL, `headers` are those that hold for every variant."""

    __slots__ = ("headers", "name", "validity", "variants")

    def __init__(self, name: str, headers: Headers, body: bytes, validity: Validity) -> None:
        self.name, self.headers, self.validity = name, headers, validity
        self.variants = {IDENTITY: Variant(headers, body, IDENTITY, validity)}

    @property
    def body(self) -> bytes:
        return self.variants[IDENTITY].body

    def prepare(self, coding: str) -> Variant:
        """Return a new variant; the page as it is where the coding does not make it shorter."""
        plain = self.variants[IDENTITY]
        body = encode(plain.body, coding)
        return plain if body is plain.body else Variant(self.headers, body, coding, self.validity)


def is_known(environ: dict, etag: str, last_modified: str) -> bool:
    """Say whether a reader has the very bytes already; a date counts only where there is no ETag."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None:
        return asked == etag or any(
            part.strip().removeprefix("W/") in {etag, "*"} for part in asked.split(",")
        )
    # Equal, not earlier: the date goes back where a backup is restored.
    return bool(last_modified) and environ.get("HTTP_IF_MODIFIED_SINCE") == last_modified
