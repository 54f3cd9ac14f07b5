import re
from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils import timezone

from articles.models import Post, PreviewLink
from tests.factories import make_author, make_category, make_image, make_post, make_series, make_user

pytestmark = pytest.mark.django_db
STANDS = ["draft", "in_review", "withdrawn", "scheduled"]


def make_canary(stand: str = "draft") -> Post:
    if stand == "scheduled":
        return make_post("Canary", body="Canary words.", published_at=timezone.now() + timedelta(hours=1))
    date = "2026-01-01T00:00Z" if stand == "withdrawn" else None
    return make_post("Canary", body="Canary words. [There](#there)", status=stand, published_at=date)


def share(post: Post, label: str = "Ada", days: int = 7) -> PreviewLink:
    return PreviewLink.objects.make(post, by=make_user(), label=label, days=days)


@pytest.mark.parametrize("stand", STANDS)
def test_it_renders(client, stand):
    link = share(make_canary(stand))
    response = client.get(link.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 200
    assert "Canary words." in page
    assert "Preview for Ada, until" in page
    assert client.head(link.get_absolute_url()).status_code == 200


def test_nobody_keeps_it_and_nobody_is_told(client):
    response = client.get(share(make_canary()).get_absolute_url())
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("stand", STANDS)
def test_without_the_token_there_is_nothing(client, stand):
    post = make_canary(stand)
    client.get(share(post).get_absolute_url())
    response = client.get(post.get_absolute_url())
    assert response.status_code == (410 if stand == "withdrawn" else 404)
    assert "Canary words" not in response.content.decode()
    assert client.get(f"{post.get_absolute_url()[:-1]}.md").status_code == 404


def test_the_page_holds_neither_its_token_nor_the_admin(admin_client):
    post = make_canary()
    post.hero_image, post.category, post.author = make_image(), make_category(), make_author()
    post.save(tags=["One"])
    link = share(post)
    page = admin_client.get(link.get_absolute_url()).content.decode()
    assert link.key not in page
    assert "/preview/" not in page
    assert "/admin/" not in page
    assert ".md" not in page
    assert "linkedin" not in page


def test_only_what_is_public_stands_beside_it(client):
    series = make_series("Letters")
    other = make_post("Hidden", status="draft", series=series)
    make_post("Shown", series=series)
    post = make_post("Canary", status="draft", series=series)
    Post.objects.filter(pk=post.pk).update(related=[[other.pk, 1.0]])
    page = client.get(share(post).get_absolute_url()).content.decode()
    assert "Shown" in page
    assert "Hidden" not in page


def test_what_is_public_by_now_is_sent_on_to(client):
    post = make_post()
    response = client.get(share(post).get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == post.get_absolute_url()
    assert "no-store" in response["Cache-Control"]


def test_wrong_tokens_are_not_found(client):
    link = share(make_canary())
    address = link.get_absolute_url()
    own = address.split("/")[2]
    key, signature = own.split(":")
    forged = [
        key,
        f"{key}:",
        f"{key}:{'A' * len(signature)}",
        f"{key[:-1]}A:{signature}",
        Signer().sign(key),
        Signer(salt="articles.preview_link").sign("x" * 32),
        "x",
        "%00",
        "é" * 60,
    ]
    for token in forged:
        assert client.get(f"/preview/{token}/").status_code == 404, token
    assert client.get("/preview/").status_code == 404
    assert client.get(address).status_code == 200


def test_a_link_ends(client):
    link = share(make_canary(), days=1)
    assert timedelta(hours=23) < link.expires_at - timezone.now() <= timedelta(days=1)
    PreviewLink.objects.update(expires_at=timezone.now())
    assert client.get(link.get_absolute_url()).status_code == 404
    share(link.post)
    assert not PreviewLink.objects.filter(pk=link.pk).exists()


def test_a_revoked_link_is_not_found(client):
    link = share(make_canary())
    address = link.get_absolute_url()
    link.delete()
    assert client.get(address).status_code == 404


def test_what_lies_in_the_bin_is_not_found(client):
    post = make_canary()
    link = share(post)
    post.status = "binned"
    post.save()
    assert client.get(link.get_absolute_url()).status_code == 404
    post.delete()
    assert client.get(link.get_absolute_url()).status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(share(make_canary()).get_absolute_url()).status_code == 405


def test_keys_are_long_and_never_the_same():
    keys = {share(make_canary()).key for _ in range(5)}
    assert len(keys) == 5
    assert all(re.fullmatch(r"[\w-]{32}", key) for key in keys)
