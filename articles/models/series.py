from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.querysets import CountedQuerySet
from articles.routes import path_to

from .slugged import Subject


class Series(Subject):
    """Articles that belong together and have an order."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, help_text=_("Shown at the top of its page."))

    objects = CountedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="series_has_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="series_has_slug"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("series", self.slug)
