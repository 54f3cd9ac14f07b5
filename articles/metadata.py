"""What heads, feeds and sitemaps say of an article: its address, its dates, its picture, its card."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage

from articles import cards, images
from articles.models import Image, Post, SiteSettings
from articles.models.image import PLACES
from articles.routes import path_to

THIN = 2  # a list of fewer articles says nothing that they don't say themselves


class Photo(NamedTuple):
    """The rendition of a library image that every reader can show, a JPEG."""

    name: str
    address: str
    width: int
    height: int


class CardTexts(NamedTuple):
    """What a card is drawn from, in the order of `cards.draw`."""

    title: str
    category: str
    author: str
    site_name: str
    accent: str

    @property
    def name(self) -> str:
        return cards.card_name(*self)


def absolute(address: str) -> str:
    """Return the address as it is written outside the site; one that is absolute already stays."""
    if address.startswith("/") and not address.startswith("//"):
        return f"{settings.SITE_URL}{address}"
    return urljoin(f"{settings.SITE_URL}/", address)


def changed_at(post: Post) -> datetime:
    """Return when the words of a published post last changed for its readers."""
    return max(moment for moment in (post.published_at, post.revised_at) if moment)


def photo(image: Image | None) -> Photo | None:
    if image is None or not image.is_ready:
        return None
    shown = images.picture(image.stem, image.width, image.height, image.focal_point, PLACES["hero"])
    address = absolute(default_storage.url(shown.fallback))
    return Photo(shown.fallback, address, shown.width, shown.height)


def post_card(post: Post, publication: SiteSettings) -> CardTexts:
    category = post.category.name if post.category else ""
    author = post.author.name if post.author else ""
    return CardTexts(post.title, category, author, publication.name, publication.accent)


def site_card(publication: SiteSettings) -> CardTexts:
    return CardTexts(publication.name, "", "", publication.tagline, publication.accent)


def card_address(post: Post | None, publication: SiteSettings) -> str:
    """Return the path of a post's card, or of the site's own."""
    if post is None:
        return path_to("site_card", site_card(publication).name)
    return path_to("card", post.slug, post_card(post, publication).name)
