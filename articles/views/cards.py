"""The pictures that stand for an article, and for the site, where somebody shares its address."""

import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from articles import cards
from articles.metadata import CardTexts, card_address, post_card, site_card
from articles.models import Post, SiteSettings

logger = logging.getLogger(__name__)


@require_safe
def card(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    posts = Post.objects.published().select_related("category", "author")
    post = get_object_or_404(posts.only("slug", "title", "category__name", "author__name"), slug=slug)
    publication = SiteSettings.current()
    return answer(name, post_card(post, publication), card_address(post, publication))


@require_safe
def site(request: HttpRequest, name: str) -> HttpResponse:
    publication = SiteSettings.current()
    return answer(name, site_card(publication), card_address(None, publication))


def answer(name: str, texts: CardTexts, address: str) -> HttpResponse:
    """Serve the card that says these texts; one of other texts is somewhere else, and nobody draws it."""
    if name != texts.name:
        moved = redirect(address, permanent=True)
        # A title may become again what it was: kept redirects would then lead in a circle.
        moved.headers["Cache-Control"] = "no-cache"
        return moved
    response = HttpResponse(stored_or_drawn(texts), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def stored_or_drawn(texts: CardTexts) -> bytes:
    path = f"cards/{texts.name}.png"
    try:
        with default_storage.open(path) as file:
            return file.read()
    except OSError:
        drawn = cards.draw(*texts)
    try:
        stored = default_storage.save(path, ContentFile(drawn))
        if stored != path:
            default_storage.delete(stored)  # another request was faster
    except OSError:
        logger.warning("A card could not be stored and will be drawn again.", exc_info=True)
    return drawn
