import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles import images, outline, roles
from articles.models import Image, Post
from tests.factories import make_image, make_post, make_user, picture_bytes

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/post/"
UPLOAD, PICTURES, ADD = f"{LIST}upload/", f"{LIST}pictures/", f"{LIST}add/"


def picture(content: bytes | None = None, name: str = "table.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture_bytes(300, 200), content_type="image/jpeg")


@pytest.fixture
def writer(client):
    user = make_user(is_staff=True)
    roles.give(user, roles.AUTHORS)
    client.force_login(user)
    return client


def test_a_picture_goes_to_the_library_and_comes_back_as_markdown(writer):
    answer = writer.post(UPLOAD, {"file": picture(), "alt": "A long table", "caption": "At noon"}).json()
    image = Image.objects.get()
    assert (image.alt, image.caption, image.original_name) == ("A long table", "At noon", "table.jpg")
    assert answer["pk"] == image.pk
    assert answer["url"] == image.file.url
    assert answer["markdown"] == f"![A long table]({image.file.url})"
    assert answer["thumbnail"].startswith("/media/")


def test_a_decorative_picture_has_no_words_in_the_text(writer):
    answer = writer.post(UPLOAD, {"file": picture(), "alt": "", "decorative": "on"}).json()
    assert answer["markdown"] == f"![]({answer['url']})"
    assert Image.objects.get().decorative


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"alt": ""}, "alt"),
        ({"alt": "x" * 501}, "alt"),
        ({"file": picture(b"<svg/>"), "alt": "A table"}, "file"),
        ({"file": None, "alt": "A table"}, "file"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said(writer, data, field):
    sent = {"file": picture(), **data}
    response = writer.post(UPLOAD, {name: value for name, value in sent.items() if value is not None})
    assert response.status_code == 400
    assert field in response.json()["errors"]
    assert response.json()["error"]
    assert not Image.objects.exists()


def test_a_picture_that_is_too_large_is_refused(writer, monkeypatch):
    monkeypatch.setattr(images, "MAX_BYTES", 100)
    assert "file" in writer.post(UPLOAD, {"file": picture(), "alt": "A table"}).json()["errors"]


def test_only_who_may_add_pictures_may_send_one(client):
    data = {"file": picture(), "alt": "A table"}
    assert client.post(UPLOAD, data).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.post(UPLOAD, data).status_code == 403
    assert client.get(PICTURES).status_code == 403
    assert not Image.objects.exists()


def test_other_methods_and_foreign_forms_are_refused(writer):
    assert writer.get(UPLOAD).status_code == 405
    assert writer.post(PICTURES).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    assert strict.post(UPLOAD, {"file": picture(), "alt": "A table"}).status_code == 403


@pytest.mark.parametrize(
    "alt",
    [
        "A [long] table",
        "2 * 3 * 4_5_6 `code`",
        "<b> &amp; $x$ {:.a}",
        "back\\slash",
        "ends in ]",
        "“한국”: a",
    ],
)
def test_words_for_a_picture_are_the_same_in_the_text(writer, alt):
    answer = writer.post(UPLOAD, {"file": picture(), "alt": alt}).json()
    [found] = outline.read(f"Words\n\n{answer['markdown']}\n").images
    assert (found.text, found.address) == (alt, answer["url"])


def test_the_library_is_searched(writer):
    table = make_image(alt="A long table")
    make_image(alt="A door")
    page = writer.get(PICTURES, {"q": "table"}).content.decode()
    assert f'data-markdown="![A long table]({table.file.url})"' in page
    assert "A door" not in page
    assert "No image was found" in writer.get(PICTURES, {"q": "window\0"}).content.decode()


def unsaved(**fields) -> dict:
    return {"title": "Weak ties", "body": "Typed words.", "tags": "One, Two", "note": "A note", **fields}


def test_without_scripts_a_picture_is_put_at_the_end_of_the_unsaved_text(writer):
    data = unsaved(_upload="1", **{"_upload-file": picture(), "_upload-alt": "A long table"})
    page = writer.post(ADD, data).content.decode()
    address = Image.objects.get().file.url
    assert re.search(rf"Typed words\.\s+!\[A long table\]\({address}\)\s*</textarea>", page)
    for kept in ("Weak ties</textarea>", "One, Two", "A note"):
        assert kept in page
    assert "Nothing else was saved yet" in page
    assert "Not saved yet:" not in page
    assert not Post.objects.exists()


def test_without_scripts_too_an_article_at_hand_stays_as_it_is(admin_client):
    post = make_post("Weak ties", body="Stored.")
    data = unsaved(_upload="1", **{"_upload-file": picture(), "_upload-alt": "A long table"})
    page = admin_client.post(f"{LIST}{post.pk}/change/", data).content.decode()
    assert "![A long table](" in page
    post.refresh_from_db()
    assert post.body == "Stored."


def test_without_scripts_what_is_wrong_with_a_picture_is_said_beside_it(writer):
    page = writer.post(ADD, unsaved(_upload="1", **{"_upload-file": picture()})).content.decode()
    assert "Say what the picture shows" in page
    assert "Typed words.</textarea>" in page
    assert '<details class="picture-add" open>' in page
    assert not Image.objects.exists()
