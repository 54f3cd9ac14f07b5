"""What a CDN may drop a page by, without knowing its address."""

from django.db.models import Model
from django.http import HttpResponse

LISTING = "listing"  # all that changes as articles come and go: lists, feeds, archives, the sitemap


def keyed(response: HttpResponse, *shown: Model | str | None) -> HttpResponse:
    """Name the rows that a page shows, such as post-12 or category-3; `site` is on every page."""
    keys = ["site", *(key_of(row) for row in shown if row)]
    response.headers["Surrogate-Key"] = " ".join(dict.fromkeys(keys))
    return response


def key_of(row: Model | str) -> str:
    return row if isinstance(row, str) else f"{row._meta.model_name}-{row.pk}"
