import pytest

from articles.querysets import PostQuerySet
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/articles/strength-weak-ties/", "/articles/weak-tyes/", "/articles/the-weak-ties.html"]
)
def test_a_mistyped_address_is_told_the_nearest_articles(client, address):
    near = make_post("The Strength of Weak Ties", body="Weak ties carry news.")
    make_post("Cooking Pasta", body="Boil much water.")
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert near.get_absolute_url() in page
    assert "Cooking Pasta" not in page


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_public_is_never_suggested(client, status):
    make_post("Canary Bird Song", status=status)
    page = client.get("/articles/canary-bird/").content.decode()
    assert "Canary Bird" not in page


@pytest.mark.parametrize(
    "address",
    ["/nowhere/", "/articles/", "/articles/%00/", "/articles/" + "x" * 5000 + "/", "/articles/---/"],
)
def test_any_address_has_an_answer(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_a_fault_of_ours_is_told_without_its_inside(client, monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(PostQuerySet, "for_listing", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "secret" not in response.content.decode()
