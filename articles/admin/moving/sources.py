"""An uploaded source as a file or folder on disk, which is what readers read."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from articles.importers.archives import is_archive, unpack
from articles.importers.base import ReadError
from articles.models import ImportRun

from .start import SUFFIXES, shortened, suffix_of


@contextmanager
def laid_out(run: ImportRun) -> Iterator[Path]:
    """Give the path that a reader is to open; unpacked once, where the storage has a disk. Raises ReadError."""
    folder = kept_folder(run)
    if folder:
        if not folder.exists():
            lay_out_whole(run, folder)
        yield root_of(run, folder)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "source")
        lay_out_whole(run, folder)
        yield root_of(run, folder)


def is_laid_out(run: ImportRun) -> bool:
    folder = kept_folder(run)
    return folder is not None and folder.exists()


def kept_folder(run: ImportRun) -> Path | None:
    """Return the folder beside the upload that is for what is in it; None where the storage has no disk."""
    if not run.file:
        return None
    try:
        return Path(run.file.path).with_suffix("")
    except NotImplementedError:
        return None


def lay_out_whole(run: ImportRun, folder: Path) -> None:
    """Under another name until all is there, so that a folder is never half a source."""
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        lay_out(run, unfinished)
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def lay_out(run: ImportRun, folder: Path) -> None:
    if not run.file or not run.file.storage.exists(str(run.file)):
        raise ReadError(_("the file that was sent is gone"))
    with tempfile.NamedTemporaryFile(dir=folder.parent, suffix=suffix_of(run.original_name)) as copy:
        with run.file.open("rb") as upload:
            shutil.copyfileobj(upload, copy)
        copy.flush()
        if is_archive(Path(copy.name)):
            unpack(Path(copy.name), folder)
        else:
            shutil.copyfile(copy.name, folder / shortened(run.original_name, 60))


def root_of(run: ImportRun, folder: Path) -> Path:
    """Return what was meant: the one text, or the one folder in which somebody packed everything."""
    found = list(folder.iterdir())
    if len(found) != 1:
        return folder
    is_text = found[0].is_file() and suffix_of(found[0].name) in SUFFIXES[run.source].split()
    is_wrapping = found[0].is_dir() and not found[0].name.startswith(("_", "."))
    return found[0] if is_text or is_wrapping else folder


def discard(run: ImportRun) -> None:
    """Delete the upload and what was unpacked from it."""
    folder = kept_folder(run)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(folder.with_name(f"{folder.name}.part"), ignore_errors=True)
    if run.file:
        run.file.delete(save=False)
