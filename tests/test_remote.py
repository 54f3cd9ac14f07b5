import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles import remote

PICTURE = b"\x89PNG not really, but bytes" * 40
LOOPBACK = {"127.0.0.1"}


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args):
        pass

    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers)))
        name = self.path.partition("?")[0].strip("/").replace("-", "_") or "picture"
        with contextlib.suppress(OSError):
            getattr(self, name, self.missing)()

    def answer(self, status=200, body=PICTURE, length=None, **headers):
        self.send_response(status)
        headers.setdefault("Content_Type", "image/png")
        headers["Content_Length"] = str(len(body) if length is None else length)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def picture(self):
        self.answer()

    def missing(self):
        self.answer(404)

    def typed(self):
        self.answer(Content_Type="IMAGE/PNG; charset=binary")

    def page(self):
        self.answer(Content_Type="text/html")

    def gzipped(self):
        self.answer(Content_Encoding="gzip")

    def huge(self):
        self.answer(body=b"", length=10**12)

    def short(self):
        self.answer(length=len(PICTURE) + 10)
        self.close_connection = True

    def endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Connection", "close")
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)

    def chunked(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    def broken_chunk(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"zz\r\nabc")
        self.close_connection = True

    def silent(self):
        self.server.released.wait(60)

    def dripping_headers(self):
        self.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200)

    def dripping_body(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 200\r\n\r\n")
        self.drip(b"x" * 200)

    def drip(self, data):
        for byte in data:
            if self.server.released.wait(0.05):
                return
            self.wfile.write(bytes([byte]))
            self.wfile.flush()

    def loop(self):
        self.answer(302, b"", Location="/loop")

    def once(self):
        self.answer(301, b"", Location="/picture?from=once")

    def thrice(self):
        self.answer(307, b"", Location="/twice")

    def twice(self):
        self.answer(308, b"", Location="/once")

    def four_times(self):
        self.answer(303, b"", Location="/thrice")

    def nowhere(self):
        self.answer(302, b"")

    def inward(self):
        self.answer(302, b"", Location=f"http://inside.example:{self.server.server_port}/picture")

    def to_file(self):
        self.answer(302, b"", Location="file:///etc/hostname")

    def accented(self):
        self.answer(302, b"", Location="/picture?n=\u00e9")

    def nonsense(self):
        self.wfile.write(b"\x00\xff this is not HTTP\r\n\r\n")
        self.close_connection = True


@pytest.fixture
def server():
    with running_server() as started:
        yield started


@contextlib.contextmanager
def running_server(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.handle_error = lambda *_args: None
    server.requests, server.released = [], threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def loopback_names(_host, _port):
    return ["127.0.0.1"]


def fetch_from(server, path, host="site.example", scheme="http", **changes):
    arguments = {
        "max_bytes": 100_000,
        "timeout": 5,
        "types": {"image/png"},
        "allowed_addresses": LOOPBACK.__contains__,
        "ports": {server.server_port},
        "resolve": loopback_names,
    } | changes
    return remote.fetch(f"{scheme}://{host}:{server.server_port}{path}", **arguments)


def test_it_fetches_a_file(server):
    fetched = fetch_from(server, "/picture")
    assert fetched == remote.Fetched(
        PICTURE, "image/png", f"http://site.example:{server.server_port}/picture"
    )


def test_it_asks_plainly_and_without_secrets(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    fetch_from(server, "/picture")
    [(path, headers)] = server.requests
    assert path == "/picture"
    assert headers["Host"] == f"site.example:{server.server_port}"
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Accept"] == "image/png"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_path_and_query_are_percent_encoded(server):
    fetch_from(server, "/picture?q=caf\u00e9 au lait&x=%20\r\nX-Evil:1")
    [(path, headers)] = server.requests
    assert path == "/picture?q=caf%C3%A9%20au%20lait&x=%20X-Evil:1"
    assert "X-Evil" not in headers


def test_media_type_is_compared_without_case_and_parameters(server):
    assert fetch_from(server, "/typed").type == "image/png"


def test_chunked_answers_are_read(server):
    assert fetch_from(server, "/chunked").content == b"abcde"


def test_file_of_exactly_the_limit_is_taken(server):
    assert fetch_from(server, "/picture", max_bytes=len(PICTURE)).content == PICTURE


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/missing", "answered 404"),
        ("/page", "sent text/html"),
        ("/gzipped", "compressed"),
        ("/huge", "larger than 100,000 bytes"),
        ("/endless", "larger than 100,000 bytes"),
        ("/short", "before the file was complete"),
        ("/broken-chunk", "broke off"),
        ("/nonsense", "broke off"),
        ("/loop", "redirects too often"),
        ("/four-times", "redirects too often"),
        ("/nowhere", "redirects to nowhere"),
        ("/to-file", "http:// or https://"),
    ],
)
def test_unusable_answers_are_refused_with_a_sentence(server, path, sentence):
    with pytest.raises(remote.FetchError, match=sentence) as caught:
        fetch_from(server, path)
    assert str(caught.value).endswith(".")


def test_file_one_byte_over_the_limit_is_refused(server):
    with pytest.raises(remote.FetchError, match="larger"):
        fetch_from(server, "/picture", max_bytes=len(PICTURE) - 1)


@pytest.mark.parametrize("path", ["/silent", "/dripping-headers", "/dripping-body"])
def test_slow_servers_are_left_at_the_deadline(server, path):
    started = time.monotonic()
    with pytest.raises(remote.FetchError, match=r"site\.example took too long"):
        fetch_from(server, path, timeout=0.4)
    assert time.monotonic() - started < 20


def test_slow_name_service_is_left_at_the_deadline(server):
    def waiting(_host, _port):
        server.released.wait(60)
        return ["127.0.0.1"]

    started = time.monotonic()
    with pytest.raises(remote.FetchError, match="took too long"):
        fetch_from(server, "/picture", resolve=waiting, timeout=0.3)
    assert time.monotonic() - started < 20
    assert server.requests == []


@pytest.mark.parametrize("path", ["/once", "/thrice"])
def test_up_to_three_redirects_are_followed(server, path):
    fetched = fetch_from(server, path)
    assert fetched.content == PICTURE
    assert fetched.url == f"http://site.example:{server.server_port}/picture?from=once"


def test_redirect_bytes_beyond_ascii_are_kept(server):
    assert fetch_from(server, "/accented").url.endswith("?n=%E9")


def test_redirect_to_a_private_address_is_not_followed(server):
    inside = {"site.example": "127.0.0.1", "inside.example": "10.0.0.7"}
    with pytest.raises(remote.FetchError, match=r"inside\.example is not a public web server"):
        fetch_from(server, "/inward", resolve=lambda host, _port: [inside[host]])
    assert [path for path, _headers in server.requests] == ["/inward"]


def test_name_is_asked_for_once_and_the_checked_address_used(server):
    answers = iter([["127.0.0.1"], ["10.0.0.7"]])
    fetched = fetch_from(server, "/picture", resolve=lambda _host, _port: next(answers))
    assert fetched.content == PICTURE
    assert next(answers) == ["10.0.0.7"]


def test_name_that_turns_private_between_hops_is_refused(server):
    answers = iter([["127.0.0.1"], ["10.0.0.7"]])
    with pytest.raises(remote.FetchError, match="not a public web server"):
        fetch_from(server, "/once", resolve=lambda _host, _port: next(answers))
    assert len(server.requests) == 1


def test_one_private_address_among_public_ones_is_refused(server):
    with pytest.raises(remote.FetchError, match="not a public web server"):
        fetch_from(server, "/picture", resolve=lambda _host, _port: ["127.0.0.1", "10.0.0.7"])
    assert server.requests == []


def test_second_address_is_tried_when_the_first_refuses(server):
    both = ["127.0.0.2", "127.0.0.1"]
    fetched = fetch_from(server, "/picture", resolve=lambda *_name: both, allowed_addresses=both.__contains__)
    assert fetched.content == PICTURE


def test_closed_port_is_one_sentence(server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(remote.FetchError, match=r"site\.example cannot be reached"):
        remote.fetch(
            f"http://site.example:{port}/",
            max_bytes=10,
            timeout=2,
            types={"image/png"},
            allowed_addresses=LOOPBACK.__contains__,
            ports={port},
            resolve=loopback_names,
        )


def test_unknown_name_is_one_sentence():
    def unknown(_host, _port):
        raise socket.gaierror("Temporary failure in name resolution")

    with pytest.raises(remote.FetchError, match="not known, or there is no network"):
        fetch_public("http://nowhere.example/", resolve=unknown)


def fetch_public(url, **arguments):
    return remote.fetch(url, max_bytes=1000, timeout=3, types={"image/png"}, **arguments)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "picture.png",
        "//site.example/a.png",
        "file:///etc/passwd",
        "gopher://site.example/",
        "ftp://site.example/a.png",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "http://",
        "http:///a.png",
        "http://user@site.example/",
        "http://user:secret@site.example/",
        "http://@site.example/",
        "http://site.example:22/",
        "http://site.example:0/",
        "http://site.example:6379/",
        "http://site.example:99999/",
        "http://site.example:x/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://site example/",
        "http://site.example\\@127.0.0.1/",
        "http://site.example%00/",
        "http://\x00/",
        "http://" + "\u00e9" * 300 + "/",
    ],
)
def test_addresses_that_are_no_plain_web_address_are_never_resolved(url):
    asked = []
    with pytest.raises(remote.FetchError):
        fetch_public(url, resolve=lambda *name: asked.append(name) or ["127.0.0.1"])
    assert asked == []


def test_tls_without_a_tls_server_is_one_sentence(server):
    with pytest.raises(remote.FetchError, match="could not be reached"):
        fetch_from(server, "/picture", scheme="https")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command to make a certificate: apt install openssl")
    folder = tmp_path_factory.mktemp("certificate")
    subject = ["-subj", "/CN=site.example", "-addext", "subjectAltName=DNS:site.example"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def secure_server(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with running_server(context) as started:
        yield started


def test_certificate_is_verified_for_the_name_not_the_address(secure_server, certificate):
    trusting = ssl.create_default_context(cafile=certificate / "cert.pem")
    fetched = fetch_from(secure_server, "/picture", scheme="https", context=trusting)
    assert fetched.content == PICTURE
    with pytest.raises(remote.FetchError, match=r"other\.example has no valid certificate"):
        fetch_from(secure_server, "/picture", host="other.example", scheme="https", context=trusting)


def test_self_signed_certificate_is_refused_by_default(secure_server):
    with pytest.raises(remote.FetchError, match="no valid certificate"):
        fetch_from(secure_server, "/picture", scheme="https")
    assert secure_server.requests == []


# This machine, its neighbours, metadata services and reserved ranges, in every spelling that resolvers take.
LITERALS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "0177.0.0.1",
    "0177.0.0.01",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "0X7F000001",
    "2130706433",
    "017700000001",
    "127.0.0.2",
    "127.255.255.254",
    "0.0.0.0",
    "0",
    "0x0",
    "00.0",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1:0:0:80ff:fffe]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[100::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[5f00::1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "169.254.170.2",
    "168.63.129.16",
    "192.0.0.192",
    "100.100.100.200",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.0.0.1",
]


@pytest.fixture(scope="module")
def canary():
    """A listener on every loopback address that counts who comes."""
    callers = []
    sockets = [socket.create_server(("0.0.0.0", 0))]
    port = sockets[0].getsockname()[1]
    with contextlib.suppress(OSError):
        sockets.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    stopping = threading.Event()

    def listen(listener):
        listener.settimeout(0.05)
        while not stopping.is_set():
            with contextlib.suppress(TimeoutError):
                connected, caller = listener.accept()
                connected.close()
                callers.append(caller)

    threads = [threading.Thread(target=listen, args=(listener,)) for listener in sockets]
    for thread in threads:
        thread.start()
    yield port, callers
    stopping.set()
    for thread in threads:
        thread.join()
    for listener in sockets:
        listener.close()


@pytest.mark.parametrize("host", [*LITERALS, "localhost"])
def test_private_addresses_are_never_dialled(canary, host):
    port, callers = canary
    with pytest.raises(remote.FetchError):
        fetch_public(f"http://{host}:{port}/", ports={port})
    time.sleep(0.002)
    assert callers == []


@pytest.mark.parametrize("host", LITERALS)
def test_private_addresses_are_refused_behind_a_name(host):
    address = host.strip("[]")
    with contextlib.suppress(OSError):
        address = socket.inet_ntoa(socket.inet_aton(address))
    with pytest.raises(remote.FetchError, match="not a public web server"):
        fetch_public("http://metadata.example/", resolve=lambda *_name: [address])


def test_canary_hears_what_does_come(canary):
    port, callers = canary
    with pytest.raises(remote.FetchError):
        fetch_public(f"http://127.0.0.1:{port}/", ports={port}, allowed_addresses=LOOPBACK.__contains__)
    deadline = time.monotonic() + 30
    while not callers and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(callers) == 1
    callers.clear()


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address):
    assert remote.is_public(address)
