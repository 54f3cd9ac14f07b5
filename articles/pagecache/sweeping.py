"""Clearing away what the folder of pages no longer needs; by one process at a time, beside the readers' requests."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ALIVE = "alive"  # locked by each worker of a run, for as long as it lives
NEW = "new-"
LONGEST_WRITING = 60  # seconds
KEPT_OF_FULL = 3 / 4  # so that there is room until the next time


def sweep(place: Path, ending: str, most_bytes: int) -> None:
    """Remove pages whose names end otherwise, the oldest of too many, and the folders of runs that have ended."""
    with suppress(OSError), alone(place / "sweep") as is_alone:
        if is_alone:
            remove_old(place, ending, most_bytes)
            remove_ended(place)


@contextmanager
def alone(place: Path) -> Iterator[bool]:
    lock = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield is_free(lock)
    finally:
        os.close(lock)


def is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def remove_old(place: Path, ending: str, most_bytes: int) -> None:
    left = most_bytes * KEPT_OF_FULL
    for file, size in newest_first(place):
        left -= size
        if left < 0 or not is_needed(file, ending):
            file.unlink(missing_ok=True)


def is_needed(file: Path, ending: str) -> bool:
    if not file.name.startswith(NEW):
        return file.name.endswith(ending)
    # Nobody writes for so long; whoever began was killed.
    return file.stat().st_mtime > time.time() - LONGEST_WRITING


def newest_first(place: Path) -> list[tuple[Path, int]]:
    """Return the pages of a folder, whole and half written, with their sizes."""
    found = []
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.name.endswith(".page") or entry.name.startswith(NEW):
                with suppress(FileNotFoundError):
                    found.append((entry.stat(), entry.path))
    found.sort(key=lambda file: -file[0].st_mtime)
    return [(Path(path), state.st_size) for state, path in found]


def remove_ended(place: Path) -> None:
    for other in place.parent.iterdir():
        if other != place and other.is_dir():
            with alone(other / ALIVE) as has_ended:
                if has_ended:
                    shutil.rmtree(other, ignore_errors=True)
