"""This site, asked without a network: the answers are those that readers get."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.http import HttpResponseBase
from django.test import RequestFactory

from articles.models.redirect import UNCOUNTED


class Answer(NamedTuple):
    status: int
    location: str = ""  # whole address
    content_type: str = ""
    content: bytes = b""

    @property
    def is_redirect(self) -> bool:
        return 300 < self.status < 400 and bool(self.location)

    @property
    def html(self) -> str:
        return self.content.decode(errors="replace") if self.content_type.startswith("text/html") else ""


class Asker:
    """Asks this site as a reader who is not signed in would; what it is asked in vain is not counted."""

    def __init__(self) -> None:
        self.site = urlsplit(settings.SITE_URL)
        self.factory = RequestFactory()
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def ask(self, address: str) -> Answer:
        """Ask for a path, with its query, or for a whole address of this site."""
        parts = urlsplit(address if "://" in address else f"//{self.site.netloc}{address}")
        request = self.factory.request(
            **{
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
                "QUERY_STRING": parts.query,
                "HTTP_HOST": self.site.netloc,
                "wsgi.url_scheme": self.site.scheme,
                UNCOUNTED: True,
            }
        )
        response = self.handler.get_response(request)
        return answer_of(response, urljoin(settings.SITE_URL, parts.path))

    def is_here(self, address: str) -> bool:
        return urlsplit(address).netloc == self.site.netloc


def answer_of(response: HttpResponseBase, base: str) -> Answer:
    content = b"" if response.streaming else getattr(response, "content", b"")
    if response.streaming:
        response.close()  # an open file
    location = response.headers.get("Location", "")
    kind = response.headers.get("Content-Type", "")
    return Answer(response.status_code, urljoin(base, location) if location else "", kind, content)


@contextmanager
def quietly() -> Iterator[None]:
    """Keep what is not found, and will be reported, out of the log meanwhile."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
