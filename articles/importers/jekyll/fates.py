"""What becomes of each front matter key, in words for the report."""

from ..base import KeyFate
from ..yaml_nodes import Entry, Node, text_of

KEPT = "kept in the front matter, not used"

_FATES = {
    "title": "title of the article",
    "slug": "slug of the article",
    "date": "date of publication",
    "last_modified_at": "date of the last change",
    "modified": "date of the last change",
    "published": "decides whether the article is public",
    "draft": "kept in the front matter; Jekyll does not hide a post for it",
    "categories": "category of the article",
    "category": "category of the article",
    "tags": "tags of the article",
    "tag": "tags of the article",
    "toc": "table of contents on or off",
    "author_profile": "author box on or off",
    "author": "author of the article",
    "authors": "authors of the article",
    "sidebar": "sidebar of the article",
    "header": "hero image of the article",
    "image": "hero image of the article",
    "image_alt": "alternative text of the hero image",
    "image_caption": "caption of the hero image",
    "gallery": "images of the article",
    "feature_row": "images of the article",
    "excerpt": "excerpt of the article",
    "excerpt_separator": "ends the excerpt in the body",
    "description": "description for search engines",
    "canonical_url": "canonical address",
    "permalink": "old address, redirected to the article",
    "redirect_from": "old addresses, redirected to the article",
    "redirect_to": "the article is stored but not public",
    "render_with_liquid": "template tags in the body are text or not",
    "status": "status of the article",
    "withdraw_at": "date from which the article is withdrawn",
    "series": "series of the article",
    "series_position": "place of the article in its series",
    "layout": "kept in the front matter: every article has the article's layout",
}


_PAGE_FATES = {
    "title": "title of the page",
    "published": "decides whether the page is public",
    "description": "description for search engines",
    "permalink": "address of the page",
    "redirect_from": "old addresses, redirected to the page",
    "gallery": "images of the page",
    "feature_row": "images of the page",
    "render_with_liquid": "template tags in the body are text or not",
    "layout": "kept in the front matter: every page has the page's layout",
}
# What of a header is used, and as what; the picture itself only where it is the hero.
_HEADER_FATES = {
    "image_description": "alternative text of the hero image",
    "caption": "caption of the hero image",
}
_PICTURES = {"image", "overlay_image", "teaser"}


def is_used(key: str) -> bool:
    """Say whether anything of a key of the front matter is used."""
    return not _FATES.get(key, KEPT).startswith("kept")


def tell_fates(
    entries: dict[str, Entry], exceptions: dict[str, str], hero_origin: str = "", *, is_page: bool = False
) -> list[KeyFate]:
    """Tell the fate of every key, in the file's order; `exceptions` says where it differs from the rule."""
    rules = _PAGE_FATES if is_page else _FATES
    fates = []
    for key, entry in entries.items():
        fates.append(KeyFate(key, entry.raw, exceptions.get(key) or rules.get(key, KEPT)))
        if key == "header" and isinstance(entry.node, dict):
            fates += _header_fates(entry.node, hero_origin)
    return fates


def _header_fates(header: dict[str, Node], hero_origin: str) -> list[KeyFate]:
    """Tell the fate of each key below `header:`, for they differ."""
    has_hero = hero_origin.startswith("header.")
    fates = []
    for key, node in header.items():
        fate = _HEADER_FATES.get(key, KEPT) if has_hero else KEPT
        if hero_origin == f"header.{key}":
            fate = "hero image of the article"
        elif key in _PICTURES and hero_origin:
            fate = "in the library; another picture is the hero image"
        fates.append(KeyFate(f"header.{key}", text_of(node), fate))
    return fates
