"""Writing an export into a folder: nothing leaves it, and what is there already is touched where it differs alone."""

import filecmp
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from articles.models import Image

from .data import AUTHORS, CONFIG, MARK, REDIRECTS
from .outcomes import ExportedFile, is_safe

State = Literal["written", "unchanged", "kept"]


class FolderError(ValueError):
    """Says why a folder, or a file in it, cannot be written."""


def open_folder(folder: Path, *, update: bool = False) -> None:
    """Make the folder, or accept an empty one; one that holds something is accepted for an update alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        raise FolderError(f"{folder}: {error.strerror}") from error
    if not (is_empty or update):
        raise FolderError(f"{folder} is not empty; --update writes into it what differs and removes nothing")


def write_file(folder: Path, file: ExportedFile) -> State:
    """Write one file whole or not at all; `kept` are data files that somebody else wrote. Raises FolderError."""
    target = folder / file.path
    try:
        check_place(folder, file.path)
        if target.is_file():
            if is_same(target, file.content) or is_original(target, file.content):
                return "unchanged"
            if is_data(file) and not is_ours(target, file.content):
                return "kept"
        target.parent.mkdir(parents=True, exist_ok=True)
        replace(target, file.content)
    except OSError as error:
        raise FolderError(error.strerror or str(error)) from error
    return "written"


def check_place(folder: Path, path: str) -> None:
    """Raise FolderError if a path, or a link on its way, leaves the folder."""
    base, parent = os.path.realpath(folder), os.path.realpath((folder / path).parent)
    if not is_safe(path) or os.path.commonpath([base, parent]) != base:
        raise FolderError("its path leads out of the folder")


def is_same(target: Path, content: bytes | Path) -> bool:
    if target.is_symlink():
        return False
    if isinstance(content, Path):
        return filecmp.cmp(target, content, shallow=False)
    return target.stat().st_size == len(content) and target.read_bytes() == content


def is_original(target: Path, content: bytes | Path) -> bool:
    """Say whether a picture is there as it once came in: better than the library's copy, which was encoded anew."""
    if not isinstance(content, Path):
        return False
    images = Image.objects.filter(file__endswith=f"/{content.name}")
    with target.open("rb") as file:
        return images.filter(digest=hashlib.file_digest(file, "sha256").hexdigest()).exists()


def is_data(file: ExportedFile) -> bool:
    return file.is_source or file.path in {AUTHORS, CONFIG, REDIRECTS}


def is_ours(target: Path, content: bytes | Path) -> bool:
    """Say whether a data file is of an export, or differs from this one in what exports add alone."""
    own, mark, _added = target.read_bytes().partition(MARK.encode())
    if mark and not own:
        return True
    return isinstance(content, bytes) and own.rstrip(b"\n") == content.partition(MARK.encode())[0].rstrip(
        b"\n"
    )


def replace(target: Path, content: bytes | Path) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".export-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            if isinstance(content, Path):
                with content.open("rb") as source:
                    shutil.copyfileobj(source, file)
            else:
                file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
