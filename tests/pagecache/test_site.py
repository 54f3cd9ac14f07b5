"""The cache in front of the site itself."""

from datetime import timedelta

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from articles.models import MissedPath, Post, PreviewLink, Redirect, SiteSettings
from articles.pagecache import PageCache
from tests.factories import make_author, make_category, make_post, make_series, make_user

from .asking import HOST, ask

PATHS = [
    *("/", "/articles/one/", "/articles/one.md", "/category/work/", "/tag/letters/", "/author/ada/"),
    *("/series/first/", "/categories/", "/tags/", "/archive/", "/search/", "/2026/", "/2026/03/", "/feed/"),
    *("/feed.json", "/tag/letters/feed/", "/sitemap.xml", "/sitemap-posts-1.xml", "/robots.txt"),
]


@pytest.fixture
def django(of_site):
    return get_wsgi_application()


@pytest.fixture
def site(django):
    of = {"category": make_category("Work"), "author": make_author("Ada"), "series": make_series("First")}
    make_post("One", slug="one", tags=["Letters"], **of, published_at="2026-03-01T09:00Z")
    return PageCache(django)


@pytest.fixture
def admin_cookie(of_site):
    client = Client()
    client.force_login(make_user("editor", is_staff=True, is_superuser=True))
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_what_django_answers(site, django, path):
    fresh = ask(django, path)
    for _time in range(2):
        kept = ask(site, path)
        assert (kept.status, kept.body) == (fresh.status, fresh.body)
        own = {
            "ETag",
            "Vary",
            "Last-Modified",
            "Content-Length",
            "Cache-Control",
            "Expires",
            "X-Accel-Expires",
        }
        assert {name: kept.headers[name] for name in fresh.headers.keys() - own} == {
            name: value for name, value in fresh.headers.items() if name not in own
        }
        assert "Set-Cookie" not in kept.headers
    assert len(site.memory.pages) == 1


@pytest.mark.parametrize("path", PATHS)
def test_no_page_says_how_it_was_asked_for(site, path):
    pages = []
    for fields in (
        {"HTTP_HOST": HOST},
        {"HTTP_HOST": "localhost", "SERVER_NAME": "other", "SERVER_PORT": "99", "url_scheme": "https"},
        {"HTTP_HOST": "[::1]:8000", "HTTP_REFERER": "http://canary.example/"},
    ):
        SiteSettings.current().save()
        pages.append(ask(site, path, HTTP_X_FORWARDED_HOST="canary.example", **fields).body)
    assert len(set(pages)) == 1


@pytest.mark.django_db(transaction=True)
def test_editors_and_readers_get_one_page(site, admin_cookie):
    edited = ask(site, "/articles/one/", HTTP_COOKIE=admin_cookie)
    assert ask(site, "/articles/one/") == edited
    assert b"editor" not in edited.body
    assert b"csrf" not in edited.body
    assert b"/admin/" not in edited.body


def test_the_admin_and_previews_are_not_touched(site, admin_cookie):
    draft = make_post("Secret", slug="secret", status="draft")
    link = PreviewLink.objects.make(draft, by=make_user(), label="Ada", days=7).get_absolute_url()
    preview = f"/admin/articles/post/{draft.pk}/preview/"
    assert ask(site, preview).status == 302
    for path in ("/admin/", preview, link):
        reply = ask(site, path, HTTP_COOKIE=admin_cookie)
        assert reply.status == 200
        assert "X-Accel-Expires" not in reply.headers
    assert ask(site, preview).status == 302
    assert ask(site, "/articles/secret/", HTTP_COOKIE=admin_cookie).status == 404
    assert not site.memory.pages


def test_what_is_not_there_is_counted_with_the_page_that_links_to_it(site):
    referrer = {"HTTP_REFERER": f"http://{HOST}/articles/one/"}
    for _time in range(2):
        assert ask(site, "/about/", **referrer).status == 404
    assert ask(site, "/about/", REQUEST_METHOD="HEAD", QUERY_STRING="a=b").status == 404
    (missed,) = MissedPath.objects.all()
    assert (missed.path, missed.hits, missed.referrer) == ("/about/", 3, "/articles/one/")
    assert not site.memory.pages


def test_old_addresses_lead_on(site):
    Redirect.objects.create(old_path="/was/", new_path="/articles/one/")
    Redirect.objects.create(old_path="/?p=12", new_path="/articles/one/")
    assert ask(site, "/").status == 200
    for path, query in (("/was/", ""), ("/was/", "a=b"), ("/", "p=12")):
        for _time in range(2):
            reply = ask(site, path, QUERY_STRING=query)
            assert reply.status == 301
            assert reply.headers["Location"].startswith("/articles/one/")
    assert ask(site, "/page/1/").status == 301
    assert list(site.memory.pages) == ["/"]


def test_what_is_withdrawn_is_gone_at_once(site):
    assert ask(site, "/articles/one/").status == ask(site, "/").status == 200
    etag = ask(site, "/articles/one/").headers["ETag"]
    Post.objects.update(status="withdrawn")
    for _time in range(2):
        assert ask(site, "/articles/one/", HTTP_IF_NONE_MATCH=etag).status == 410
    assert b"One" not in ask(site, "/").body


def test_a_scheduled_article_appears_and_goes_at_its_second(site):
    now = timezone.now()
    make_post(
        "Two", slug="two", published_at=now + timedelta(seconds=1.5), withdraw_at=now + timedelta(seconds=2.5)
    )
    seen = []
    while (passed := (timezone.now() - now).total_seconds()) < 3.2:
        status = ask(site, "/articles/two/").status
        after = (timezone.now() - now).total_seconds()
        seen.append((passed, status, after))
    assert {status for _passed, status, after in seen if after < 1.5} == {404}
    assert {status for passed, status, after in seen if passed > 1.5 and after < 2.5} == {200}
    assert {status for passed, status, _after in seen if passed > 2.5} == {410}


def test_a_secure_site_sends_readers_on(of_site, django):
    of_site.SITE_URL, of_site.ALLOWED_HOSTS = "https://example.org", ["example.org"]
    of_site.SECURE_SSL_REDIRECT, of_site.SECURE_HSTS_SECONDS = True, 31_536_000
    of_site.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = PageCache(get_wsgi_application())
    secure = {"HTTP_HOST": "example.org", "HTTP_X_FORWARDED_PROTO": "https"}
    kept = [ask(site, "/", **secure) for _time in range(2)]
    assert [reply.status for reply in kept] == [200, 200]
    assert kept[1].headers["Strict-Transport-Security"] == "max-age=31536000"
    reply = ask(site, "/", HTTP_HOST="example.org")
    assert (reply.status, reply.headers["Location"]) == (301, "https://example.org/")
    assert ask(site, "/", HTTP_HOST="evil.example", HTTP_X_FORWARDED_PROTO="https").status == 400
