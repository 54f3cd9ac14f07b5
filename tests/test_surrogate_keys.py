import pytest

from articles.models import Page
from tests.factories import make_author, make_category, make_post, make_series

pytestmark = pytest.mark.django_db
LISTINGS = [
    "/",
    "/category/ties/",
    "/tag/weak/",
    "/author/ada/",
    "/series/letters/",
    "/feed/",
    "/feed.json",
    "/category/ties/feed/",
    "/archive/",
    "/tags/",
    "/categories/",
    "/sitemap.xml",
    "/sitemap-posts-1.xml",
]


def keys_of(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.headers["Surrogate-Key"].split()


@pytest.fixture
def posts():
    common = {
        "category": make_category("Ties"),
        "author": make_author("Ada"),
        "series": make_series("Letters"),
        "tags": ["Weak"],
    }
    return [make_post(title, **common) for title in ("First", "Second", "Third")]


def test_an_article_is_known_by_all_that_its_page_shows(client, posts):
    first, second, third = posts
    keys = keys_of(client, second.get_absolute_url())
    rows = {f"post-{post.pk}" for post in posts}
    subjects = {f"category-{first.category_id}", f"author-{first.author_id}", f"series-{first.series_id}"}
    assert set(keys) == {"site", *rows, *subjects, f"tag-{first.tags.get().pk}"}
    assert len(keys) == len(set(keys))
    assert keys_of(client, third.source_address) == ["site", f"post-{third.pk}"]


@pytest.mark.parametrize("path", LISTINGS)
def test_what_changes_as_articles_come_and_go_is_known_as_a_listing(client, posts, path):
    assert {"site", "listing"} <= set(keys_of(client, path))


def test_a_listing_is_known_by_its_subject_and_its_articles(client, posts):
    keys = keys_of(client, "/category/ties/")
    assert {f"category-{posts[0].category_id}", *(f"post-{post.pk}" for post in posts)} <= set(keys)


def test_a_page_is_known_by_itself(client):
    page = Page.objects.create(title="About", path="about", is_public=True)
    assert keys_of(client, "/about/") == ["site", f"page-{page.pk}"]


def test_what_no_cdn_may_keep_has_no_keys(client, posts):
    for path in ("/admin/login/", "/search/?q=first", "/nowhere/"):
        assert "Surrogate-Key" not in client.get(path).headers
