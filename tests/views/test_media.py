import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.factories import make_image

pytestmark = pytest.mark.django_db


def test_it_serves_every_file_of_a_picture(client):
    types = {"avif": "image/avif", "jpg": "image/jpeg", "png": "image/png"}
    for name in make_image().file_names:
        response = client.get(f"/media/{name}")
        assert response.status_code == 200
        assert response["Content-Type"] == types[name.rpartition(".")[2]]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in response["Cache-Control"]
        assert "sandbox" in response["Content-Security-Policy"]
        assert b"".join(response.streaming_content)


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "notes.txt", "secret_key"])
def test_nothing_but_pictures_is_served(client, name):
    stored = default_storage.save(name, ContentFile(b"<script>alert(1)</script>"))
    assert client.get(f"/media/{stored}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "nothing.jpg",
        "../secret_key.jpg",
        "..%2f..%2fdb.sqlite3",
        "%2e%2e/%2e%2e/etc/passwd.jpg",
        "/etc/passwd.png",
        "images/%00.jpg",
        "images\\..\\x.jpg",
        "a/" * 300 + "x.jpg",
        "x" * 300 + ".jpg",
    ],
)
def test_nothing_outside_is_served(client, path):
    assert client.get(f"{settings.MEDIA_URL}{path}").status_code in {404, 400}
