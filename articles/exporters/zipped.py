"""A zip archive that is sent while it is made: nothing of it is kept, whatever its size."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .outcomes import Exported, ExportedFile, ExportFailure, ExportNote

CHUNK = 1 << 18
ERRORS, NOTES = "ERRORS.txt", "NOTES.txt"
# Packed already; to pack it again costs time and saves nothing.
PACKED = frozenset(".avif .gif .gz .jpeg .jpg .mp3 .mp4 .pdf .png .webp .woff2 .zip".split())


class Pipe(io.RawIOBase):
    """Takes what an archive writes until somebody fetches it."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data, /) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def fetch(self) -> bytes:
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data


def zipped(found: Iterable[Exported]) -> Iterator[bytes]:
    """Yield the bytes of a zip archive; what could not be had is named in a file of its own, and what was noted."""
    pipe = Pipe()
    said: dict[str, list[str]] = {ERRORS: [], NOTES: []}
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in found:
            match each:
                case ExportNote(path, text):
                    said[NOTES].append(f"{path}: {text}\n")
                case ExportFailure(path, reason):
                    said[ERRORS].append(f"{path}: {reason}\n")
                case ExportedFile():
                    yield from added(archive, each, pipe, said[ERRORS])
        for name, lines in said.items():
            if lines:
                archive.writestr(entry_of(name), "".join(lines))
    yield pipe.fetch()


def added(archive: zipfile.ZipFile, file: ExportedFile, pipe: Pipe, errors: list[str]) -> Iterator[bytes]:
    entry = entry_of(file.path)
    if isinstance(file.content, bytes):
        archive.writestr(entry, file.content)
        yield pipe.fetch()
        return
    try:
        with file.content.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
            while piece := source.read(CHUNK):
                target.write(piece)
                yield pipe.fetch()
    except OSError as error:
        errors.append(f"{file.path}: {error.strerror}\n")


def entry_of(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # of no date, so that the same files make the same archive
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix.lower() in PACKED else zipfile.ZIP_DEFLATED
    return entry
