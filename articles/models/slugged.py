from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.querysets import SluggedQuerySet
from articles.slugs import slugify

from .redirect import Redirect


class Slugged(models.Model):
    """Something with an address of its own, made from its name unless somebody writes one."""

    slug_source = "name"

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the address. Made from the name when left empty."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.fill_slug()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.fill_slug()  # before the constraints are checked

    def fill_slug(self):
        if not self.slug:
            name = slugify(getattr(self, self.slug_source)) or str(self._meta.model_name)
            self.slug = SluggedQuerySet(type(self)).exclude(pk=self.pk).free_slug(name)


class Subject(Slugged):
    """What articles belong to: its page lists them, and its former addresses lead there."""

    if TYPE_CHECKING:

        def get_absolute_url(self) -> str: ...

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with self.redirected():
            super().save(*args, **kwargs)

    @contextmanager
    def redirected(self) -> Iterator[None]:
        """Leave a redirect if the address changes meanwhile."""
        with transaction.atomic(savepoint=False):  # as Django's own save
            rows = type(self)._default_manager.filter(pk=self.pk).only("slug")
            stored = rows.first() if self.pk else None
            yield
            if stored:
                Redirect.objects.leave(stored.get_absolute_url(), self.get_absolute_url())
