"""What of a site belongs to no single article, as Jekyll's data files: authors, redirects, the configuration."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings

from articles.importers.source_files import WRITTEN_HERE
from articles.models import Author, SiteSettings

from .outcomes import ExportedFile
from .spelling import scalar

MARK = WRITTEN_HERE
CONFIG, AUTHORS, REDIRECTS = "_config.yml", "_data/authors.yml", "_data/redirects.yml"
Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def data_file(path: str, data: Mapping[str, Any]) -> ExportedFile:
    return ExportedFile(path, (MARK + dumped(data)).encode())


def dumped(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def authors_file(authors: Mapping[str, Author]) -> ExportedFile:
    return ExportedFile(AUTHORS, (MARK + author_lines(authors)).encode())


def author_lines(authors: Mapping[str, Author]) -> str:
    return dumped({key: author_row(author) for key, author in sorted(authors.items())})


def redirects_file(rows: Iterable[tuple[str, str]]) -> ExportedFile | None:
    """Write old paths and where they lead, a line each: so a long file can be read in parts."""
    text = redirect_lines(rows)
    return ExportedFile(REDIRECTS, (MARK + text).encode()) if text else None


def redirect_lines(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{scalar(old)}: {scalar(new)}\n" for old, new in rows)


def config_file() -> ExportedFile:
    site = SiteSettings.current()
    return data_file(
        CONFIG,
        {
            "title": site.name,
            "description": site.description or site.tagline,
            "timezone": settings.TIME_ZONE,
            "permalink": "/articles/:slug/",
            "defaults": [{"scope": {"path": "", "type": "posts"}, "values": {"layout": "post"}}],
        },
    )


def says_something(author: Author) -> bool:
    return bool(author.bio or author.links or author.portrait_id)


def author_row(author: Author) -> dict[str, Any]:
    """Return an author in the words of Minimal Mistakes."""
    links = [{"label": urlsplit(address).hostname, "url": address} for address in author.addresses]
    portrait = author.portrait
    row = {
        "name": author.name,
        "bio": author.bio,
        "avatar": (portrait.source_url or portrait.file.url) if portrait else "",
        "links": links,
    }
    return {key: value for key, value in row.items() if value}
