import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import roles
from articles.models import Post, PreviewLink
from tests.factories import make_author, make_post, make_user

pytestmark = pytest.mark.django_db


def url(name: str, post: Post) -> str:
    return reverse(f"admin:articles_post_{name}", args=[post.pk])


def addresses_in(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'readonly value="([^"]+)"', page)]


def shared(client, post: Post, **fields) -> str:
    """Send the form and return the page that follows."""
    form = {"label": "Ada Lovelace", "days": "7", **fields}
    return client.post(url("share", post), form, follow=True).content.decode()


def test_a_link_is_made_and_shown_with_its_address(admin_client, client, admin_user):
    post = make_post("Weak ties", status="draft")
    page = shared(admin_client, post)
    link = PreviewLink.objects.get()
    assert (link.by, link.label) == (admin_user, "Ada Lovelace")
    assert timedelta(days=6) < link.expires_at - timezone.now() <= timedelta(days=7)
    assert addresses_in(page) == [f"http://127.0.0.1:8000{link.get_absolute_url()}"]
    assert "For Ada Lovelace" in page
    assert "Whoever has the address can read the article" in page
    assert "Weak ties" in client.get(link.get_absolute_url()).content.decode()


def test_the_writing_page_offers_it_outside_its_own_form(admin_client):
    post = make_post(status="draft")
    shared(admin_client, post)
    page = admin_client.get(url("change", post)).content.decode()
    assert len(addresses_in(page)) == 1
    writing, after = page.split("</form>", 3)[-2:]
    assert '<form id="share_form"' in writing + after
    controls = re.findall(r'<(?:input|select|button)[^>]*name="(?:label|days|link)"[^>]*>', page)
    assert len(controls) == 3
    assert all('form="share_form"' in control for control in controls)
    assert f'formaction="{url("unshare", post)}"' in page


def test_a_link_can_be_revoked(admin_client, client):
    post = make_post(status="draft")
    shared(admin_client, post)
    link = PreviewLink.objects.get()
    page = admin_client.post(url("unshare", post), {"link": link.pk}, follow=True).content.decode()
    assert "Revoked" in page
    assert not addresses_in(page)
    assert client.get(link.get_absolute_url()).status_code == 404


def test_only_links_of_the_article_at_hand_are_revoked(admin_client):
    post, other = make_post(status="draft"), make_post(status="draft")
    shared(admin_client, other)
    link = PreviewLink.objects.get()
    for key in (link.pk, "", "x", "9" * 4000):
        assert admin_client.post(url("unshare", post), {"link": key}).status_code == 404
    assert PreviewLink.objects.exists()


@pytest.mark.parametrize("fields", [{"days": "365"}, {"days": "0"}, {"label": "x" * 101}, {"label": "\0"}])
def test_what_is_not_offered_is_refused(admin_client, fields):
    post = make_post(status="draft")
    assert "errorlist" in shared(admin_client, post, **fields)
    assert not PreviewLink.objects.exists()


def test_expired_links_are_not_shown(admin_client):
    post = make_post(status="draft")
    shared(admin_client, post)
    PreviewLink.objects.update(expires_at=timezone.now())
    assert not addresses_in(admin_client.get(url("share", post)).content.decode())


@pytest.mark.parametrize("stand", ["published", "binned"])
def test_what_is_public_or_in_the_bin_is_not_shared(admin_client, stand):
    post = make_post(status=stand)
    assert admin_client.post(url("share", post), {"label": "", "days": "7"}).status_code == 403
    assert "share_form" not in admin_client.get(url("change", post)).content.decode()
    assert not PreviewLink.objects.exists()


def test_looking_makes_no_link(admin_client):
    post = make_post(status="draft")
    assert admin_client.get(url("share", post), {"label": "Ada", "days": "7"}).status_code == 200
    assert admin_client.get(url("unshare", post)).status_code == 405
    assert not PreviewLink.objects.exists()


def test_authors_share_their_own_drafts_only(client):
    user = make_user(is_staff=True)
    roles.give(user, roles.AUTHORS)
    client.force_login(user)
    own = make_post(status="draft", author=make_author(user=user))
    other = make_post(status="draft", author=make_author())
    assert addresses_in(shared(client, own))
    assert client.post(url("share", other), {"days": "7"}).status_code == 404
    assert PreviewLink.objects.count() == 1
