"""Files that articles link to and that are no pictures: stored under names made from their content."""

import hashlib
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from articles.importers.base import ImportedFile
from articles.slugs import slugify

from .entries import Entry

# What a browser shows or saves without running it. HTML, SVG, XML and scripts would run as the site's own.
SUFFIXES = frozenset(
    "pdf txt csv tsv md rtf zip gz tgz tar 7z docx xlsx pptx doc xls ppt odt ods odp epub mobi mp3 ogg oga opus wav flac "
    "m4a mp4 m4v webm mov ics vcf bib woff woff2 ttf otf ipynb".split()
)
LARGEST = 100_000_000  # bytes
DIGITS = 20  # of the digest, in a name


def store_file(imported: ImportedFile, entry: Entry, *, dry_run: bool) -> None:
    """Put a file into the storage unless it is there; `entry` tells its address, or why it is not taken."""
    suffix = imported.file.suffix.lower().removeprefix(".")
    if suffix not in SUFFIXES:
        entry.state, entry.reason = "skipped", f"files of the kind “.{suffix}” are not taken"
        return
    try:
        name = stored_name(imported.file, suffix)
    except OSError as error:
        entry.state, entry.reason = "failed", f"cannot be opened: {error.strerror}"
        return
    if not name:
        entry.state, entry.reason = "failed", f"is larger than {LARGEST:,} bytes"
        return
    entry.address = default_storage.url(name)
    if default_storage.exists(name):
        entry.state = "unchanged"
    elif not dry_run:
        with imported.file.open("rb") as file:
            default_storage.save(name, File(file))


def stored_name(path: Path, suffix: str) -> str:
    """Return the name that a file's content gives it; "" for one that is too large."""
    if path.stat().st_size > LARGEST:
        return ""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS]
    return f"files/{digest}-{slugify(path.stem)[:60].strip('-') or 'file'}.{suffix}"
