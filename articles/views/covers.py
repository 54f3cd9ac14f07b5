from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles import covers


@require_safe
@cache_control(public=True, immutable=True, max_age=31_536_000)
def cover(request: HttpRequest, seed: str) -> HttpResponse:
    return HttpResponse(covers.draw(seed), content_type="image/svg+xml")
