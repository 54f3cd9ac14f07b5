"""What the last import found of a text, and whether this one finds anything else."""

import hashlib
import json
from typing import Any

from articles.importers.base import ImportedImage, ImportedPage, ImportedPost
from articles.models import ImportRecord, Page, Post

Imported = ImportedPost | ImportedPage
UNSETTLED = ""  # in place of a digest: something of the last import waits for an editor
# In a record's fields: Liquid named something that was not here then, and may be when all is in.
LEADS_NOWHERE = "leads_nowhere"
PICTURES = "pictures"  # in a record's fields: what tells two states of the pictures apart


def digest_of(imported: Imported, found: dict[str, Any]) -> str:
    """Return what tells two states of a source apart, in all that is stored of it."""
    told = [
        imported.source_file,
        imported.front_matter,
        imported.variables,
        imported.old_paths,
        sized_pictures(imported),
        found,
    ]
    return hashed(told)


def hashed(told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def sized_pictures(imported: Imported) -> list[tuple[str, int | None]]:
    return [(image.address, size_of(image)) for image in imported.images]


def has_same_pictures(record: ImportRecord, imported: Imported) -> bool:
    return record.fields.get(PICTURES) == hashed(sized_pictures(imported))


def size_of(image: ImportedImage) -> int | None:
    """Return the bytes of a local picture: it may have come, gone or changed while the text stayed."""
    try:
        return image.file.stat().st_size if image.file else None
    except OSError:
        return None


def record_of(stored: Post | Page) -> ImportRecord:
    """Return the record of the last import; a new one where there is none."""
    if hasattr(stored, "import_record"):
        return stored.import_record
    return ImportRecord(post=stored) if isinstance(stored, Post) else ImportRecord(page=stored)


def keep_alone(
    record: ImportRecord, imported: Imported, digest: str, fields: dict[str, Any], stored: Post | Page
) -> None:
    """Renew the record of a text in which nothing changed, and which is therefore not rendered again."""
    stored.leads_nowhere = record.fields.get(LEADS_NOWHERE, False)
    keep(record, imported, digest, fields, stored)


def keep(
    record: ImportRecord, imported: Imported, digest: str, fields: dict[str, Any], stored: Post | Page
) -> None:
    record.source_file, record.digest = imported.source_file, digest
    record.fields = fields | {
        LEADS_NOWHERE: stored.leads_nowhere,
        PICTURES: hashed(sized_pictures(imported)),
    }
    record.clean_fields(exclude=["post", "page", "fields", "digest"])
    record.save()
