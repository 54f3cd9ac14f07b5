from django.db import models

from articles.likeness import LONGEST


class PostTerm(models.Model):
    """A word or tag that says what a post is about; related articles are found by sharing them."""

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=LONGEST)
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "term"], name="post_has_term_once")]
        indexes = [models.Index(fields=["term"], name="post_term")]

    def __str__(self):
        return self.term
