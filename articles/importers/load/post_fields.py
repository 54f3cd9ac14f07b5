"""The fields of an article as plain values that can be compared, merged and kept from one import to the next."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from articles import tagging
from articles.importers.base import ImportedPost
from articles.models import Image, ImportRecord, Post
from articles.slugs import slugify

from .entries import Entry, LoadOptions
from .rows import plain

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
    "series_position",
}
MOMENTS = {"published_at", "withdraw_at"}
LONGEST_DESCRIPTION = Post._meta.get_field("description").max_length or 0
LONGEST_TITLE = Post._meta.get_field("title").max_length or 0


def found_fields(imported: ImportedPost, options: LoadOptions, entry: Entry) -> dict[str, Any]:
    """Return the fields that the source gives."""
    found: dict[str, Any] = {
        "title": short_title(imported.title, entry),
        "slug": post_slug(imported),
        "body": imported.body,
        "category": category_name(imported, options, entry),
        "tags": tagging.distinct(imported.tags),
        "author": imported.author.name if imported.author else options.author,
        "custom_excerpt": plain(imported.excerpt or imported.lead),
        "status": "draft" if imported.redirect_to else imported.status,
        "show_toc": bool(imported.show_toc),
        "show_author": imported.show_author is not False,
        "sidebar": imported.sidebar if imported.sidebar in Post.Sidebar.values else "",
        "canonical_url": imported.canonical_url,
        "description": short_description(imported.description, entry),
        "series": imported.series,
        "series_position": imported.series_position,
        "hero": imported.hero.address if imported.hero else "",
        "withdraw_at": withdrawal(imported, entry),
    }
    if imported.published_at:
        found["published_at"] = in_utc(imported.published_at)
    return found


def stored_fields(post: Post) -> dict[str, Any]:
    """Return a stored post in the same words; a field that nobody changed here is equal to the import record's."""
    record = ImportRecord.objects.filter(post=post).only("fields").first()
    return fields_since(post, record.fields if record else {})


def fields_since(post: Post, base: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: getattr(post, name) for name in PLAIN_FIELDS},
        **{name: in_utc(moment) if (moment := getattr(post, name)) else None for name in MOMENTS},
        "category": name_of(post.category, base.get("category", "")),
        "series": name_of(post.series, base.get("series", "")),
        "author": name_of(post.author, base.get("author", "")),
        "tags": post.tags.names(),
        "hero": hero_address(post.hero_image, base),
    }


def name_of(row: Any, before: str) -> str:
    """Return a row's name; in the spelling of the last import where it means the same."""
    if row is None:
        return ""
    return before if row.name.casefold() == before.casefold() else row.name


def hero_address(image: Image | None, base: Mapping[str, Any]) -> str:
    """Return the hero's address: as the last import had it where the image is that one still."""
    if (image.pk if image else None) == base.get("hero_image") and "hero" in base:
        return base["hero"]
    return (image.source_url or image.file.url) if image else ""


def category_name(imported: ImportedPost, options: LoadOptions, entry: Entry) -> str:
    names = imported.strict_categories if options.strict_categories else imported.categories
    if len(names) > 1:
        others = ", ".join(names[1:])
        entry.warn(f"an article has one category; {others} stays in the front matter alone")
    return names[0] if names else ""


def post_slug(imported: ImportedPost) -> str:
    return slugify(imported.slug) or "article"


def short_title(text: str, entry: Entry) -> str:
    """Cut a title that is too long for this site at a word."""
    if len(text) <= LONGEST_TITLE:
        return text
    entry.warn(
        f"title is longer than {LONGEST_TITLE} characters and was cut: its end is in the front matter alone"
    )
    cut = text[: LONGEST_TITLE - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > LONGEST_TITLE // 2 else cut).rstrip() + "…"


def short_description(text: str, entry: Entry) -> str:
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    entry.warn(f"description is longer than {LONGEST_DESCRIPTION} characters and was cut there")
    return text[: LONGEST_DESCRIPTION - 1].rstrip() + "…"


def withdrawal(imported: ImportedPost, entry: Entry) -> str | None:
    begins, ends = imported.published_at, imported.withdraw_at
    if ends and begins and ends <= begins:
        entry.warn("it ends before it is published: it has no end here")
        return None
    return in_utc(ends) if ends else None


def in_utc(moment: datetime) -> str:
    """Write a moment in the one way in which two of them can be compared."""
    return moment.astimezone(UTC).isoformat()
