from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .state import changed_fields, state_of


class RevisionQuerySet(models.QuerySet["Revision"]):
    def latest_of(self, post) -> "Revision":
        """Return the post's newest revision; of a post that has none yet, its first, made from what is stored."""
        newest = self.filter(post=post).order_by("-number").first()
        return newest or self.record(post, post.tags.names(), None, action=Revision.Action.CREATED)

    def record(
        self, post, tags: Sequence[str], newest: "Revision | None", *, action: str, by=None, **details
    ) -> "Revision":
        """Store the post's state as the revision that follows its newest one."""
        state = state_of(post, tags)
        return self.create(
            post=post,
            number=newest.number + 1 if newest else 1,
            by=by,
            by_name=(by.get_full_name() or by.get_username()) if by else "",
            action=action,
            state=state,
            changed=changed_fields(newest.state, state) if newest else [],
            words=post.words,
            is_published=post.status == "published",
            **details,
        )

    def for_list(self):
        return self.defer("state").select_related("by")


class Revision(models.Model):
    """A post as one save left it, with who saved it and why; nothing changes a revision."""

    class Action(models.TextChoices):
        CREATED = "created", _("Created")
        EDITED = "edited", _("Edited")
        RESTORED = "restored", _("Restored")
        SUBMITTED = "submitted", _("Submitted for review")
        RETURNED = "returned", _("Returned to draft")
        PUBLISHED = "published", _("Published")
        SCHEDULED = "scheduled", _("Scheduled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        BINNED = "binned", _("Moved to the bin")
        UNBINNED = "unbinned", _("Brought back from the bin")
        NOTED = "noted", _("Note")
        IMPORTED = "imported", _("Imported")

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, blank=True
    )
    # Outlives the account.
    by_name = models.CharField(max_length=310, blank=True)
    action = models.CharField(_("action"), max_length=12, choices=Action.choices)
    note = models.TextField(_("note"), blank=True)
    # Published in spite of what the checks held against it; the note says why.
    overrode = models.BooleanField(default=False)
    # The number of the revision that the writer started from, when another came between.
    merged_from = models.PositiveIntegerField(null=True, blank=True)
    state: Any = models.JSONField()
    changed: Any = models.JSONField(default=list)
    words = models.PositiveIntegerField(_("words"), default=0)
    # What readers could see is kept for good.
    is_published = models.BooleanField(default=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_number_once")]

    def __str__(self):
        return f"{self.number}"
