"""Files that are stored in one transaction."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from articles import rendering
from articles.importers.base import (
    ImportedFile,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    ImportedSourceFile,
    ImportFailure,
    ImportSkip,
    Outcome,
)
from articles.models import Page, Post, gathered

from . import addresses
from .addresses import Wish
from .entries import Entry, Kind, LoadOptions
from .files import store_file
from .pages import PageWriter
from .pictures import fetch_pictures, waiting_for
from .planned import Planned
from .post_fields import post_slug
from .posts import PostWriter
from .rows import Rows
from .source_files import store_source_file

Place = tuple[type[Post | Page], str]  # a kind of text, and the slug or path of one

SECONDS = 2.0  # how long others may have to wait for the database; one file may take longer
KINDS: dict[type, Kind] = {
    ImportedPage: "page",
    ImportedFile: "file",
    ImportedSourceFile: "file",
    ImportedListing: "addresses",
    ImportedRedirect: "addresses",
    ImportedMenu: "addresses",
}


class Group:
    def __init__(
        self, outcomes: Sequence[Outcome], options: LoadOptions, rows: Rows, planned: Planned | None = None
    ) -> None:
        self.outcomes, self.options, self.rows, self.planned = outcomes, options, rows, planned
        self.entries: list[Entry] = []
        self.stored: list[tuple[Entry, Post | Page]] = []
        self.wishes: list[Wish] = []
        self.has_failed = False

    def store(self) -> None:
        """Store the outcomes, as many as there is time for and at least one; to be called in a transaction."""
        ends_at = time.monotonic() + SECONDS
        self.known = {
            Post: known(Post, self.outcomes, "category", "series", "author", "hero_image"),
            Page: known(Page, self.outcomes),
        }
        self.written_here = written_here(self.outcomes)
        for outcome in self.outcomes:
            self.entries.append(self.store_apart(outcome))
            if time.monotonic() > ends_at:
                break
        self.leave_addresses()

    def store_apart(self, outcome: Outcome) -> Entry:
        """Store one outcome or, if anything is wrong with it, nothing of it."""
        entry, counts = new_entry(outcome), (len(self.stored), len(self.wishes))
        try:
            with transaction.atomic(), gathered():
                self.store_one(outcome, entry)
        except (ValidationError, rendering.RenderError, DataError, IntegrityError) as error:
            del self.stored[counts[0] :], self.wishes[counts[1] :]
            self.rows.forget()
            self.has_failed = True
            return failed(outcome, error)
        return entry

    def store_one(self, outcome: Outcome, entry: Entry) -> None:
        match outcome:
            case ImportedPost():
                self.store_post(outcome, entry)
            case ImportedPage():
                self.store_page(outcome, entry)
            case ImportedFile():
                store_file(outcome, entry, dry_run=self.options.dry_run)
                self.wish(outcome.old_paths if entry.address else [], entry)
            case ImportedSourceFile():
                store_source_file(outcome, entry)

    def store_post(self, imported: ImportedPost, entry: Entry) -> None:
        writer = PostWriter(imported, self.options, entry, self.rows)
        place = (Post, writer.found["slug"])
        post = writer.write(self.known[Post].get(imported.import_ref) or self.adopted(place, imported, entry))
        self.known[Post][imported.import_ref] = post
        self.note(entry, post, imported, writer)

    def store_page(self, imported: ImportedPage, entry: Entry) -> None:
        writer = PageWriter(imported, self.options, entry)
        place = (Page, writer.found["path"])
        page = writer.write(self.known[Page].get(imported.import_ref) or self.adopted(place, imported, entry))
        self.known[Page][imported.import_ref] = page
        self.note(entry, page, imported, writer)

    def adopted(self, place: Place, imported: ImportedPost | ImportedPage, entry: Entry) -> Any:
        """Return the text that was written here and is the same: this site's own export comes back."""
        written = self.written_here.get(place)
        if written is None or written.body != imported.body:
            return None
        entry.inform("it was written here: from now on it is the same as this file")
        return self.written_here.pop(place)

    def note(
        self,
        entry: Entry,
        stored: Post | Page,
        imported: ImportedPost | ImportedPage,
        writer: PostWriter | PageWriter,
    ) -> None:
        """Note what is still to be done for a text that was stored."""
        if stored.leads_nowhere:
            entry.inform("its Liquid names what is not here yet: it is read again at the end")
        if writer.is_news:
            self.wish(imported.old_paths, entry)
            self.wishes += [Wish([path], address, entry) for path, address in writer.pictures.items()]
        if self.planned:
            self.planned.add(stored, imported.old_paths)
        if entry.state != "unchanged" and imported.images:
            self.stored.append((entry, stored))

    def wish(self, old_paths: Sequence[str], entry: Entry) -> None:
        if old_paths:
            self.wishes.append(Wish(old_paths, entry.address, entry))

    def leave_addresses(self) -> None:
        """Lead old addresses to what is stored by now; the old site's redirects come last, since they may meet them."""
        addresses.leave_all(self.wishes)
        given: list[tuple[ImportedRedirect, Entry]] = []
        for outcome, entry in zip(self.outcomes, self.entries, strict=False):
            match outcome:
                case ImportedListing():
                    if self.planned:
                        self.planned.make_again(outcome, self.rows)
                    addresses.leave_listing(outcome, entry)
                case ImportedRedirect():
                    if not (self.planned and self.planned.tell(outcome, entry)):
                        given.append((outcome, entry))
                case ImportedMenu():
                    addresses.store_menu(outcome, entry)
        addresses.leave_redirects(given)

    def fetch_pictures(self) -> None:
        """Get the pictures that wait for it, once the transaction is through."""
        for entry, stored in self.stored:
            fetch_pictures(
                waiting_for(stored), self.options.fetcher, entry, getattr(stored, "hero_image", None)
            )


def known(model: Any, outcomes: Iterable[Outcome], *related: str) -> dict[str, Any]:
    """Return the rows that an earlier import made of these outcomes, locked, by their references."""
    refs = [outcome.import_ref for outcome in outcomes if isinstance(outcome, ImportedPost | ImportedPage)]
    rows = model.objects.select_for_update(of=("self",)).select_related("import_record", *related)
    return {row.import_ref: row for row in rows.filter(import_ref__in=refs).order_by("pk")} if refs else {}


def written_here(outcomes: Iterable[Outcome]) -> dict[Place, Any]:
    """Return the rows that no import made and that have the slugs and paths of outcomes, locked."""
    slugs = {post_slug(outcome) for outcome in outcomes if isinstance(outcome, ImportedPost)}
    paths = {outcome.address.strip("/") for outcome in outcomes if isinstance(outcome, ImportedPage)}
    posts: Any = Post.objects.filter(import_ref=None, slug__in=slugs).exclude(status=Post.Status.BINNED)
    pages: Any = Page.objects.filter(import_ref=None, path__in=paths)
    return {
        **{(Post, post.slug): post for post in (posts.select_for_update() if slugs else ())},
        **{(Page, page.path): page for page in (pages.select_for_update() if paths else ())},
    }


def new_entry(outcome: Outcome) -> Entry:
    kind = KINDS.get(type(outcome), "article")
    match outcome:
        case ImportFailure():
            return Entry(outcome.path, "failed", outcome.reason, outcome.line)
        case ImportSkip():
            return Entry(outcome.path, "skipped", outcome.reason)
        case ImportedPost() | ImportedPage():
            return Entry(outcome.path, "created", fates=outcome.fates, notes=list(outcome.notes), kind=kind)
    return Entry(outcome.path, "created", kind=kind)


def failed(outcome: Outcome, error: Exception) -> Entry:
    entry = new_entry(outcome)
    entry.state, entry.reason = "failed", reason_of(error)
    return entry


def reason_of(error: Exception) -> str:
    if isinstance(error, DataError | IntegrityError):
        return f"can't be stored: {error}"
    if not isinstance(error, ValidationError):
        return str(error)
    if not hasattr(error, "error_dict"):
        return "; ".join(error.messages)
    return "; ".join(f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts)
