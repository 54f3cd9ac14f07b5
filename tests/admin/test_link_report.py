import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from articles import roles
from articles.models import Link, Redirect
from tests.factories import make_author, make_post, make_user

pytestmark = pytest.mark.django_db
REPORT = "/admin/articles/link/"
HOSTS, REPAIR = f"{REPORT}hosts/", f"{REPORT}repair/"


def page_of(client, address: str = REPORT) -> str:
    return client.get(address).content.decode()


def form_of(post, line: int, old: str, new: str, **fields) -> dict:
    return {"post": post.pk, "line": line, "old": old, "new": new, **fields}


def repaired(client, post, line: int, old: str, new: str, **fields) -> str:
    """Send the form and return the page that follows."""
    return client.post(REPAIR, form_of(post, line, old, new, **fields), follow=True).content.decode()


def body_of(post) -> str:
    post.refresh_from_db()
    return post.body


def test_it_renders(admin_client):
    make_post("Live", slug="live")
    Redirect.objects.create(old_path="/old/", new_path="/articles/live/")
    make_post("Asker", body="[A](/old/)\n\n[B](/nowhere/)\n\n![C](/c.png)\n\n[D](/articles/live/#d)")
    page = page_of(admin_client)
    for part in ("Asker", "Line 1", "/nowhere/", "There is no such picture", "Nothing there has this anchor"):
        assert part in page
    assert re.search(r'name="new" value="/articles/live/"', page)


def test_all_may_be_well(admin_client):
    make_post(body="[Home](/)")
    assert "All links within the site lead somewhere" in page_of(admin_client)
    assert "No article links to another site" in page_of(admin_client, HOSTS)


def test_it_is_narrowed_by_what_is_wrong(admin_client):
    make_post(slug="soon", status="draft")
    make_post(body="[A](/nowhere/) [B](/articles/soon/)")
    assert "/articles/soon/" not in page_of(admin_client, f"{REPORT}?state=broken")
    assert "/nowhere/" not in page_of(admin_client, f"{REPORT}?state=not_public")
    assert "No link is wrong in this way" in page_of(admin_client, f"{REPORT}?state=redirected")
    assert "/nowhere/" in page_of(admin_client, f"{REPORT}?state=nonsense&page=x")


def test_it_is_paged(admin_client):
    make_post(body="\n\n".join(f"[A](/no-{number}/)" for number in range(60)))
    first, second = page_of(admin_client), page_of(admin_client, f"{REPORT}?page=2")
    assert "/no-49/" in first
    assert "/no-50/" not in first
    assert "/no-59/" in second


def test_the_nearest_article_is_suggested(admin_client):
    make_post(slug="the-strength-of-weak-ties")
    make_post(body="[A](/2019/strength-of-weak-ties.html)")
    assert 'value="/articles/the-strength-of-weak-ties/"' in page_of(admin_client)


def test_other_sites_are_listed_with_counts(admin_client):
    make_post(body="[A](https://a.example/x) [A](https://a.example/y) [B](https://b.example)")
    page = page_of(admin_client, HOSTS)
    assert re.search(r"a\.example</th><td>2</td><td>1</td>", page)


def test_a_repair_changes_the_article(admin_client, admin_user):
    post = make_post("Asker", body="[A](/a/)\n\n[A](/a/)")
    assert "Repaired in “Asker”" in repaired(admin_client, post, 3, "/a/", "/archive/")
    assert body_of(post) == "[A](/a/)\n\n[A](/archive/)"
    assert post.revisions.first().by == admin_user


def test_a_repair_leads_back_to_the_same_list(admin_client):
    post = make_post(body="[A](/a/)")
    response = admin_client.post(f"{REPAIR}?state=broken&page=2", form_of(post, 1, "/a/", "/archive/"))
    assert response["Location"] == f"{REPORT}?state=broken&page=2"


def test_a_repair_of_a_changed_text_says_so(admin_client):
    post = make_post("Asker", body="Now first.\n\n[A](/a/)")
    assert "has changed meanwhile" in repaired(admin_client, post, 1, "/a/", "/archive/")
    assert body_of(post) == "Now first.\n\n[A](/a/)"
    assert post.revisions.count() == 1


@pytest.mark.parametrize("new", ["", "javascript:alert(1)", "//evil.example/", "words", "/a/", "data:x"])
def test_addresses_that_are_none_are_refused(admin_client, new):
    post = make_post(body="[A](/a/)")
    assert 'class="error"' in repaired(admin_client, post, 1, "/a/", new)
    assert body_of(post) == "[A](/a/)"


@pytest.mark.parametrize("fields", [{"post": "x"}, {"line": "-1"}, {"old": "\0"}, {"post": "9" * 40}])
def test_nonsense_changes_nothing(admin_client, fields):
    post = make_post(body="[A](/a/)")
    admin_client.post(REPAIR, {**form_of(post, 1, "/a/", "/b/"), **fields})
    assert body_of(post) == "[A](/a/)"


def test_one_address_is_repaired_everywhere(admin_client):
    posts = [make_post(body="[A](/a/) [A](/a/)") for _ in range(2)]
    assert "Repair all 4" in page_of(admin_client)
    assert "Repaired in 2 articles" in repaired(admin_client, posts[0], 1, "/a/", "/archive/", all="1")
    assert {body_of(post) for post in posts} == {"[A](/archive/) [A](/archive/)"}


def test_looking_changes_nothing(admin_client):
    post = make_post(body="[A](/a/)")
    assert admin_client.get(REPAIR, form_of(post, 1, "/a/", "/b/")).status_code == 405
    assert admin_client.post(REPORT).status_code == 405
    assert body_of(post) == "[A](/a/)"


def test_authors_have_no_report(client):
    user = make_user(is_staff=True)
    roles.give(user, roles.AUTHORS)
    client.force_login(user)
    post = make_post(body="[A](/a/)", status="draft", author=make_author(user=user))
    assert [client.get(address).status_code for address in (REPORT, HOSTS)] == [403, 403]
    assert client.post(REPAIR, form_of(post, 1, "/a/", "/b/")).status_code == 403
    assert "Broken links" not in page_of(client, reverse("admin:index"))
    assert body_of(post) == "[A](/a/)"


def test_the_dashboard_counts_what_is_broken(admin_client):
    cache.clear()
    make_post(body="[A](/a/) ![B](/b.png) [C](#c)")
    page = page_of(admin_client, reverse("admin:index"))
    assert re.search(r'href="/admin/articles/link/\?state=broken">Broken links</a> <span[^>]*>3<', page)


def test_more_links_take_no_more_queries(admin_client, django_assert_max_num_queries):
    def fill(number: int) -> None:
        kinds = (
            "/articles/x{0}/ /category/x{0}/ /x{0}/ /media/x{0}.jpg /old-{0}/ /articles/live/#x{0}".split()
        )
        Redirect.objects.create(old_path=f"/old-{number}/", new_path="/articles/live/")
        make_post(body=" ".join(f"[x]({kind.format(number)})" for kind in kinds))

    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert admin_client.get(REPORT).status_code == 200
        return len(captured)

    make_post(slug="live")
    fill(1)
    queries()
    few = queries()
    for number in range(2, 8):
        fill(number)
    assert Link.objects.count() == 42
    assert queries() == few
