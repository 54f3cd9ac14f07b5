from collections.abc import Mapping, Sequence

from django.db import transaction

from articles.links import store_links
from articles.links.stored import read_references
from articles.management.batches import BatchCommand, tried_again
from articles.models import Post
from articles.outline import Reference
from articles.querysets import PostQuerySet


def read(keys: Sequence[int]) -> dict[tuple, list[Reference]]:
    """Return what posts refer to, under all that it is read from."""
    return {told(post): read_references(post) for post in texts(keys)}


def store(found: Mapping[tuple, list[Reference]]) -> None:
    """Store it, and of those that somebody has changed meanwhile what they refer to since."""
    with transaction.atomic():
        posts = list(texts([key for key, *_others in found]).select_for_update())
        for post in posts:
            post.references = found.get(told(post))
        store_links(posts)


def texts(keys: Sequence[int]) -> PostQuerySet:
    return Post.objects.defer("body_html", "toc", "related").filter(pk__in=keys).order_by("pk")


def told(post: Post) -> tuple:
    return post.pk, post.slug, post.body, post.updated_at


class Command(BatchCommand):
    help = "Read the links and pictures of all articles anew, as after rows were written past Post.save."
    work = staticmethod(read)
    closing = "The links of {} articles read"

    def take(self, outcome):
        tried_again(lambda: store(outcome))
