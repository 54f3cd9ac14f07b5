"""Brings one imported page and the stored one together."""

from typing import Any

from django.core.exceptions import ValidationError

from articles.importers.base import ImportedPage
from articles.models import ImportRecord, Page
from articles.models.page import check_path
from articles.slugs import slugify

from .entries import Entry, LoadOptions
from .merging import merge_fields
from .pictures import library_images, old_pictures
from .post_fields import short_description, short_title
from .records import UNSETTLED, digest_of, has_same_pictures, keep, keep_alone, record_of

FIELDS = ("title", "path", "body", "description", "is_public")
LONGEST_PATH = 110  # leaves room for a number


class PageWriter:
    def __init__(self, imported: ImportedPage, options: LoadOptions, entry: Entry) -> None:
        self.imported, self.options, self.entry = imported, options, entry
        self.is_news = True  # whether the source differs in anything from the last import
        self.pictures: dict[str, str] = {}  # where readers ask for the page's own, and where they are
        self.found: dict[str, Any] = {
            "title": short_title(imported.title, entry),
            "path": imported.address.strip("/"),
            "body": imported.body,
            "description": short_description(imported.description, entry),
            "is_public": imported.is_public,
        }
        self.digest = digest_of(imported, self.found)

    def write(self, page: Page | None) -> Page:
        """Create the page, or bring the stored one up to date; what somebody changed here stays."""
        if page is None:
            page = self.create()
        elif record_of(page).digest == self.digest:
            self.entry.state, self.is_news = "unchanged", False
        else:
            self.update(page)
        self.entry.address = page.get_absolute_url()
        return page

    def create(self) -> Page:
        page = Page()
        found = {**self.found, "path": self.free_path(self.found["path"], page)}
        self.store(page, found, ImportRecord(), self.digest, found)
        return page

    def update(self, page: Page) -> None:
        record = record_of(page)
        base, ours = record.fields, {name: getattr(page, name) for name in FIELDS}
        is_same_wish = self.found["path"] == base.get("source_path")
        path = base["path"] if is_same_wish else self.free_path(self.found["path"], page)
        theirs = {**self.found, "path": path}
        merge = merge_fields(base, ours, theirs)
        self.entry.tell_conflicts(merge.warnings)
        is_same = (page.front_matter, page.liquid) == (self.imported.front_matter, self.imported.variables)
        changes = any(value != ours[name] for name, value in merge.changes.items())
        self.entry.state = "unchanged" if is_same and not changes else "updated"
        found, digest = {**base, **theirs}, self.digest
        if merge.conflicts:
            found["body"], digest = base.get("body", ""), UNSETTLED
        is_adopted = page.import_ref != self.imported.import_ref
        if not is_same or changes or is_adopted or not has_same_pictures(record, self.imported):
            self.store(page, merge.changes, record, digest, found)
        else:
            keep_alone(record, self.imported, digest, {**found, "source_path": self.found["path"]}, page)

    def store(
        self, page: Page, changes: dict[str, Any], record: ImportRecord, digest: str, found: dict[str, Any]
    ) -> None:
        images = library_images(self.imported.images, self.entry, dry_run=self.options.dry_run)
        for name, value in changes.items():
            setattr(page, name, value)
        page.import_ref = self.imported.import_ref
        page.front_matter, page.liquid = self.imported.front_matter, self.imported.variables
        page.clean_fields()
        page.save()
        self.pictures = old_pictures(self.imported, images, page.get_absolute_url())
        record.page = page
        keep(record, self.imported, digest, {**found, "source_path": self.found["path"]}, page)

    def free_path(self, wish: str, page: Page) -> str:
        """Return the address that is asked for, or one like it where that means something else here."""
        path = "/".join(filter(None, map(slugify, wish.split("/"))))[:LONGEST_PATH].strip("/-")
        path = path or slugify(self.imported.title) or "page"
        try:
            check_path(path)
        except ValidationError:
            first, *rest = path.split("/")
            path = "/".join([f"{first}-page", *rest])
        free = self.numbered(path, page)
        if free != wish:
            self.entry.warn(f"the address /{wish}/ can't be had here: the page is at /{free}/")
        return free

    def numbered(self, path: str, page: Page) -> str:
        taken = set(
            Page.objects.exclude(pk=page.pk).filter(path__startswith=path).values_list("path", flat=True)
        )
        numbers = (f"{path}-{number}" for number in range(2, len(taken) + 3))
        return path if path not in taken else next(free for free in numbers if free not in taken)
