from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.addresses import check_links
from articles.querysets import CountedQuerySet
from articles.routes import path_to

from .slugged import Subject


class Author(Subject):
    # Empty for the author of imported articles who has no account here.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
    )
    name = models.CharField(_("name"), max_length=120)
    bio = models.TextField(_("about"), blank=True, help_text=_("A sentence or two, shown below articles."))
    portrait = models.ForeignKey(
        "articles.Image",
        verbose_name=_("portrait"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portrait_of",
    )
    links = models.TextField(
        _("links"), blank=True, validators=[check_links], help_text=_("Web addresses, one a line.")
    )

    objects = CountedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="author_has_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="author_has_slug"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("author", self.slug)

    @property
    def addresses(self) -> list[str]:
        return self.links.split()
