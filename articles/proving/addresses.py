"""Addresses to prove: of a sitemap, of a text with one a line, or of the folder that a site was built into."""

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 60_000_000  # bytes; a sitemap may have 50 MB
MOST_SITEMAPS = 1_000
# How an old site looked and what its scripts loaded: nobody links to it, and nothing here takes its place.
THEME = frozenset("css js map json webmanifest woff woff2 ttf otf eot ico scss sass less".split())
THEME_FILES = frozenset(["404.html", "CNAME", "LICENSE", "browserconfig.xml", "robots.txt"])


class SourceError(ValueError):
    """Says why there are no addresses to be had from a file."""


class Address(NamedTuple):
    text: str  # path, query and fragment, percent-encoded or not
    place: str  # for the report
    file: Path | None = None  # the page itself, where the built site is at hand


@dataclass
class Addresses:
    listed: list[Address] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)  # what for -> how many
    host: str = ""  # of the old site; the first address decides where nothing else does

    def add(self, text: str, place: str) -> None:
        """Take an address as the old site gave it; those of other sites are only counted."""
        try:
            parts = urlsplit(text)
        except ValueError:
            self.left_out[f"no address: {text[:80]} ({place})"] += 1
            return
        self.host = self.host or parts.netloc.lower()
        if parts.netloc and parts.netloc.lower() != self.host:
            self.left_out[f"of another site, {parts.netloc}"] += 1
            return
        local = parts._replace(scheme="", netloc="").geturl()
        self.listed.append(Address(local if local.startswith("/") else f"/{local}", place))


def read_addresses(source: Path, base_url: str = "", *, with_theme: bool = False) -> Addresses:
    """Read the addresses of a sitemap, a text or a built site, whose address was `base_url`. Raises SourceError."""
    base = urlsplit(base_url)
    addresses = Addresses(host=base.netloc.lower())
    if source.is_dir():
        add_folder(addresses, source, base.path.rstrip("/"), with_theme)
        return addresses
    content = read_bytes(source)  # once: it may be a pipe
    if source.suffix.lower() in {".xml", ".gz"} or content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        add_sitemaps(addresses, source, content)
    else:
        add_lines(addresses, source, content)
    return addresses


def read_bytes(source: Path) -> bytes:
    try:
        with gzip.open(source) if source.suffix == ".gz" else source.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError) as error:
        raise SourceError(f"{source}: {getattr(error, 'strerror', None) or error}") from error
    if len(content) > LARGEST:
        raise SourceError(f"{source}: longer than {LARGEST:,} bytes")
    return content


def add_lines(addresses: Addresses, source: Path, content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{source}: not UTF-8") from error
    for number, line in enumerate(text.splitlines(), 1):
        if (address := line.strip()) and not address.startswith("#"):
            addresses.add(address, f"line {number}")


def add_sitemaps(addresses: Addresses, source: Path, content: bytes) -> None:
    """Add the addresses of a sitemap; of an index, those of the sitemaps beside it."""
    left, seen = [source], {source}
    while left:
        sitemap = left.pop(0)
        root = read_xml(sitemap, content if sitemap == source else read_bytes(sitemap))
        locations = [loc.text.strip() for loc in root.iter() if local_name(loc) == "loc" and loc.text]
        if local_name(root) != "sitemapindex":
            for location in locations:
                addresses.add(location, sitemap.name)
            continue
        for location in locations:
            beside = source.parent / urlsplit(location).path.rpartition("/")[2]
            if not beside.is_file():
                raise SourceError(f"{sitemap}: put {location} beside it, as {beside.name}")
            if beside not in seen and len(seen) < MOST_SITEMAPS:
                seen.add(beside)
                left.append(beside)


def read_xml(source: Path, content: bytes) -> Element:
    try:
        return fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise SourceError(f"{source}: no XML that can be read ({error})") from error


def local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def add_folder(addresses: Addresses, folder: Path, base: str, with_theme: bool) -> None:
    for file in files_of(folder):
        relative = file.relative_to(folder).as_posix()
        kind = file.suffix.lower().removeprefix(".")
        if not with_theme and (kind in THEME or relative in THEME_FILES):
            addresses.left_out["parts of the old theme (--all asks for them too)"] += 1
            continue
        path = relative.removesuffix("index.html") if file.name == "index.html" else relative
        addresses.listed.append(Address(f"{base}/{quote(path)}", relative, file))


def files_of(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and not file.is_symlink() and not any(part.startswith(".") for part in parts):
            yield file
