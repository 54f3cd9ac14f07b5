from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Page
from articles.sitemaps import PostSitemap
from tests.factories import make_author, make_category, make_image, make_post, make_series

pytestmark = pytest.mark.django_db
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}
SITE = "http://127.0.0.1:8000"


def entries(client, path: str) -> dict[str, ElementTree.Element]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    return {entry.find("s:loc", NAMES).text.removeprefix(SITE): entry for entry in root}


def everything(client) -> set[str]:
    maps = entries(client, "/sitemap.xml")
    return {address for path in maps for address in entries(client, path)}


def test_it_renders(client):
    fields = {
        "category": make_category("Meeting"),
        "author": make_author("Ada"),
        "series": make_series("Letters"),
    }
    for title in ("Weak ties", "한국어"):
        make_post(title, tags=["One"], **fields)
    Page.objects.create(title="About", path="about", is_public=True)
    assert everything(client) == {
        "/",
        "/categories/",
        "/tags/",
        "/archive/",
        "/articles/weak-ties/",
        "/articles/%ED%95%9C%EA%B5%AD%EC%96%B4/",
        "/about/",
        "/category/meeting/",
        "/tag/one/",
        "/author/ada/",
        "/series/letters/",
    }


def test_every_address_answers(client):
    make_post(category=make_category(), hero_image=make_image())
    make_post(tags=["One"])
    for address in everything(client):
        assert client.get(address).status_code == 200


def test_thin_listings_are_left_out(client):
    make_post(category=make_category(), author=make_author(), series=make_series(), tags=["One"])
    make_post(tags=["One"], status="draft")
    assert not any(
        address.startswith(("/category/", "/tag/", "/author/", "/series/")) for address in everything(client)
    )


def test_an_article_that_first_appeared_elsewhere_is_left_out(client):
    make_post("There", canonical_url="https://example.org/there/")
    make_post("Here", canonical_url=f"{SITE}/articles/here/")
    assert {"/articles/here/"} == set(entries(client, "/sitemap-posts-1.xml"))


def test_dates_are_those_of_the_last_change(client):
    then = timezone.now() - timedelta(days=3)
    category = make_category("Meeting")
    make_post("Old", category=category, published_at=then)
    revised = make_post("Revised", category=category, published_at=then + timedelta(days=1))
    revised.body = "Other words."
    revised.save()
    dates = {
        path: entry.find("s:lastmod", NAMES).text
        for path, entry in entries(client, "/sitemap-posts-1.xml").items()
    }
    assert dates == {"/articles/old/": then.isoformat(), "/articles/revised/": revised.revised_at.isoformat()}
    (listing,) = entries(client, "/sitemap-categories-1.xml").values()
    assert listing.find("s:lastmod", NAMES).text == revised.published_at.isoformat()


def test_a_hero_image_is_named(client):
    make_post("With", hero_image=make_image())
    make_post("Without")
    found = entries(client, "/sitemap-posts-1.xml")
    image = found["/articles/with/"].find("image:image/image:loc", NAMES).text
    assert default_storage.exists(image.removeprefix(f"{SITE}/media/"))
    assert found["/articles/without/"].find("image:image", NAMES) is None


def test_many_articles_are_split(client, monkeypatch):
    monkeypatch.setattr(PostSitemap, "limit", 2)
    for _ in range(5):
        make_post()
    maps = entries(client, "/sitemap.xml")
    assert [path for path in maps if "posts" in path] == [
        f"/sitemap-posts-{number}.xml" for number in (1, 2, 3)
    ]
    assert sum(len(entries(client, f"/sitemap-posts-{number}.xml")) for number in (1, 2, 3)) == 5


def test_no_file_is_larger_than_search_engines_take():
    assert PostSitemap.limit <= 50_000


@pytest.mark.parametrize("path", ["/sitemap-posts-1.xml", "/sitemap-posts-0.xml", "/sitemap-users-1.xml"])
def test_a_map_without_addresses_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post("/sitemap.xml").status_code == 405


@pytest.mark.parametrize("count", [2, 30])
def test_queries_are_constant(client, django_assert_num_queries, count):
    category, image = make_category(), make_image()
    for _ in range(count):
        make_post(category=category, hero_image=image, tags=["One"])
    with django_assert_num_queries(8):
        client.get("/sitemap.xml")
    for section, queries in (("posts", 2), ("categories", 2), ("tags", 5)):
        with django_assert_num_queries(queries):
            client.get(f"/sitemap-{section}-1.xml")


def test_the_host_of_the_request_is_nowhere_in_it(client):
    make_post()
    for path in ("/sitemap.xml", "/sitemap-posts-1.xml", "/robots.txt"):
        assert b"localhost" not in client.get(path, headers={"host": "localhost"}).content
