import pytest

from articles.models import Tag
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "address"),
    [("Weak ties", "/tag/weak-ties/"), ("C#", "/tag/c-sharp/"), ("🎉", "/tag/party-popper/")],
)
def test_it_renders(client, name, address):
    make_post("Strong ties", tags=[name])
    make_post("Elsewhere", tags=["Other"])
    page = client.get(address).content.decode()
    assert "Strong ties" in page
    assert "Elsewhere" not in page


def test_a_name_of_another_script_has_a_page(client):
    make_post("Strong ties", tags=["한국어"])
    assert "Strong ties" in client.get(Tag.objects.get().get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_not_listed(client, status):
    make_post("Canary", tags=["One"], status=status)
    for address in ("/tag/one/", "/tag/one/page/1/"):
        assert client.get(address).status_code == 404
    make_post("Public", tags=["One"])
    assert "Canary" not in client.get("/tag/one/").content.decode()


def test_unknown_slug_is_not_found(client):
    assert client.get("/tag/nowhere/").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    make_post(tags=["One"])
    assert client.post("/tag/one/").status_code == 405


@pytest.mark.parametrize("count", [3, 60])
def test_it_takes_six_queries(client, django_assert_num_queries, count):
    for _ in range(count):
        make_post(tags=["One", "Two"])
    with django_assert_num_queries(6):
        client.get("/tag/one/")
