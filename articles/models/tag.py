from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from articles import tagging
from articles.querysets import CountedQuerySet, published_now
from articles.routes import path_to

from .slugged import Subject


class TagQuerySet(CountedQuerySet):
    def named(self, names: "Iterable[str | Tag]") -> "list[Tag]":
        """Return the tags of these names in their order, making those that are new. Raises ValidationError.

        Tags at hand in place of all names are returned as they are.
        """
        names = list(names)
        at_hand = [name for name in names if isinstance(name, Tag)]
        if names and len(at_hand) == len(names):
            return at_hand
        wanted = {tagging.fold(name): name for name in tagging.checked(map(str, names))}
        found: dict[str, Any] = dict(self.in_bulk(list(wanted), field_name="key"))
        for key, name in wanted.items():
            if key not in found:
                found[key], _created = self.get_or_create(key=key, defaults={"name": name})
        return [found[key] for key in wanted]

    def public_counts(self) -> dict[int, int]:
        """Return how many public posts each tag has that has some, by its key."""
        posts: Any = self.model._meta.get_field("posts").related_model
        # All links from their index, less the few to what is hidden: no post has to be looked at.
        counts = Counter(counted_by_tag(TaggedPost.objects.all()))
        hidden = TaggedPost.objects.filter(
            content_object__in=posts.objects.exclude(published_now()).values("pk")
        )
        return dict(counts - Counter(counted_by_tag(hidden)))

    def with_counts(self):
        # All keys of public posts at once: looking up each post of each tag takes ten times as long.
        posts: Any = self.model._meta.get_field("posts").related_model
        public = posts.objects.published().values("pk")
        counted = self.filter(tagged_posts__content_object__in=public)
        return counted.annotate(post_count=Count("tagged_posts")).order_by("name")


def counted_by_tag(links: models.QuerySet) -> dict[int, int]:
    return dict(links.order_by().values_list("tag").annotate(Count("pk")))


class Tag(Subject, TagBase):
    name = models.CharField(_("name"), max_length=tagging.MAX_LENGTH, unique=True)
    key = models.CharField(max_length=3 * tagging.MAX_LENGTH, unique=True, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="tag_has_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="tag_has_slug"),
        ]

    def save(self, *args, **kwargs):
        self.key = tagging.fold(self.name)
        self.fill_slug()
        with self.redirected():
            models.Model.save(self, *args, **kwargs)  # past TagBase.save: it runs "C#" and "C++" together

    def get_absolute_url(self):
        return path_to("tag", self.slug)

    def clean(self):
        self.name = tagging.tidy(self.name)
        self.key = tagging.fold(self.name)
        super().clean()
        if Tag.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"name": _("There is a tag of this name, perhaps in other capitals.")})


class TaggedPost(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_posts")
    content_object = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="tagged_posts")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="post_has_tag_once"),
        ]
        indexes = [models.Index(fields=["tag", "content_object"], name="tag_has_post")]


class PostTags(_TaggableManager):
    """The tags of a post in its author's order; every change goes through `Post.save`, which links hashtags."""

    def set(self, tags, **kwargs):
        names = [str(tag) for tag in tags]
        if names != self.names():
            self.instance.save(tags=names)

    def add(self, *tags, **kwargs):
        self.set([*self.names(), *tags])

    def remove(self, *tags):
        gone = {tagging.fold(str(tag)) for tag in tags}
        self.set([name for name in self.names() if tagging.fold(name) not in gone])

    def clear(self):
        self.set([])

    def names(self):
        return [tag.name for tag in self.all()]
