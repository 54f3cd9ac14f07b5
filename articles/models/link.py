from django.db import models
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """A link or picture in an article's body, and the line where it stands; made anew on every save."""

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        IMAGE = "image", _("image")

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="links")
    line = models.PositiveIntegerField(_("line"))
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.LINK)
    # As the text has it.
    address = models.TextField(_("address"))
    # The part before "#" of an address on this site, else empty.
    path = models.CharField(max_length=500, blank=True)
    anchor = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["post", "line", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = [
            models.Index(fields=["path"], name="link_path"),
            models.Index(fields=["anchor"], name="link_anchor"),
        ]

    def __str__(self):
        return self.address
