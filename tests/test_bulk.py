"""Commands for many rows: over a real file or server, in several processes, cut off in the midst, and gone on with."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from articles import crew, rendering
from articles.management.batches import resumable
from articles.management.commands import make_posts, make_renditions
from articles.models import Link, Page, Post, PostTerm, SearchDocument
from articles.search import search
from tests.factories import make_image, make_post, picture_bytes
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent
POSTS = 300
PATIENCE = 600  # seconds: no test is of speed, and the machine may have much else to do
TOO_DEEP = "> " * 100 + "x"
MAKE = f"""
from articles.models import Page, Post
from articles.models.stored import gathered
from django.db import transaction
from django.utils import timezone
moment = timezone.now()
with transaction.atomic(), gathered():
    for number in range({POSTS}):
        post = Post(title=f"Article {{number}}", body=f"Text *{{number}}* with [a link](/about/).",
                    status="published", published_at=moment)
        post.save()
Page.objects.create(title="About", path="about", body="We *are*.", is_public=True)
"""


def heed_ctrl_c() -> None:
    """Who runs the tests in the background has it ignored, and so would all that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Site:
    """A site of its own, in a folder and a database file, with the commands run as anybody runs them."""

    def __init__(self, folder: Path) -> None:
        foreign = {"DATABASE_URL", "SITE_URL"}
        self.environment = {key: value for key, value in os.environ.items() if key not in foreign}
        self.environment |= {"VAR_DIR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        self.file = folder / "var/db.sqlite3"
        self.run("migrate", "-v", "0")

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen]:
        command, pipe = [sys.executable, "manage.py", *arguments], subprocess.PIPE
        place = {"cwd": ROOT, "env": self.environment, "start_new_session": True, "preexec_fn": heed_ctrl_c}
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, **place) as process:
            try:
                yield process
            finally:
                process.kill()  # nothing, where it was waited for

    def run(self, *arguments: str, code: int = 0) -> str:
        with self.started(*arguments) as process:
            said, complaints = process.communicate(timeout=PATIENCE)
        assert process.returncode == code, complaints
        return said + complaints

    def rows(self, statement: str) -> list[tuple]:
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as database, database:
            return database.execute(statement).fetchall()

    def count(self, condition: str) -> int:
        return self.rows(f"SELECT count(*) FROM {condition}")[0][0]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nobody else write meanwhile."""
        with closing(sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("bulk"))
    made.run("shell", "-v", "0", "-c", MAKE)
    return made


wait_for = partial(wait_until, patience=PATIENCE)


def processes_of(session: int) -> list[int]:
    """Return the processes that a command started, and itself, which have its session."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,sess=,stat="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, number, state in rows if int(number) == session and state[0] != "Z"]


OLD = "rendering_version = 0, body_html = '<p>of old</p>', excerpt = 'of old'"
STALE = {
    "rerender": (f"UPDATE articles_post SET {OLD}", "articles_post WHERE rendering_version > 0"),
    "rebuild_search": (
        "UPDATE articles_searchdocument SET body = 'old'",
        "articles_searchdocument WHERE body <> 'old'",
    ),
    "index_links": (
        "UPDATE articles_link SET line = 1000",
        "articles_link WHERE line <> 1000",
    ),
    "rebuild_related": (
        "UPDATE articles_post SET related = '[]'",
        "articles_post WHERE related <> '[]'",
    ),
}
STATE = """
    SELECT p.body_html, p.excerpt, p.rendering_version, p.updated_at, d.body, d.text FROM articles_post p
    JOIN articles_searchdocument d ON d.post_id = p.id ORDER BY p.id
"""
LISTS = "SELECT id, related FROM articles_post ORDER BY id"


@pytest.mark.parametrize("command", ["rerender", "rebuild_search", "index_links"])
def test_what_is_killed_in_the_midst_leaves_whole_rows_and_is_gone_on_with(site, command):
    before = site.rows(STATE)
    make_stale, done = STALE[command]
    site.rows(make_stale)
    with site.started(command, "--jobs", "2") as process:
        wait_for(lambda: site.count(done) > 0 or process.poll() is not None)
        process.kill()
        process.communicate()
    wait_for(lambda: processes_of(process.pid) == [])  # none is left waiting for work
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
    assert site.count(done) % 50 == 0  # whole batches
    site.run(command, "--jobs", "2")
    assert site.count(done) == POSTS
    assert site.rows(STATE) == before


def interrupted(site: Site, command: str, *options: str) -> str:
    """Interrupt a command that has begun and has not ended; return how to go on."""
    make_stale, done = STALE[command]
    for _attempt in range(10):
        site.rows(make_stale)
        with site.started(command, *options, "--jobs", "2") as process:
            wait_for(lambda: site.count(done) > 0 or process.poll() is not None)
            with site.held():
                is_over = site.count(done) == POSTS
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGINT)
            _said, complaints = process.communicate(timeout=PATIENCE)
        if not is_over:  # as it may be where this process got no time
            break
    assert process.returncode == 1, complaints
    assert "Traceback" not in complaints
    assert "Interrupted; what is done stays. Go on with: manage.py " in complaints
    return complaints.split("manage.py ")[1]


@pytest.mark.parametrize("command", ["rerender", "rebuild_search", "index_links", "rebuild_related"])
def test_somebody_who_interrupts_is_told_how_to_go_on(site, command):
    site.run("rebuild_related")
    before = site.rows(STATE), site.rows(LISTS)
    again = interrupted(site, command, *(["--all"] if command == "rerender" else [])).split()
    assert again[:-1] == [command, *(["--all"] if command == "rerender" else []), "--after"]
    left = site.count(f"articles_post WHERE id > {again[-1].partition(':')[2] or again[-1]}")
    assert 0 < left <= POSTS  # all, where one process was done with its batch before the first was
    said = site.run(*again)
    # Of rerender, the page is one more.
    assert re.search(rf"\b({left} articles|{left + 1} of {left + 1} articles and pages)\b", said)
    assert site.count(STALE[command][1]) == POSTS
    assert (site.rows(STATE), site.rows(LISTS)) == before


def test_several_processes_do_what_one_does(site):
    site.run("rebuild_related", "--jobs", "1")
    alone = site.rows(LISTS)
    site.rows(STALE["rebuild_related"][0])
    assert site.run("rebuild_related", "--jobs", "2") == f"{POSTS} articles related\n"
    assert site.rows(LISTS) == alone


MADE = [
    "SELECT id, title, body_html, excerpt, related, category_id, series_id FROM articles_post ORDER BY id",
    "SELECT post_id, term, weight FROM articles_postterm ORDER BY post_id, term",
    "SELECT post_id, line, address FROM articles_link ORDER BY post_id, line, address",
    "SELECT * FROM articles_searchdocument ORDER BY post_id",
    "SELECT word FROM articles_searchword ORDER BY word",
    "SELECT content_object_id, tag_id, position FROM articles_taggedpost ORDER BY content_object_id, position",
    "SELECT post_id, number, state, made_at FROM articles_revision ORDER BY post_id",
]


NUMBER = str(2 * make_posts.TOGETHER)


@pytest.fixture(scope="module")
def made_at_once(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("whole"))
    site.run("make_posts", NUMBER, "--jobs", "1")
    return [site.rows(statement) for statement in MADE]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_site_whose_making_was_ended_is_made_like_any_other(tmp_path, made_at_once, end):
    site = Site(tmp_path)
    with site.started("make_posts", NUMBER, "--jobs", "2") as process:
        wait_for(lambda: site.count("articles_post") > 0 or process.poll() is not None)
        with site.held():
            process.send_signal(end)
        process.communicate(timeout=PATIENCE)
    wait_for(lambda: processes_of(process.pid) == [])
    assert site.count("articles_post") % make_posts.TOGETHER == 0
    site.run("make_posts", NUMBER, "--jobs", "2")
    assert [site.rows(statement) for statement in MADE] == made_at_once


def test_an_article_that_fails_is_named_and_the_others_are_rendered(site):
    site.rows(f"UPDATE articles_post SET {OLD}")
    ((key, body),) = site.rows("SELECT id, body FROM articles_post ORDER BY id LIMIT 1 OFFSET 120")
    site.rows(f"UPDATE articles_post SET body = '{TOO_DEEP}' WHERE id = {key}")
    said = site.run("rerender", "--jobs", "2", code=1)
    assert f"failed  article {key} (/articles/article-120/): " in said
    assert f"{POSTS - 1} of {POSTS} articles and pages rendered, {POSTS - 1} changed" in said
    assert "1 could not be rendered and show their former text." in said
    assert site.rows("SELECT id FROM articles_post WHERE rendering_version = 0") == [(key,)]
    site.rows(f"UPDATE articles_post SET body = '{body}' WHERE id = {key}")
    assert "1 of 1 articles and pages rendered, 1 changed" in site.run("rerender")


def test_a_static_export_that_was_killed_is_gone_on_with_and_one_of_several_processes_is_the_same(
    site, tmp_path
):
    folders = [tmp_path / "one", tmp_path / "two"]
    some = folders[1] / "articles/article-200/index.html"
    with site.started("export_static", str(folders[1]), "--jobs", "2") as process:
        wait_for(lambda: some.exists() or process.poll() is not None)
        process.kill()
        process.communicate()
    wait_for(lambda: processes_of(process.pid) == [])
    for number, folder in enumerate(folders, 1):
        assert "written" in site.run("export_static", str(folder), "--jobs", str(number))
    one, two = ({path.relative_to(folder): path for path in folder.rglob("*")} for folder in folders)
    assert one.keys() == two.keys()
    differing = [
        path for path in one if one[path].is_file() and one[path].read_bytes() != two[path].read_bytes()
    ]
    assert list(map(str, differing)) == [".export-static"]  # which knows when each file was written


def test_a_static_export_knows_when_nothing_can_have_changed(site, tmp_path):
    def export(*options: str) -> str:
        return site.run("export_static", str(tmp_path), "--jobs", "1", *options).splitlines()[-1]

    first = export()
    number = first.split()[0]
    assert export("--all") == export() == f"{number} unchanged"
    home = tmp_path / "index.html"
    home.write_text("changed by hand")
    assert export().startswith("1 written")
    assert export() == f"{number} unchanged"
    site.rows("UPDATE articles_post SET title = 'Renamed' WHERE slug = 'article-7'")
    assert "Renamed" not in (tmp_path / "articles/article-7/index.html").read_text()
    assert "written" in export()
    assert "Renamed" in (tmp_path / "articles/article-7/index.html").read_text()
    site.rows(
        "INSERT INTO articles_redirect (old_path, new_path, created_at) VALUES ('/old/', '/about/', '2026-01-01')"
    )
    assert export().startswith("2 written")
    assert (tmp_path / "old/index.html").exists()
    (tmp_path / "old/index.html").unlink()
    assert export().startswith("1 written")


@pytest.mark.django_db
def test_pages_are_rendered_too_and_what_comes_out_the_same_is_not_stored(capsys):
    post, page = make_post(), Page.objects.create(title="About", path="about", body="We *are*.")
    Page.objects.update(body_html="old", rendering_version=0)
    Post.objects.update(rendering_version=0)
    call_command("rerender")
    assert "2 of 2 articles and pages rendered, 1 changed" in capsys.readouterr().out
    page.refresh_from_db()
    assert "<em>are</em>" in page.body_html
    assert Post.objects.get().rendering_version == rendering.VERSION
    Post.objects.update(body_html="<p>old</p>")
    call_command("rerender")
    assert Post.objects.get().body_html == "<p>old</p>"
    call_command("rerender", "--all", "--after", f"article:{post.pk}")
    assert Post.objects.get().body_html == "<p>old</p>"
    call_command("rerender", all=True)
    assert "Some words." in Post.objects.get().body_html


@pytest.mark.django_db
def test_rendering_again_shows_a_picture_that_came_since():
    image = make_image(content=picture_bytes(500, 400))
    post = make_post(body=f"![A table]({image.file.url})")
    post.body_image_rows.all().delete()
    call_command("rerender", all=True)
    assert [row.image for row in post.body_image_rows.all()] == [image]


@pytest.mark.parametrize("wrong", ["120", "series:1", "page:"])
def test_a_place_that_is_none_is_refused(wrong):
    with pytest.raises(CommandError, match="write article:120"):
        call_command("rerender", "--after", wrong)


@pytest.mark.django_db(transaction=True)
def test_where_the_database_is_shared_processes_see_the_same_one(capsys):
    for number in range(120):
        make_post(f"Mentor {number}", body="Meet [again](/about/).")
    Post.objects.update(body_html="", related=[])
    for model in (SearchDocument, Link, PostTerm):
        model.objects.all().delete()
    for command in ("rerender", "rebuild_search", "index_links", "rebuild_related"):
        call_command(command, jobs=2, **({"all": True} if command == "rerender" else {}))
    assert search("meet mentor").count() == 120
    assert Link.objects.count() == 120
    assert not Post.objects.filter(related=[]).exists()
    assert "120 of 120 articles and pages rendered, 120 changed" in capsys.readouterr().out


def process_of(_batch: int) -> int:
    return os.getpid()


@pytest.mark.django_db(transaction=True)
def test_work_of_a_moment_starts_no_processes_unless_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(crew, "PATIENCE", 3600)
    assert [pid for _batch, pid in crew.in_order(process_of, range(9), None)] == [os.getpid()] * 9
    asked_for = [pid for _batch, pid in crew.in_order(process_of, range(9), 2)]
    assert asked_for[0] == os.getpid()
    assert (set(asked_for) != {os.getpid()}) == crew.is_seen_elsewhere()


def read(name: str) -> bytes:
    return Path(default_storage.path(name)).read_bytes()


@pytest.mark.django_db
def test_renditions_that_are_missing_or_cut_off_are_made(settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    whole, lacking = (
        make_image(content=picture_bytes(900, 600, colour=colour)) for colour in ("red", "teal")
    )
    gone, cut = lacking.file_names[1:3]
    contents = {name: read(name) for name in (gone, cut)}
    default_storage.delete(gone)
    Path(default_storage.path(cut)).write_bytes(b"")
    moment = default_storage.get_modified_time(whole.file_names[1])
    call_command("make_renditions")
    assert "1 of 2 pictures lacked renditions" in capsys.readouterr().out
    assert {name: read(name) for name in (gone, cut)} == contents
    assert default_storage.get_modified_time(whole.file_names[1]) == moment
    for name in lacking.file_names:
        default_storage.delete(name)
    with pytest.raises(CommandError, match="1 pictures"):
        call_command("make_renditions")
    assert f"failed  picture {lacking.pk} ({lacking.file.name})" in capsys.readouterr().out


@pytest.mark.django_db
def test_pictures_that_wait_for_their_file_lack_nothing(capsys):
    make_image()
    assert make_renditions.make([]) == (0, [])
    call_command("make_renditions")
    assert "0 of 1 pictures" in capsys.readouterr().out


def test_who_interrupts_sees_no_traceback():
    with (
        pytest.raises(CommandError, match=r"Interrupted; what is done stays\. Once more\."),
        resumable(lambda: "Once more."),
    ):
        raise KeyboardInterrupt


@pytest.mark.django_db
def test_words_of_other_names_are_found_after_a_rebuild(capsys):
    make_post("Weak ties", category=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_post SET title = 'Strong bonds'")
    call_command("rebuild_search", after=0)
    assert search("strong bonds").exists()
    assert not search("weak").exists()
