"""Archives that people upload or name: unpacked within limits, or refused with the reason."""

import gzip
import io
import os
import stat
import tarfile
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any, NamedTuple

from .base import ReadError

MAX_MEMBERS = 50_000
MAX_TOTAL = 2_000_000_000  # bytes, unpacked
MAX_MEMBER = 200_000_000
MAX_RATIO = 100  # of unpacked to packed: text packs to a tenth, bombs to a thousandth
FREE_OF_RATIO = 10_000_000  # bytes, unpacked, that may have any ratio
MAX_DEPTH = 40
MAX_NAME = 255  # bytes of a part of a path: more no file system takes
# No honest archive needs more in memory at once: a table of contents, a long name.
MAX_READ = 10_000_000
CHUNK = 1 << 18

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP = b"\x1f\x8b"
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, LZMAError, EOFError, OSError, ValueError, OverflowError,
    RuntimeError,  # a method that zipfile lacks, or heads of a tar nested too deep
)  # fmt: skip


class _Member(NamedTuple):
    name: str
    size: int
    is_folder: bool
    open: Callable[[], IO[bytes]]


@dataclass(slots=True)
class _Names:
    """The paths of an archive so far; two that differ in case alone would be one file on many systems."""

    files: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    def add(self, member: _Member, parts: list[str]) -> None:
        key = "/".join(parts).casefold()
        above = {"/".join(parts[:depth]).casefold() for depth in range(1, len(parts))}
        if not member.is_folder:
            if key in self.files:
                raise ReadError(
                    f"holds {_shown(member.name)} and {_shown(self.files[key])}: one file for two"
                )
            self.files[key] = member.name
        self.folders |= above | ({key} if member.is_folder else set())
        clash = next((path for path in [key, *above] if path in self.files and path in self.folders), "")
        if clash:
            raise ReadError(f"holds {_shown(self.files[clash])} both as a file and as a folder")


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """Give the folder or file to read: an archive is unpacked into a folder that lasts as long as the block.

    Zip and tar (plain or gzip) are known by their first bytes. Raises ReadError for what is refused.
    """
    if not is_archive(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        yield unpack(path, Path(folder))


def is_archive(path: Path) -> bool:
    """Say whether a file is an archive that `unpack` takes, by its content."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror}") from error
    return head.startswith((*_ZIP, _GZIP)) or head[257:262] == b"ustar"


def unpack(path: Path, folder: Path) -> Path:
    """Unpack an archive into an empty folder; return where its content begins.

    That is the one folder at its top, where it holds nothing else. Raises ReadError, and then what was
    unpacked so far stays for the caller to remove.
    """
    try:
        with path.open("rb") as file:
            is_zip = file.read(4) in _ZIP
        _unpack_members(_zip_members(path) if is_zip else _tar_members(path), folder)
    except ReadError:
        raise
    except _DAMAGE as error:
        raise ReadError(f"the archive cannot be unpacked: {error}") from error
    return _content(folder)


def _content(folder: Path) -> Path:
    """Step into the folder that GitHub and others wrap around everything."""
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and not inside[0].name.startswith(("_", ".")):
        return inside[0]
    return folder


def _unpack_members(members: Iterator[_Member], folder: Path) -> None:
    names, total = _Names(), 0
    for number, member in enumerate(members, 1):
        if number > MAX_MEMBERS:
            raise ReadError(f"holds more than {MAX_MEMBERS:,} files")
        parts = _safe_parts(member.name)
        if not parts or parts[0] == "__MACOSX" or parts[-1] in _LITTER:
            continue
        names.add(member, parts)
        target = folder.joinpath(*parts)
        if member.is_folder:
            target.mkdir(parents=True, exist_ok=True)
            continue
        if member.size > MAX_MEMBER:
            raise ReadError(f"{_shown(member.name)} is larger than {MAX_MEMBER:,} bytes")
        target.parent.mkdir(parents=True, exist_ok=True)
        total += _write(member, target, MAX_TOTAL - total)


def _write(member: _Member, target: Path, room: int) -> int:
    """Write one file, counting what really comes out; return its size."""
    size = 0
    # "x" follows no link and replaces nothing.
    with member.open() as source, target.open("xb") as file:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > MAX_MEMBER:
                raise ReadError(f"{_shown(member.name)} is larger than {MAX_MEMBER:,} bytes")
            if size > room:
                raise ReadError(f"holds more than {MAX_TOTAL:,} bytes")
            file.write(chunk)
    return size


def _safe_parts(name: str) -> list[str]:
    """Split a member's name; ReadError for one that could mean a place outside the folder."""
    if "\0" in name:
        raise ReadError(f"holds the name {_shown(name)} with a NUL character")
    if "\\" in name:
        raise ReadError(f"holds the name {_shown(name)} with a backslash")
    if name.startswith("/") or name[1:2] == ":":
        raise ReadError(f"holds the absolute path {_shown(name)}")
    parts = [unicodedata.normalize("NFC", part) for part in name.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise ReadError(f"holds the path {_shown(name)}, which leads out of it")
    if len(parts) > MAX_DEPTH:
        raise ReadError(f"holds folders more than {MAX_DEPTH} deep")
    if any(len(os.fsencode(part)) > MAX_NAME for part in parts):
        raise ReadError(f"holds a name of more than {MAX_NAME} bytes")
    return parts


def _shown(name: str) -> str:
    shortened = name if len(name) <= 80 else f"{name[:40]}…{name[-39:]}"
    return "“" + "".join(c if c.isprintable() else "\ufffd" for c in shortened) + "”"


class _Measured(io.FileIO):
    """A file that is never asked for more at once than an honest archive needs."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = MAX_READ + 1 if size is None or size < 0 else size
        if wanted > MAX_READ + 1:
            raise ReadError("its table of contents is too long")
        return super().read(wanted) or b""


def _zip_members(path: Path) -> Iterator[_Member]:
    packed = path.stat().st_size
    with _Measured(path) as file, zipfile.ZipFile(file) as archive:
        rows = archive.infolist()
        if len(rows) > MAX_MEMBERS:
            raise ReadError(f"holds more than {MAX_MEMBERS:,} files")
        _refuse_bomb(sum(row.file_size for row in rows), packed)
        # Members that share their packed bytes are how a small file becomes a huge one.
        if sum(row.compress_size for row in rows) > packed:
            raise ReadError("its files overlap")
        for row in rows:
            _refuse_kind(row)
            _refuse_bomb(row.file_size, row.compress_size)
            yield _Member(_zip_name(row), row.file_size, row.is_dir(), partial(archive.open, row))


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > MAX_TOTAL:
        raise ReadError(f"holds more than {MAX_TOTAL:,} bytes")
    if unpacked > FREE_OF_RATIO and unpacked > MAX_RATIO * packed:
        raise ReadError(f"unpacks to more than {MAX_RATIO} times its size: refused as a bomb")


def _refuse_kind(row: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(row.external_attr >> 16)
    if row.flag_bits & _ENCRYPTED:
        raise ReadError(f"{_shown(row.filename)} is encrypted")
    if kind == stat.S_IFLNK:
        raise ReadError(f"holds the link {_shown(row.filename)}")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ReadError(f"{_shown(row.filename)} is neither a file nor a folder")


def _zip_name(row: zipfile.ZipInfo) -> str:
    """Read a name as it was written: zipfile cuts it at a NUL, and some write UTF-8 without saying so."""
    name = row.orig_filename
    if row.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


class _Counted:
    """What a tar archive is read from: measures what comes out of the compression, skipped parts included."""

    def __init__(self, file: io.BufferedIOBase, packed: int) -> None:
        self.file = file
        self.packed = packed

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_READ:
            raise ReadError("a head in it is too long")
        data = self.file.read(size)
        _refuse_bomb(self.file.tell(), self.packed)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        while self.file.tell() < offset and self.read(min(CHUNK, offset - self.file.tell())):
            pass
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()


def _tar_stream(path: Path, is_packed: bool) -> io.BufferedIOBase:
    return gzip.GzipFile(path) if is_packed else path.open("rb")


def _tar_members(path: Path) -> Iterator[_Member]:
    packed = path.stat().st_size
    with path.open("rb") as head:
        is_packed = head.read(2) == _GZIP
    with _tar_stream(path, is_packed) as stream:
        source: Any = _Counted(stream, packed)
        with tarfile.open(fileobj=source, mode="r:") as archive:
            for row in archive:
                vars(archive)["members"] = []  # else it keeps every head it has read
                yield _tar_member(archive, row)


def _tar_member(archive: tarfile.TarFile, row: tarfile.TarInfo) -> _Member:
    if row.issym() or row.islnk():
        raise ReadError(f"holds the link {_shown(row.name)}")
    if not (row.isreg() or row.isdir()) or row.issparse():
        raise ReadError(f"{_shown(row.name)} is neither a file nor a folder")
    return _Member(row.name, row.size, row.isdir(), lambda: archive.extractfile(row) or io.BytesIO())
