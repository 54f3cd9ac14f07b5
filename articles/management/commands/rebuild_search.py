from collections.abc import Mapping, Sequence

from django.db import transaction

from articles.management.batches import BatchCommand, tried_again
from articles.models import Post
from articles.querysets import PostQuerySet
from articles.search import forget_words, refresh
from articles.search.documents import Composed
from articles.search.indexing import compose_post, store_composed


def work_out(keys: Sequence[int]) -> dict[tuple, Composed]:
    """Return what posts are found by, under all that it is made of."""
    return {told(post): compose_post(post) for post in read(Post.objects.all(), keys)}


def store(composed: Mapping[tuple, Composed]) -> None:
    """Store it, and of those that somebody has changed meanwhile what they are found by since."""
    with transaction.atomic():
        posts = read(Post.objects.select_for_update(of=("self",)), [key for key, *_others in composed])
        store_composed({post.pk: composed.get(told(post)) or compose_post(post) for post in posts})


def read(posts: PostQuerySet, keys: Sequence[int]) -> PostQuerySet:
    fields = ("title", "excerpt", "body_html", "category__name", "author__name")
    some = posts.filter(pk__in=keys).order_by("pk").select_related("category", "author")
    return some.only(*fields).prefetch_related("tags")


def told(post: Post) -> tuple:
    """Return all that a post is found by."""
    category, author = (subject and subject.name for subject in (post.category, post.author))
    tags = tuple(tag.name for tag in post.tags.all())
    return post.pk, post.title, post.excerpt, post.body_html, category, author, tags


class Command(BatchCommand):
    help = (
        "Make the search index anew, as after rows were written past Post.save. Searching goes on meanwhile."
    )
    work = staticmethod(work_out)
    closing = "{} articles indexed"

    def begin(self, after):
        # First of all, because an index that is out of step with its documents can't be written to.
        refresh()
        if not after:
            forget_words()

    def take(self, outcome):
        tried_again(lambda: store(outcome))

    def finish(self):
        refresh()
        super().finish()
