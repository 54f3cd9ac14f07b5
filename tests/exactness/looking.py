"""Comparing what servers with a cache say with what is true."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import chain

from tests.exactness.addresses import addresses
from tests.exactness.reading import Answer, Reader
from tests.exactness.site import Site

ENCODINGS = ("", "gzip", "br")
MAX_AGE = re.compile(r"max-age=(\d+)")


class Looking:
    """`known` are the addresses, in the order in which they came up; `before` is what each worker said last."""

    def __init__(self, site: Site) -> None:
        self.site, self.rounds = site, 0
        self.pool = ThreadPoolExecutor(len(site.cached) + 1)
        self.known: dict[str, None] = {}
        self.before: dict[tuple[str, str], Answer] = {}
        self.tagged: dict[tuple[str, str], tuple] = {}

    def look(self) -> list[str]:
        """Ask every worker for every address, and return what differs from the truth."""
        self.known |= dict.fromkeys(addresses(self.site.rows))
        self.rounds += 1
        truth = self.pool.submit(self.ask_all, self.site.fresh)
        said = [self.pool.submit(self.ask_all, reader) for reader in self.site.cached]
        true, boundary = truth.result(), self.site.boundary()
        faults = []
        for reader, answers in zip(self.site.cached, said, strict=True):
            for path, answer in answers.result().items():
                found = chain(
                    self.wrong(answer, true[path]),
                    self.too_old(answer, boundary),
                    self.badly_tagged(path, answer),
                    self.wrongly_unchanged(reader, path, true[path]),
                )
                faults += [f"{path} of worker {reader.worker}: {fault}" for fault in found]
                self.before[reader.worker, path] = answer
        return faults

    def ask_all(self, reader: Reader) -> dict[str, Answer]:
        encoding = ENCODINGS[self.rounds % len(ENCODINGS)]
        return {path: reader.ask(path, Accept_Encoding=encoding) for path in self.known}

    def wrong(self, answer: Answer, true: Answer) -> Iterator[str]:
        if true.status >= 500:
            yield "nobody can say what is true: the server failed"
        for name in ("status", "told"):
            if getattr(answer, name) != getattr(true, name):
                yield f"{name} is {getattr(answer, name)}, not {getattr(true, name)}"
        if answer.body != true.body:
            yield f"the body says …{difference(answer.body, true.body)}…, not …{difference(true.body, answer.body)}…"

    def too_old(self, answer: Answer, boundary: datetime | None) -> Iterator[str]:
        """Yield a fault if browsers may keep the answer longer than it is sure to be true."""
        if boundary is None:
            return
        told = MAX_AGE.search(answer.headers.get("Cache-Control", ""))
        if told and self.site.clock.now() + timedelta(seconds=int(told[1])) > boundary:
            yield f"{told[0]} at {self.site.clock.now()}, and a change is due at {boundary}"
        expires = answer.headers.get("Expires")
        if expires and parsedate_to_datetime(expires) > max(boundary, self.site.clock.now()):
            yield f"expires {expires}, and a change is due at {boundary}"

    def badly_tagged(self, path: str, answer: Answer) -> Iterator[str]:
        """Yield a fault if the ETag was that of other bytes before."""
        tag = answer.headers.get("ETag")
        shown = (answer.headers.get("Content-Encoding"), answer.body)
        if tag and not tag.startswith("W/") and self.tagged.setdefault((path, tag), shown) != shown:
            yield f"ETag {tag} was that of another body"

    def wrongly_unchanged(self, reader: Reader, path: str, true: Answer) -> Iterator[str]:
        """Yield a fault if who has what was true before is told that it still is."""
        before = self.before.get((reader.worker, path))
        if before is None or before.shown == true.shown:
            return
        for name, value in known_of(before):
            answer = reader.ask(
                path, **{name: value}, Accept_Encoding=before.headers.get("Content-Encoding", "")
            )
            if answer.shown != true.shown:
                yield f"with {name} {value}, {answer.status} in place of {true.status}"


def known_of(answer: Answer) -> Iterator[tuple[str, str]]:
    """Yield the headers by which a reader who has an answer may ask whether there is another."""
    if answer.headers["ETag"]:
        yield "If_None_Match", answer.headers["ETag"]
    for moment in {answer.headers["Last-Modified"], answer.headers["Date"]} - {None}:
        yield "If_Modified_Since", moment


def difference(text: bytes, other: bytes) -> str:
    """Return what surrounds the first place where a text differs from another."""
    pairs = enumerate(zip(text, other, strict=False))
    start = next((place for place, (one, two) in pairs if one != two), min(len(text), len(other)))
    return text[max(start - 60, 0) : start + 60].decode(errors="replace")
