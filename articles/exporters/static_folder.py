"""A folder that holds the files of the last export, and is brought up to date by writing what changed alone."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from .outcomes import ExportFailure, is_safe
from .static_listed import Listed
from .static_scratch import scratch

LIST = ".export-static"  # the files that this export made, one a line; nothing else is ever removed
SEAL = "sealed: "  # with its colon no path of a file
UNFINISHED = f"{LIST}.part"  # the same of a run that was cut off


class SiteFolder:
    def __init__(self, root: Path, *, may_overwrite: bool = False) -> None:
        """Open or make the folder. Raises OSError."""
        self.root, self.may_overwrite = root, may_overwrite
        root.mkdir(parents=True, exist_ok=True)
        self.was_cut_off = (root / UNFINISHED).exists()
        with ExitStack() as opened:
            former = chain(read_list(root / LIST), read_list(root / UNFINISHED))
            self.listed = Listed(opened.enter_context(scratch()), former)
            self.journal = opened.enter_context((root / UNFINISHED).open("a", encoding="utf-8"))
            self.opened = opened.pop_all()

    def __enter__(self) -> "SiteFolder":
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of the folder; the list of a run that was cut off stays for the next one."""
        self.opened.close()

    def is_as_left(self, state: str) -> bool:
        """Whether the last export was of this state of the site, and its files are as it left them."""
        return not self.was_cut_off and read_seal(self.root / LIST) == self.seal(state, self.listed.former())

    def seal(self, state: str, paths: Iterable[str]) -> str:
        digest = hashlib.sha256(state.encode())
        for path in paths:
            try:
                told = (self.root / path).stat()
            except OSError:
                return ""
            digest.update(f"{path}\0{told.st_size}\0{told.st_mtime_ns}\0".encode())
        return digest.hexdigest()

    def holds(self, path: str) -> bool:
        return self.listed.was(path) and (self.root / path).is_file()

    def keep(self, path: str) -> None:
        self.listed.keep(path)

    def write(self, path: str, content: bytes) -> bool:
        """Write a file if it differs; return whether it did. Raises OSError."""
        target = self.root / path
        stored = bytes_of(target)
        if stored != content:
            if stored is not None and not (self.may_overwrite or self.listed.was(path)):
                raise FileExistsError(None, "a file of this name is there that no export made")
            self.check_inside(target.parent)
            self.journal.write(f"{path}\n")
            self.journal.flush()
            replace(target, [content])
        self.keep(path)
        return stored != content

    def check_inside(self, folder: Path) -> None:
        root = os.path.realpath(self.root)
        if os.path.commonpath([root, os.path.realpath(folder)]) != root:
            raise PermissionError(None, "a link leads out of the folder")

    def remove(self, is_kept: Callable[[str], bool]) -> Iterator[str | ExportFailure]:
        """Remove what is no longer public, but for what is to be kept; yield what went or could not."""
        for path in self.listed.gone():
            if is_kept(path):
                self.keep(path)
                continue
            try:
                remove(self.root, path)
                yield path
            except OSError as error:
                self.keep(path)
                yield ExportFailure(path, f"can't be removed: {error.strerror}")

    def finish(self, state: str = "") -> None:
        """Note what there is now, and of which state of the site if that is known and all went well."""
        seal = f"{SEAL}{self.seal(state, self.listed.present())}\n" if state else ""
        replace(self.root / LIST, (line.encode() for line in chain([seal], self.lines())))
        self.close()

    def lines(self) -> Iterator[str]:
        return (f"{path}\n" for path in self.listed.present())

    def close(self) -> None:
        """Say that nothing is left to do."""
        self.journal.close()
        (self.root / UNFINISHED).unlink(missing_ok=True)


def read_list(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from filter(is_safe, (line.rstrip("\n") for line in file))
    except FileNotFoundError:
        return


def read_seal(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            first = file.readline().rstrip("\n")
    except FileNotFoundError:
        return ""
    return first.removeprefix(SEAL) if first.startswith(SEAL) else ""


def bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def replace(target: Path, content: Iterable[bytes]) -> None:
    """Write in one go, because the folder may be the one that readers are served from."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with unfinished.open("wb") as file:
            file.writelines(content)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def remove(root: Path, path: str) -> None:
    (root / path).unlink(missing_ok=True)
    for folder in (root / path).relative_to(root).parents[:-1]:
        try:
            (root / folder).rmdir()
        except OSError:
            return  # something else is in it
