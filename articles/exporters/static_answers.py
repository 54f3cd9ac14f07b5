"""What the site answers at an address, asked from within, as a reader on the web would ask."""

import logging
import mimetypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from articles import redirects

from .static_links import addresses_in

UNCOUNTED = "rapport.uncounted"  # tells the middleware that no reader missed what isn't there


class Answer(NamedTuple):
    status: int
    kind: str
    content: bytes
    location: str = ""


class Look(NamedTuple):
    """What is at an address, None where it need not be made again, and the addresses of this site that it names."""

    answer: Answer | None
    links: Sequence[str] = ()


class Question(NamedTuple):
    crawl: str  # any name: for each another site is set up, as its settings are by then
    addresses: Sequence[str]
    held: frozenset[str] = frozenset()  # of these, what is still there is as it was


@contextmanager
def unlogged() -> Iterator[None]:
    """Keep links that lead nowhere out of the log of requests: the report names them, with the page."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


class Site:
    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def answer(self, address: str) -> Answer:
        """Return what is at a decoded address."""
        if is_static(address):
            return static_answer(address.removeprefix(settings.STATIC_URL))
        response: Any = self.handler.get_response(WSGIRequest(environ_of(address)))
        content = b"".join(response) if response.streaming else response.content
        response.close()
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return Answer(response.status_code, kind, content, response.headers.get("Location", ""))


@lru_cache(maxsize=1)
def site_of(_crawl: str) -> Site:
    return Site()


def look(question: Question) -> list[Look]:
    with unlogged():
        site = site_of(question.crawl)
        return [look_at(site, address, address in question.held) for address in question.addresses]


def look_at(site: Site, address: str, is_held: bool) -> Look:
    if is_held and redirects.is_live(address):
        return Look(None)
    answer = site.answer(address)
    if answer.status != 200:
        return Look(answer)
    named = (own_address(written, address) for written in addresses_in(answer.content, answer.kind))
    return Look(answer, list(dict.fromkeys(filter(None, named))))


def static_answer(name: str) -> Answer:
    """Read a static file where the storage has it or, before they were collected, where it comes from."""
    try:
        source = staticfiles_storage.open(name) if staticfiles_storage.exists(name) else found_source(name)
        with source as file:
            content = file.read()
    except (OSError, SuspiciousFileOperation, ValueError):
        return Answer(404, "", b"")
    return Answer(200, mimetypes.guess_type(name)[0] or "application/octet-stream", content)


def found_source(name: str) -> IO[bytes]:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return Path(path).open("rb")


def environ_of(address: str) -> dict[str, Any]:
    site = urlsplit(settings.SITE_URL)
    port = site.port or (443 if site.scheme == "https" else 80)
    # As PEP 3333 has it: the bytes of the path, each as one character.
    path = address.encode("utf-8", "surrogatepass").decode("latin-1")
    environ = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": ""}
    place = {"HTTP_HOST": site.netloc, "SERVER_NAME": site.hostname, "SERVER_PORT": str(port)}
    wsgi = {"wsgi.url_scheme": site.scheme, "wsgi.input": BytesIO(), "wsgi.errors": BytesIO()}
    # Behind a proxy, https is what the proxy says.
    proxied = dict([settings.SECURE_PROXY_SSL_HEADER]) if settings.SECURE_PROXY_SSL_HEADER else {}
    seen = proxied if site.scheme == "https" else {}
    return {**environ, **place, **wsgi, **seen, "SERVER_PROTOCOL": "HTTP/1.1", UNCOUNTED: True}


def own_address(written: str, base: str) -> str:
    """Return the decoded path on this site that is meant by an address as written on the page `base`, or ""."""
    try:
        whole = urlsplit(urljoin(f"{settings.SITE_URL}{quote(base)}", written.strip()))
    except ValueError:
        return ""
    site = urlsplit(settings.SITE_URL)
    is_own = (whole.scheme, whole.netloc) == (site.scheme, site.netloc)
    return (unquote(whole.path) or "/") if is_own else ""


def is_static(address: str) -> bool:
    return address.startswith(settings.STATIC_URL)
