from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from articles.querysets import CountedQuerySet
from articles.routes import path_to

from .slugged import Subject


class Category(Subject):
    name = models.CharField(_("name"), max_length=80)
    description = models.TextField(_("description"), blank=True, help_text=_("Shown at the top of its page."))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lower numbers come first."))

    objects = CountedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="category_name_once",
                violation_error_message=_("There is a category of this name."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="category_has_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_slug"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("category", self.slug)
