"""The files of a site that are no articles but say how its articles are read: kept to be given back as they were."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .base import ImportedSourceFile, ImportSkip, ReadError, file_below, read_text

MAX_BYTES = 1_000_000
# `export_posts` begins with it what it writes itself: a whole file, or what it adds at the end of the site's own.
WRITTEN_HERE = (
    "# Written by export_posts, which writes it anew each time; without this line it is left as it is.\n"
)


def read_source_files(root: Path, names: Iterable[str]) -> Iterator[ImportedSourceFile | ImportSkip]:
    """Give those of the named files that are there, to the byte, but without what an export wrote into them."""
    for name in names:
        if found := file_below(root, name):
            yield from _read(found, name)


def _read(file: Path, name: str) -> Iterator[ImportedSourceFile | ImportSkip]:
    try:
        text, mark, _added = read_text(file, MAX_BYTES).partition(WRITTEN_HERE)
    except ReadError as error:
        yield ImportSkip(name, f"an export will not give it back: it {error.reason}")
        return
    if len(text.encode()) > MAX_BYTES:
        yield ImportSkip(name, f"an export will not give it back: it is larger than {MAX_BYTES:,} bytes")
    elif text or not mark:
        yield ImportedSourceFile(name, text.removesuffix("\n") if mark else text)


def extended(text: str, lines: str) -> str:
    """Put lines of an export at the end of a site's own text, so that the next import finds that text again."""
    if not lines:
        return text
    return f"{text}\n{WRITTEN_HERE}{lines}" if text else f"{WRITTEN_HERE}{lines}"
