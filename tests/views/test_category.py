import pytest

from tests.factories import make_category, make_post

pytestmark = pytest.mark.django_db


def test_it_renders(client):
    category = make_category("Meeting", description="How to begin.")
    make_post("Weak ties", category=category)
    make_post("Elsewhere")
    page = client.get(category.get_absolute_url()).content.decode()
    assert "Weak ties" in page
    assert "How to begin." in page
    assert "Elsewhere" not in page
    assert "1 article<" in page


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_neither_listed_nor_counted(client, status):
    category = make_category("Meeting")
    make_post("Canary", category=category, status=status)
    assert client.get(category.get_absolute_url()).status_code == 404
    make_post("Public", category=category)
    page = client.get(category.get_absolute_url()).content.decode()
    assert "Canary" not in page
    assert "1 article<" in page


def test_unknown_slug_is_not_found(client):
    assert client.get("/category/nowhere/").status_code == 404


def test_a_slug_may_be_in_any_script(client):
    category = make_category("경력")
    make_post(category=category)
    assert client.get(category.get_absolute_url()).status_code == 200


def test_writing_to_it_is_not_allowed(client):
    assert client.post(make_category().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("count", [3, 60])
def test_it_takes_five_queries(client, django_assert_num_queries, count):
    category = make_category()
    for _ in range(count):
        make_post(category=category)
    with django_assert_num_queries(5):
        client.get(category.get_absolute_url())
