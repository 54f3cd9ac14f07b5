"""Fetch one file from a public web server, and never anything from a private one.

The connection goes to the very address that was checked, so a name that answers differently the second
time gains nothing; redirects are followed by hand and every hop is checked like the first.
"""

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

PORTS = frozenset({80, 443})
MAX_REDIRECTS = 3
CONNECT_TIMEOUT = 5.0
CHUNK = 65_536
USER_AGENT = "Rapport/1.0 (image import)"
# Characters that may stand in a URL as they are; everything else is percent-encoded before it is sent.
_URL_CHARACTERS = "%/:=&?~+!$,;'@()*[]"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Inside the global ranges, but not the public web; some are unknown to the tables of older Pythons.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the metadata service of Azure
        "192.0.0.0/24",  # protocol assignments; the metadata service of Oracle's cloud
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments, Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)

Resolver = Callable[[str, int], Sequence[str]]
AddressCheck = Callable[[str], bool]


class FetchError(ValueError):
    """Say in one sentence, fit for a report, why a remote file was not fetched."""


class UnreachableError(FetchError):
    """No answer came at all, so that asking the same host again at once would be in vain."""


@dataclass(frozen=True)
class Fetched:
    content: bytes
    type: str
    url: str


class Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str
    host_header: str


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self, at_most: float = float("inf")) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, at_most)


class DeadlinedSocket(io.RawIOBase):
    """A socket for http.client of which every read and write ends before one deadline.

    A timeout alone starts anew with each byte, so that a server which drips could hold us for ever.
    """

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        # A second object, since http.client closes the first once it has the answer's headers.
        return io.BufferedReader(DeadlinedSocket(self._socket, self._deadline))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._socket.settimeout(self._deadline.remaining())
        return self._socket.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(self._deadline.remaining())
        self._socket.sendall(data)


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, tunnels and metadata services excluded."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _GLOBAL_UNICAST:
            return False
    if any(ip in network for network in _SPECIAL):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the system's order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(
    url: str,
    *,
    max_bytes: int,
    timeout: float,
    types: Collection[str],
    allowed_addresses: AddressCheck = is_public,
    ports: Collection[int] = PORTS,
    resolve: Resolver = addresses_of,
    context: ssl.SSLContext | None = None,
) -> Fetched:
    """Fetch one file of at most `max_bytes` whose media type is in `types`, within `timeout` seconds in all.

    `allowed_addresses` judges every address, `resolve` answers for names, `context` verifies certificates.
    The result's `url` is where redirects led. Raises FetchError, whatever goes wrong.
    """
    deadline = Deadline(timeout)
    try:
        for _hop in range(MAX_REDIRECTS + 1):
            target = _parse(url, ports)
            addresses = _checked_addresses(target, resolve, allowed_addresses, deadline)
            with _connect(addresses, target, deadline, context) as connected:
                response = _ask(connected, target, types, deadline)
                if response.status not in _REDIRECTS:
                    content, media_type = _read(response, max_bytes, types)
                    return Fetched(content, media_type, url)
                url = _redirected(url, response)
    except FetchError:
        raise
    except TimeoutError as error:
        raise UnreachableError(f"{_host(url)} took too long to answer.") from error
    except ssl.SSLCertVerificationError as error:
        raise FetchError(f"{_host(url)} has no valid certificate: {error.verify_message}.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(f"{_host(url)} could not be reached or broke off.") from error
    raise FetchError(f"{_host(url)} redirects too often.")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "The server"
    except ValueError:
        return "The server"


def _parse(url: str, ports: Collection[int]) -> Target:
    try:
        parts = urlsplit(url.strip())
        port = (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        raise FetchError("This is not a valid web address.") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise FetchError("Only addresses that begin with http:// or https:// can be fetched.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("An address with a user name or password in it is not fetched.")
    if port not in ports:
        raise FetchError(f"Port {port} is not one that web sites use.")
    bracketed = f"[{host}]" if ":" in host else host
    return Target(parts.scheme, host, port, _path(parts), f"{bracketed}:{port}" if parts.port else bracketed)


def _ascii_host(host: str) -> str:
    encoded = host if host.isascii() else host.encode("idna").decode("ascii")
    if any(character <= " " or character in "\x7f%/\\?#@" for character in encoded):
        raise ValueError(host)
    return encoded


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_URL_CHARACTERS)
    return f"{path}?{quote(parts.query, safe=_URL_CHARACTERS)}" if parts.query else path


def _checked_addresses(
    target: Target, resolve: Resolver, allowed: AddressCheck, deadline: Deadline
) -> Sequence[str]:
    addresses = _resolve_in_time(target, resolve, deadline)
    # One private address among public ones is refused too: which of them is used is chance.
    if not addresses or not all(allowed(address) for address in addresses):
        raise FetchError(f"{target.host} is not a public web server.")
    return addresses


def _resolve_in_time(target: Target, resolve: Resolver, deadline: Deadline) -> Sequence[str]:
    # The system's look-up knows no timeout, so it is left behind in its thread when it takes too long.
    answers: queue.SimpleQueue[Sequence[str] | None] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, ValueError):
            answers.put(None)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        addresses = answers.get(timeout=deadline.remaining())
    except queue.Empty:
        raise TimeoutError from None
    if addresses is None:
        raise UnreachableError(f"{target.host} is not known, or there is no network.")
    return addresses


def _connect(
    addresses: Sequence[str], target: Target, deadline: Deadline, context: ssl.SSLContext | None
) -> socket.socket:
    for address in addresses:
        try:
            connected = socket.create_connection(
                (address, target.port), timeout=deadline.remaining(CONNECT_TIMEOUT)
            )
            break
        except OSError:
            continue
    else:
        deadline.remaining()
        raise UnreachableError(f"{target.host} cannot be reached.")
    if target.scheme == "http":
        return connected
    connected.settimeout(deadline.remaining())
    try:
        return (context or ssl.create_default_context()).wrap_socket(connected, server_hostname=target.host)
    except (OSError, ValueError):
        connected.close()
        raise


def _ask(
    connected: socket.socket, target: Target, types: Collection[str], deadline: Deadline
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(target.host, target.port)
    # With a socket in place http.client neither looks up the name nor connects.
    connection.sock = DeadlinedSocket(connected, deadline)
    headers = {
        "Host": target.host_header,
        "User-Agent": USER_AGENT,
        "Accept": ", ".join(sorted(types)),
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("GET", target.path, headers=headers)
    return connection.getresponse()


def _redirected(url: str, response: http.client.HTTPResponse) -> str:
    location = response.getheader("Location")
    if not location:
        raise FetchError(f"{_host(url)} redirects to nowhere.")
    # http.client hands header bytes over as Latin-1; percent-encoding gives the bytes back.
    return urljoin(url, quote(location, safe=_URL_CHARACTERS + "#", encoding="latin-1"))


def _read(response: http.client.HTTPResponse, max_bytes: int, types: Collection[str]) -> tuple[bytes, str]:
    if response.status != 200:
        raise FetchError(f"The server answered {response.status} instead of sending the file.")
    media_type = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if media_type not in types:
        raise FetchError(f"The server sent {media_type or 'a file of unknown type'}, which is not accepted.")
    encoding = response.getheader("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise FetchError("The server sent the file compressed, which is not accepted.")
    return _body(response, max_bytes), media_type


def _body(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    content = bytearray()
    announced = response.length or 0
    while max(len(content), announced) <= max_bytes and (chunk := response.read(CHUNK)):
        content += chunk
    if max(len(content), announced) > max_bytes:
        raise FetchError(f"The file is larger than {max_bytes:,} bytes.")
    if response.length:
        raise FetchError("The connection ended before the file was complete.")
    return bytes(content)
