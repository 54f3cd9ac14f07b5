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
@pytest.mark.parametrize(("address", "queries"), [("/categories/", 2), ("/tags/", 4)])
def test_queries_are_constant(client, django_assert_num_queries, address, queries, count):
    for number in range(count):
        make_post(category=make_category(), tags=[f"Tag {number}"])
    with django_assert_num_queries(queries):
        client.get(address)


def test_each_name_can_be_jumped_to_as_on_a_jekyll_site(client):
    make_post(category=make_category("Career & Work"), tags=["Small-Talk", "C", "C++", "Main", "인맥"])
    assert '<li id="career-work">' in client.get("/categories/").content.decode()
    page = client.get("/tags/").content.decode()
    for anchor in ("small-talk", "c", "인맥", "main"):
        assert page.count(f'id="{anchor}"') == 1
    assert '<section class="index-year" id="2026">' in client.get("/archive/").content.decode()
