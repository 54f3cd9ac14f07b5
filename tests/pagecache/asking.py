"""Requests as a WSGI server passes them on, and small applications that answer them."""

import io
import sys
import threading
from typing import NamedTuple

HOST = "127.0.0.1:8000"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def environ_of(path: str, **fields) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **{name.replace("url_scheme", "wsgi.url_scheme"): value for name, value in fields.items()},
    }


def ask(application, path: str, **fields) -> Reply:
    """Ask for a page; fields are those of the environment, as in HTTP_COOKIE="a=b"."""
    said: list = []
    result = application(environ_of(path, **fields), lambda *start: said.append(start))
    body = b"".join(result)
    if hasattr(result, "close"):
        result.close()
    ((status, headers),) = said
    names = [name for name, _value in headers]
    assert len(set(names)) == len(names)
    # Somebody's own list: what a server does to it is nobody else's matter.
    found = dict(headers)
    headers.clear()
    return Reply(int(status[:3]), found, body)


class Body:
    def __init__(self, application, chunks) -> None:
        self.application, self.chunks = application, chunks

    def __iter__(self):
        return iter(self.chunks)

    def close(self) -> None:
        self.application.closed += 1


class Application:
    """Answers as it is told to, and remembers who asked."""

    def __init__(self) -> None:
        self.status, self.headers = "200 OK", [("Content-Type", "text/html"), ("X-Own", "kept")]
        self.chunks = [b"<p>Words and more words.</p>\n" * 100]
        self.asked, self.closed = [], 0
        self.goes_on = threading.Event()
        self.goes_on.set()

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        assert self.goes_on.wait(20)
        start_response(self.status, list(self.headers))
        return Body(self, self.chunks)

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)
