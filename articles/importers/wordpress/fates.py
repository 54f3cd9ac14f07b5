"""What becomes of each field of an item of a WordPress export, and which custom fields say something here."""

from ..base import KeyFate
from .xml import Item

DESCRIPTIONS = (
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
)
CANONICALS = ("_yoast_wpseo_canonical", "rank_math_canonical_url")
REDIRECTS = ("_links_to", "_yoast_wpseo_redirect")
PRIMARY = ("_yoast_wpseo_primary_category", "rank_math_primary_category")
FATES = {
    "title": "title", "link": "old address, redirected to the article", "guid": "old address, redirected to the article",
    "dc:creator": "author", "content:encoded": "the text, as Markdown", "excerpt": "excerpt", "wp:post_name": "slug",
    "wp:post_id": "identifies the article when it is imported again", "wp:status": "decides whether the article is public",
    "wp:post_type": "article or page", "wp:post_date_gmt": "date of publication", "wp:post_date": "date of publication",
    "wp:post_parent": "address of the page", "wp:post_password": "an article with a password is a draft",
    "wp:post_modified_gmt": "date of the last change", "wp:post_modified": "date of the last change",
    "wp:is_sticky": "not kept: no article stays on top of a list",
    "wp:comment_status": "not kept: articles have no comments", "wp:ping_status": "not kept: articles have no pingbacks",
    "wp:menu_order": "not kept", "description": "not kept: empty in every export", "pubDate": "date of publication",
    "_thumbnail_id": "hero image", "_wp_old_slug": "old address, redirected to the article", "footnotes": "footnotes",
    **dict.fromkeys(DESCRIPTIONS, "description for search engines"), **dict.fromkeys(CANONICALS, "canonical address"),
    **dict.fromkeys(REDIRECTS, "the article is stored but not public"), **dict.fromkeys(PRIMARY, "decides the category"),
}  # fmt: skip  # fmt: skip


def fates_of(item: Item) -> list[KeyFate]:
    """Tell the fate of every field and of every custom field."""
    made = [KeyFate(key, raw[:200], FATES.get(key, "not kept")) for key, raw in item.fields.items() if raw]
    for key, values in item.meta.items():
        whose = "WordPress' or a plugin's own" if key.startswith("_") else "a custom field"
        made.append(KeyFate(key, "; ".join(values)[:200], FATES.get(key, f"not kept: {whose}")))
    return made
