from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import rendering

from .image import Image
from .post import explain

# First parts of addresses that mean something else; a page there would never be reached.
RESERVED = frozenset(
    "accent admin archive articles author cards categories category covers feed healthz media page readyz "
    "search series static tag tags".split()
)


def check_path(path: str) -> None:
    first = path.partition("/")[0]
    if first in RESERVED or (first.isdecimal() and len(first) == 4):
        raise ValidationError(_("/%(first)s/ is taken by the site itself."), params={"first": first})


class Page(models.Model):
    """A text that is no article and has an address of its own: About, Contact, Privacy."""

    title = models.CharField(_("title"), max_length=200)
    path = models.CharField(
        _("path"),
        max_length=120,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[-\w]+(?:/[-\w]+)*\Z", _("Use letters, digits and hyphens, with / between the parts.")
            ),
            check_path,
        ],
        help_text=_("The address without its first and last /, as in about or legal/privacy."),
    )
    body = models.TextField(_("body"), blank=True, help_text=_("Markdown."))
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("For search engines.")
    )
    is_public = models.BooleanField(_("public"), default=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.TextField(editable=False, blank=True)
    rendering_version = models.PositiveSmallIntegerField(editable=False, default=0)
    body_images: models.ManyToManyField = models.ManyToManyField(
        Image, through="PageImage", related_name="shown_on_pages"
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="page_has_title"),
            models.CheckConstraint(condition=~Q(path=""), name="page_has_path"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Store the page with its HTML and the pictures it shows. Raises `rendering.RenderError`."""
        shown: set[Image] = set()

        def image_for(address: str) -> rendering.Picture | None:
            image = Image.objects.at(address)
            if image is None or not image.is_ready:
                return None
            shown.add(image)
            return image.picture()

        rendered = rendering.render(self.body, image_for=image_for, top_heading=2, remote="link")
        self.body_html, self.excerpt = rendered.html, rendered.excerpt
        self.rendering_version = rendering.VERSION
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.body_images.set(shown)

    def get_absolute_url(self):
        return reverse("page", args=[self.path])

    def clean(self):
        try:
            rendering.render(self.body)
        except rendering.RenderError as error:
            raise ValidationError({"body": explain(error)}) from error

    def rerender(self) -> None:
        self.save(update_fields=["body_html", "excerpt", "rendering_version"])


class PageImage(models.Model):
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="page_images")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="page_images")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "image"], name="page_image_once")]

    def __str__(self):
        return f"{self.page_id}: {self.image_id}"
