from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_author, make_category, make_image, make_post

pytestmark = pytest.mark.django_db


def test_it_renders(client):
    post = make_post("Weak ties", category=make_category("Meeting"), author=make_author("Ada Lovelace"))
    page = client.get("/").content.decode()
    assert post.get_absolute_url() in page
    assert "Ada Lovelace" in page
    assert "/category/meeting/" in page


def test_it_renders_when_empty(client):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_not_listed(client, status):
    make_post("Canary", status=status)
    assert "Canary" not in client.get("/").content.decode()


def test_scheduled_post_appears_at_its_time(client, monkeypatch):
    moment = timezone.now() + timedelta(hours=1)
    make_post("Canary", published_at=moment)
    assert "Canary" not in client.get("/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert "Canary" in client.get("/").content.decode()


def test_writing_to_it_is_not_allowed(client):
    assert client.post("/").status_code == 405


def test_older_articles_are_on_the_next_pages(client):
    posts = [make_post(f"Number {number:02}") for number in range(23)]
    last = client.get("/page/3/").content.decode()
    assert posts[0].title in last
    assert 'rel="next"' not in last
    assert 'href="/page/2/"' in last
    assert 'href="/"' in client.get("/page/2/").content.decode()


def test_the_first_page_has_one_address(client):
    make_post()
    response = client.get("/page/1/")
    assert (response.status_code, response["Location"]) == (301, "/")


@pytest.mark.parametrize(
    "address", ["/page/0/", "/page/2/", "/page/99999999999999999999/", "/page/x/", "/page/-1/"]
)
def test_a_page_that_is_not_there_is_not_found(client, address):
    make_post()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [3, 60])
def test_it_takes_four_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        make_post(category=make_category(), author=make_author(), tags=["One", "Two"], hero_image=None)
    make_post(hero_image=make_image())
    with django_assert_num_queries(4):
        client.get("/")
