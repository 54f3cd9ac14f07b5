"""By what articles are found and put in order, on a site of any size."""

from django.db import models
from django.db.models.functions import Length

INDEXES: list[models.Index] = [
    # What stands behind the key is there so that listing and counting what is public, also for the sitemap,
    # read the index alone.
    models.Index(
        fields=["status", "-published_at", "-id", "withdraw_at", "canonical_url"], name="post_newest"
    ),
    models.Index(
        fields=["category", "status", "-published_at", "-id", "withdraw_at"],
        name="post_category_newest",
    ),
    models.Index(
        fields=["author", "status", "-published_at", "-id", "withdraw_at"], name="post_author_newest"
    ),
    models.Index(
        fields=["series", "status", "-published_at", "-id", "withdraw_at"], name="post_series_newest"
    ),
    # What is withdrawn, and when the next one will be.
    models.Index(fields=["status", "withdraw_at"], name="post_withdrawn"),
    # The editors' list, which leaves out the bin: all of it, by each of its filters, and in other orders.
    models.Index(fields=["-created_at", "-id", "status"], name="post_latest"),
    models.Index(
        fields=[
            "status",
            "-created_at",
            "-id",
            "published_at",
            "withdraw_at",
            "revised_at",
            "hero_image",
        ],
        name="post_status_latest",
    ),
    models.Index(
        fields=[
            "category",
            "-created_at",
            "-id",
            "status",
            "published_at",
            "withdraw_at",
            "revised_at",
        ],
        name="post_category_latest",
    ),
    models.Index(
        fields=["author", "-created_at", "-id", "status", "published_at", "withdraw_at"],
        name="post_author_latest",
    ),
    models.Index(fields=["published_at", "-created_at", "-id", "status"], name="post_dated"),
    models.Index(fields=["title", "-created_at", "-id", "status"], name="post_titled"),
    # What editors are told to care for.
    models.Index(fields=["status", "updated_at"], name="post_untouched"),
    models.Index(fields=["status", "words"], name="post_shortest"),
    models.Index(
        "status",
        Length("custom_excerpt"),
        Length("description"),
        models.F("created_at").desc(),
        models.F("id").desc(),
        "published_at",
        "withdraw_at",
        name="post_undescribed",
    ),
]
