import pytest

from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db


def test_categories_are_listed_with_counts_and_descriptions(client):
    category = make_category("Meeting", description="How to begin.")
    make_post(category=category)
    make_post(category=category, status="draft")
    make_post(category=make_category("Canary"), status="draft")
    page = client.get("/categories/").content.decode()
    assert 'Meeting</a> <span class="count">1</span>' in page
    assert "How to begin." in page
    assert "Canary" not in page


def test_tags_are_listed_with_counts(client):
    make_post(tags=["Weak ties", "Events"])
    make_post(tags=["Weak ties"])
    make_post(tags=["Weak ties", "Canary"], status="draft")
    page = client.get("/tags/").content.decode()
    assert 'Weak ties <span class="count">2</span>' in page
    assert 'Events <span class="count">1</span>' in page
    assert "Canary" not in page


@pytest.mark.parametrize("address", ["/categories/", "/tags/"])
def test_it_renders_when_empty(client, address):
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("address", ["/categories/", "/tags/"])
def test_it_takes_two_queries(client, django_assert_num_queries, address, count):
    for number in range(count):
        make_post(category=make_category(), tags=[f"Tag {number}"])
    with django_assert_num_queries(2):
        client.get(address)
