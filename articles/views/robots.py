from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.metadata import absolute

RULES = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = f"{RULES}\nSitemap: {absolute(reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
