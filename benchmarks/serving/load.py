"""A small load generator: connections that are kept open, each asking again as soon as it is answered.

It only counts bytes, so that one process asks faster than one worker of gunicorn or nginx answers; whether it did is
seen in the share of a core that the server was busy.
"""

import re
import select
import socket
import time
from typing import NamedTuple

from .servers import PATIENCE, Server, request_for

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LONGEST = 5.0  # seconds; of a page that is slow fewer are asked for
TAIL = 0.01  # what a worker does after its answer counts too
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


class Load(NamedTuple):
    rate: float  # answers a second
    cpu: float  # seconds of the workers for one answer
    busy: float  # of one core


class Connection:
    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request, self.head, self.missing = request, b"", 0

    def send(self) -> None:
        self.socket.sendall(self.request)

    def receive(self) -> bool:
        """Read what has come; where that is the end of an answer, ask again and return True."""
        data = receive(self.socket)
        if self.missing:
            self.missing -= len(data)
        else:
            data = self.head + data
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self.head = data
                return False
            self.head, self.missing = b"", length(data, end) - (len(data) - end - 4)
        if self.missing > 0:
            return False
        self.send()
        return True


def length(data: bytes, end: int) -> int:
    found = LENGTH.search(data, 0, end)
    if not data.startswith(b"HTTP/1.1 200") or not found:
        raise SystemExit(f"not an answer to measure: {data[:end].decode('latin-1')}")
    return int(found[1])


def load(server: Server, path: str, seconds: float, number: int = 8) -> Load:
    """Ask as fast as can be for some seconds, on so many connections."""
    request = request_for(path, BROWSER)
    connections = [Connection(server.port, request) for _ in range(number)]
    try:
        return measured(server, {each.socket.fileno(): each for each in connections}, seconds)
    finally:
        for each in connections:
            each.socket.close()


def measured(server: Server, connections: dict[int, Connection], seconds: float) -> Load:
    answers, cpu, begun = 0, server.cpu(), time.perf_counter()
    with select.epoll() as ready:
        for descriptor, connection in connections.items():
            ready.register(descriptor, select.EPOLLIN)
            connection.send()
        while (taken := time.perf_counter() - begun) < seconds:
            for descriptor, _event in ready.poll(1):
                answers += connections[descriptor].receive()
    spent = server.cpu() - cpu
    return Load(answers / taken, spent / max(1, answers), spent / taken)


def cost(
    server: Server, path: str, requests: int, headers: dict[str, str] | None = None, before=None
) -> float:
    """Return the seconds of the workers' CPU for one request, asked one after the other on one connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request, cpu = request_for(path, {**BROWSER, **(headers or {})}), server.cpu()
        end, asked = time.monotonic() + LONGEST, 0
        while asked < requests and time.monotonic() < end:
            if before:
                before()
            exchange(connection, request)
            asked += 1
        time.sleep(TAIL)
        return (server.cpu() - cpu) / asked


def exchange(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)
    data = b""
    while (head := data.find(b"\r\n\r\n")) < 0:
        data += receive(connection)
    missing = length(data, head) - (len(data) - head - 4)
    while missing > 0:
        missing -= len(receive(connection))


def receive(connection: socket.socket) -> bytes:
    data = connection.recv(262_144)
    if not data:
        raise ConnectionError("the server closed a connection that was to be kept")
    return data
