"""Brings one imported article and the stored post together."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.importers.base import ImportedPost
from articles.models import ImportRecord, Post, Revision
from articles.models.state import state_of

from .entries import Entry, LoadOptions
from .merging import Merge, merge_fields
from .pictures import library_image, library_images, old_pictures
from .post_fields import MOMENTS, PLAIN_FIELDS, fields_since, found_fields, in_utc
from .records import UNSETTLED, digest_of, has_same_pictures, keep, keep_alone, record_of
from .rows import Rows

INCOMING = "The text of the source, which disagrees with what was changed here. What is here stayed."

# A slug is made here, and what is made on saving needs no check.
UNCHECKED = {field.name for field in Post._meta.fields} - (PLAIN_FIELDS - {"slug"}) - {"import_ref"}


class PostWriter:
    def __init__(self, imported: ImportedPost, options: LoadOptions, entry: Entry, rows: Rows) -> None:
        self.imported, self.options, self.entry, self.rows = imported, options, entry, rows
        self.found = found_fields(imported, options, entry)
        self.digest = digest_of(imported, self.found)
        self.is_news = True  # whether the source differs in anything from the last import
        self.pictures: dict[str, str] = {}  # where the old site had the post's own, and where they are

    def write(self, post: Post | None) -> Post:
        """Create the post, or bring the stored one up to date; what somebody changed here stays."""
        if post is None:
            post = self.create()
        elif record_of(post).digest == self.digest:
            self.entry.state, self.is_news = "unchanged", False
        else:
            self.update(post)
        self.entry.address = post.get_absolute_url()
        return post

    def create(self) -> Post:
        post = Post()
        found = {**self.found, "published_at": self.found.get("published_at") or self.given_date()}
        found["slug"] = Post.objects.free_slug(found["slug"])
        if found["slug"] != self.found["slug"]:
            self.entry.inform(
                f"another article has the address of {self.found['slug']}: {found['slug']} here"
            )
        self.store(post, found, ImportRecord(), self.digest)
        return post

    def update(self, post: Post) -> None:
        record = record_of(post)
        ours = fields_since(post, record.fields)
        theirs = {**self.found, "slug": self.wished_slug(post, record)}
        merge = merge_fields(record.fields, ours, theirs)
        self.entry.tell_conflicts(merge.warnings)
        if post.status == Post.Status.BINNED:
            self.entry.inform("the article is in the bin here, and stays there")
        has_changes = self.changes_anything(post, merge, ours)
        self.entry.state = "updated" if has_changes else "unchanged"
        found, digest = {**record.fields, **theirs}, self.digest
        if merge.conflicts:
            self.keep_incoming(post)
            found["body"], digest = record.fields.get("body", ""), UNSETTLED
        if has_changes or self.is_to_be_stored(post, record):
            self.store(post, merge.changes, record, digest, found)
        else:
            keep_alone(record, self.imported, digest, {**found, "source_slug": self.found["slug"]}, post)

    def is_to_be_stored(self, post: Post, record: ImportRecord) -> bool:
        """Whether anything but the fields is new."""
        is_adopted = post.import_ref != self.imported.import_ref
        has_hero = self.found["hero"] and self.waits_for_hero(post, record)
        return bool(is_adopted or has_hero or not has_same_pictures(record, self.imported))

    def wished_slug(self, post: Post, record: ImportRecord) -> str:
        """Return the slug that the source asks for: the one it was given where it asks for the same as before."""
        before, wish = record.fields, self.found["slug"]
        if wish == before.get("source_slug"):
            return before["slug"]
        return Post.objects.exclude(pk=post.pk).free_slug(wish)

    def changes_anything(self, post: Post, merge: Merge, ours: dict[str, Any]) -> bool:
        imported = self.imported
        is_same = (post.front_matter, post.liquid) == (imported.front_matter, imported.variables)
        return not is_same or any(value != ours[name] for name, value in merge.changes.items())

    def keep_incoming(self, post: Post) -> None:
        """Keep the source's text as a revision of its own, so that an editor can take from it."""
        newest = Revision.objects.latest_of(post)
        state = {**state_of(post, post.tags.names()), "body": self.imported.body}
        if not post.revisions.filter(note=INCOMING, state__body=self.imported.body).exists():
            post.revisions.create(
                number=newest.number + 1, action="imported", note=INCOMING, state=state, changed=["body"]
            )
            self.entry.inform(f"the source's text is kept as revision {newest.number + 1}")

    def store(
        self,
        post: Post,
        changes: dict[str, Any],
        record: ImportRecord,
        digest: str,
        found: dict[str, Any] | None = None,
    ) -> None:
        """Store the post with these fields changed, and in its record those that the source gave (`found`)."""
        found = dict(changes if found is None else found)
        images = library_images(self.imported.images, self.entry, dry_run=self.options.dry_run)
        self.assign(post, changes)
        if "hero" in changes or self.waits_for_hero(post, record):
            post.hero_image = images.get(self.found["hero"])
            found["hero_image"] = post.hero_image.pk if post.hero_image else None
        post.import_ref = self.imported.import_ref
        post.front_matter, post.liquid = self.imported.front_matter, self.imported.variables
        post.clean_fields(exclude=UNCHECKED)
        tags = self.rows.tags(changes["tags"]) if "tags" in changes else None
        post.save(tags=tags, images=images, action="imported")
        self.pictures = old_pictures(self.imported, images)
        record.post = post
        keep(record, self.imported, digest, {**found, "source_slug": self.found["slug"]}, post)

    def waits_for_hero(self, post: Post, record: ImportRecord) -> bool:
        """Whether the hero could not be had at the last import, and nobody chose another since."""
        return post.hero_image is None and record.fields.get("hero_image", 0) is None

    def assign(self, post: Post, changes: dict[str, Any]) -> None:
        for name in PLAIN_FIELDS & changes.keys():
            setattr(post, name, changes[name])
        for name in MOMENTS & changes.keys():
            setattr(post, name, datetime.fromisoformat(changes[name]) if changes[name] else None)
        if "category" in changes:
            post.category = self.rows.category(changes["category"])
        if "series" in changes:
            post.series = self.rows.series(changes["series"])
        if "author" in changes:
            post.author = self.rows.author(changes["author"], *self.portrayed(changes["author"]))

    def portrayed(self, name: str) -> tuple[Any, Any]:
        """Return who the source says the author is, and the portrait if it is needed."""
        author = self.imported.author
        if author is None or author.portrait is None or self.rows.has_author(name):
            return author, None
        return author, library_image(author.portrait, self.entry, dry_run=self.options.dry_run)

    def given_date(self) -> str:
        date = self.options.date or timezone.now()
        origin = "--date" if self.options.date else "the time of this import"
        self.entry.warn(f"there is no date in it; dated {date:%Y-%m-%d %H:%M %Z} by {origin}")
        return in_utc(date)
