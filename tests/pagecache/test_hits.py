"""Who is answered without the application behind."""

import pytest

from articles.pagecache import PageCache
from tests.factories import make_post

from .asking import ask
from .conftest import change

PATH = "/articles/one/"


def test_a_page_is_made_once(cache, application):
    first, second = ask(cache, PATH), ask(cache, PATH)
    assert first == second
    assert (first.status, first.body) == (200, application.body)
    assert first.headers["Content-Length"] == str(len(application.body))
    assert first.headers["X-Own"] == "kept"
    assert len(application.asked) == application.closed == 1


def test_after_a_change_it_is_made_anew(cache, application):
    ask(cache, PATH)
    ask(cache, "/tags/")
    change()
    application.chunks = [b"Other words"]
    assert ask(cache, PATH).body == b"Other words"
    assert len(cache.memory.pages) == 1


def test_a_page_ends_with_the_moment_that_is_next(cache, application, of_site):
    make_post(published_at="2026-01-01T00:00Z", withdraw_at="2035-01-01T00:00Z")
    assert ask(cache, PATH).status == 200
    (page,) = cache.memory.pages.values()
    assert page.validity.standing.ends_at == 2_051_222_400


def test_a_head_gets_the_headers_alone(cache, application):
    head = ask(cache, PATH, REQUEST_METHOD="HEAD")
    assert head.body == b""
    assert application.asked[0]["REQUEST_METHOD"] == "GET"
    whole = ask(cache, PATH)
    assert head.headers == whole.headers
    assert ask(cache, PATH, REQUEST_METHOD="HEAD") == head
    assert len(application.asked) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "127.0.0.1:9999"},
        {"HTTP_HOST": ""},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"CONTENT_LENGTH": "3"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"SCRIPT_NAME": "/below"},
    ],
)
def test_whatever_is_no_plain_request_for_the_site_is_passed_on_as_it_came(cache, application, fields):
    ask(cache, PATH)
    ask(cache, PATH, HTTP_COOKIE="a=b", **fields)
    assert len(application.asked) == 2
    assert fields.items() <= application.asked[1].items()
    assert application.asked[1]["HTTP_COOKIE"] == "a=b"
    assert len(cache.memory.pages) == 1


def test_a_request_without_host_is_passed_on(cache, application):
    environs = []
    cache.application = lambda environ, start: environs.append(environ) or application(environ, start)
    for _time in range(2):
        ask(cache, PATH, HTTP_HOST=None)
    assert len(environs) == 2


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "127.0.0.1", "localhost", "localhost:8000", "[::1]:8000"])
def test_all_names_of_the_site_are_known(cache, application, host):
    ask(cache, PATH, HTTP_HOST=host)
    ask(cache, PATH, HTTP_HOST=host)
    assert len(application.asked) == 1


@pytest.fixture
def secure_cache(of_site, application):
    of_site.SITE_URL = "https://example.org"
    of_site.ALLOWED_HOSTS = ["example.org", ".example.com"]
    of_site.SECURE_SSL_REDIRECT = True
    of_site.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return PageCache(application)


@pytest.mark.parametrize(
    ("scheme", "said", "is_served"),
    [
        ("http", "https", True),
        ("http", " https ,http", True),
        ("https", None, True),
        ("http", None, False),
        ("http", "http", False),
        ("https", "http", False),
        ("https", "", False),
        ("http", "http,https", False),
        ("http", "HTTPS", False),
    ],
)
def test_a_secure_site_answers_secure_requests_alone(secure_cache, application, scheme, said, is_served):
    fields = {"HTTP_HOST": "example.org", "url_scheme": scheme}
    if said is not None:
        fields["HTTP_X_FORWARDED_PROTO"] = said
    ask(secure_cache, PATH, **fields)
    ask(secure_cache, PATH, **fields)
    assert len(application.asked) == (1 if is_served else 2)


@pytest.mark.parametrize(
    ("host", "is_known"), [("example.com", True), ("www.example.com", False), (".example.com", False)]
)
def test_of_a_pattern_of_hosts_the_site_itself_is_known(secure_cache, application, host, is_known):
    for _time in range(2):
        ask(secure_cache, PATH, HTTP_HOST=host, url_scheme="https")
    assert len(application.asked) == (1 if is_known else 2)


def test_cookies_make_no_difference(cache, application):
    one = ask(cache, PATH, HTTP_COOKIE="sessionid=abc; theme=dark")
    assert ask(cache, PATH) == one == ask(cache, PATH, HTTP_COOKIE="sessionid=xyz")
    assert len(application.asked) == 1
    assert "HTTP_COOKIE" not in application.asked[0]


def test_what_a_reader_sends_does_not_get_into_a_page(cache, application):
    canary = {f"HTTP_X_{name}": "canary" for name in ("FORWARDED_HOST", "ORIGINAL_URL", "A", "B")}
    ask(cache, PATH, HTTP_RANGE="bytes=0-1", HTTP_IF_NONE_MATCH='"a"', HTTP_AUTHORIZATION="b", **canary)
    (asked,) = application.asked
    given = {name for name in asked if name.startswith("HTTP_")}
    assert given == {"HTTP_HOST"}
    assert "canary" not in asked.values()


def test_junk_in_the_query_is_neither_kept_nor_shown(cache, application):
    plain = ask(cache, PATH)
    size = cache.memory.size
    for number in range(500):
        assert ask(cache, PATH, QUERY_STRING=f"utm_source={number}&a=%00;b") == plain
    assert len(application.asked) == 1
    assert (cache.memory.size, len(cache.memory.pages)) == (size, 1)
    assert len(list(cache.folder.place.glob("*.page"))) == 1


def test_a_page_that_is_first_asked_for_with_junk_is_rendered_without_it(cache, application):
    for number in range(3):
        ask(cache, PATH, QUERY_STRING=f"a={number}", HTTP_COOKIE="a=b")
    (asked,) = application.asked
    assert asked["QUERY_STRING"] == ""
    assert "HTTP_COOKIE" not in asked
    assert list(cache.memory.pages) == [PATH]


@pytest.mark.parametrize(
    ("path", "query", "is_read"),
    [
        ("/", "p=12", True),
        ("/", "a=1&page_id=2", True),
        ("/", "utm_source=p", False),
        ("/search/", "q=words", True),
        ("/search/", "junk", True),
        ("/feed/", "p=12", False),
    ],
)
def test_a_query_that_is_read_is_passed_on(cache, application, path, query, is_read):
    ask(cache, path)
    ask(cache, path, QUERY_STRING=query)
    assert [asked["QUERY_STRING"] for asked in application.asked] == ["", query][: 2 if is_read else 1]


def test_nothing_is_served_from_memory_while_nobody_knows(cache, application, nothing_known, caplog):
    for _time in range(3):
        assert ask(cache, PATH, HTTP_COOKIE="a=b").status == 200
    assert len(application.asked) == 3
    assert application.asked[0]["HTTP_COOKIE"] == "a=b"
    assert not cache.memory.pages
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    change()
    ask(cache, PATH)
    ask(cache, PATH)
    assert len(application.asked) == 4


def test_whatever_fails_in_the_cache_readers_get_their_page(cache, application, caplog):
    ask(cache, PATH)
    del cache.memory
    assert [ask(cache, PATH).status for _time in range(3)] == [200, 200, 200]
    assert len(caplog.records) == 1
