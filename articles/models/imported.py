from django.db import models


class ImportRecord(models.Model):
    """What the last import of a post found, so that the next one knows what an editor changed here since."""

    post = models.OneToOneField("articles.Post", on_delete=models.CASCADE, related_name="import_record")
    digest = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.post_id}: {self.digest[:12]}"
