"""What many pages share is kept, and made anew at once when it changes: no test here is one transaction."""

import pytest
from django.utils import translation

from articles.models import Author, Category, MenuLink, Post, SiteSettings
from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db(transaction=True)
CURRENT = ' aria-current="page"'


@pytest.fixture
def site():
    site = SiteSettings(name="Handshake")
    site.save()
    MenuLink.objects.create(site=site, label="Ties", address="/articles/weak-ties/")
    return site


def page_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_same_page_again_asks_for_nothing_that_is_shared(client, django_assert_num_queries, site):
    author, category = make_author("Ada"), make_category("Meeting")
    make_post("Weak ties", author=author, category=category, sidebar="counts")
    page = page_of(client, "/articles/weak-ties/")
    with django_assert_num_queries(2):  # the article, its tags
        assert page_of(client, "/articles/weak-ties/") == page


def test_a_change_of_what_is_shared_shows_on_the_next_page(client, site):
    author, category = make_author("Ada", bio="Writes."), make_category("Meeting")
    make_post("Weak ties", author=author, category=category, sidebar="counts", body="Ties.")
    for path in ("/articles/weak-ties/", "/", "/category/meeting/"):
        page_of(client, path)
    SiteSettings.objects.update(name="Firm handshake", tagline="Hello there")
    Author.objects.update(name="Ada Lovelace", bio="Wrote.")
    Category.objects.update(name="Meeting people")
    Post.objects.update(excerpt="Strong.")
    page = page_of(client, "/articles/weak-ties/")
    for part in ("Firm handshake", "Hello there", "Ada Lovelace", "Wrote.", "<span>Meeting people</span>"):
        assert part in page
    assert "Strong." in page_of(client, "/")
    assert "Strong." in page_of(client, "/category/meeting/")


def test_the_menu_marks_the_page_it_leads_to_and_no_other(client, site):
    make_post("Weak ties")
    make_post("Other")
    entry = '<a href="/articles/weak-ties/"{}>Ties</a>'
    for path, mark in (("/articles/other/", ""), ("/articles/weak-ties/", CURRENT), ("/", "")) * 2:
        assert entry.format(mark) in page_of(client, path)


def test_the_counts_mark_the_category_at_hand_and_no_other(client):
    for name in ("Meeting", "Asking"):
        make_post(name, category=make_category(name), sidebar="counts")
    for path, number in (("/category/meeting/", 1), ("/category/asking/", 1), ("/", 0)) * 2:
        assert page_of(client, path).count(CURRENT) == number
    assert f'href="/category/asking/"{CURRENT}' in page_of(client, "/category/asking/")


def test_a_card_is_large_on_one_page_and_small_on_another(client):
    category = make_category("Meeting")
    make_post("Weak ties", category=category)
    make_post("Strong ties")
    for _ in range(2):
        assert page_of(client, "/").count('class="card lead"') == 1
        assert 'class="card lead"' in page_of(client, "/category/meeting/")
        assert page_of(client, "/").index("Strong ties") < page_of(client, "/").index("Weak ties</a>")


def test_each_language_has_its_own(client):
    make_post("Weak ties")
    assert "Skip to the text" in page_of(client, "/")
    with translation.override("ko"):
        assert "Skip to the text" not in page_of(client, "/")
    assert "Skip to the text" in page_of(client, "/")
