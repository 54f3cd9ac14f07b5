"""deploy/nginx.conf in front of a real site: what it keeps, for how long, and what never."""

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.serving import front
from benchmarks.serving.servers import NGINX, Exchange, ask, nginx
from tests.conftest import free_port, start
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.xdist_group("nginx"),
    pytest.mark.skipif(NGINX is None, reason="no nginx on this machine; on Debian: apt-get install nginx"),
]
ARTICLE = "/articles/going-alone/"
KEPT = 2.1  # seconds; nginx counts whole ones, so what is kept for one may be shown for nearly two
BROWSER = "gzip, deflate, br, zstd"


class Site(NamedTuple):
    port: int
    var: Path

    def ask(self, path: str, **headers: str) -> Exchange:
        return ask(self.port, path, {name.replace("_", "-"): value for name, value in headers.items()})

    def seen(self, path: str, **headers: str) -> str:
        """Return what nginx says of its cache."""
        return self.ask(path, **headers).header("X-Cache")

    def edit(self, words: str) -> None:
        connection = sqlite3.connect(self.var / "db.sqlite3", timeout=20)
        with connection:
            slug = ARTICLE.split("/")[2]
            connection.execute(
                "UPDATE articles_post SET body_html = ? WHERE slug = ?", (f"<p>{words}</p>", slug)
            )
        connection.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("behind-nginx"), free_port()
    process = start([sys.executable, "-m", "cms.run"], folder, port)
    try:
        with nginx(
            lambda own, place: front.adapted(own, place, port, folder / "var"), folder / "nginx"
        ) as server:
            server.wait(ARTICLE)
            yield Site(server.port, folder / "var")
    finally:
        process.terminate()
        process.wait()


def is_hit(site: Site, path: str, **headers: str) -> bool:
    # Not always at once: the second may have come to its end in between.
    return any(site.seen(path, **headers) == "HIT" for _ in range(30))


def test_nginx_accepts_the_configuration(tmp_path):
    (tmp_path / "nginx.conf").write_text(front.adapted(free_port(), tmp_path, free_port(), tmp_path))
    command = [NGINX, "-t", "-e", tmp_path / "log", "-c", tmp_path / "nginx.conf"]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (result.returncode, "warn" in result.stderr) == (0, False), result.stderr


def test_public_page_is_kept_and_then_asked_for_again(site):
    time.sleep(KEPT)
    assert site.seen("/archive/") in {"MISS", "EXPIRED"}
    assert is_hit(site, "/archive/")
    time.sleep(KEPT)
    assert site.seen("/archive/") == "REVALIDATED"


def test_edit_is_seen_as_soon_as_the_second_is_over(site):
    site.ask(ARTICLE)
    site.edit("As it is now.")
    wait_until(lambda: b"As it is now." in site.ask(ARTICLE).body, patience=30)


def test_first_reader_after_a_pause_sees_no_older_page(site):
    site.ask(ARTICLE)
    site.edit("Nobody has read this yet.")
    time.sleep(KEPT)
    assert b"Nobody has read this yet." in site.ask(ARTICLE).body


def test_reader_who_has_the_page_is_told_so(site):
    etag = site.ask(ARTICLE, Accept_Encoding=BROWSER).header("ETag")
    known = site.ask(ARTICLE, Accept_Encoding=BROWSER, If_None_Match=etag)
    assert (known.status, known.body) == (304, b"")


def test_admin_previews_and_queries_are_never_kept(site):
    assert {site.seen("/admin/login/") for _ in range(2)} == {""}
    assert {site.seen("/preview/unknown/") for _ in range(2)} == {""}
    assert {site.seen("/search/?q=trust") for _ in range(2)} == {"BYPASS"}
    assert {site.seen("/archive/?any=thing") for _ in range(2)} == {"BYPASS"}


def test_errors_are_never_kept(site):
    assert {site.seen("/articles/nothing/") for _ in range(3)} == {"MISS"}


def test_editor_sees_at_once_what_was_saved(site):
    site.ask(ARTICLE)
    site.edit("Just saved.")
    assert b"Just saved." in site.ask(ARTICLE, Cookie="sessionid=any").body
    # And with them everybody.
    assert b"Just saved." in site.ask(ARTICLE).body


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (BROWSER, "br"),
        ("br;q=1.0, gzip;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=0, br;q=0.000", ""),
        ("bright, agzip", ""),
        ("", ""),
    ],
)
def test_page_comes_in_one_of_three_forms(site, accepted, encoding):
    answer = site.ask(ARTICLE, Accept_Encoding=accepted)
    assert answer.header("Content-Encoding") == encoding
    assert answer.header("Vary") == "Accept-Encoding"


def test_readers_who_ask_in_other_words_share_a_form(site):
    time.sleep(KEPT)
    site.seen("/tags/", Accept_Encoding="br, gzip, x-0")
    assert is_hit(site, "/tags/", Accept_Encoding="br, gzip, x-1")


def test_other_hosts_get_no_answer(site):
    with pytest.raises(ConnectionError):
        site.ask(ARTICLE, Host="elsewhere.example")


def test_files_come_from_the_disk_to_be_kept_for_ever(site):
    page = site.ask("/").body.decode()
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style
    answer = site.ask(style[1], Accept_Encoding="gzip")
    assert "immutable" in answer.header("Cache-Control")
    assert (answer.header("X-Content-Type-Options"), answer.header("Content-Encoding")) == ("nosniff", "gzip")
    assert site.ask("/static/staticfiles.json").status == 404


def test_media_are_pictures_or_saved_by_the_browser(site):
    media = site.var / "media"
    for name in ("a.jpg", "a.html", "files/a.html", "files/a.jpg"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(b"<script>")
    picture, file, named = (site.ask(f"/media/{name}") for name in ("a.jpg", "files/a.html", "files/a.jpg"))
    assert (picture.header("Content-Type"), picture.header("X-Content-Type-Options")) == (
        "image/jpeg",
        "nosniff",
    )
    assert {each.header("Content-Type") for each in (file, named)} == {"application/octet-stream"}
    assert {each.header("Content-Disposition") for each in (file, named)} == {"attachment"}
    assert {site.ask(f"/media/{path}").status for path in ("a.html", "", "files/", "../db.sqlite3")} <= {
        400,
        403,
        404,
    }
