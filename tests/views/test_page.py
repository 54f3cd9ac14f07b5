import pytest
from django.core.exceptions import ValidationError

from articles.models import Page
from tests.factories import make_image

pytestmark = pytest.mark.django_db


def make_page(path: str = "about", **fields) -> Page:
    return Page.objects.create(
        **{"title": "About us", "path": path, "body": "## Who\n\nWe are.", "is_public": True, **fields}
    )


@pytest.mark.parametrize("path", ["about", "legal/privacy", "소개"])
def test_it_renders(client, path):
    page = make_page(path)
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "<h1>About us</h1>" in shown
    assert '<h2 id="who">' in shown


def test_what_is_not_public_is_not_found(client):
    assert client.get(make_page(is_public=False).get_absolute_url()).status_code == 404


def test_unknown_path_is_not_found(client):
    assert client.get("/nowhere/").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(make_page().get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    "path", ["admin", "articles/x", "2025", "feed", "a//b", "/about", "about/", "a b", "media/x"]
)
def test_an_address_that_means_something_else_is_refused(path):
    with pytest.raises(ValidationError) as caught:
        Page(title="About", path=path).full_clean()
    assert "path" in caught.value.message_dict


def test_a_picture_it_shows_is_in_use():
    image = make_image()
    page = make_page(body=f"![A table]({image.file.url})")
    assert 'type="image/avif"' in page.body_html
    assert list(image.shown_on_pages.all()) == [page]


def test_a_body_that_cannot_be_rendered_is_a_form_error():
    with pytest.raises(ValidationError):
        Page(title="About", path="about", body=">" * 5000 + " x").full_clean()


def test_it_takes_two_queries(client, django_assert_num_queries):
    page = make_page()
    with django_assert_num_queries(2):
        client.get(page.get_absolute_url())
