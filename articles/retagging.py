"""Tags renamed, merged and deleted, with all that follows for the articles that have them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from articles.models import Post, Redirect, Tag, TaggedPost
from articles.models.post import DERIVED_FIELDS
from articles.rendering import RenderError
from articles.slugs import slugify


def rename(tag: Tag, by) -> int:
    """Store a tag under its new name or slug; return how many articles have it.

    A slug that was made from the old name follows the new one.
    """
    stored = Tag.objects.get(pk=tag.pk)
    if tag.slug == stored.slug and slugify(tag.name) != slugify(stored.name) and has_made_slug(stored):
        tag.slug = ""  # so that another is made
    with refreshed([tag], by) as posts:
        tag.save()
    return len(posts)


def merge(tags: Iterable[Tag], kept: Tag, by) -> int:
    """Put `kept` in the place of the other tags, whose addresses lead to it; return how many articles had one."""
    gone = [tag for tag in tags if tag != kept]
    with refreshed(gone, by) as posts:
        first, others = split_rows(posts, [*gone, kept])
        TaggedPost.objects.filter(pk__in=others).delete()
        TaggedPost.objects.filter(pk__in=first).update(tag=kept)
        for tag in gone:
            delete(tag, by, leads_to=kept.get_absolute_url())
    return len(posts)


def delete(tag: Tag, by, leads_to: str = "") -> int:
    """Delete a tag, whose address leads elsewhere from then on, or nowhere; return how many articles had it."""
    address = tag.get_absolute_url()
    with transaction.atomic():
        if leads_to:
            Redirect.objects.leave(address, leads_to)
        return delete_all([tag], by)


def delete_all(tags: Iterable[Tag], by) -> int:
    gone = list(tags)
    with refreshed(gone, by) as posts:
        for tag in gone:
            tag.delete()
    return len(posts)


@contextmanager
def refreshed(tags: Iterable[Tag], by) -> Iterator[list[int]]:
    """Store the articles of the tags anew, after what is done with the tags meanwhile; yield the articles' keys."""
    with transaction.atomic():
        posts = Post.objects.filter(tags__in=list(tags)).order_by("pk").distinct()
        keys = list(posts.values_list("pk", flat=True))
        yield keys
        for key in keys:
            refresh(key, by)


def refresh(key: int, by) -> None:
    try:
        Post.objects.select_for_update().get(pk=key).save(update_fields=DERIVED_FIELDS, by=by)
    except RenderError:
        return  # it shows its former text, as after any change of the renderer


def has_made_slug(tag: Tag) -> bool:
    made = slugify(tag.name)
    return tag.slug == made or tag.slug.removeprefix(f"{made}-").isdecimal()


def split_rows(posts: list[int], tags: list[Tag]) -> tuple[list[int], list[int]]:
    """Return the keys of each post's first row of these tags, and of its others."""
    rows = TaggedPost.objects.filter(content_object__in=posts, tag__in=tags)
    first: dict[int, int] = {}
    others = []
    for key, post in rows.order_by("position", "pk").values_list("pk", "content_object_id"):
        if first.setdefault(post, key) != key:
            others.append(key)
    return list(first.values()), others
