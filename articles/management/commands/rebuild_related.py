from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from articles.likeness import terms
from articles.management.batches import BatchCommand, tried_again
from articles.models import Post, PostTerm
from articles.related import Index, Terms, relate_by, tags_of


class Told(NamedTuple):
    """What a post is about, as of its last change."""

    updated_at: datetime
    terms: Terms


def read(keys: Sequence[int]) -> dict[int, Told]:
    return {post.pk: Told(post.updated_at, terms_of(post)) for post in texts(Post.objects.all(), keys)}


def relate(found: Mapping[int, Told]) -> None:
    """Store one batch after the other: each article is compared with those before it."""
    with transaction.atomic():
        posts = texts(Post.objects.select_for_update(), list(found))
        # Of those that somebody has changed meanwhile, the terms are read once more.
        relate_by({post: fresh(post, found[post.pk]) for post in posts}, Index())


def fresh(post: Post, told: Told) -> Terms:
    return told.terms if post.updated_at == told.updated_at else terms_of(post)


def terms_of(post: Post) -> Terms:
    return terms(post.title, post.visible_text, tags_of(post))


def texts(posts: QuerySet[Post], keys: Sequence[int]) -> QuerySet[Post]:
    some = posts.filter(pk__in=keys).order_by("pk").only("title", "body_html", "updated_at")
    return some.prefetch_related("tags")  # type: ignore[misc]  # taggit has no types


class Command(BatchCommand):
    help = (
        "Decide anew which articles are like which, as after rows were written past Post.save. Pages show the former "
        "choice meanwhile."
    )
    work = staticmethod(read)
    together = 200
    closing = "{} articles related"

    def begin(self, after):
        if not after:
            PostTerm.objects.all().delete()

    def take(self, outcome):
        tried_again(lambda: relate(outcome))
