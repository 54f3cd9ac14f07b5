import io
import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from articles.models import SiteSettings
from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def card_of(client, path: str) -> str:
    page = client.get(path).content.decode()
    return re.search(r'property="og:image" content="([^"]+)"', page)[1].removeprefix(SITE)


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored() -> list[str]:
    return default_storage.listdir("cards")[1] if default_storage.exists("cards") else []


def test_it_renders(client):
    post = make_post("Weak ties", category=make_category("Meeting"), author=make_author("Ada"))
    for path in (post.get_absolute_url(), "/"):
        response = client.get(card_of(client, path))
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)


def test_it_is_drawn_once(client):
    address = card_of(client, make_post().get_absolute_url())
    first = client.get(address).content
    (name,) = stored()
    assert address.endswith(name)
    with default_storage.open(f"cards/{name}", "wb") as file:
        file.write(b"as it was stored")
    assert client.get(address).content == b"as it was stored" != first


@pytest.mark.parametrize("field", ["title", "category", "author", "site", "accent"])
def test_other_words_give_another_address_and_the_old_one_leads_there(client, field):
    post = make_post(category=make_category("One"), author=make_author("Ada"))
    old = card_of(client, post.get_absolute_url())
    if field in {"site", "accent"}:
        SiteSettings(**{"name": "Handshake"} if field == "site" else {"accent": "#0a5cc2"}).save()
    elif field == "title":
        post.title = "Other"
        post.save()
    else:
        related = getattr(post, field)
        related.name = "Other"
        related.save()
    new = card_of(client, post.get_absolute_url())
    response = client.get(old)
    assert response.status_code == 301
    assert response["Location"] == new != old
    assert response["Cache-Control"] == "no-cache"
    assert client.get(new).status_code == 200


def test_a_card_of_other_words_is_never_drawn(client):
    post = make_post()
    for path in (f"/cards/{post.slug}-{'0' * 20}.png", f"/cards/{'0' * 20}.png"):
        assert client.get(path).status_code == 301
    assert stored() == []


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_has_no_card(client, status):
    post = make_post()
    address = card_of(client, post.get_absolute_url())
    assert client.get(address).status_code == 200
    post.status = status
    post.save()
    assert client.get(address).status_code == 404
    assert client.get(f"/cards/{post.slug}-{'0' * 20}.png").status_code == 404


def test_a_scheduled_post_has_no_card(client):
    post = make_post()
    address = card_of(client, post.get_absolute_url())
    post.published_at = timezone.now() + timedelta(minutes=1)
    post.save()
    assert client.get(address).status_code == 404


def test_unknown_slug_is_not_found(client):
    assert client.get(f"/cards/nowhere-{'0' * 20}.png").status_code == 404
    assert client.get("/cards/nowhere.png").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(card_of(client, "/")).status_code == 405


def test_a_full_disk_keeps_nobody_from_seeing_it(client, tmp_path, settings):
    address = card_of(client, make_post().get_absolute_url())
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    assert client.get(address).content.startswith(b"\x89PNG")


def test_it_takes_two_queries(client, django_assert_num_queries):
    address = card_of(client, make_post(category=make_category(), author=make_author()).get_absolute_url())
    with django_assert_num_queries(2):
        client.get(address)
