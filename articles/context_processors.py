from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles import generation
from articles.models import SiteSettings


def site(request: HttpRequest) -> dict:
    """Return the site's settings, asked for only by pages that show them, and its address."""
    return {"publication": SimpleLazyObject(publication), "site_url": settings.SITE_URL}


def publication() -> SiteSettings:
    return generation.remember(("publication",), SiteSettings.current)
