from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Page
from articles.surrogate_keys import keyed


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    page = get_object_or_404(Page, path=path, is_public=True)
    return keyed(render(request, "articles/page.html", {"page": page}), page)
