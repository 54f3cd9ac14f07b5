import pytest

# As a request begins, the database is asked how things stand.
pytestmark = pytest.mark.django_db


def test_it_renders(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "",
        "Sitemap: http://127.0.0.1:8000/sitemap.xml",
    ]


def test_writing_to_it_is_not_allowed(client):
    assert client.post("/robots.txt").status_code == 405


def test_it_takes_no_queries(client):
    assert client.get("/robots.txt").status_code == 200
