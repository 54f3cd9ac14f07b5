"""What Django answers where no page is kept, and whether it may be."""

import io
import re
from collections.abc import Callable, Iterable, Iterator

from .page import Headers

MOST_BYTES = 4 * 1024 * 1024  # of a page that is kept
# No header of a reader gets into a page that others are shown, but for the host, which is one of the site's. Where
# there is no page, the Referer is counted.
ASKED = ("HTTP_HOST", "HTTP_REFERER", "HTTP_X_FORWARDED_PROTO", "PATH_INFO", "SERVER_NAME", "SERVER_PORT")
SERVER = ("SERVER_PROTOCOL", "wsgi.errors", "wsgi.multiprocess", "wsgi.multithread", "wsgi.run_once")
GATEWAY = ("wsgi.url_scheme", "wsgi.version")
# Said anew with each answer.
VARIABLE = {
    *("cache-control", "content-length", "date", "etag", "expires", "last-modified", "vary"),
    "x-accel-expires",
}
PRIVATE = re.compile(r"\b(?:private|no-store|no-cache)\b", re.IGNORECASE)


class Answer:
    """An answer of Django, read as far as a page may be long; to be closed, as WSGI asks."""

    def __init__(self, application: Callable, environ: dict) -> None:
        self.status, self.headers = "", []  # type: str, Headers
        self.chunks: list[bytes] = []
        self.result: Iterable[bytes] = application(environ, self.start)
        self.rest = iter(self.result)
        self.is_whole = self.read()

    def start(self, status: str, headers: Headers, exc_info=None) -> Callable[[bytes], None]:
        self.status, self.headers = status, headers
        return self.chunks.append

    def read(self) -> bool:
        """Read it to its end, or until it is too long."""
        size = 0
        for chunk in self.rest:
            self.chunks.append(chunk)
            size += len(chunk)
            if size > MOST_BYTES:
                return False
        return True

    def __iter__(self) -> Iterator[bytes]:
        yield from self.chunks
        yield from self.rest

    def close(self) -> None:
        if (close := getattr(self.result, "close", None)) is not None:
            close()

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def is_public(self) -> bool:
        """Say whether it is a whole page that is the same for everybody."""
        return self.status.startswith("200 ") and self.is_whole and all(map(is_public, self.headers))

    def lasting_headers(self) -> Headers:
        return [(name, value) for name, value in self.headers if name.lower() not in VARIABLE]


def is_public(header: tuple[str, str]) -> bool:
    name, value = header[0].lower(), header[1]
    if name == "cache-control":
        return PRIVATE.search(value) is None
    if name == "vary":
        return {part.strip().lower() for part in value.split(",")} <= {"", "accept-encoding"}
    return name not in {"set-cookie", "content-encoding"}


def anonymous(environ: dict) -> dict:
    """Return the environment of a request for the same page by nobody in particular."""
    copied = {key: environ[key] for key in (*ASKED, *SERVER, *GATEWAY) if key in environ}
    own = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "QUERY_STRING": "", "wsgi.input": io.BytesIO()}
    return {**copied, **own}
