from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.addresses import check_address, check_links, check_menu_address

from .image import Image

ACCENT = "#a33a20"


class SiteSettings(models.Model):
    """What the publication is called and how it looks: one row, edited in the admin."""

    name = models.CharField(_("name"), max_length=80, default="Rapport")
    tagline = models.CharField(
        _("tagline"), max_length=160, blank=True, default="Articles on the people side of work"
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("For search engines and feeds. The tagline serves else.")
    )
    logo = models.ForeignKey(
        Image,
        verbose_name=_("logo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="logo_of",
        help_text=_("Shown instead of the name, at most 2.5 rem high."),
    )
    profiles = models.TextField(
        _("social profiles"), blank=True, validators=[check_links], help_text=_("Web addresses, one a line.")
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default=ACCENT,
        validators=[
            RegexValidator(r"\A#[0-9a-f]{6}\Z", _("Write # and six hexadecimal digits, as in #a33a20."))
        ],
        help_text=_("Made lighter or darker where it could not be read."),
    )
    hub = models.CharField(
        _("hub"),
        max_length=300,
        blank=True,
        validators=[check_address],
        help_text=_("A WebSub hub that tells followers of new articles; named in the feeds."),
    )
    # The menus as pages show them, stored with each change of a MenuLink, so that a page asks for one row.
    menus = models.JSONField(editable=False, default=dict)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_is_one"),
            models.CheckConstraint(condition=~Q(name=""), name="site_has_name"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "SiteSettings":
        """Return the stored settings, or those of a new site."""
        return cls.objects.select_related("logo").first() or cls()

    def store_menus(self) -> None:
        links = self.links.all()
        self.menus = {
            place: [[link.label, link.address] for link in links if link.place == place]
            for place in MenuLink.Place.values
        }
        self.save(update_fields=["menus"])

    @property
    def profile_addresses(self) -> list[str]:
        return self.profiles.split()

    @property
    def has_own_accent(self) -> bool:
        return self.accent != ACCENT

    @property
    def accent_digits(self) -> str:
        return self.accent.removeprefix("#")


class MenuLink(models.Model):
    class Place(models.TextChoices):
        HEADER = "header", _("Header")
        FOOTER = "footer", _("Footer")

    site = models.ForeignKey(SiteSettings, on_delete=models.CASCADE, related_name="links")
    place = models.CharField(_("place"), max_length=8, choices=Place.choices, default=Place.HEADER)
    label = models.CharField(_("label"), max_length=60)
    address = models.CharField(
        _("address"),
        max_length=300,
        validators=[check_menu_address],
        help_text=_("A path of this site, as in /about/, or a web address."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["place", "order", "pk"]
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")
        constraints = [
            models.CheckConstraint(condition=Q(place__in=["header", "footer"]), name="menu_link_place_known")
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self.site.store_menus()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        self.site.store_menus()
        return deleted
