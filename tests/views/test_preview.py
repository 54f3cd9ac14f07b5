import pytest
from django.urls import reverse

from tests.factories import make_post, make_user

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
