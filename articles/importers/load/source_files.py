"""Files that say how the articles of a site are read: kept as text, for an export to give back."""

from articles.importers.base import ImportedSourceFile
from articles.models import SourceFile

from .entries import Entry


def store_source_file(imported: ImportedSourceFile, entry: Entry) -> None:
    """Keep a file's text in place of what an earlier import kept. Raises ValidationError."""
    found = SourceFile.objects.select_for_update().filter(path=imported.path).first()
    if found and found.text == imported.text:
        entry.state = "unchanged"
        return
    entry.state = "updated" if found else "created"
    kept = found or SourceFile(path=imported.path)
    kept.text = imported.text
    kept.clean_fields(exclude=["text"])  # which may be empty
    kept.save()
