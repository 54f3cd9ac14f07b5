"""What is said of a page: its codings, how long it holds, and how a reader asks for it again."""

import gzip
import math
import os
import time

import brotli
import pytest
from django.utils.http import http_date, parse_http_date

from articles import generation
from articles.generation import Standing
from articles.pagecache import PageCache, codings
from articles.pagecache.page import Page, Validity

from .asking import ask

PATH = "/articles/one/"
OPENERS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip;q=0", ""),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("identity;q=1, gzip;q=0.5", ""),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("gzip;q=nonsense", ""),
        ("gzip;q=nan", ""),
        (",;=,;q=", ""),
        ("deflate", ""),
    ],
)
def test_a_reader_gets_the_best_coding_that_is_understood(cache, application, accepted, coding):
    reply = ask(cache, PATH, HTTP_ACCEPT_ENCODING=accepted)
    assert reply.headers.get("Content-Encoding", "") == coding
    assert OPENERS[coding](reply.body) == application.body
    assert reply.headers["Content-Length"] == str(len(reply.body))
    assert reply.headers["Vary"] == "Accept-Encoding"


def test_what_would_not_get_shorter_is_sent_as_it_is(cache, application):
    application.chunks = [b"short"]
    reply = ask(cache, PATH, HTTP_ACCEPT_ENCODING="br")
    assert reply.body == b"short"
    assert "Content-Encoding" not in reply.headers
    noise = os.urandom(5_000)
    assert codings.encode(noise, "br") is codings.encode(noise, "gzip") is noise


def test_each_coding_is_made_once(cache):
    for _time in range(2):
        for accepted in ("br", "gzip", ""):
            ask(cache, PATH, HTTP_ACCEPT_ENCODING=accepted)
    (page,) = cache.memory.pages.values()
    variants = dict(page.variants)
    ask(cache, PATH, HTTP_ACCEPT_ENCODING="br")
    assert page.variants == variants
    assert len({variant.etag for variant in variants.values()}) == 3


@pytest.mark.parametrize("accepted", ["", "gzip", "br"])
def test_a_reader_who_has_the_page_is_told_so(cache, accepted):
    whole = ask(cache, PATH, HTTP_ACCEPT_ENCODING=accepted)
    etag = whole.headers["ETag"]
    assert etag.startswith('"')
    for known in (etag, f'"a", W/{etag}', "*", f"{etag},"):
        reply = ask(cache, PATH, HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=known)
        assert (reply.status, reply.body) == (304, b"")
        kept = {"ETag", "Cache-Control", "Vary", "X-Accel-Expires", "Expires", "Last-Modified"}
        assert reply.headers == {name: value for name, value in whole.headers.items() if name in kept}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_etag_of_another_coding_or_page_is_none(cache, method):
    etags = [ask(cache, PATH, HTTP_ACCEPT_ENCODING=each).headers["ETag"] for each in ("", "gzip", "br")]
    for etag in (*etags[1:], '"a"', "", "nonsense", '"*"'):
        assert ask(cache, PATH, REQUEST_METHOD=method, HTTP_IF_NONE_MATCH=etag).status == 200
    assert ask(cache, PATH, REQUEST_METHOD=method, HTTP_IF_NONE_MATCH=etags[0]).status == 304


def test_another_body_has_another_etag(of_site, application):
    first = ask(PageCache(application), PATH).headers["ETag"]
    assert ask(PageCache(application), PATH).headers["ETag"] == first
    application.chunks = [b"Others"]
    assert ask(PageCache(application), PATH).headers["ETag"] != first


@pytest.fixture
def dated_cache(cache, monkeypatch):
    """A cache of a server that has been running for a while, on a site without a change since."""
    moment = max(time.time(), generation.standing().at) + 10
    monkeypatch.setattr(time, "time", lambda: moment)
    return cache


def test_a_date_counts_only_where_it_is_ours(dated_cache):
    date = ask(dated_cache, PATH).headers["Last-Modified"]
    assert parse_http_date(date) <= time.time()
    assert ask(dated_cache, PATH, HTTP_IF_MODIFIED_SINCE=date).status == 304
    for other in (http_date(parse_http_date(date) + 1), http_date(0), http_date(2**33), "nonsense", ""):
        assert ask(dated_cache, PATH, HTTP_IF_MODIFIED_SINCE=other).status == 200
    both = {"HTTP_IF_MODIFIED_SINCE": date, "HTTP_IF_NONE_MATCH": '"other"'}
    assert ask(dated_cache, PATH, **both).status == 200


def test_a_date_to_come_is_not_sent(cache):
    cache.started = math.ceil(time.time()) + 60
    reply = ask(cache, PATH)
    assert "Last-Modified" not in reply.headers
    for date in (http_date(cache.started), ""):
        assert ask(cache, PATH, HTTP_IF_MODIFIED_SINCE=date).status == 200


def headers_at(now: float, **fields) -> dict[str, str]:
    given = {"standing": Standing(1_000, 1_000, math.inf), "max_age": 0, "started": 1_005, **fields}
    validity = Validity(**given)
    assert validity.until(now) > now
    return dict(validity.headers(now))


def test_browsers_ask_each_time():
    headers = headers_at(2_000)
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Expires" not in headers


def test_the_start_of_the_server_is_a_change_of_all_pages():
    assert headers_at(3_000, started=900)["Last-Modified"] == http_date(1_000)
    assert headers_at(3_000, started=2_000)["Last-Modified"] == http_date(2_000)
    assert "Last-Modified" not in headers_at(1_999.9, started=2_000)
    assert "Last-Modified" in headers_at(2_000, started=2_000)


def test_a_change_that_may_have_been_committed_after_the_start_has_no_date():
    assert "Last-Modified" not in headers_at(3_000, started=1_005)


def test_where_the_last_change_has_no_second_there_is_no_date():
    assert "Last-Modified" not in headers_at(2_000, standing=Standing(1_000, math.inf, math.inf))


@pytest.mark.parametrize(
    ("now", "age", "accel"),
    [
        (2_000, 60, "1"),
        (2_939.9, 60, "1"),
        (2_940, 59, "1"),
        (2_940.5, 59, "1"),
        (2_998.5, 1, "1"),
        (2_999.5, 0, "0"),
        (3_001, 0, "0"),
    ],
)
def test_nobody_keeps_a_page_beyond_the_next_moment(now, age, accel):
    headers = headers_at(now, standing=Standing(1_000, 1_000, 3_000.0), max_age=60)
    assert headers["Cache-Control"] == f"public, max-age={age}, must-revalidate"
    assert headers.get("Expires", "") == (http_date(int(now) + age) if age else "")
    assert headers["X-Accel-Expires"] == accel


def test_prepared_headers_are_those_of_the_moment():
    validity = Validity(Standing(1_000, 1_000, 3_000.0), 60, 2_000)
    variant = Page("article", [], b"body", validity).variants[""]
    for now in (1_999.5, 2_000, 2_000.2, 2_937, 2_998.9, 2_999.0, 2_999.4, 1_999.9):
        assert set(validity.headers(now)) <= set(variant.head_at(now).whole)
        assert (variant.head_at(now).last_modified != "") == (now >= 2_000)


def test_a_site_may_let_others_keep_its_pages(of_site, application):
    of_site.PAGE_MAX_AGE = 300
    reply = ask(PageCache(application), PATH)
    assert reply.headers["Cache-Control"] == "public, max-age=300, must-revalidate"
    left = parse_http_date(reply.headers["Expires"]) - time.time()
    assert 298 < left <= 300
