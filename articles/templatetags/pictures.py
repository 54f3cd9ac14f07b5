from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Image, Post

register = template.Library()

# How wide a picture is shown, for the browser to choose a file by. Keep in step with static/css/site.css.
SIZES = {
    "hero": "(min-width: 67rem) 64rem, 100vw",
    "lead": "(min-width: 64rem) 40rem, 100vw",
    "card": "(min-width: 64rem) 22rem, (min-width: 40rem) 46vw, 100vw",
    "portrait": "4rem",
}
SOURCE = '<source type="{}" srcset="{}" sizes="{}">'
IMG = '<picture>{}<img src="{}"{} width="{}" height="{}" alt="{}"{}></picture>'
FIRST, LATER = SafeString(' fetchpriority="high"'), SafeString(' loading="lazy" decoding="async"')


@register.simple_tag
def picture(shown: Post | Image, place: str, alt: str = "", first: bool = False) -> SafeString:
    """Show a post's hero or cover, or a library image, at a place named in SIZES."""
    made, sizes = shown.picture(place), SIZES[place]
    better = format_html_join("", SOURCE, ((source.type, source.srcset, sizes) for source in made.sources))
    own = format_html(' srcset="{}" sizes="{}"', made.srcset, sizes) if made.srcset else ""
    return format_html(IMG, better, made.src, own, made.width, made.height, alt, FIRST if first else LATER)
