from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import rendering
from articles.routes import path_to

from .image import Image
from .liquid import liquid_of
from .post import explain
from .redirect import Redirect

# First parts of addresses that mean something else; a page there would never be reached.
RESERVED = frozenset(
    "accent admin archive articles author cards categories category covers feed healthz media page preview readyz "
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
    front_matter = models.TextField(_("front matter"), blank=True, editable=False)
    liquid = models.JSONField(null=True, editable=False)
    import_ref = models.CharField(
        _("import reference"), max_length=300, null=True, unique=True, editable=False
    )

    body_html = models.TextField(editable=False, blank=True)
    excerpt = models.TextField(editable=False, blank=True)
    rendering_version = models.PositiveSmallIntegerField(editable=False, default=0)
    body_images: models.ManyToManyField = models.ManyToManyField(
        Image, through="PageImage", related_name="shown_on_pages"
    )

    leads_nowhere = False  # whether Liquid in the body named what is not here, when it was last rendered

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
        shown = self.render()
        with transaction.atomic():
            stored = Page.objects.filter(pk=self.pk, is_public=True).only("path").first() if self.pk else None
            super().save(*args, **kwargs)
            self.body_images.set(shown)
            if stored:
                Redirect.objects.leave(stored.get_absolute_url(), self.get_absolute_url())

    def get_absolute_url(self):
        return path_to("page", self.path)

    def clean(self):
        try:
            rendering.render(self.body, liquid=liquid_of(self))
        except rendering.RenderError as error:
            raise ValidationError({"body": explain(error)}) from error

    def render(self, *, notes: bool = False) -> set[Image]:
        """Set the derived fields and return the library images that the body shows. Raises `RenderError`.

        With `notes`, which are for editors' eyes, the HTML shows Liquid that is not understood where it stands.
        """
        shown: set[Image] = set()

        def image_for(address: str) -> rendering.Picture | None:
            image = Image.objects.at(address)
            if image is None:
                return None
            shown.add(image)
            return image.picture() if image.is_ready else None

        liquid = liquid_of(self, notes=notes)
        rendered = rendering.render(
            self.body, image_for=image_for, top_heading=2, remote="link", liquid=liquid
        )
        self.leads_nowhere = any(found.state == "leads_nowhere" for found in rendered.constructs)
        self.body_html, self.excerpt = rendered.html, rendered.excerpt
        self.rendering_version = rendering.VERSION
        return shown

    def rerender(self) -> None:
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Page.objects.select_for_update())
            self.save(update_fields=["body_html", "excerpt", "rendering_version"])


class PageImage(models.Model):
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="page_images")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="page_images")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "image"], name="page_image_once")]

    def __str__(self):
        return f"{self.page_id}: {self.image_id}"
