"""All addresses of a site that readers may ask for: those that answer now, did, or will."""

from collections.abc import Callable, Iterator

from django.urls import reverse

# Tables whose rows have pages, and the routes that lead there.
ROUTES = {
    "articles_post": ["article", "source"],
    "articles_category": ["category", "category_feed", "category_json_feed"],
    "articles_tag": ["tag", "tag_feed", "tag_json_feed"],
    "articles_author": ["author", "author_feed", "author_json_feed"],
    "articles_series": ["series", "series_feed", "series_json_feed"],
}
FIXED = ["home", "feed", "json_feed", "categories", "tags", "archive", "sitemap", "robots", "search"]
SECTIONS = ["front", "posts", "pages", "categories", "tags", "authors", "series"]
NOWHERE = ["/tag/nowhere/", "/nowhere/"]
# What no cache may keep, or what never changes: pictures by their names, what is drawn from the address alone, what
# is for those who were invited.
LEFT_OUT = {"site_card", "card", "cover", "accent", "media", "shared_preview"}


def addresses(rows: Callable[[str], list[tuple]]) -> Iterator[str]:
    """Yield the addresses of what is in the tables now, public or not."""
    yield from map(reverse, FIXED)
    yield from (reverse("home", args=[page]) for page in (1, 2))
    yield from (reverse("sitemap_section", args=[name, 1]) for name in SECTIONS)
    for table, names in ROUTES.items():
        for (slug,) in rows(f"SELECT slug FROM {table}"):
            yield from (reverse(name, args=[slug]) for name in names)
    yield from (reverse("page", args=row) for row in rows("SELECT path FROM articles_page"))
    for (moment,) in rows("SELECT DISTINCT published_at FROM articles_post WHERE published_at IS NOT NULL"):
        year, month = map(int, str(moment)[:7].split("-"))
        yield reverse("year", args=[year])
        yield reverse("month", args=[year, month])
    yield from NOWHERE
