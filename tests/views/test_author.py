import pytest

from tests.factories import make_author, make_image, make_post

pytestmark = pytest.mark.django_db


def test_it_renders(client):
    author = make_author(
        "Ada Lovelace", bio="Wrote the first program.", links="https://example.org/ada", portrait=make_image()
    )
    make_post("Weak ties", author=author)
    make_post("Elsewhere")
    page = client.get("/author/ada-lovelace/").content.decode()
    for part in ("Weak ties", "Wrote the first program.", 'href="https://example.org/ada"', "square-160"):
        assert part in page
    assert "Elsewhere" not in page


def test_what_is_not_published_is_not_listed(client):
    author = make_author("Ada")
    make_post("Canary", author=author, status="draft")
    assert client.get("/author/ada/").status_code == 404
    make_post("Public", author=author)
    assert "Canary" not in client.get("/author/ada/").content.decode()


def test_unknown_slug_is_not_found(client):
    assert client.get("/author/nobody/").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(make_author("Ada").get_absolute_url()).status_code == 405


@pytest.mark.parametrize("count", [3, 60])
def test_it_takes_five_queries(client, django_assert_num_queries, count):
    author = make_author()
    for _ in range(count):
        make_post(author=author)
    with django_assert_num_queries(5):
        client.get(author.get_absolute_url())
