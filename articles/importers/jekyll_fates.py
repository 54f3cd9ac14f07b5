"""What becomes of each front matter key, in words for the report."""

from .base import KeyFate
from .yaml_nodes import Entry

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
    "layout": "kept in the front matter: every article has the article's layout",
}


def tell_fates(entries: dict[str, Entry], exceptions: dict[str, str]) -> list[KeyFate]:
    """Tell the fate of every key, in the file's order; `exceptions` says where it differs from the rule."""
    return [
        KeyFate(key, entry.raw, exceptions.get(key) or _FATES.get(key, KEPT))
        for key, entry in entries.items()
    ]
