import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A page with scripts says three times a minute that it is open, one in the background once; without scripts
# nothing is heard of it until it is sent.
LIVE = timedelta(seconds=60)
PRESENT = timedelta(minutes=2)
PRESENT_UNHEARD = timedelta(minutes=30)
A_DAY, A_MOMENT = timedelta(days=1), timedelta(milliseconds=1)
NAME = re.compile(r"[\w-]{1,32}(\.\d{1,16})?", re.ASCII)


class EditingSessionQuerySet(models.QuerySet["EditingSession"]):
    def with_text(self) -> "EditingSessionQuerySet":
        return self.filter(fields__isnull=False)

    def with_text_of(self, user: Any) -> "EditingSessionQuerySet":
        return self.with_text().filter(user=user)

    def present(self) -> "EditingSessionQuerySet":
        """Return the forms that are open as far as is known, the longest open first."""
        now = timezone.now()
        heard = Q(seen_at__gt=F("opened_at"), seen_at__gte=now - PRESENT)
        unheard = Q(seen_at=F("opened_at"), opened_at__gte=now - PRESENT_UNHEARD)
        return self.filter(heard | unheard).order_by("opened_at", "pk")

    def open(self, user, post) -> "EditingSession":
        """Register a form that was opened now, and forget those of the post that ended without text."""
        ended = self.filter(fields__isnull=True, seen_at__lt=timezone.now() - A_DAY)
        ended.filter(Q(post=post) if post else Q(post=None, user=user)).delete()
        now = timezone.now()
        return self.create(user=user, post=post, key=secrets.token_hex(16), opened_at=now, seen_at=now)

    def of_form(self, user, post, name: str) -> "EditingSession | None":
        """Return the row that the form of this name writes to, made if need be; None where it isn't theirs."""
        if not NAME.fullmatch(name):
            return None
        key = name.partition(".")[0]
        row = self.filter(user=user, key=key).first()
        if row is None and self.filter(key=key).exists():
            return None
        if row and row.post_id != (post and post.pk):
            return None
        if row and name in (key, row.name):
            return row
        # Another form took the text over, or the row was forgotten: this one goes on in a row of its own.
        own_key = name if name == key else hashlib.sha256(name.encode()).hexdigest()[:32]
        return self.get_or_create(user=user, key=own_key, defaults={"post": post})[0]


class EditingSession(models.Model):
    """One opened form of a post: who has it open, since when, and what was typed into it but not saved.

    Text stays until it is saved or its writer discards it, however long that takes; rows without text go after
    a day. Nothing of a row is ever put on the post but by saving the form.
    """

    # One per form, not per post: two tabs of one editor never write over each other.
    key = models.CharField(max_length=32)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editing_sessions"
    )
    # Empty while the article was never saved, and once it was deleted for good.
    post = models.ForeignKey(
        "articles.Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="editing_sessions"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    # As `opened_at` until scripts are heard of, and before it once the form was left.
    seen_at = models.DateTimeField(default=timezone.now)
    # The form's fields as the browser sends them, lists of strings by name; empty while nothing was typed.
    fields: Any = models.JSONField(null=True, blank=True)
    # When the fields were typed, or emptied.
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = EditingSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="editing_session_once")]
        indexes = [models.Index(fields=["post", "-seen_at"], name="editing_session_post")]

    def __str__(self):
        return self.key

    @property
    def name(self) -> str:
        """What the form sends to be known by: of two forms of one key, the one that was opened last counts."""
        return f"{self.key}.{round(self.opened_at.timestamp() * 1000)}"

    @property
    def title(self) -> str:
        return "".join((self.fields or {}).get("title", [])[:1])

    @property
    def is_heard(self) -> bool:
        """Whether the form's scripts are at work."""
        return self.seen_at > self.opened_at

    @property
    def is_live(self) -> bool:
        return self.is_heard and timezone.now() - self.seen_at < LIVE

    def reopen(self) -> None:
        """Let a new form take the text over."""
        self.opened_at = self.seen_at = timezone.now()
        self.save(update_fields=["opened_at", "seen_at"])

    def see(self) -> None:
        """Note that the form is open."""
        self.seen_at = max(timezone.now(), self.opened_at + A_MOMENT)
        self.save(update_fields=["seen_at"])

    def leave(self) -> None:
        self.seen_at = self.opened_at - A_MOMENT
        self.save(update_fields=["seen_at"])

    def keep(self, fields: dict[str, list[str]], typed_at: datetime) -> bool:
        """Store what was typed, unless as new is known of the form; return whether it was stored."""
        rows = EditingSession.objects.filter(pk=self.pk)
        older = rows.filter(Q(changed_at=None) | Q(changed_at__lt=typed_at))
        if older.update(fields=fields, changed_at=typed_at):
            self.fields, self.changed_at = fields, typed_at
            return True
        return False

    def drop(self) -> None:
        """Forget the text; what was typed after it may still come."""
        self.fields = None
        self.save(update_fields=["fields"])

    def close(self) -> None:
        """Forget the text because all of the form was saved; what comes late was part of that."""
        self.fields, self.changed_at = None, timezone.now()
        self.seen_at = self.opened_at - A_MOMENT
        self.save(update_fields=["fields", "changed_at", "seen_at"])
