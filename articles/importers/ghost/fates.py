"""What becomes of each field of a row of a Ghost export."""

import json

from ..base import KeyFate
from .site import UNSTORABLE, Row

FATES = {
    **dict.fromkeys(("id", "uuid"), "identifies the article when it is imported again"),
    **dict.fromkeys(("mobiledoc", "lexical", "html", "markdown"), "the text, as Markdown"),
    "title": "title", "slug": "slug and old address", "status": "decides whether the article is public",
    "visibility": "decides whether the article is public", "type": "article or page", "page": "article or page",
    "feature_image": "hero image", "image": "hero image", "feature_image_alt": "alternative text of the hero image",
    "feature_image_caption": "caption of the hero image", "custom_excerpt": "excerpt",
    "meta_description": "description for search engines", "canonical_url": "canonical address",
    "published_at": "date of publication", "updated_at": "date of the last change", "author_id": "author",
    "plaintext": "not kept: made from the text", "featured": "not kept: no article is featured",
    "codeinjection_head": "not kept: code of the old site", "codeinjection_foot": "not kept: code of the old site",
}  # fmt: skip  # fmt: skip


def fates_of(row: Row) -> list[KeyFate]:
    """Tell the fate of every field that holds something."""
    held = {key: value for key, value in row.items() if value not in (None, "", 0, False)}
    return [
        KeyFate(str(key), shortened(value), FATES.get(str(key), "not kept")) for key, value in held.items()
    ]


def shortened(value: object) -> str:
    written = value if isinstance(value, str) else json.dumps(value, default=str)
    return UNSTORABLE.sub("", written[:200])
