"""Which answers are kept, and under which addresses."""

import pytest

from .asking import ask

PATH = "/articles/one/"


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", None),
        ("410 Gone", None),
        ("301 Moved Permanently", ("Location", "/elsewhere/")),
        ("302 Found", ("Location", "/elsewhere/")),
        ("500 Internal Server Error", None),
        ("503 Service Unavailable", ("Retry-After", "1")),
        ("206 Partial Content", None),
        ("200 OK", ("Set-Cookie", "a=b")),
        ("200 OK", ("Vary", "Accept-Encoding, Cookie")),
        ("200 OK", ("Vary", "*")),
        ("200 OK", ("Cache-Control", "max-age=9, Private")),
        ("200 OK", ("cache-control", "no-store")),
        ("200 OK", ("Content-Encoding", "gzip")),
    ],
)
def test_what_is_no_page_for_everybody_is_never_stored(cache, application, status, header):
    application.status = status
    application.headers += [header] if header else []
    for _time in range(2):
        reply = ask(cache, PATH, HTTP_REFERER="http://127.0.0.1:8000/there/")
        assert f"{reply.status} " in status
        assert reply.body == application.body
        assert reply.headers == dict(application.headers)
    assert ask(cache, PATH, REQUEST_METHOD="HEAD").body == b""
    assert len(application.asked) == application.closed == 3
    assert application.asked[0]["HTTP_REFERER"] == "http://127.0.0.1:8000/there/"
    assert not cache.memory.pages
    assert not list(cache.folder.place.glob("*.page"))


@pytest.mark.parametrize("header", [("Vary", "Accept-Encoding"), ("Cache-Control", "public, max-age=9")])
def test_what_django_says_of_keeping_a_page_is_said_anew(cache, application, header):
    application.headers += [header, ("ETag", '"own"'), ("Last-Modified", "never"), ("Content-Length", "9")]
    reply = ask(cache, PATH)
    assert reply.headers["Vary"] == "Accept-Encoding"
    assert reply.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert reply.headers["ETag"] != '"own"'
    assert reply.headers["Content-Length"] == str(len(application.body))
    assert len(cache.memory.pages) == 1


def test_a_page_of_no_end_is_handed_on_as_it_comes(cache, application):
    application.chunks = (b"a" * 1_000_000 for _number in range(20))
    assert len(ask(cache, PATH).body) == 20_000_000
    assert application.closed == 1
    assert not cache.memory.pages


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/articles/post/1/preview/",
        "/preview/token/",
        "/media/a.png",
        "/static/site.css",
        "/covers/0123456789abcdef.svg",
        "/accent/aabbcc.css",
        "/cards/a-0123456789abcdef0123.png",
        "/nothing.here",
        "",
        "/page/002/",
        "/sitemap-posts-01.xml",
        "//",
        "/\xff\xfe/",
    ],
)
def test_other_addresses_are_not_touched(cache, application, path):
    for _time in range(2):
        ask(cache, path, HTTP_COOKIE="a=b", QUERY_STRING="c=d")
    assert [(asked["HTTP_COOKIE"], asked["QUERY_STRING"]) for asked in application.asked] == [
        ("a=b", "c=d")
    ] * 2
    ask(cache, path)
    ask(cache, path)
    assert len(application.asked) == 4
    assert not cache.memory.pages


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/page/2/", "/articles/one/", "/articles/one.md", "/category/a/", "/category/a/page/3/"),
        *("/tag/a/", "/author/a/", "/series/a/", "/series/a/page/2/", "/categories/", "/tags/", "/archive/"),
        *("/search/", "/2026/", "/2026/03/", "/2026/03/page/2/", "/feed/", "/feed.json", "/tag/a/feed/"),
        *("/tag/a/feed.json", "/category/a/feed/", "/author/a/feed.json", "/series/a/feed/"),
        *("/sitemap.xml", "/sitemap-posts-1.xml", "/robots.txt", "/about/", "/about/us/"),
        "/tag/\xed\x95\x9c\xea\xb5\xad/",  # as WSGI has a tag in Korean
    ],
)
def test_all_pages_of_readers_are_kept(cache, application, path):
    for _time in range(2):
        assert ask(cache, path).status == 200
    assert len(application.asked) == 1
