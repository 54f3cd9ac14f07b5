"""The keys of Minimal Mistakes and of Jekyll's plugins that an article here can use."""

from datetime import tzinfo

from ..base import ImportedPost, Status
from ..dates import parse_date
from ..yaml_nodes import Node, Scalar, line_of, text_of, texts_of, value_of
from .authors import read_authors
from .fates import KEPT
from .site import Site

MAX_POSITION = 32_767

_OWN_STATUSES: dict[str, Status] = {"in_review": "in_review", "withdrawn": "withdrawn"}
_SHOWN_IN_HEADERS = ("video", "actions", "cta_label")
_SHOWN = ("link", "tagline", "subtitle")
_ARTICLE_LAYOUTS = {"", "single", "post", "posts", "default", "none", "article"}


def read_keys(post: ImportedPost, data: dict[str, Node], site: Site) -> dict[str, str]:
    """Fill what single keys decide; return the keys whose value could not be used, with their fate."""
    unused: dict[str, str] = {}
    post.layout = text_of(data.get("layout"))
    if post.layout not in _ARTICLE_LAYOUTS:
        post.inform(f"layout {post.layout}: imported as an article", line_of(data.get("layout")))
    post.excerpt = text_of(data.get("excerpt"))
    post.description = " ".join(text_of(data.get("description")).split())
    post.show_toc = _read_switch(post, data, "toc")
    post.show_author = _read_switch(post, data, "author_profile")
    _read_canonical_url(post, data, unused)
    _read_sidebar(post, data, unused)
    post.authors = read_authors(data, site)
    if len(post.authors) > 1:
        post.inform(f"{len(post.authors)} authors: the first is the article's", line_of(data.get("authors")))
    _read_own_keys(post, data, unused, site.zone)
    _note_losses(post, data)
    return unused


def _read_own_keys(post: ImportedPost, data: dict[str, Node], unused: dict[str, str], zone: tzinfo) -> None:
    """Read the keys that our own export writes and Jekyll does not know."""
    status = text_of(data.get("status"))
    if status in _OWN_STATUSES:
        post.status = _OWN_STATUSES[status]
    elif status:
        unused["status"] = KEPT
    post.series = " ".join(text_of(data.get("series")).split())
    position = value_of(data.get("series_position"))
    if isinstance(position, int) and not isinstance(position, bool) and 0 <= position <= MAX_POSITION:
        post.series_position = position
    elif "series_position" in data:
        _refuse(post, data, unused, "series_position", f"is no number from 0 to {MAX_POSITION:,}")
    if written := text_of(data.get("withdraw_at")):
        post.withdraw_at = parse_date(written, zone)
        if not post.withdraw_at:
            _refuse(post, data, unused, "withdraw_at", "is not a date")
        elif post.published_at and post.withdraw_at <= post.published_at:
            post.withdraw_at = None
            _refuse(post, data, unused, "withdraw_at", "is not after the publication")
    if "series" in data and not post.series:
        unused["series"] = KEPT


def _refuse(post: ImportedPost, data: dict[str, Node], unused: dict[str, str], key: str, reason: str) -> None:
    post.warn(f"{key}: {text_of(data.get(key))[:80]} {reason}", line_of(data.get(key)))
    unused[key] = KEPT


def _note_losses(post: ImportedPost, data: dict[str, Node]) -> None:
    """Warn of what readers of the old site saw and those of this one will not."""
    header = data.get("header")
    shown = {key: header.get(key) for key in _SHOWN_IN_HEADERS} if isinstance(header, dict) else {}
    for key, node in shown.items():
        if node:
            post.warn(f"header.{key} is not shown here", line_of(node))
    if isinstance(sidebar := data.get("sidebar"), list):
        post.warn("the blocks of the sidebar are not shown here", line_of(sidebar))
    for key in _SHOWN:
        if text_of(data.get(key)):
            post.warn(f"{key} is not shown here", line_of(data.get(key)))


def _read_switch(post: ImportedPost, data: dict[str, Node], key: str) -> bool | None:
    """Tell truth as Liquid does: all but false, and null is as good as absent."""
    node = data.get(key)
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None
    if isinstance(node, Scalar) and isinstance(node.value, str):
        post.warn(f"{key}: {node.text[:40]!r} is text, which Jekyll takes for true", node.line or None)
    return value_of(node) is not False


def _read_canonical_url(post: ImportedPost, data: dict[str, Node], unused: dict[str, str]) -> None:
    address = text_of(data.get("canonical_url"))
    if address.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in address):
        post.canonical_url = address
    elif address:
        post.warn("canonical_url is no web address: not used", line_of(data.get("canonical_url")))
        unused["canonical_url"] = KEPT


def _read_sidebar(post: ImportedPost, data: dict[str, Node], unused: dict[str, str]) -> None:
    node = data.get("sidebar")
    names = texts_of(node.get("nav")) if isinstance(node, dict) else []
    if isinstance(node, Scalar) and isinstance(node.value, str):
        names = [text_of(node)]
    if names:
        post.sidebar = names[0]
    if len(names) > 1:
        post.inform(f"several sidebars: {names[0]} is used", line_of(node))
    if node is not None and not names:
        unused["sidebar"] = KEPT
