import pytest

from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/articles/weak-ties/", "/nowhere/", "/covers/0123456789abcdef.svg"]
)
def test_public_pages_forbid_scripts_and_cookies(client, address):
    make_post("Weak ties")
    response = client.get(address)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not response.cookies


def test_the_admin_allows_the_sites_own_scripts_alone(client):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_a_stranger_cannot_write(client):
    post = make_post("Weak ties")
    for address, status in (
        # What was written is handed back with the page to log in.
        ("/admin/articles/post/add/", 403),
        (f"/admin/articles/post/{post.pk}/change/", 403),
        ("/admin/articles/post/", 302),
    ):
        assert client.post(address, {"title": "Taken"}).status_code == status
        assert client.get(address)["Location"].startswith("/admin/login/")
    post.refresh_from_db()
    assert post.title == "Weak ties"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000@evil.example", "localhost.evil.example"])
def test_a_strange_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_an_error_page_echoes_nothing(client):
    page = client.get("/<script>alert(1)</script>/?q=<script>").content.decode()
    assert "<script" not in page
