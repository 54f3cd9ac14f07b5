"""The addresses that were given up, in the forms in which a site of files can still answer them."""

from collections.abc import Iterator
from html import escape
from io import BytesIO
from pathlib import PurePosixPath
from sqlite3 import Connection
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings

from articles import redirects
from articles.models import Redirect

AT_ONCE = 1_000
PAGES = {"", ".html", ".htm"}
STUB = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>{address}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={path}">
<link rel="canonical" href="{address}">
</head>
<body>
<p><a href="{path}">{address}</a></p>
</body>
</html>
"""


class Moved(NamedTuple):
    """Two decoded addresses of this site."""

    old: str
    new: str


def moved_addresses() -> Iterator[Moved]:
    """Yield all redirects, some at a time: between two the site is asked, which may close the connection."""
    last = 0
    while rows := list(Redirect.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from (Moved(row.old_path, row.new_path) for row in rows)
        last = rows[-1].pk


def below(moved: Moved) -> Iterator[Moved]:
    """Yield what lay below an address that was given up: a feed, or the source of an article."""
    if moved.old.endswith("/"):
        for tail, old in {
            ".md": f"{moved.old.removesuffix('/')}.md",
            **{tail: f"{moved.old}{tail}" for tail in ("feed/", "feed.json")},
        }.items():
            if new := redirects.moved(moved.new, tail):
                yield Moved(old, new)


def is_shown_as_page(address: str) -> bool:
    """Say whether a server of files will send what lies at an address as a page."""
    return PurePosixPath(address.rpartition("/")[2]).suffix.lower() in PAGES


def shown_address(old: str) -> str:
    """Return where a page that leads on is shown as one: a name without a suffix is that of a folder."""
    return old if "." in old.rpartition("/")[2] or old.endswith("/") else f"{old}/"


def stub(new: str) -> bytes:
    path = quote(new)
    return STUB.format(path=escape(path), address=escape(f"{settings.SITE_URL}{path}")).encode()


class Rules:
    """The lines of `_redirects`, which some hosts follow: one of each old address."""

    def __init__(self, database: Connection) -> None:
        self.database = database
        self.database.execute("CREATE TABLE rules (number INTEGER PRIMARY KEY, old TEXT UNIQUE, new TEXT)")

    def add(self, moved: Moved) -> bool:
        """Add a line unless there is one of the same old address; return whether there was none."""
        added = self.database.execute("INSERT OR IGNORE INTO rules (old, new) VALUES (?, ?)", moved)
        return added.rowcount > 0

    def content(self) -> bytes:
        content = BytesIO()
        for old, new in self.database.execute("SELECT old, new FROM rules ORDER BY number"):
            content.write(f"{quote(old)} {quote(new)} 301\n".encode())
        return content.getvalue()
