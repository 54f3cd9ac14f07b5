"""Authors as a Jekyll site knows them: in `_data/authors.yml`, in its configuration, or in the article."""

from dataclasses import replace
from typing import Any

from ..base import ImportedAuthor, ImportedImage
from ..pictures import ImageFolder
from ..yaml_nodes import Node, plain_of, text_of, texts_of
from .site import Site

MAX_LINKS = 20

_PORTRAITS = ("avatar", "picture", "image", "photo")
_PAGES = ("uri", "url", "home", "website", "web")
# As the author box of Minimal Mistakes makes addresses of names.
_PROFILES = {
    "bitbucket": "https://bitbucket.org/",
    "facebook": "https://www.facebook.com/",
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "instagram": "https://instagram.com/",
    "linkedin": "https://www.linkedin.com/in/",
    "pinterest": "https://www.pinterest.com/",
    "stackoverflow": "https://stackoverflow.com/users/",
    "twitter": "https://twitter.com/",
    "xing": "https://www.xing.com/profile/",
    "youtube": "https://youtube.com/",
}


def read_authors(data: dict[str, Node], site: Site) -> list[ImportedAuthor]:
    """List the authors that an article names; where it names none, the site's own."""
    own = [author for key in ("author", "authors") for author in _authors(data.get(key), site)]
    return own or _authors(site.config.get("author"), site)


def _authors(node: Node | None, site: Site) -> list[ImportedAuthor]:
    if isinstance(node, list):
        return [author for item in node for author in _authors(item, site)]
    if isinstance(node, dict):
        name = text_of(node.get("name"))
        return [_author(name, node, site)] if name else []
    key = text_of(node)
    if not key:
        return []
    if key not in site.known_authors:
        record = site.authors.get(key)
        site.known_authors[key] = _author(key, record if isinstance(record, dict) else {}, site)
    return [site.known_authors[key]]


def _author(key: str, record: dict[str, Node], site: Site) -> ImportedAuthor:
    name = text_of(record.get("name")) or key
    data: dict[str, Any] = plain_of(record)
    author = ImportedAuthor(key, name, data, text_of(record.get("bio")), _links(record))
    address = next((text for place in _PORTRAITS if (text := text_of(record.get(place)))), "")
    if not address:
        return author
    file = ImageFolder(site.root, "", site.base, site.host).find(address)
    return replace(author, portrait=ImportedImage(address, name, file=file, origin="author"))


def _links(record: dict[str, Node]) -> list[str]:
    """List an author's web addresses: pages, profiles, and what `links:` names."""
    rows = record.get("links")
    named = (
        [text_of(row.get("url")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )
    pages = [text for key in _PAGES for text in texts_of(record.get(key))]
    profiles = [
        name if "://" in name else start + name.lstrip("@")
        for key, start in _PROFILES.items()
        if (name := text_of(record.get(key)))
    ]
    found = [address for address in [*pages, *named, *profiles] if _is_web_address(address)]
    return list(dict.fromkeys(found))[:MAX_LINKS]


def _is_web_address(text: str) -> bool:
    return text.lower().startswith(("https://", "http://")) and not any(c.isspace() for c in text)
