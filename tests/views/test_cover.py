import pytest

from articles import covers

# As a request begins, the database is asked how things stand.
pytestmark = pytest.mark.django_db


def test_it_renders(client):
    response = client.get(f"/covers/{covers.seed_for('Weak ties')}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert response.content.startswith(b"<svg")


@pytest.mark.django_db
def test_what_is_no_seed_is_not_found(client):
    assert client.get("/covers/hello.svg").status_code == 404
    assert client.get("/covers/0123456789ABCDEF.svg").status_code == 404


def test_it_takes_no_queries(client):
    assert client.get("/covers/0123456789abcdef.svg").status_code == 200
