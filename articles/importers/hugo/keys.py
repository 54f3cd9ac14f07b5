"""What becomes of Hugo's front matter keys."""

from ..base import ImportedAuthor, ImportedPost, KeyFate
from ..jekyll.fates import KEPT
from ..yaml_nodes import Entry, Node, Scalar, line_of, plain_of, text_of, texts_of, value_of
from .site import Table, table_of

_FATES = {
    "title": "title of the article",
    "slug": "slug of the article and part of its old address",
    "date": "date of publication",
    "publishdate": "date of publication, where it is still to come",
    "pubdate": "date of publication, where it is still to come",
    "lastmod": "date of the last change",
    "modified": "date of the last change",
    "expirydate": "the article is withdrawn then",
    "unpublishdate": "the article is withdrawn then",
    "draft": "decides whether the article is public",
    "url": "old address, redirected to the article",
    "aliases": "old addresses, redirected to the article",
    "tags": "tags of the article",
    "categories": "category of the article",
    "series": "series of the article",
    "author": "author of the article",
    "authors": "authors of the article",
    "description": "description for search engines",
    "summary": "excerpt of the article",
    "toc": "table of contents on or off",
    "showtoc": "table of contents on or off",
    "canonicalurl": "canonical address",
    "canonical": "canonical address",
    "images": "hero image of the article",
    "type": "decides whether this is an article or a page",
    "params": "its keys count as the article's own",
    "cascade": "handed down to the pages below",
    "layout": "kept in the front matter: every article has the article's layout",
}
_OF_PAGES = {
    "title": "title of the page",
    "description": "description for search engines",
    "draft": "decides whether the page is public",
    "url": "address of the page",
    "slug": "part of the page's address",
    "aliases": "old addresses, redirected to the page",
    "cascade": _FATES["cascade"],
    "params": "its keys count as the page's own",
    "type": _FATES["type"],
    "date": "a page has no date: one to come hides it",
}
_PICTURE_KEYS = (
    "cover", "featured_image", "featuredimage", "featured", "image", "banner", "hero", "thumbnail", "images",
)  # fmt: skip
_ALT_KEYS = ("alt", "alt_text", "imagealt", "image_alt")
MAX_POSITION = 32_000


def tell_hugo_fates(
    entries: dict[str, Entry], exceptions: dict[str, str], *, is_page: bool = False
) -> list[KeyFate]:
    """Tell the fate of every key, in the file's order; `exceptions` says where it differs from the rule."""
    usual = _OF_PAGES if is_page else _FATES
    return [
        KeyFate(key, entry.raw, usual.get(key.lower(), KEPT) if is_page else _fate(key.lower(), exceptions))
        for key, entry in entries.items()
    ]


def _fate(key: str, exceptions: dict[str, str]) -> str:
    return exceptions.get(key) or _FATES.get(key, KEPT)


def flat_keys(table: Table) -> Table:
    """Lay a page's own keys over those of its `params`: Hugo's templates do not tell them apart."""
    return {**table_of(table.get("params")), **table}


def read_hugo_keys(post: ImportedPost, data: Table) -> dict[str, str]:
    """Fill what single keys decide; return fates that differ from the rule."""
    exceptions: dict[str, str] = {}
    post.layout = text_of(data.get("layout")) or text_of(data.get("type"))
    post.description = " ".join(text_of(data.get("description")).split())
    post.excerpt = text_of(data.get("summary"))
    post.show_toc = _switch(data.get("showtoc"), data.get("toc"))
    post.show_author = False if value_of(data.get("showauthor")) is False else None
    _read_canonical_url(post, data, exceptions)
    _read_series(post, data, exceptions)
    post.authors = [author for key in ("author", "authors") for author in _authors(data.get(key))]
    if len(post.authors) > 1:
        post.inform(f"{len(post.authors)} authors: the first is the article's", line_of(data.get("authors")))
    return exceptions


def _switch(*nodes: Node | None) -> bool | None:
    return next((value for node in nodes if isinstance(value := value_of(node), bool)), None)


def _read_canonical_url(post: ImportedPost, data: Table, exceptions: dict[str, str]) -> None:
    for key in ("canonicalurl", "canonical"):
        address = text_of(data.get(key))
        if address.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in address):
            post.canonical_url = post.canonical_url or address
        elif address:
            post.warn(f"{key} is no web address: not used", line_of(data.get(key)))
            exceptions[key] = KEPT


def _read_series(post: ImportedPost, data: Table, exceptions: dict[str, str]) -> None:
    names = texts_of(data.get("series"))
    if not names:
        return
    post.series = " ".join(names[0].split())
    for key in ("series_order", "series_weight", "seriesweight", "seriesorder", "weight"):
        position = value_of(data.get(key))
        if isinstance(position, int) and not isinstance(position, bool) and 0 < position < MAX_POSITION:
            post.series_position = position
            exceptions[key] = "position in the series"
            break
    if len(names) > 1:
        post.inform(f"several series: the article belongs to {names[0]}", line_of(data.get("series")))


def _authors(node: Node | None) -> list[ImportedAuthor]:
    if isinstance(node, list):
        return [author for item in node for author in _authors(item)]
    if isinstance(node, dict):
        name = text_of(node.get("name"))
        bio = text_of(node.get("bio")) or text_of(node.get("description"))
        return [ImportedAuthor(name, name, plain_of(node), bio)] if name else []
    return [ImportedAuthor(name, name)] if (name := text_of(node)) else []


def header_picture(data: Table) -> tuple[str, Table]:
    """Find the picture that a header names: its key, and `image` as other readers know it."""
    for key in _PICTURE_KEYS:
        node = data.get(key)
        row = node[0] if isinstance(node, list) and node else node
        if isinstance(row, dict):
            path = next(
                (row[name] for name in ("image", "src", "url", "path") if text_of(row.get(name))), None
            )
            if path is not None:
                return key, {"image": {"path": path, **_described(row)}}
        elif isinstance(row, Scalar) and isinstance(row.value, str) and text_of(row):
            return key, {"image": {"path": row, **_described(data)}}
    return "", {}


def _described(row: Table) -> Table:
    alt = next((row[name] for name in _ALT_KEYS if text_of(row.get(name))), None)
    caption = row.get("caption") or row.get("image_caption") or row.get("imagecaption")
    return {key: node for key, node in (("alt", alt), ("caption", caption)) if node is not None}
