"""Which addresses have a page that may be kept."""

from urllib.parse import unquote

from django.core.handlers.wsgi import get_path_info
from django.urls import reverse

from articles.redirects import names_old_page, route

LISTINGS = {"category", "tag", "author", "series"}
FEEDS = {
    f"{prefix}{form}" for prefix in ("", *(f"{name}_" for name in LISTINGS)) for form in ("feed", "json_feed")
}
INDEXES = {"home", "categories", "tags", "archive", "search", "year", "month"}
FOR_MACHINES = {"source", "sitemap", "sitemap_section", "robots"}
PAGES = frozenset({"article", "page", *INDEXES, *LISTINGS, *FEEDS, *FOR_MACHINES})
SEARCH = "search"  # the only view that reads its query


def page_name(environ: dict) -> str:
    """Return the URL name of an address whose page may be kept; "" for any other."""
    path = get_path_info(environ)
    match = route(path)
    if match is None or match.url_name not in PAGES:
        return ""
    # A page has one address: /page/2/ is found as /page/002/ too, and as often as there are zeros.
    own = reverse(match.url_name, kwargs=match.kwargs)
    return match.url_name if unquote(own) == path else ""


def reads_query(name: str, path: str, query: str) -> bool:
    """Say whether the query makes a difference to what is answered."""
    return name == SEARCH or names_old_page(path, query)
