"""What an address in an article means for a browser that shows it."""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.conf import settings

from articles.models import Link

LONGEST_PATH = Link._meta.get_field("path").max_length
LONGEST_ANCHOR = Link._meta.get_field("anchor").max_length
WEB = ("http", "https")
# What most addresses begin with, and is quickly read.
PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|\Z)")


class Target(NamedTuple):
    """A place on this site, decoded; without a path it is in the article itself."""

    path: str
    anchor: str


def target_of(address: str, base: str) -> Target | None:
    """Return the place on this site that an address in the article at path `base` leads to; None if elsewhere."""
    parts = resolve(address, base)
    if parts is None or parts.scheme not in WEB or parts.netloc.lower() != site_host():
        return None
    is_own = address.strip().startswith(("#", "?"))
    path = "" if is_own else (decoded(parts.path) or "/")[:LONGEST_PATH]
    return Target(path, decoded(parts.fragment.partition(":~:")[0])[:LONGEST_ANCHOR])


def host_of(address: str) -> str:
    """Return the host of a web address on another site, else ""."""
    if plain := PLAIN.match(address):
        return plain[1] if plain[1] != site_host() else ""
    parts = resolve(address, "/")
    return (parts.hostname or "") if parts and parts.scheme in WEB and parts.netloc != site_host() else ""


def site_host() -> str:
    return urlsplit(settings.SITE_URL).netloc.lower()


def resolve(address: str, base: str) -> SplitResult | None:
    try:
        return urlsplit(urljoin(settings.SITE_URL + base, address.strip().replace("\\", "/")))
    except ValueError:
        return None


def decoded(text: str) -> str:
    # PostgreSQL stores no NUL, and no address of the site has one.
    return unquote(text).replace("\0", "\ufffd")
