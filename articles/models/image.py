import hashlib
import secrets
from functools import lru_cache
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles import images, rendering
from articles.querysets import ImageQuerySet

# Which renditions serve at which place of the site.
PLACES = {
    "hero": images.BODY,
    "lead": images.CARD,
    "card": images.CARD,
    "portrait": images.PORTRAIT,
}
FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Image(models.Model):
    # Empty while an imported picture waits to be fetched from its source address.
    file = models.FileField(_("file"), upload_to="images/", blank=True, max_length=200)
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    # SHA-256 of the file as it came, so that an importer knows a picture again.
    digest = models.CharField(max_length=64, editable=False, blank=True, db_index=True)
    original_name = models.CharField(_("original name"), max_length=200, editable=False, blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who can't see it."),
    )
    decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The picture says nothing that the text does not.")
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    source_url = models.TextField(_("source address"), blank=True)
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5, validators=FRACTION)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5, validators=FRACTION)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [
            models.Index(fields=["source_url"], name="image_source"),
            models.Index(fields=["-created_at", "-id"], name="image_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="image_focal_point_inside",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(source_url=""), name="image_has_file_or_source"
            ),
        ]

    def __str__(self):
        return self.original_name or PurePosixPath(str(self.file) or self.source_url).name

    def save(self, *args, **kwargs):
        """Store the picture with its renditions; raise `images.ImageError` when the file is not a picture we take.

        Files get new, unguessable names whenever their content or crop changes, so browsers may keep
        them for ever; the files of the former state go when the transaction is through.
        """
        if self.has_new_file:
            self.take_file(getattr(self, "prepared", None) or images.prepare(self.file.file))
        stored = Image.objects.filter(pk=self.pk).first() if self.pk else None
        kept = set(stored.file_names) if stored else set()
        if not set(self.file_names) <= kept:
            self.write_renditions()
        with transaction.atomic():
            super().save(*args, **kwargs)
            if stored and stored.file != self.file:
                for post in self.shown_in.all():
                    post.rerender()
                for page in self.shown_on_pages.all():
                    page.rerender()
            transaction.on_commit(lambda: delete_files(kept - set(self.file_names)))

    def clean(self):
        if self.has_new_file:
            try:
                self.prepared = images.prepare(self.file.file)
            except images.ImageError as error:
                message = ValidationError(_(error.template), params=error.values)
                raise ValidationError({"file": message}) from error

    def take_file(self, prepared: images.Prepared) -> None:
        self.original_name = self.original_name or PurePosixPath(str(self.file)).name[:200]
        self.width, self.height = prepared.width, prepared.height
        self.digest = file_digest(self.file.file)
        name = f"{secrets.token_hex(10)}.{prepared.extension}"
        self.file.save(name, ContentFile(prepared.content), save=False)

    def write_renditions(self) -> None:
        with self.file.open("rb") as file:
            content = file.read()
        for name, data in images.renditions(content, self.stem, self.focal_point):
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(data))

    def picture(self, place: str = "hero") -> rendering.Picture:
        """Return the addresses and size of the renditions for one of PLACES, without asking the storage."""
        return picture_of(images.picture(self.stem, self.width, self.height, self.focal_point, PLACES[place]))

    @property
    def file_names(self) -> list[str]:
        """All files of the picture in the storage: the original and its renditions."""
        if not self.file:
            return []
        specs = images.available(self.width, self.height)
        return [
            str(self.file),
            *(
                images.rendition_name(self.stem, spec, self.focal_point, encoding.extension)
                for spec in specs
                for encoding in images.ENCODINGS
            ),
        ]

    @property
    def has_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed  # type: ignore[attr-defined]  # as FileField.pre_save asks

    @property
    def is_ready(self) -> bool:
        """Whether there are renditions to show: not while a picture waits to be fetched, or was just sent."""
        return bool(self.file) and not self.has_new_file

    @property
    def stem(self) -> str:
        return str(PurePosixPath(str(self.file)).with_suffix(""))

    @property
    def focal_point(self) -> tuple[float, float]:
        return (self.focal_x, self.focal_y)

    @property
    def addresses(self) -> list[str]:
        """The addresses by which a text may name this picture."""
        return [address for address in (self.source_url, self.file and self.file.url) if address]

    @property
    def needs_alt(self) -> bool:
        return not self.alt and not self.decorative


@lru_cache(maxsize=2_000)
def picture_of(shown: images.Picture) -> rendering.Picture:
    *better, fallback = (rendering.Source(source.mime, srcset(source)) for source in shown.sources)
    return rendering.Picture(
        src=default_storage.url(shown.fallback),
        width=shown.width,
        height=shown.height,
        sources=tuple(better),
        srcset=fallback.srcset,
    )


def srcset(source: images.Source) -> str:
    return ", ".join(f"{default_storage.url(name)} {width}w" for name, width in source.candidates)


def file_digest(file) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def delete_files(names) -> None:
    for name in names:
        default_storage.delete(name)
