"""The one writer: what a reader found becomes a post, through `Post.save` like everything else."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import rendering, tagging
from articles.addresses import is_web_address
from articles.library import Fetcher, PictureError, take_address, take_file
from articles.models import Author, Category, Image, ImportRecord, Post
from articles.slugs import slugify
from articles.visible import visible_text

from .base import (
    ImportedAuthor,
    ImportedImage,
    ImportedPost,
    ImportFailure,
    ImportSkip,
    KeyFate,
    Note,
    Outcome,
)

State = Literal["created", "updated", "unchanged", "failed", "skipped"]


@dataclass
class Entry:
    """What became of one file."""

    path: str
    state: State
    reason: str = ""
    line: int | None = None
    address: str = ""
    fates: list[KeyFate] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def warn(self, text: str) -> None:
        self.notes.append(Note("warning", text))

    def inform(self, text: str) -> None:
        self.notes.append(Note("info", text))


@dataclass(frozen=True)
class LoadOptions:
    date: datetime | None = None  # for articles that have none; the time of import otherwise
    author: str = ""  # for articles that name none
    strict_categories: bool = False
    dry_run: bool = False
    fetcher: Fetcher | None = None  # gets the files of remote pictures; without one they wait


def load(outcomes: Iterable[Outcome], options: LoadOptions) -> Iterator[Entry]:
    """Store each post in a transaction of its own and say what became of it; no bad file stops the rest."""
    for outcome in outcomes:
        match outcome:
            case ImportFailure():
                yield Entry(outcome.path, "failed", outcome.reason, outcome.line)
            case ImportSkip():
                yield Entry(outcome.path, "skipped", outcome.reason)
            case ImportedPost():
                yield load_post(outcome, options)


def load_post(imported: ImportedPost, options: LoadOptions) -> Entry:
    entry = Entry(imported.path, "created", fates=imported.fates, notes=imported.notes)
    try:
        with transaction.atomic():
            Writer(imported, options, entry).write()
            if options.dry_run:
                transaction.set_rollback(True)
    except (ValidationError, rendering.RenderError) as error:
        reason = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return Entry(imported.path, "failed", reason, fates=imported.fates, notes=imported.notes)
    if not options.dry_run and entry.state != "unchanged":
        fetch_pictures(imported.import_ref, options.fetcher, entry)
    return entry


def fetch_pictures(import_ref: str, fetcher: Fetcher | None, entry: Entry) -> None:
    """Get the remote pictures of a stored post, outside its transaction: a slow host must not hold the database."""
    post = Post.objects.select_related("hero_image").get(import_ref=import_ref)
    heroes = [post.hero_image] if post.hero_image else []
    for image in {image.pk: image for image in [*heroes, *post.body_images.all()] if not image.file}.values():
        try:
            if fetcher is None:
                raise PictureError(image.source_url, "not fetched, as asked")
            fetcher.fetch(image)
            entry.inform(f"{image.source_url}: fetched")
        except PictureError as error:
            stand_in = "; the drawn cover stands in" if image == post.hero_image else ""
            entry.warn(f"{error}{stand_in}; `manage.py fetch_images` tries again")


class Writer:
    """Brings one imported article and the stored post together."""

    def __init__(self, imported: ImportedPost, options: LoadOptions, entry: Entry) -> None:
        self.imported, self.options, self.entry = imported, options, entry
        self.digest = hashlib.sha256((imported.front_matter + imported.body).encode()).hexdigest()

    def write(self) -> None:
        posts = Post.objects.select_related("import_record", "category", "author", "hero_image")
        post = posts.filter(import_ref=self.imported.import_ref).first()
        if post is None:
            post = self.create()
        elif post.import_record.digest == self.digest:
            self.entry.state = "unchanged"
        else:
            self.update(post)
        self.entry.address = post.get_absolute_url()

    def create(self) -> Post:
        found = self.found()
        post = Post(import_ref=self.imported.import_ref)
        found["published_at"] = found.get("published_at") or self.given_date()
        found["slug"] = Post.objects.free_slug(slugify(found["slug"]) or "article")
        self.store(post, found, found)
        return post

    def update(self, post: Post) -> None:
        self.entry.state = "updated"
        base, found, stored = post.import_record.fields, self.found(), stored_fields(post)
        changes = {name: value for name, value in found.items() if value != base.get(name)}
        for name in [name for name in changes if stored[name] != base.get(name)]:
            self.entry.warn(f"{name} was changed here since the last import and stays as it is here")
            del changes[name]
        self.store(post, changes, {**base, **found})

    def found(self) -> dict[str, Any]:
        """Return the fields that the source gives, as plain values that can be compared and kept."""
        imported = self.imported
        found = {
            "title": imported.title,
            "slug": imported.slug,
            "body": imported.body,
            "category": self.category_name(),
            "tags": tagging.distinct(imported.tags),
            "author": imported.author.name if imported.author else self.options.author,
            "custom_excerpt": plain(imported.excerpt or imported.lead),
            "status": "draft" if imported.redirect_to else imported.status,
            "show_toc": bool(imported.show_toc),
            "show_author": imported.show_author is not False,
            "sidebar": imported.sidebar if imported.sidebar in Post.Sidebar.values else "",
            "canonical_url": imported.canonical_url,
            "description": imported.description,
            "hero": imported.hero.address if imported.hero else "",
        }
        if imported.published_at:
            found["published_at"] = in_utc(imported.published_at)
        return found

    def store(self, post: Post, changes: dict[str, Any], base: dict[str, Any]) -> None:
        for name in PLAIN_FIELDS & changes.keys():
            setattr(post, name, changes[name])
        if "published_at" in changes:
            post.published_at = datetime.fromisoformat(changes["published_at"])
        if "category" in changes:
            post.category = category_named(changes["category"])
        if "author" in changes:
            post.author = author_named(changes["author"], self.imported.author)
        found = {image.address: self.library_image(image) for image in self.imported.images}
        pictures = {address: image for address, image in found.items() if image}
        if "hero" in changes:
            post.hero_image = pictures.get(changes["hero"])
        post.front_matter = self.imported.front_matter
        post.clean_fields(exclude=["slug"])
        post.save(tags=changes.get("tags"), images=pictures)
        ImportRecord.objects.update_or_create(post=post, defaults={"digest": self.digest, "fields": base})

    def category_name(self) -> str:
        imported = self.imported
        names = imported.strict_categories if self.options.strict_categories else imported.categories
        if len(names) > 1:
            others = ", ".join(names[1:])
            self.entry.warn(f"an article has one category; {others} stays in the front matter alone")
        return names[0] if names else ""

    def given_date(self) -> str:
        date = self.options.date or timezone.now()
        origin = "--date" if self.options.date else "the time of this import"
        self.entry.warn(f"there is no date in it; dated {date:%Y-%m-%d %H:%M %Z} by {origin}")
        return in_utc(date)

    def library_image(self, imported: ImportedImage) -> Image | None:
        """Return the library's image for one of the article's, or None when there is nothing to be had."""
        described = {
            "alt": imported.alt[:500],
            "caption": imported.caption,
            "source_url": imported.address,
        }
        if imported.file is None:
            if not is_web_address(imported.address):
                return None
            return take_address(width=imported.width or 0, height=imported.height or 0, **described)
        if self.options.dry_run:
            return None
        try:
            return take_file(imported.file, **described)
        except PictureError as error:
            self.entry.warn(str(error))
            return None


PLAIN_FIELDS = {
    "title",
    "slug",
    "body",
    "custom_excerpt",
    "status",
    "show_toc",
    "show_author",
    "sidebar",
    "canonical_url",
    "description",
}


def stored_fields(post: Post) -> dict[str, Any]:
    """Return a stored post in the words of `Writer.found`."""
    return {
        **{name: getattr(post, name) for name in PLAIN_FIELDS},
        "category": post.category.name if post.category else "",
        "tags": post.tags.names(),
        "author": post.author.name if post.author else "",
        "published_at": in_utc(post.published_at) if post.published_at else None,
        "hero": post.hero_image.source_url if post.hero_image else "",
    }


def category_named(name: str) -> Category | None:
    if not name:
        return None
    return Category.objects.filter(name__iexact=name).first() or stored(Category(name=name))


def author_named(name: str, imported: ImportedAuthor | None) -> Author | None:
    if not name:
        return None
    bio = imported.data.get("bio", "") if imported else ""
    return Author.objects.filter(name__iexact=name).first() or stored(Author(name=name, bio=plain(str(bio))))


def stored(row):
    row.full_clean()
    row.save()
    return row


def plain(markdown: str) -> str:
    """Return short Markdown as the text that a reader would see."""
    return visible_text(rendering.render(markdown).html) if markdown else ""


def in_utc(moment: datetime) -> str:
    """Write a moment in the one way in which two of them can be compared."""
    return moment.astimezone(UTC).isoformat()
