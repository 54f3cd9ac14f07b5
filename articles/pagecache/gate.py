"""Which requests may be answered without Django."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

READING = {"GET", "HEAD"}
NO_BODY = {"", "0"}


class Gate:
    """Everything that Django would refuse, redirect or read from a body is left to Django."""

    def __init__(self) -> None:
        self.hosts = frozenset(hosts())
        self.wants_https = settings.SECURE_SSL_REDIRECT
        self.proxy_header, self.secure_value = settings.SECURE_PROXY_SSL_HEADER or ("", "")

    def admits(self, environ: dict) -> bool:
        return (
            environ["REQUEST_METHOD"] in READING
            and environ.get("HTTP_HOST") in self.hosts
            and not environ.get("SCRIPT_NAME")
            and environ.get("CONTENT_LENGTH", "") in NO_BODY
            and "HTTP_TRANSFER_ENCODING" not in environ
            and (not self.wants_https or self.is_secure(environ))
        )

    def is_secure(self, environ: dict) -> bool:
        """Say what `HttpRequest.is_secure` would."""
        value = environ.get(self.proxy_header)
        if value is None:
            return environ["wsgi.url_scheme"] == "https"
        return value.partition(",")[0].strip() == self.secure_value


def hosts() -> Iterator[str]:
    """Yield the host names of the site, bare and with the ports that it is known by."""
    ports = {urlsplit(settings.SITE_URL).port, os.environ.get("PORT", "8000")} - {None}
    for host in settings.ALLOWED_HOSTS:
        # Of a pattern for all hosts below one, only that one can be listed.
        name = host.removeprefix(".").lower()
        yield name
        yield from (f"{name}:{port}" for port in ports)
