from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """What the last import of a post or page found, so that the next one knows what an editor changed since."""

    post = models.OneToOneField(
        "articles.Post", on_delete=models.CASCADE, null=True, related_name="import_record"
    )
    page = models.OneToOneField(
        "articles.Page", on_delete=models.CASCADE, null=True, related_name="import_record"
    )
    # Where the text lay below the root of its source; empty where it was made from something else.
    source_file = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, page__isnull=False) | Q(post__isnull=False, page=None),
                name="import_record_of_one",
            )
        ]

    def __str__(self):
        return f"{self.source_file or self.pk}: {self.digest[:12]}"


class SourceFile(models.Model):
    """A file of an imported site that is no article, such as its configuration: kept to be given back as it was."""

    path = models.CharField(max_length=500, unique=True)
    text = models.TextField()

    class Meta:
        ordering = ["path"]

    def __str__(self):
        return self.path


def private_storage():
    return storages["private"]


class ImportRun(models.Model):
    """An import started in the admin: an uploaded source, what is to be done with it, and how far that is."""

    class Phase(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Stopped")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    file = models.FileField(_("file"), upload_to="imports/", storage=private_storage, blank=True)
    original_name = models.CharField(_("file"), max_length=200)
    source = models.CharField(_("system"), max_length=20)
    options = models.JSONField(default=dict)
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.CHECKING)
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    # Until then somebody works on it; nobody else does.
    held_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return self.original_name


class ImportEntry(models.Model):
    """What became, or would become, of one file of an import."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="entries")
    is_dry = models.BooleanField()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    path = models.TextField()
    line = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    address = models.TextField(blank=True)
    fates = models.JSONField(default=list)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "is_dry", "number"], name="import_entry_once")]

    def __str__(self):
        return self.path
