from urllib.parse import quote, unquote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import redirects
from articles.models import Category, Page, Redirect, Tag
from tests.factories import make_author, make_category, make_post, make_series

pytestmark = pytest.mark.django_db


def rename(row, slug: str):
    row.slug = slug
    row.save()
    return row


def make_renamed(kind: str, old: str = "old", new: str = "new"):
    """Make a category, tag, author or series of one public article, and give it another slug."""
    makers = {"category": make_category, "author": make_author, "series": make_series}
    if kind == "tag":
        make_post(tags=["Old"])
        row = Tag.objects.get()
    else:
        row = makers[kind](slug=old)
        make_post(**{kind: row})
    return rename(row, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/articles/old/", "/articles/new/"),
        ("/articles/old", "/articles/new/"),
        ("/articles/old.md", "/articles/new.md"),
        ("/articles/old/?utm=a&b=%20c", "/articles/new/?utm=a&b=%20c"),
    ],
)
def test_a_former_address_of_an_article_leads_to_the_new_one_at_once(client, old, new):
    rename(make_post(slug="old"), "new")
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("kind", ["category", "tag", "author", "series"])
@pytest.mark.parametrize("below", ["", "feed/", "feed.json", "feed", "?page=2"])
def test_a_former_address_of_what_articles_belong_to_leads_to_the_new_one(client, kind, below):
    make_renamed(kind)
    response = client.get(f"/{kind}/old/{below}")
    end = "/" if below == "feed" else ""
    assert (response.status_code, response["Location"]) == (301, f"/{kind}/new/{below}{end}")
    assert client.get(response["Location"]).status_code == 200


def test_a_further_page_of_a_former_list_leads_to_that_page(client):
    category = make_category(slug="old")
    for _ in range(11):
        make_post(category=category)
    rename(category, "new")
    response = client.get("/category/old/page/2/")
    assert response["Location"] == "/category/new/page/2/"
    assert client.get(response["Location"]).status_code == 200


def test_a_page_that_moves_leaves_a_redirect(client):
    page = Page.objects.create(title="About", path="about", is_public=True)
    page.path = "who/we-are"
    page.save()
    response = client.get("/about")
    assert (response.status_code, response["Location"]) == (301, "/who/we-are/")
    assert client.get("/about/us/").status_code == 404


def test_a_page_that_nobody_saw_leaves_none():
    page = Page.objects.create(title="About", path="about")
    page.path = "who"
    page.save()
    assert not Redirect.objects.exists()


def test_addresses_of_every_script_are_compared_decoded(client):
    post = make_post(slug="인맥")
    old = post.get_absolute_url()
    rename(post, "약한-연결")
    for address in (old, "/articles/인맥/", old.rstrip("/"), old.lower()):
        response = client.get(address)
        assert response.status_code == 301
        assert unquote(response["Location"]) == "/articles/약한-연결/"
        assert response["Location"].isascii()


def test_letters_that_are_taken_apart_are_the_same(client):
    rename(make_post(slug="café"), "coffee")
    assert client.get("/articles/cafe%CC%81/")["Location"] == "/articles/coffee/"


def test_a_new_article_at_a_former_address_wins(client):
    rename(make_post(slug="old"), "new")
    second = make_post("Second", slug="old")
    assert "Second" in client.get("/articles/old/").content.decode()
    rename(second, "third")
    assert client.get("/articles/old/")["Location"] == "/articles/third/"


@pytest.mark.parametrize(
    ("status", "answer"), [("draft", 404), ("in_review", 404), ("withdrawn", 410), ("binned", 410)]
)
def test_the_address_of_what_is_not_public_any_more_is_not_told(client, status, answer):
    post = rename(make_post(slug="old"), "canary")
    post.status = status
    post.save()
    response = client.get("/articles/old/")
    assert response.status_code == answer
    assert "canary" not in response.content.decode() + str(response.headers)
    assert client.get("/articles/old", follow=True).status_code == answer
    assert client.get("/articles/old.md").status_code == 404


def test_a_tag_of_drafts_alone_is_not_told(client):
    make_post(tags=["Old"], status="draft")
    rename(Tag.objects.get(), "canary")
    assert client.get("/tag/old/").status_code == 404


def test_an_address_that_was_left_and_taken_again_is_no_loop(client):
    post = rename(make_post(slug="a"), "b")
    rename(post, "a")
    assert client.get("/articles/a/").status_code == 200
    assert client.get("/articles/b/")["Location"] == "/articles/a/"


def test_browsers_do_not_keep_a_redirect(client):
    rename(make_post(slug="old"), "new")
    assert client.get("/articles/old/")["Cache-Control"] == "no-cache"


def test_it_works_while_developing_too(client, settings):
    settings.DEBUG = True
    rename(make_post(slug="old"), "new")
    assert client.get("/articles/old/")["Location"] == "/articles/new/"


def test_head_is_answered_and_post_is_not(client):
    rename(make_post(slug="old"), "new")
    assert client.head("/articles/old/").status_code == 301
    assert client.post("/articles/old/").status_code == 405


@pytest.mark.parametrize(
    "new_path",
    [
        "//evil.example/",
        "/\\evil.example/",
        "https://evil.example/",
        "/a\r\nSet-Cookie: b=c",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_never_leads_off_the_site(client, new_path):
    Redirect.objects.create(old_path="/old/", new_path=new_path)
    assert client.get("/old/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/%2e%2e",
        "/articles//evil.example/",
        "/%5cevil.example",
        "/old/%0d%0aX:y/",
        "/%ff%fe/",
        "/\x00/",
    ],
)
def test_odd_addresses_have_an_answer(client, address):
    Redirect.objects.create(old_path="/old/", new_path="/tags/")
    response = client.get(address)
    assert response.status_code in {404, 301}
    assert not response.headers.get("Location", "/").startswith(("//", "http", "/\\"))


@pytest.mark.parametrize("address", ["/articles/old/", "/tag/old/feed/"])
def test_a_redirect_takes_two_queries_more_than_an_address_where_nothing_is(client, settings, address):
    rename(make_post(slug="old", tags=["Old"]), "new")
    rename(Tag.objects.get(), "new")
    with CaptureQueriesContext(connection) as redirected:
        assert client.get(address).status_code == 301
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "articles" not in name]
    with CaptureQueriesContext(connection) as missed:
        assert Client().get(address).status_code == 404
    assert len(redirected) <= len(missed) + 2


def test_pages_that_exist_are_not_looked_up(client, django_assert_num_queries):
    page = Page.objects.create(title="About", path="about", is_public=True)
    with django_assert_num_queries(2):
        client.get(page.get_absolute_url())


SLUGS = ["a", "b", "c", "d", "e"]
RENAMES = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(SLUGS)), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RENAMES)
def test_after_any_renames_every_former_address_leads_to_the_present_one(client, renames):
    """An entry is (which category, its new slug); one that does not exist yet is made."""
    with transaction.atomic():
        owners: dict[str, Category] = {}
        categories: dict[int, Category] = {}
        for number, slug in renames:
            category = categories.get(number)
            if any(other.slug == slug for other in categories.values()):
                continue
            if category is None:
                categories[number] = category = make_category(slug=slug)
                make_post(category=category)
            else:
                rename(category, slug)
            owners[slug] = category
        check_addresses(client, owners)
        transaction.set_rollback(True)


def check_addresses(client, owners: dict[str, Category]) -> None:
    check_rows()
    for slug, owner in owners.items():
        response = client.get(f"/category/{slug}/")
        if owner.slug == slug:
            assert response.status_code == 200
        else:
            assert (response.status_code, response["Location"]) == (301, f"/category/{owner.slug}/")


def check_rows() -> None:
    rows = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert not set(rows) & set(rows.values()), "a redirect leads to a redirect"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS), st.booleans()), max_size=12))
def test_no_redirect_leads_to_another_whoever_makes_it(admin_client, client, steps):
    """A step is a rename where there is such a category, or else a form filled in by hand."""
    with transaction.atomic():
        for slug in SLUGS[:2]:
            make_post(category=make_category(slug=slug))
        for old, new, is_rename in steps:
            category = Category.objects.filter(slug=old).first()
            if not is_rename:
                paths = {"old_path": f"/category/{old}/", "new_path": f"/category/{new}/"}
                admin_client.post("/admin/articles/redirect/add/", paths)
            elif category and not Category.objects.filter(slug=new).exists():
                rename(category, new)
            check_rows()
        for slug in SLUGS:
            response = client.get(f"/category/{slug}/")
            is_live = Category.objects.filter(slug=slug).exists()
            assert response.status_code in ({200} if is_live else {301, 404})
            assert response.status_code != 301 or client.get(response["Location"]).status_code == 200
        transaction.set_rollback(True)


@settings(max_examples=200)
@given(st.text())
def test_no_text_leads_off_the_site_once_it_is_a_path(text):
    path = f"/{text}"
    if redirects.is_path(path):
        assert not path.startswith(("//", "/\\"))
        assert quote(path, errors="replace").isascii()
