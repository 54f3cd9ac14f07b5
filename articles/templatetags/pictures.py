from django import template

from articles.models import Image, Post

register = template.Library()

# How wide a picture is shown, for the browser to choose a file by. Keep in step with static/css/site.css.
SIZES = {
    "hero": "(min-width: 67rem) 64rem, 100vw",
    "lead": "(min-width: 64rem) 40rem, 100vw",
    "card": "(min-width: 64rem) 22rem, (min-width: 40rem) 46vw, 100vw",
    "portrait": "4rem",
}


@register.inclusion_tag("articles/_picture.html")
def picture(shown: Post | Image, place: str, alt: str = "", first: bool = False) -> dict:
    """Show a post's hero or cover, or a library image, at a place named in SIZES."""
    return {"picture": shown.picture(place), "sizes": SIZES[place], "alt": alt, "first": first}
