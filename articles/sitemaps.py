"""What search engines are told to read: every public page that isn't thin, with the date of its last change."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.functional import cached_property

from articles import generation
from articles.metadata import THIN, changed_at, photo
from articles.models import Author, Category, Page, Post, Series, Tag
from articles.paging import KeyPages, PublicPages


class PublicSitemap(Sitemap):
    limit = 1_000  # 50,000 are allowed; a file of these is made in a moment

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
    @property
    def paginator(self) -> Paginator:
        return PublicPages(self.items(), self.limit, ("sitemap",), self.loaded())

    def loaded(self):
        hero = (f"hero_image__{field}" for field in ("file", "width", "height", "focal_x", "focal_y"))
        posts = Post.objects.select_related("hero_image").newest_first()
        return posts.only("slug", "published_at", "revised_at", *hero)

    def items(self):
        # An article that first appeared elsewhere names that address as its own.
        here = Q(canonical_url="") | Q(canonical_url__startswith=f"{settings.SITE_URL}/")
        return Post.objects.published().filter(here).newest_first()

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
    relation: str

    def items(self):
        return generation.remember(("sitemap", self.model), self.listed)

    def listed(self) -> list[int]:
        """Return the keys of those that have enough posts, by their addresses."""
        counted = self.model.objects.with_counts().order_by("slug")
        return [item.pk for item in counted if item.post_count >= THIN]

    @property
    def paginator(self) -> Paginator:
        return KeyPages(self.items(), self.limit, self.dated())

    def dated(self):
        public = Post.objects.published().filter(**{self.relation: OuterRef("pk")}).newest_first()
        return self.model.objects.annotate(newest=Subquery(public.values("published_at")[:1])).only("slug")

    def lastmod(self, item) -> datetime | None:
        return item.newest


class CategorySitemap(ListingSitemap):
    model = Category
    relation = "category"


class TagSitemap(ListingSitemap):
    model = Tag
    relation = "tags"

    def listed(self) -> list[int]:
        counts = generation.remember(("tag counts",), Tag.objects.public_counts)
        keys = Tag.objects.order_by("slug").values_list("pk", flat=True)
        return [key for key in keys if counts.get(key, 0) >= THIN]

    def dated(self):
        return Tag.objects.only("slug")

    @cached_property
    def newest(self) -> dict[int, datetime]:
        return generation.remember(("newest of tags",), newest_of_tags)

    def lastmod(self, item) -> datetime | None:
        return self.newest.get(item.pk)


class AuthorSitemap(ListingSitemap):
    model = Author
    relation = "author"


class SeriesSitemap(ListingSitemap):
    model = Series
    relation = "series"


def newest_of_tags() -> dict[int, datetime]:
    """Return when the newest public post of each tag was published: of all tags at once, from indexes alone."""
    tagged = Post.objects.published().filter(tagged_posts__isnull=False).order_by()
    return dict(tagged.values_list("tagged_posts__tag").annotate(newest=Max("published_at")))


SECTIONS: dict[str, type[PublicSitemap]] = {
    "front": FrontSitemap,
    "posts": PostSitemap,
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "tags": TagSitemap,
    "authors": AuthorSitemap,
    "series": SeriesSitemap,
}
