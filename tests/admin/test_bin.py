import pytest
from django.urls import reverse

from articles.models import Post
from tests.factories import make_image, make_post, make_user

pytestmark = pytest.mark.django_db


def delete(post: Post) -> str:
    return reverse("admin:articles_post_delete", args=[post.pk])


def bring_back(post: Post) -> str:
    return reverse("admin:articles_post_bring_back", args=[post.pk])


def test_it_renders(admin_client):
    post = make_post("Weak ties")
    page = admin_client.get(delete(post)).content.decode()
    assert "Weak ties" in page
    assert "Move to the bin" in page
    assert Post.objects.get().status == "published"


@pytest.mark.parametrize(
    ("status", "after"),
    [("draft", "draft"), ("in_review", "draft"), ("published", "withdrawn"), ("withdrawn", "withdrawn")],
)
def test_what_is_deleted_lies_in_the_bin_and_comes_back(admin_client, client, status, after):
    post = make_post("Weak ties", status="published" if status == "withdrawn" else status, tags=["Events"])
    if status == "withdrawn":
        post.status = status
        post.save()
    admin_client.post(delete(post), {"note": "Twice the same"})
    post.refresh_from_db()
    assert (post.status, post.revisions.first().note) == ("binned", "Twice the same")
    assert client.get(post.get_absolute_url()).status_code in {404, 410}
    admin_client.post(bring_back(post))
    post.refresh_from_db()
    assert (post.status, post.tags.names()) == (after, ["Events"])
    assert client.get(post.get_absolute_url()).status_code in {404, 410}


def test_looking_changes_nothing(admin_client):
    post = make_post(status="binned")
    assert admin_client.get(bring_back(post)).status_code == 405
    assert Post.objects.get().status == "binned"


def test_what_is_not_in_the_bin_cannot_be_brought_back(admin_client):
    assert admin_client.post(bring_back(make_post(status="withdrawn"))).status_code == 404


def test_only_what_lies_in_the_bin_is_deleted_for_good(admin_client):
    image = make_image()
    post = make_post(status="binned", hero_image=image, body=f"![A table]({image.file.url})")
    assert "Are you sure" in admin_client.get(delete(post)).content.decode()
    admin_client.post(delete(post), {"post": "yes"})
    assert not Post.objects.exists()


def test_without_the_permission_nothing_is_deleted(client):
    post, binned = make_post(), make_post(status="binned")
    client.force_login(make_user(is_staff=True))
    for address in (delete(post), delete(binned), bring_back(binned)):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert list(Post.objects.order_by("pk").values_list("status", flat=True)) == ["published", "binned"]
