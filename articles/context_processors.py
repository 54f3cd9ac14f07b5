from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import SiteSettings


def site(request: HttpRequest) -> dict:
    """Return the site's settings, asked for once and only by pages that show them, and its address."""
    return {"publication": SimpleLazyObject(SiteSettings.current), "site_url": settings.SITE_URL}
