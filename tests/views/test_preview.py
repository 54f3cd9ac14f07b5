import pytest
from django.contrib.auth.models import Group
from django.urls import reverse, reverse_lazy

from articles.models import Post, Tag
from tests.factories import make_author, make_category, make_image, make_post, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "withdrawn"])
def test_it_renders(admin_client, status):
    post = make_post(
        "Weak ties", status=status, published_at=None if status == "draft" else "2026-01-01T00:00Z"
    )
    response = admin_client.get(reverse("preview", args=[post.pk]))
    assert "Weak ties" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_strangers_are_sent_to_log_in(client):
    response = client.get(reverse("preview", args=[make_post(status="draft").pk]))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_staff_without_the_permission_are_refused(client):
    client.force_login(make_user(is_staff=True))
    assert client.get(reverse("preview", args=[make_post(status="draft").pk])).status_code == 403


def test_unknown_article_is_not_found(admin_client):
    assert admin_client.get(reverse("preview", args=[0])).status_code == 404


def test_writing_to_it_is_not_allowed(admin_client):
    assert admin_client.post(reverse("preview", args=[make_post().pk])).status_code == 405


TYPED = reverse_lazy("preview_new")


def typed(**fields) -> dict:
    return {"title": "Not Yet Saved", "body": "Some *new* words. #Events", "tags": "Events, Fresh", **fields}


def test_what_is_typed_is_shown_as_the_page_it_would_be(admin_client):
    category, image = make_category("Meeting"), make_image()
    response = admin_client.post(TYPED, typed(category=category.pk, hero_image=image.pk))
    page = response.content.decode()
    for part in ("Not Yet Saved", "Some <em>new</em> words.", "Meeting", image.picture().src, "/tag/fresh/"):
        assert part in page
    assert not Post.objects.exists()
    assert not Tag.objects.exists()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_what_is_typed_into_a_stored_article_is_not_stored(admin_client):
    post = make_post("Stored", body="Stored words.", tags=["Events"])
    page = admin_client.post(reverse("preview_typed", args=[post.pk]), typed()).content.decode()
    assert "Not Yet Saved" in page
    assert "Stored words." not in page
    post.refresh_from_db()
    assert (post.title, post.body, post.tags.names()) == ("Stored", "Stored words.", ["Events"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "", "tags": ""},
        {"title": "x" * 300},
        {"category": "999", "author": "x", "hero_image": "-1", "series": "9" * 30},
        {"published_at": "yesterday", "sidebar": "x", "series_position": "-4"},
        {"tags": "x" * 5000 + ", " + ", ".join(map(str, range(600)))},
        {"body": "\0" + "[" * 6000},
        {"body": ">" * 5000 + " deep"},
    ],
)
def test_an_unfinished_form_is_shown_as_far_as_it_goes(admin_client, wrong):
    response = admin_client.post(TYPED, typed(**wrong))
    assert response.status_code == 200
    assert "</html>" in response.content.decode()


def test_a_body_that_cannot_be_rendered_says_why(admin_client):
    page = admin_client.post(TYPED, typed(body="x" * 500_001)).content.decode()
    assert "500,000" in page or "500000" in page


def test_who_may_not_write_sees_no_preview(client):
    post = make_post(status="draft")
    addresses = [TYPED, reverse("preview_typed", args=[post.pk])]
    for address in addresses:
        assert client.post(address, typed()).status_code == 302
    client.force_login(make_user(is_staff=True))
    for address in addresses:
        assert client.post(address, typed()).status_code == 403
        assert client.get(address).status_code == 405


def test_an_authors_preview_is_of_their_own_articles(client):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name="Authors"))
    mine = make_post(status="draft", author=make_author(user=user))
    other = make_post(status="draft", author=make_author())
    client.force_login(user)
    for name in ("preview", "preview_typed"):
        send = client.get if name == "preview" else client.post
        assert send(reverse(name, args=[mine.pk])).status_code == 200
        assert send(reverse(name, args=[other.pk])).status_code == 403


JSON = "application/json"


def asked(client, address=TYPED, **fields) -> dict:
    response = client.post(address, typed(**fields), headers={"accept": JSON})
    assert response.status_code == 200
    assert response["Content-Type"] == JSON
    return response.json()


def test_a_script_gets_the_page_with_the_checks_and_lines(admin_client):
    body = "## Rooms\n\nWords #Events.\n\n![](https://example.org/a.jpg)\n\n### Doors {#door}\n\nMore words."
    answer = asked(admin_client, body=body)
    assert "<h2" in answer["page"]
    assert 'id="rooms"' in answer["page"]
    assert answer["headings"] == {"rooms": 1, "door": 7}
    assert answer["images"] == [5]
    assert answer["blocking"] == 1
    assert answer["count"] >= 1
    assert 'data-line="5"' in answer["checks"]
    assert "<!doctype" not in answer["checks"]


def test_a_script_too_is_told_what_cannot_be_rendered(admin_client):
    answer = asked(admin_client, body="x" * 500_001)
    assert "500,000" in answer["page"] or "500000" in answer["page"]
    assert (answer["headings"], answer["images"], answer["blocking"]) == ({}, [], 0)


def test_a_preview_takes_a_bounded_number_of_queries(admin_client, django_assert_max_num_queries):
    image, post = make_image(), make_post("Stored", tags=["One", "Two"])
    parts = [f"## Part {n}\n\nWords. [Link {n}](/articles/a-{n}/)" for n in range(40)]
    body = "\n\n".join([*parts, f"![A table]({image.file.url})"])
    with django_assert_max_num_queries(24):
        asked(admin_client, reverse("preview_typed", args=[post.pk]), body=body, category=make_category().pk)
