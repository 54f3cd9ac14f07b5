import unicodedata
from collections.abc import Collection, Mapping
from urllib.parse import unquote

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST = 500  # characters of an address
MOST_MISSED = (
    1000  # rows; a tenth goes at once, so that what is new finds room beside what was asked for often
)

# Set among what the server says of a request, where no header of a reader comes: not to be counted as missed.
UNCOUNTED = "rapport.uncounted"


def tidy_path(path: str) -> str:
    """Return a decoded path as it is stored and compared: composed, and ending in / unless it names a file."""
    path = unicodedata.normalize("NFC", path)
    name = path.rpartition("/")[2]
    return f"{path}/" if name and "." not in name else path


class RedirectQuerySet(models.QuerySet):
    def leave(self, old_address: str, new_address: str) -> None:
        """Send whoever asks for the old address to the new one, without detours."""
        if old_address == new_address:
            return
        old_path, new_path = tidy_path(unquote(old_address)), tidy_path(unquote(new_address))
        self.straighten(old_path, new_path)
        self.update_or_create(old_path=old_path, defaults={"new_path": new_path})

    def leave_all(
        self, new_paths: Mapping[str, str], spare: Mapping[str, str], missed: Collection[str]
    ) -> None:
        """Send on from many old paths, tidied, at once; `spare` ones only where nothing else is sent on from there.

        `missed` are paths that readers may have asked for in vain meanwhile. None of the old paths may be among
        the new ones.
        """
        with transaction.atomic(savepoint=False):
            self.filter(old_path__in=set(new_paths.values())).delete()
            for former in set(self.filter(new_path__in=new_paths).values_list("new_path", flat=True)):
                self.filter(new_path=former).update(new_path=new_paths[former])
            MissedPath.objects.filter(path__in=missed).delete()
            rows = [self.model(old_path=old, new_path=new) for old, new in new_paths.items()]
            self.bulk_create(
                rows, update_conflicts=True, unique_fields=["old_path"], update_fields=["new_path"]
            )
            others = [self.model(old_path=old, new_path=new) for old, new in spare.items()]
            self.bulk_create(others, ignore_conflicts=True)

    def straighten(self, old_path: str, new_path: str) -> None:
        """Clear the way for a redirect: the new address is in use, and none may end at the old one."""
        self.filter(old_path=new_path).delete()
        self.filter(new_path=old_path).update(new_path=new_path)
        MissedPath.objects.filter(path=old_path).delete()


class Redirect(models.Model):
    """An address that was given up, and the one that took its place for good; both decoded."""

    old_path = models.CharField(_("old address"), max_length=LONGEST, unique=True)
    new_path = models.CharField(_("new address"), max_length=LONGEST)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        indexes = [models.Index(fields=["new_path"], name="redirect_new_path")]

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"


class MissedPathQuerySet(models.QuerySet):
    def record(self, path: str, referrer: str) -> None:
        """Count one request for a path; the newest page that links to it is kept."""
        said = {"referrer": referrer} if referrer else {}
        if not self.filter(path=path).update(hits=F("hits") + 1, last_at=timezone.now(), **said):
            self.create(path=path, referrer=referrer)
            self.trim()

    def trim(self) -> None:
        if self.count() > MOST_MISSED:
            fewest = self.order_by("hits", "last_at").values_list("pk", flat=True)
            self.filter(pk__in=list(fewest[: MOST_MISSED // 10])).delete()


class MissedPath(models.Model):
    """An address that readers asked for in vain."""

    path = models.CharField(_("address"), max_length=LONGEST, unique=True)
    hits = models.PositiveIntegerField(_("times"), default=1)
    first_at = models.DateTimeField(_("first"), default=timezone.now)
    last_at = models.DateTimeField(_("last"), default=timezone.now)
    referrer = models.CharField(_("linked from"), max_length=LONGEST, blank=True)

    objects = MissedPathQuerySet.as_manager()

    class Meta:
        ordering = ["-hits", "-last_at"]
        verbose_name = _("missed address")
        verbose_name_plural = _("missed addresses")
        indexes = [models.Index(fields=["last_at"], name="missed_path_last")]

    def __str__(self):
        return self.path
