import pytest
from django.db import connection

from articles import middleware
from articles.models import MissedPath, Post
from articles.models.redirect import MOST_MISSED
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def make_moved() -> Post:
    """Make an article that was at /articles/old/ and is at /articles/new/."""
    post = make_post(slug="old")
    post.slug = "new"
    post.save()
    return post


def miss(client, path: str, **headers) -> MissedPath | None:
    assert client.get(path, headers=headers).status_code in {301, 404}
    return MissedPath.objects.order_by("pk").last()


def test_what_is_asked_for_in_vain_is_counted(client):
    for _ in range(3):
        missed = miss(client, "/old-blog/post.html")
    assert missed is not None
    assert (missed.path, missed.hits, missed.referrer) == ("/old-blog/post.html", 3, "")
    assert missed.last_at > missed.first_at


def test_an_address_with_and_without_its_last_slash_is_one(client):
    missed = miss(client, "/nowhere")
    assert missed is None
    client.get("/nowhere/?a=b")
    assert [row.path for row in MissedPath.objects.all()] == ["/nowhere/"]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/nowhere/",
        "/static/old.css",
        "/media/old.jpg",
        "/cards/a-00000000000000000000.png",
        "/2011/",
        "/page/99/",
        "/" + "x" * 600 + "/",
        "/a%00b/",
        "/a%0Ab/",
        "/a%5Cb/",
    ],
)
def test_what_nobody_could_redirect_is_not_counted(client, path):
    client.get(path)
    assert not MissedPath.objects.exists()


def test_pages_redirects_and_forms_are_not_counted(client):
    post = make_moved()
    for address in (post.get_absolute_url(), "/articles/old/", "/articles/new"):
        client.get(address)
    client.post("/nowhere/")
    assert not MissedPath.objects.exists()


@pytest.mark.parametrize(
    ("referrer", "kept"),
    [
        ("http://testserver/articles/a/?q=secret", "/articles/a/"),
        ("https://other.example/page?q=secret", "other.example"),
        ("https://user:secret@other.example/", "other.example"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("nonsense", ""),
        ("http://testserver/" + "x" * 900, "/" + "x" * 499),
    ],
)
def test_of_the_referrer_a_path_or_a_host_is_kept(client, referrer, kept):
    missed = miss(client, "/nowhere/", referer=referrer)
    assert missed is not None
    assert missed.referrer == kept


def test_the_table_stays_small_and_what_is_asked_for_often_stays(client):
    rows = [MissedPath(path=f"/junk-{number}/") for number in range(MOST_MISSED - 1)]
    MissedPath.objects.bulk_create([*rows, MissedPath(path="/wanted/", hits=9)])
    miss(client, "/nowhere/")
    assert MissedPath.objects.count() <= MOST_MISSED
    assert MissedPath.objects.filter(path="/wanted/").exists()
    assert MissedPath.objects.filter(path="/nowhere/").exists()


def test_a_flood_is_not_written_down(client):
    for number in range(3 * middleware.MISSES_A_MINUTE):
        client.get(f"/junk-{number}/")
    # The minute may end meanwhile.
    assert MissedPath.objects.count() <= 2 * middleware.MISSES_A_MINUTE


def test_a_database_that_cannot_be_written_to_answers_not_found(client):
    with connection.cursor() as cursor:
        refuse_writes(cursor)
        try:
            response = client.get("/nowhere/")
        finally:
            allow_writes(cursor)
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()
    assert not MissedPath.objects.exists()


def refuse_writes(cursor) -> None:
    readonly = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET LOCAL transaction_read_only = on"}
    cursor.execute(readonly[connection.vendor])


def allow_writes(cursor) -> None:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA query_only = OFF")


def test_a_rename_settles_what_was_missed(client):
    MissedPath.objects.create(path="/articles/old/")
    make_moved()
    assert not MissedPath.objects.exists()
