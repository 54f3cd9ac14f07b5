import re

import pytest
from django.urls import reverse, reverse_lazy

from articles.models import Page
from tests.factories import make_image, make_user

pytestmark = pytest.mark.django_db
PREVIEW = reverse_lazy("admin:articles_page_preview")


def test_what_is_typed_is_shown_as_the_page_it_would_be(admin_client):
    image = make_image()
    typed = {
        "title": "About <us>",
        "path": "",
        "body": f"# Who\n\n![A table]({image.file.url})\n\n<script>x</script>",
    }
    response = admin_client.post(PREVIEW, typed)
    page = response.content.decode()
    assert response.templates[0].name == "articles/page_preview.html"
    for part in ("<h1>About &lt;us&gt;</h1>", "Who</h2>", image.picture().src, '<article class="page">'):
        assert part in page
    assert "<script" not in page
    assert not Page.objects.exists()


def test_the_preview_has_the_policy_of_readers_pages(admin_client):
    response = admin_client.post(PREVIEW, {"title": "About", "body": "x"})
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_a_text_that_cannot_be_shown_is_explained(admin_client):
    page = admin_client.post(PREVIEW, {"title": "About", "body": "> " * 2000 + "deep"}).content.decode()
    assert re.search('<p class="preview-note">[A-Z]', page)
    assert "<h1>About</h1>" in page


def test_only_who_may_write_pages_sees_a_preview(client):
    assert client.post(PREVIEW)["Location"].startswith("/admin/login/")
    client.force_login(make_user(is_staff=True))
    assert client.post(PREVIEW).status_code == 403


def test_a_preview_is_asked_for_by_post_alone(admin_client):
    assert admin_client.get(PREVIEW).status_code == 405


def test_the_form_has_the_toolbar_and_a_button_for_the_preview(admin_client):
    row = Page.objects.create(title="About", path="about", body="One.")
    for address in (reverse("admin:articles_page_change", args=[row.pk]), reverse("admin:articles_page_add")):
        page = admin_client.get(address).content.decode()
        assert f'formaction="{PREVIEW}" formtarget="_blank"' in page
        assert "data-toolbar" in page
        assert page.count('id="id_body"') == 1
