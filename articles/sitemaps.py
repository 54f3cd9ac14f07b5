"""What search engines are told to read: every public page that isn't thin, with the date of its last change."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q
from django.urls import reverse

from articles.metadata import THIN, changed_at, photo
from articles.models import Author, Category, Page, Post, Series, Tag
from articles.querysets import published_now


class PublicSitemap(Sitemap):
    limit = 2_500  # 50,000 are allowed; a file of these is made in a fifth of a second

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_urls(self, page=1, site=None, protocol=None) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        return [{**url, "images": self.images(url["item"])} for url in urls]

    def images(self, item) -> list[str]:
        return []


class FrontSitemap(PublicSitemap):
    def items(self):
        return ["home", "categories", "tags", "archive"]

    def location(self, item) -> str:
        return reverse(item)


class PostSitemap(PublicSitemap):
    def items(self):
        # An article that first appeared elsewhere names that address as its own.
        here = Q(canonical_url="") | Q(canonical_url__startswith=f"{settings.SITE_URL}/")
        hero = (f"hero_image__{field}" for field in ("file", "width", "height", "focal_x", "focal_y"))
        return (
            Post.objects.published()
            .filter(here)
            .select_related("hero_image")
            .only("slug", "published_at", "revised_at", *hero)
            .newest_first()
        )

    def lastmod(self, item: Post) -> datetime:
        return changed_at(item)

    def images(self, item: Post) -> list[str]:
        shown = photo(item.hero_image)
        return [shown.address] if shown else []


class PageSitemap(PublicSitemap):
    def items(self):
        return Page.objects.filter(is_public=True).only("path", "updated_at").order_by("path")

    def lastmod(self, item: Page) -> datetime:
        return item.updated_at


class ListingSitemap(PublicSitemap):
    model: Any

    def items(self):
        newest = Max("posts__published_at", filter=published_now("posts__"))
        counted = self.model.objects.with_counts().filter(post_count__gte=THIN)
        return counted.annotate(newest=newest).order_by("slug")

    def lastmod(self, item) -> datetime:
        return item.newest


class CategorySitemap(ListingSitemap):
    model = Category


class TagSitemap(ListingSitemap):
    model = Tag


class AuthorSitemap(ListingSitemap):
    model = Author


class SeriesSitemap(ListingSitemap):
    model = Series


SECTIONS: dict[str, type[PublicSitemap]] = {
    "front": FrontSitemap,
    "posts": PostSitemap,
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "tags": TagSitemap,
    "authors": AuthorSitemap,
    "series": SeriesSitemap,
}
