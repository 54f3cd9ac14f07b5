import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEY_BYTES = 24  # 32 characters
signer = Signer(salt="articles.preview_link")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def valid(self) -> "PreviewLinkQuerySet":
        return self.filter(expires_at__gt=timezone.now())

    def make(self, post, *, by, label: str, days: int) -> "PreviewLink":
        """Let whoever gets the address read the post for so many days; forget the post's expired links."""
        self.filter(post=post, expires_at__lte=timezone.now()).delete()
        key, end = secrets.token_urlsafe(KEY_BYTES), timezone.now() + timedelta(days=days)
        return self.create(post=post, by=by, label=label, key=key, expires_at=end)

    def of_token(self, token: str) -> "PreviewLink | None":
        try:
            return self.valid().filter(key=signer.unsign(token)).first()
        except BadSignature:
            return None


class PreviewLink(models.Model):
    """Lets somebody without an account read one article that is not public, until it expires or is revoked."""

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="preview_links")
    key = models.CharField(max_length=32, unique=True)
    label = models.CharField(_("for whom"), max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self):
        return self.label or self.key[:8]

    def get_absolute_url(self):
        return reverse("shared_preview", args=[signer.sign(self.key)])
