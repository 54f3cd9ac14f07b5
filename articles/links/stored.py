"""The rows that say where the links and pictures of each article stand."""

from collections.abc import Iterator, Sequence

from articles import outline
from articles.models import Link, Post
from articles.models.liquid import liquid_of
from articles.outline import Reference
from articles.rendering import RenderError

from .targets import Target, target_of

# The address of an article decides what an address below it, as in `notes.md`, means.
READ_FROM = {"body", "slug"}


def was_rewritten(post: Post) -> bool:
    """Return whether the newest save changed what the links are read from, or was the first."""
    newest = post.newest_revision
    return newest is None or newest.number == 1 or not READ_FROM.isdisjoint(newest.changed)


def store_links(posts: Sequence[Post]) -> None:
    """Store the links and pictures of posts anew; of a body that can't be read there are none."""
    if posts:
        Link.objects.filter(post__in=posts).delete()
        Link.objects.bulk_create(row for post in posts for row in link_rows(post))


def link_rows(post: Post) -> Iterator[Link]:
    base = post.get_absolute_url()
    for reference in references(post):
        yield link_row(post, reference, base)


def references(post: Post) -> list[Reference]:
    found = post.references
    if found is None:
        found = read_references(post)
    return [reference for reference in found if reference.address]


def read_references(post: Post) -> list[Reference]:
    if not outline.may_refer(post.body):
        return []
    try:
        contents = outline.read(post.body, liquid_of(post))
    except RenderError:
        return []
    return [*contents.links, *contents.images]


def link_row(post: Post, reference: Reference, base: str) -> Link:
    target = target_of(reference.address, base) or Target("", "")
    return Link(
        post=post,
        line=reference.line,
        kind=reference.kind,
        address=reference.address,
        path=target.path,
        anchor=target.anchor,
    )
