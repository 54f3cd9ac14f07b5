"""What becomes of the keys of a Markdown file's header, in words for the report."""

from ..base import KeyFate
from ..jekyll.fates import KEPT
from ..yaml_nodes import Entry

ADDRESS_KEYS = ("url", "permalink", "save_as")
OLD_ADDRESS_KEYS = ("aliases", "redirect_from")
_FATES = {
    "title": "title of the article",
    "slug": "slug of the article",
    "category": "category of the article",
    "categories": "category of the article",
    "tags": "tags of the article",
    "tag": "tags of the article",
    "author": "author of the article",
    "authors": "authors of the article",
    "summary": "excerpt of the article",
    "excerpt": "excerpt of the article",
    "description": "description for search engines",
    "status": "decides whether the article is public",
    "draft": "decides whether the article is public",
    "published": "decides whether the article is public",
    "series": "series of the article",
    "toc": "table of contents on or off",
    "showtoc": "table of contents on or off",
    "canonicalurl": "canonical address",
    "canonical": "canonical address",
    "params": "its keys count as the article's own",
    "lang": "kept in the front matter: articles here have one language",
} | dict.fromkeys(ADDRESS_KEYS + OLD_ADDRESS_KEYS, "old address, redirected to the article")
_OF_PAGES = frozenset({"title", "slug", "description", "status", "draft", *ADDRESS_KEYS, *OLD_ADDRESS_KEYS})


def tell_markdown_fates(
    entries: dict[str, Entry], exceptions: dict[str, str], *, is_page: bool = False
) -> list[KeyFate]:
    """Tell the fate of every key, in the file's order; `exceptions` says where it differs from the rule."""
    return [
        KeyFate(name, entry.raw, _fate(name.lower(), exceptions, is_page)) for name, entry in entries.items()
    ]


def _fate(key: str, exceptions: dict[str, str], is_page: bool) -> str:
    fate = exceptions.get(key) or _FATES.get(key, KEPT)
    if not is_page:
        return fate
    return fate.replace("the article", "the page") if key in _OF_PAGES else KEPT
