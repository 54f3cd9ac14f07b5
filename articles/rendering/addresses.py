"""Judge the addresses in an article: which scheme, which host, another host or not. Browsers' rules, not RFC's."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from .names import names

ALLOWED_SCHEMES = names("http https mailto tel")
IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\x9f]+")
REFERENCE = re.compile(r"&#?\w+;")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
DESCRIPTOR = re.compile(r"[0-9.]+[wxh],?\Z")

EMBED_HOSTS = names(
    "www.youtube.com youtube.com www.youtube-nocookie.com player.vimeo.com drive.google.com docs.google.com "
    "www.google.com player.bilibili.com codepen.io jsfiddle.net codesandbox.io stackblitz.com w.soundcloud.com "
    "open.spotify.com speakerdeck.com www.slideshare.net embed.ted.com www.loom.com player.twitch.tv "
    "www.dailymotion.com giphy.com www.figma.com observablehq.com asciinema.org archive.org scastie.scala- "
    "lang.org"
)


def unescape(address: str) -> str:
    """Resolve entity references; an `&` without a semicolon is a parameter, as in `?a=1&copy=2`."""
    return REFERENCE.sub(lambda reference: html.unescape(reference.group()), address)


def plain_address(address: str) -> str:
    """The address as a browser reads it: no control characters, slashes for backslashes."""
    return IGNORED_BY_BROWSERS.sub("", html.unescape(address)).replace("\\", "/")


def scheme(address: str) -> str:
    match = SCHEME.match(plain_address(address))
    return match.group(1).lower() if match else ""


def is_remote(address: str) -> bool:
    """Whether loading the address asks anything but the site itself."""
    return bool(scheme(address)) or plain_address(address).startswith("//")


def host(address: str) -> str:
    """The host that an address names, or an empty string."""
    try:
        return urlsplit(plain_address(address)).hostname or ""
    except ValueError:
        return ""


def is_embeddable(address: str) -> bool:
    return scheme(address) in ("https", "") and host(address) in EMBED_HOSTS


def is_allowed(address: str) -> bool:
    return scheme(address) in ALLOWED_SCHEMES | {""}


def candidates(srcset: str) -> list[str]:
    """The addresses in a srcset; what follows a comma without a space may be one too."""
    words = [word for word in srcset.split() if not DESCRIPTOR.match(word)]
    whole = [word.strip(",") for word in words]
    return whole + [part for word in whole for part in word.split(",")[1:]]
