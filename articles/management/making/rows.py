"""The rows of a made site, stored many at once and past `Post.save`, which makes one after the other."""

from collections.abc import Iterator, Sequence
from itertools import chain

from django.db import transaction

from articles.models import Link, Post, Revision, TaggedPost
from articles.models.state import state_of
from articles.related import Index, relate_by
from articles.search.indexing import store_composed

from .plan import Plan
from .posts import Made
from .subjects import Subjects

COMPARED = 250  # a part of what a save compares with: made texts are alike anyway


class Writer:
    """Stores finished articles with all that `Post.save` stores, a batch in one transaction."""

    def __init__(self, plan: Plan, subjects: Subjects) -> None:
        self.plan, self.subjects = plan, subjects
        self.index, self.known_words = Index(COMPARED), set[str]()

    def store(self, batch: Sequence[Made]) -> None:
        for made in batch:
            self.place(made)
        with transaction.atomic():
            Post.objects.bulk_create(made.post for made in batch)
            TaggedPost.objects.bulk_create(chain.from_iterable(map(self.tagged, batch)))
            Revision.objects.bulk_create(map(self.revision, batch))
            Link.objects.bulk_create(chain.from_iterable(made.links for made in batch))
            store_composed({made.post.pk: made.document for made in batch}, self.known_words)
            relate_by({made.post: made.terms for made in batch}, self.index)

    def place(self, made: Made) -> None:
        post, series = made.post, self.plan.series_number(made.number)
        post.category = self.subjects.categories[self.plan.category_number(made.number)]
        post.author = self.subjects.authors[self.plan.author_number(made.number)]
        if series is not None:
            post.series, post.series_position = self.subjects.series[series], self.plan.episode(made.number)

    def tagged(self, made: Made) -> Iterator[TaggedPost]:
        for position, number in enumerate(self.plan.tag_numbers(made.number)):
            yield TaggedPost(content_object=made.post, tag=self.subjects.tags[number], position=position)

    def revision(self, made: Made) -> Revision:
        names = [self.subjects.tags[number].name for number in self.plan.tag_numbers(made.number)]
        return Revision(
            post=made.post,
            number=1,
            made_at=self.plan.published_at(made.number),
            action=Revision.Action.CREATED,
            state=state_of(made.post, names),
            words=made.post.words,
            is_published=True,
        )
