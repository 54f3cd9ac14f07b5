from django.urls import include, path, register_converter
from django.views.decorators.http import require_safe

from . import feeds
from .views import (
    accent,
    article,
    cards,
    covers,
    indexes,
    listings,
    media,
    pages,
    robots,
    search,
    shared_preview,
    sitemaps,
)


class Slug:
    """A slug in any script; Django's own stops at ASCII."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PagePath(Slug):
    # No dot: what looks like a file is none, and is not found at once.
    regex = r"[-\w]+(?:/[-\w]+)*"


class Seed(Slug):
    regex = r"[0-9a-f]{16}"


class CardName(Slug):
    regex = r"[0-9a-f]{20}"


class Colour(Slug):
    regex = r"[0-9a-f]{6}"


class Year:
    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        if value == "0000":
            raise ValueError
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month(Year):
    regex = r"[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"


CONVERTERS: list[tuple[type, str]] = [
    (Slug, "words"),
    (PagePath, "pagepath"),
    (Seed, "seed"),
    (CardName, "cardname"),
    (Colour, "colour"),
    (Year, "year"),
    (Month, "month"),
]
for converter, name in CONVERTERS:
    register_converter(converter, name)


def paged(view, name: str) -> list:
    """Return the routes of a listing: its first page, and the others below `page/`."""
    return [path("", view, name=name), path("page/<int:page>/", view, name=name)]


def followed(feed: type[feeds.PostFeed], prefix: str = "") -> list:
    """Return the routes of a feed in its two forms."""
    return [
        path("feed/", require_safe(feed(feeds.AtomFeed)), name=f"{prefix}feed"),
        path("feed.json", require_safe(feed(feeds.JsonFeed)), name=f"{prefix}json_feed"),
    ]


urlpatterns = [
    *paged(listings.home, "home"),
    path("articles/<words:slug>/", article.article, name="article"),
    path("articles/<words:slug>.md", article.source, name="source"),
    path("category/<words:slug>/", include(paged(listings.category, "category"))),
    path("tag/<words:slug>/", include(paged(listings.tag, "tag"))),
    path("author/<words:slug>/", include(paged(listings.author, "author"))),
    path("series/<words:slug>/", include(paged(listings.series, "series"))),
    *followed(feeds.PostFeed),
    path("category/<words:slug>/", include(followed(feeds.CategoryFeed, "category_"))),
    path("tag/<words:slug>/", include(followed(feeds.TagFeed, "tag_"))),
    path("author/<words:slug>/", include(followed(feeds.AuthorFeed, "author_"))),
    path("series/<words:slug>/", include(followed(feeds.SeriesFeed, "series_"))),
    path("categories/", indexes.categories, name="categories"),
    path("tags/", indexes.tags, name="tags"),
    path("archive/", indexes.archive, name="archive"),
    path("search/", search.search, name="search"),
    path("<year:year>/", include(paged(listings.year, "year"))),
    path("<year:year>/<month:month>/", include(paged(listings.month, "month"))),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<words:name>-<int:number>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", robots.robots, name="robots"),
    path("cards/<cardname:name>.png", cards.site, name="site_card"),
    path("cards/<words:slug>-<cardname:name>.png", cards.card, name="card"),
    path("covers/<seed:seed>.svg", covers.cover, name="cover"),
    path("accent/<colour:colour>.css", accent.accent, name="accent"),
    path("media/<path:name>", media.media, name="media"),
    path("preview/<str:token>/", shared_preview.shared_preview, name="shared_preview"),
    # Last, because a page may have any address that nothing else has.
    path("<pagepath:path>/", pages.page, name="page"),
]
