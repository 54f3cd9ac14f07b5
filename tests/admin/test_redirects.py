import pytest
from django.contrib.auth.models import Group

from articles.models import MissedPath, Page, Redirect
from tests.factories import make_category, make_post, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/redirect/add/"
MISSED = "/admin/articles/missedpath/"


def add(client, old_path: str, new_path: str = "/tags/", address: str = ADD) -> str:
    """Post the form and return the page that follows."""
    data = {"old_path": old_path, "new_path": new_path}
    return client.post(address, data, follow=True).content.decode()


def rows() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


@pytest.mark.parametrize(
    "old_path",
    [
        "/2019/05/12/weak-ties.html",
        "/old",
        "/old/",
        "/feed.xml",
        "/category/career/and/work/",
        "/%EC%9D%B8%EB%A7%A5/",
        "/a b/",
        "http://127.0.0.1:8000/old/",
    ],
)
def test_an_address_can_be_redirected_by_hand(admin_client, client, old_path):
    make_post(tags=["One"])
    add(admin_client, old_path, "/tags")
    assert list(rows().values()) == ["/tags/"]
    asked = old_path.removeprefix("http://127.0.0.1:8000")
    assert client.get(asked)["Location"] == "/tags/"


@pytest.mark.parametrize(
    "old_path",
    [
        "/",
        "/admin/",
        "/admin/nowhere/",
        "/static/x.css",
        "/media/x.jpg",
        "/preview/x/",
        "/tags/",
        "/feed/",
        "/page/2/",
        "/2019/",
        "/2019/05/",
        "/search",
        "/sitemap.xml",
        "/tag/x/feed/",
    ],
)
def test_the_sites_own_addresses_are_refused(admin_client, old_path):
    assert "This address is taken by the site itself" in add(admin_client, old_path)
    assert not rows()


@pytest.mark.parametrize("old_path", ["/articles/live/", "/articles/live", "/about/", "/category/meeting/"])
def test_an_address_where_there_is_a_page_is_refused(admin_client, old_path):
    make_post(slug="live", category=make_category("Meeting"))
    Page.objects.create(title="About", path="about", is_public=True)
    assert "There is a page at this address" in add(admin_client, old_path)
    assert not rows()


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "old/",
        "/a?b=c",
        "/a#b",
        "/%0d%0aX/",
        "javascript:x",
    ],
)
def test_only_paths_of_this_site_are_taken(admin_client, path):
    assert "Give an address of this site" in add(admin_client, "/old/", path)
    assert "Give an address of this site" in add(admin_client, path, "/tags/")
    assert not rows()


@pytest.mark.parametrize("new_path", ["/nowhere.html", "/admin/", "/static/x.css"])
def test_a_new_address_that_readers_cannot_reach_is_refused(admin_client, new_path):
    assert "There is no such address on this site" in add(admin_client, "/old/", new_path)


def test_a_new_address_where_nothing_is_yet_is_pointed_out(admin_client):
    assert "Nothing public is at /about/ yet" in add(admin_client, "/old/", "/about/")


def test_chains_are_shortened(admin_client):
    make_post(tags=["One"])
    add(admin_client, "/b/", "/tags/")
    add(admin_client, "/a/", "/b/")
    assert rows() == {"/a/": "/tags/", "/b/": "/tags/"}
    add(admin_client, "/y/", "/z/")
    add(admin_client, "/z/", "/tags/")
    assert rows()["/y/"] == "/tags/"


@pytest.mark.parametrize("new_path", ["/a/", "/a", "/b/"])
def test_loops_are_refused(admin_client, new_path):
    Redirect.objects.create(old_path="/b/", new_path="/a/")
    assert "leads back to the old address" in add(admin_client, "/a/", new_path)
    assert rows() == {"/b/": "/a/"}


def test_a_redirect_can_be_changed_and_deleted(admin_client):
    row = Redirect.objects.create(old_path="/a/", new_path="/b/")
    add(admin_client, "/a/", "/archive/", f"/admin/articles/redirect/{row.pk}/change/")
    assert rows() == {"/a/": "/archive/"}
    assert "leads back" in add(admin_client, "/a/", "/a/", f"/admin/articles/redirect/{row.pk}/change/")
    admin_client.post(f"/admin/articles/redirect/{row.pk}/delete/", {"post": "yes"})
    assert not rows()


def test_a_second_redirect_of_one_address_is_a_form_error(admin_client):
    Redirect.objects.create(old_path="/a/", new_path="/b/")
    assert "already exists" in add(admin_client, "/a", "/archive/")


def test_the_list_shows_and_finds_both_addresses(admin_client):
    Redirect.objects.create(old_path="/인맥/", new_path="/소개/")
    page = admin_client.get("/admin/articles/redirect/?q=소개").content.decode()
    assert "/인맥/" in page
    assert '<a href="/%EC%86%8C%EA%B0%9C/">/소개/</a>' in page


def test_missed_addresses_are_listed_with_a_form_to_redirect_them(admin_client):
    make_post("The Strength of Weak Ties", body="Weak ties.")
    MissedPath.objects.create(path="/blog/strength-weak-ties.html", hits=7, referrer="other.example")
    page = admin_client.get(MISSED).content.decode()
    assert "other.example" in page
    address = f"{ADD}?old_path=%2Fblog%2Fstrength-weak-ties.html"
    assert f'href="{address}"' in page
    form = admin_client.get(address).content.decode()
    assert 'value="/blog/strength-weak-ties.html"' in form
    assert 'value="/articles/the-strength-of-weak-ties/"' in form
    data = {"old_path": "/blog/strength-weak-ties.html", "new_path": "/articles/the-strength-of-weak-ties/"}
    assert admin_client.post(address, data)["Location"] == MISSED
    assert not MissedPath.objects.exists()
    assert len(rows()) == 1


def test_the_nearest_category_is_suggested(admin_client):
    make_post(category=make_category("Networking"))
    form = admin_client.get(f"{ADD}?old_path=/category/netwroking/").content.decode()
    assert 'value="/category/networking/"' in form


def test_what_is_not_public_is_not_suggested(admin_client):
    make_post("Canary Bird", status="draft", category=make_category("Canaries"))
    for old_path in ("/articles/canary-birds/", "/category/canarie/"):
        form = admin_client.get(f"{ADD}?old_path={old_path}").content.decode()
        assert 'name="new_path"' in form
        assert "/canar" not in form.replace(old_path, "")


def test_missed_addresses_can_be_dismissed_but_not_written(admin_client):
    keys = [MissedPath.objects.create(path=f"/{name}/").pk for name in "abc"]
    data = {"action": "delete_selected", "_selected_action": keys[:2]}
    page = admin_client.post(MISSED, data, follow=True).content.decode()
    assert "2 addresses dismissed" in page
    assert [row.path for row in MissedPath.objects.all()] == ["/c/"]
    assert admin_client.get(f"{MISSED}add/").status_code == 403


@pytest.mark.parametrize(("role", "status"), [("Authors", 403), ("Editors", 200), ("Chief editors", 200)])
def test_who_may_redirect(client, role, status):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    assert client.get(MISSED).status_code == status
    assert client.get(ADD).status_code == status
    client.post(ADD, {"old_path": "/old/", "new_path": "/archive/"})
    assert len(rows()) == (status == 200)


def test_both_lists_take_as_many_queries_for_many_rows(admin_client, django_assert_num_queries):
    for address in (MISSED, "/admin/articles/redirect/"):
        admin_client.get(address)
    MissedPath.objects.bulk_create(MissedPath(path=f"/{number}/") for number in range(40))
    Redirect.objects.bulk_create(Redirect(old_path=f"/{n}/", new_path="/tags/") for n in range(40))
    for address in (MISSED, "/admin/articles/redirect/"):
        with django_assert_num_queries(7):
            admin_client.get(address)
