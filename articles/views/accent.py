from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.colours import readable, soft

PAPER, DARK_PAPER = "#fbf9f4", "#14171a"  # as in static/css/site.css


@require_safe
@cache_control(public=True, immutable=True, max_age=31_536_000)
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """The site's own accent colour, as a style sheet: the security policy allows no style in the page."""
    light, dark = readable(f"#{colour}", PAPER), readable(f"#{colour}", DARK_PAPER)
    rules = (
        f":root{{--accent:{light};--accent-soft:{soft(light, PAPER)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{dark};--accent-soft:{soft(dark, DARK_PAPER)}}}}}"
    )
    return HttpResponse(rules, content_type="text/css")
