"""Pages on disk, where the workers of one run find what another has rendered, and their locks."""

import fcntl
import hashlib
import json
import os
import secrets
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from articles.generation import Standing

from . import sweeping
from .complaints import complain
from .page import Headers

LOCKS = 64
SWEEP_AFTER = 60.0  # seconds, at the least


class Stored(NamedTuple):
    name: str
    headers: Headers
    body: bytes


class Folder:
    """What cannot be written or read is not there: the workers go on without it."""

    def __init__(self, place: Path, most_bytes: int) -> None:
        self.place, self.most_bytes = place, most_bytes
        self.opening, self.alive = threading.Lock(), None  # type: threading.Lock, int | None
        self.standing: Standing | None = None
        self.swept_at, self.written = -SWEEP_AFTER, 0

    def read(self, path: str, standing: Standing) -> Stored | None:
        try:
            return read(self.file(path, standing).read_bytes(), path, standing)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not there, or damaged

    def write(self, path: str, standing: Standing, page: Stored) -> None:
        if not self.is_open():
            return
        content = written(path, standing, page)
        temporary = self.place / f"{sweeping.NEW}{secrets.token_hex(8)}"
        try:
            write(temporary, content)
            temporary.replace(self.file(path, standing))
        except OSError as error:
            temporary.unlink(missing_ok=True)
            self.close()
            complain("A page can't be stored for other workers.", error)
            return
        self.note(standing, len(content))

    def file(self, path: str, standing: Standing) -> Path:
        return self.place / f"{hashlib.blake2b(path.encode(), digest_size=20).hexdigest()}{ending(standing)}"

    @contextmanager
    def locked(self, path: str, end: float) -> Iterator[bool]:
        """Keep the other workers from one page; false where another still had it at `end`, of the monotonic clock."""
        lock = self.lock(path)
        if lock is None:
            yield True
            return
        try:
            yield is_locked(lock, end)
        finally:
            os.close(lock)

    def lock(self, path: str) -> int | None:
        if not self.is_open():
            return None
        try:
            return open_lock(self.place / f"lock-{zlib.crc32(path.encode()) % LOCKS}")
        except OSError:
            self.close()
            return None

    def is_open(self) -> bool:
        """Make the folder when it is first needed, and hold a lock that shows other runs that this one lives."""
        with self.opening:
            if self.alive is None and self.most_bytes:
                self.open()
            return self.alive is not None

    def open(self) -> None:
        try:
            self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
            alive = open_lock(self.place / sweeping.ALIVE)
        except OSError as error:
            complain("Each worker renders its own pages: the folder for them can't be used.", error)
        else:
            fcntl.flock(alive, fcntl.LOCK_SH)
            self.alive = alive

    def close(self) -> None:
        """Give the folder up until it is needed again, when it may be made anew."""
        with self.opening:
            if self.alive is not None:
                os.close(self.alive)
                self.alive = None

    def note(self, standing: Standing, size: int) -> None:
        """Have the folder swept when much was written, and sometimes when earlier pages became useless."""
        self.written += size
        is_due = standing != self.standing and time.monotonic() - self.swept_at > SWEEP_AFTER
        if is_due or self.written > self.most_bytes // 16:
            self.standing, self.swept_at, self.written = standing, time.monotonic(), 0
            # Beside the reader who waits for this page.
            arguments = (self.place, ending(standing), self.most_bytes)
            threading.Thread(target=sweeping.sweep, args=arguments, daemon=True).start()


def ending(standing: Standing) -> str:
    """Return how the names of all files of a standing end, so that others are told without opening them."""
    return f"-{standing.at}-{standing.ends_at}.page"


def open_lock(place: Path) -> int:
    return os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def is_locked(lock: int, end: float) -> bool:
    """Wait for a lock; whoever dies holding it gives it up, so there is nothing to clear away."""
    pause = 0.001
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        else:
            return True


def write(place: Path, content: bytes) -> None:
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def written(path: str, standing: Standing, page: Stored) -> bytes:
    """Return a file: a line with the checksum of the others, a line of JSON, the body."""
    head = {"path": path, "standing": standing, "name": page.name, "headers": page.headers}
    rest = json.dumps(head).encode() + b"\n" + page.body
    return checksum(rest) + b"\n" + rest


def read(content: bytes, path: str, standing: Standing) -> Stored | None:
    """Return the page of a file, None if it is of another standing. Raises ValueError and the like if damaged."""
    given, _, rest = content.partition(b"\n")
    line, _, body = rest.partition(b"\n")
    if given != checksum(rest):
        raise ValueError("damaged")
    head = json.loads(line)
    if head["path"] != path or Standing(*head["standing"]) != standing:
        return None
    return Stored(head["name"], [(name, value) for name, value in head["headers"]], body)


def checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=20).hexdigest().encode()
