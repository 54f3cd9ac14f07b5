from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.querysets import SluggedQuerySet
from articles.slugs import slugify


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
            self.slug = SluggedQuerySet(type(self)).free_slug(name)
