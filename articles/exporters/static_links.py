"""The addresses that a page, a style sheet, a feed or a map of the site names."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

ADDRESSES = frozenset(["href", "src", "poster", "content"])
CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
LOCATION = re.compile(r"<(?:image:)?loc>([^<]+)<")
WHOLE_ADDRESS = re.compile(r"""https?://[^\s"'<>\\]+""")


class PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_data = tag == "script"
        for name, value in attrs:
            # What a page says of itself is a whole address or none; words are no relative one.
            if value and name in ADDRESSES and (name != "content" or "://" in value):
                self.found.append(value)
            elif value and name == "srcset":
                self.found += [part.split()[0] for part in value.split(",") if part.split()]

    def handle_endtag(self, tag: str) -> None:
        self.is_data = False

    def handle_data(self, data: str) -> None:
        if self.is_data:
            self.found += WHOLE_ADDRESS.findall(data)


def of_page(text: str) -> Iterator[str]:
    reader = PageReader()
    reader.feed(text)
    reader.close()
    yield from reader.found


def of_style(text: str) -> Iterator[str]:
    yield from CSS_ADDRESS.findall(text)


def of_map(text: str) -> Iterator[str]:
    yield from map(unescape, LOCATION.findall(text))


def of_feed(text: str) -> Iterator[str]:
    # An article within is escaped once more than the feed around it.
    for address in WHOLE_ADDRESS.findall(unescape(unescape(text))):
        yield address.rstrip(",;)&")


READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "text/html": of_page,
    "text/css": of_style,
    "application/xml": of_map,
    "application/atom+xml": of_feed,
    "application/feed+json": of_feed,
}


def addresses_in(content: bytes, kind: str) -> Iterator[str]:
    """Yield what a document of a content type names, as written, without what HTML escapes."""
    reader = READERS.get(kind)
    return reader(content.decode("utf-8", "replace")) if reader else iter(())
