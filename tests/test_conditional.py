from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Post
from tests.factories import make_category, make_image, make_post

pytestmark = pytest.mark.django_db
PATHS = [
    "/",
    "/articles/weak-ties/",
    "/articles/weak-ties.md",
    "/category/meeting/",
    "/tag/one/",
    "/feed/",
    "/feed.json",
    "/category/meeting/feed/",
    "/tag/one/feed.json",
    "/sitemap.xml",
    "/sitemap-posts-1.xml",
    "/robots.txt",
]


def make_weak_ties() -> Post:
    return make_post("Weak ties", category=make_category("Meeting"), hero_image=make_image(), tags=["One"])


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_gets_nothing_anew(client, path):
    make_weak_ties()
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert "Set-Cookie" not in again


@pytest.mark.parametrize("path", [path for path in PATHS if path not in {"/robots.txt", "/sitemap.xml"}])
@pytest.mark.parametrize("change", ["withdrawn", "deleted", "postponed", "withdrawn in bulk"])
def test_what_is_taken_back_is_never_said_to_be_unchanged(client, path, change):
    make_post("Other", category=make_category("Keeping"), tags=["Two"])
    post = make_weak_ties()
    first = client.get(path)
    if change == "withdrawn":
        post.status = Post.Status.WITHDRAWN
        post.save()
    elif change == "deleted":
        post.delete()
    elif change == "postponed":
        post.published_at = timezone.now() + timedelta(days=1)
        post.save()
    else:
        Post.objects.filter(pk=post.pk).update(status=Post.Status.WITHDRAWN)
    known = {"if-none-match": first["ETag"], "if-modified-since": "Fri, 31 Dec 2027 23:59:59 GMT"}
    assert client.get(path, headers=known).status_code != 304
    assert client.get(path, headers={"if-modified-since": known["if-modified-since"]}).status_code != 304


def test_what_an_editor_sees_is_never_kept(admin_client):
    post = make_weak_ties()
    for path in ("/admin/", "/admin/articles/post/", f"/admin/articles/post/{post.pk}/preview/"):
        response = admin_client.get(path, headers={"if-none-match": "*"})
        assert response.status_code == 200
        assert "ETag" not in response
        assert "no-store" in response["Cache-Control"]


def test_an_editor_and_a_reader_get_the_same_public_page(client, admin_client):
    make_weak_ties()
    for path in PATHS:
        assert client.get(path).content == admin_client.get(path).content


def test_an_error_is_not_said_to_be_unchanged(client):
    first = client.get("/articles/nowhere/")
    assert first.status_code == 404
    assert (
        client.get("/articles/nowhere/", headers={"if-none-match": first.get("ETag", "*")}).status_code == 404
    )
