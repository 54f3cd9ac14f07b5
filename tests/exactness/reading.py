"""Readers of the test: what a server answers, over connections that stay with one of its workers."""

import gzip
import http.client
from typing import NamedTuple

import brotli

HOST = "127.0.0.1:8000"  # the same at all nodes
DECODERS = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
# What an answer says beside its body that no cache may change.
COMPARED = ("Content-Type", "Location", "X-Robots-Tag", "Content-Security-Policy", "Link", "Content-Language")


class Answer(NamedTuple):
    status: int
    told: dict[str, str]
    body: bytes
    headers: http.client.HTTPMessage

    @property
    def shown(self) -> tuple:
        return (self.status, self.told, self.body)


class Reader:
    def __init__(self, port: int) -> None:
        self.port, self.worker = port, ""
        self.connect()

    def connect(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        self.connection.request("GET", path, headers={"Host": HOST, **named})
        answer = self.connection.getresponse()
        body = answer.read()
        worker = answer.headers["X-Worker"]
        assert self.worker in {"", worker}, "the connection was lost, and another worker took its place"
        self.worker = worker
        told = {name: answer.headers[name] for name in COMPARED if name in answer.headers}
        return Answer(
            answer.status, told, DECODERS[answer.headers["Content-Encoding"] or ""](body), answer.headers
        )

    def close(self) -> None:
        self.connection.close()


def readers_of_all(port: int, workers: int) -> list[Reader]:
    """Return a reader for each worker behind a port."""
    found: dict[str, Reader] = {}
    for _attempt in range(200):
        reader = Reader(port)
        reader.ask("/robots.txt")
        if found.setdefault(reader.worker, reader) is not reader:
            reader.close()
        if len(found) == workers:
            return list(found.values())
    raise AssertionError(f"only {len(found)} of {workers} workers answer at {port}")
