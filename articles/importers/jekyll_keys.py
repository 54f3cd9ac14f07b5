"""The keys of Minimal Mistakes and of Jekyll's plugins that an article here can use."""

from .base import ImportedAuthor, ImportedPost
from .jekyll_fates import KEPT
from .yaml_nodes import Node, Scalar, line_of, plain_of, text_of, texts_of, value_of

_ARTICLE_LAYOUTS = {"", "single", "post", "posts", "default", "none", "article"}


def read_keys(post: ImportedPost, data: dict[str, Node], authors: dict[str, Node]) -> dict[str, str]:
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
    post.authors = [author for key in ("author", "authors") for author in _authors(data.get(key), authors)]
    if len(post.authors) > 1:
        post.inform(f"{len(post.authors)} authors: the first is the article's", line_of(data.get("authors")))
    return unused


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


def _authors(node: Node | None, known: dict[str, Node]) -> list[ImportedAuthor]:
    if isinstance(node, list):
        return [author for item in node for author in _authors(item, known)]
    if isinstance(node, dict):
        name = text_of(node.get("name"))
        return [ImportedAuthor(name, name, plain_of(node))] if name else []
    key = text_of(node)
    if not key:
        return []
    record = known.get(key)
    if not isinstance(record, dict):
        return [ImportedAuthor(key, key)]
    return [ImportedAuthor(key, text_of(record.get("name")) or key, plain_of(record))]
