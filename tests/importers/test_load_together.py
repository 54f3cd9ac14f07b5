"""Many at once: what is stored is what one after the other would have stored, and a kill loses nothing of that."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import IntegrityError, transaction

from articles.importers import ImportedPost
from articles.importers.load import LoadOptions, load
from articles.models import (
    Category,
    ImportRecord,
    Link,
    Post,
    PostTerm,
    Redirect,
    Revision,
    SearchDocument,
    SearchWord,
    TaggedPost,
    gathered,
    posts_stored,
)
from articles.related import Index, relate
from tests.factories import make_post

ROOT = Path(__file__).resolve().parent.parent.parent
A_DAY = datetime(2023, 4, 5, 9, tzinfo=UTC)
SUBJECTS = [
    "letters coffee",
    "letters meetings",
    "coffee mentors",
    "meetings tables",
    "mentors advice evenings",
]


def imported(number: int, **fields) -> ImportedPost:
    subject = SUBJECTS[number % len(SUBJECTS)]
    body = f"Article {number} on {subject}.\n\n## About {subject}\n\n[Next](/articles/article-{number + 1}/) #tag{number % 3}\n"
    given = {
        "title": f"Article {number}: {subject}",
        "slug": f"article-{number}",
        "body": body * (number % 3 + 1),
        "categories": [f"Category {number % 2}"],
        "tags": [f"Tag{number % 3}", subject.split()[0]],
        "published_at": A_DAY + timedelta(hours=number),
        "old_paths": [f"/old/{number}.html"],
        **fields,
    }
    return ImportedPost(f"test:{number}", f"{number}.md", **given)


def first_run() -> list[ImportedPost]:
    outcomes = [imported(number) for number in range(14)]
    outcomes[4] = imported(4, body=">" * 5000 + " x", categories=["Category 9"])
    outcomes[9] = imported(9, slug="article-2")
    return outcomes


def second_run() -> list[ImportedPost]:
    return [
        imported(number, title=f"New {number} evenings", tags=["Evenings"])
        if number % 3
        else imported(number)
        for number in range(16)
    ]


def everything() -> dict:
    """Return what is stored of all posts, by slugs in place of keys."""
    slugs = dict(Post.objects.values_list("pk", "slug"))
    fields = ["slug", "title", "body", "body_html", "toc", "excerpt", "words", "status", "category__name"]
    rows = {
        "posts": list(Post.objects.order_by("slug").values_list(*fields)),
        "related": {
            slugs[key]: [(slugs[other], likeness) for other, likeness in related]
            for key, related in Post.objects.values_list("pk", "related")
        },
        "words": set(SearchWord.objects.values_list("word", flat=True)),
        "redirects": sorted(Redirect.objects.values_list("old_path", "new_path")),
        "categories": sorted(Category.objects.values_list("name", flat=True)),
        "records": sorted(ImportRecord.objects.values_list("post__slug", "digest")),
    }
    of_posts = [
        (TaggedPost, "content_object__slug", "position", "tag__name"),
        (PostTerm, "post__slug", "term", "weight"),
        (Link, "post__slug", "line", "address", "path", "kind"),
        (SearchDocument, "post__slug", "title", "body", "tags", "category", "forms", "text"),
        (Revision, "post__slug", "number", "action", "changed", "words"),
    ]
    return rows | {model.__name__: sorted(model.objects.values_list(*names)) for model, *names in of_posts}


def states(outcomes: list[ImportedPost], together: int) -> list[tuple]:
    return [(entry.state, entry.address) for entry in load(outcomes, LoadOptions(together=together))]


@pytest.mark.django_db
def test_many_at_once_are_stored_as_one_by_one():
    ends = []
    for together in (1, 5, 50):
        try:
            with transaction.atomic():
                make_post("Of before, on coffee and letters", tags=["coffee"], slug="before")
                reports = states(first_run(), together), states(second_run(), together)
                ends.append((reports, everything()))
                raise InterruptedError  # takes all back, so that the next has the same to start from
        except InterruptedError:
            pass
    assert [state for state, _address in ends[0][0][0]].count("failed") == 1
    assert len(ends[0][1]["PostTerm"]) > 50
    for (reports, stored), together in zip(ends[1:], (5, 50), strict=True):
        assert reports == ends[0][0], together
        assert {name: rows for name, rows in stored.items() if rows != ends[0][1][name]} == {}


def make_and_undo(title: str) -> None:
    with transaction.atomic(), gathered():
        make_post(title)
        raise IntegrityError


@pytest.mark.django_db
def test_what_follows_is_told_once_and_not_of_what_was_undone():
    told = []

    def note(posts, **kwargs):
        told.append([post.title for post in posts])

    posts_stored.connect(note)
    try:
        with transaction.atomic(), gathered():
            make_post("One")
            with pytest.raises(IntegrityError):
                make_and_undo("Undone")
            with gathered():
                make_post("Two")
        make_post("Alone")
    finally:
        posts_stored.disconnect(note)
    assert told == [["One", "Two"], ["Alone"]]


@pytest.mark.django_db
def test_a_post_stored_twice_at_once_is_indexed_as_it_ended():
    with transaction.atomic(), gathered():
        post = make_post("First", body="[One](/one/)")
        post.body = "[Two](/two/)"
        post.save()
        post.title = "Last"
        post.save()
    assert list(Link.objects.values_list("path", flat=True)) == ["/two/"]
    assert SearchDocument.objects.get().title == "last"


@pytest.mark.django_db
def test_what_is_remembered_of_terms_is_what_the_database_has(monkeypatch):
    posts = [
        make_post(f"Article {number} {subject}", body=subject) for number, subject in enumerate(SUBJECTS * 3)
    ]
    expected = everything()["related"]
    for remembered in (0, 10**6):
        monkeypatch.setattr("articles.related.REMEMBERED", remembered)
        PostTerm.objects.all().delete()
        Post.objects.update(related=[])
        index = Index()
        for start in range(0, len(posts), 4):
            relate(posts[start : start + 4], index)
        counts = {term: PostTerm.objects.filter(term=term).count() for term in index.spread}
        assert index.spread == counts
        assert {
            slug: {other for other, _ in near} for slug, near in everything()["related"].items()
        }.keys() == (expected.keys())


@pytest.mark.django_db(transaction=True)
def test_what_comes_out_at_the_end_of_a_batch_spoils_one_file_alone():
    def refuse(posts, **kwargs):
        if any(post.title == "Bad" for post in posts):
            raise IntegrityError("no such row")

    posts_stored.connect(refuse)
    try:
        found = list(load([imported(1), imported(2, title="Bad"), imported(3)], LoadOptions()))
    finally:
        posts_stored.disconnect(refuse)
    assert [entry.state for entry in found] == ["created", "failed", "created"]
    assert "no such row" in found[1].reason
    assert SearchDocument.objects.count() == Post.objects.count() == 2


class Site(NamedTuple):
    """A database of its own, and the command as people run it."""

    folder: Path

    def run(self, *arguments: str) -> subprocess.Popen:
        foreign = {"DATABASE_URL", "SITE_URL"}
        environment = {key: value for key, value in os.environ.items() if key not in foreign}
        environment |= {
            "VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "PYTHONUNBUFFERED": "1",
        }
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def rows(self) -> dict[str, list]:
        connection = sqlite3.connect(self.folder / "db.sqlite3")
        try:
            return {query: connection.execute(query).fetchall() for query in QUERIES}
        finally:
            connection.close()


QUERIES = [
    "SELECT id, slug, title, body, body_html, related, words, import_ref FROM articles_post ORDER BY id",
    "SELECT post_id, digest, fields FROM articles_importrecord ORDER BY post_id",
    "SELECT post_id, number, action FROM articles_revision ORDER BY 1, 2",
    "SELECT post_id, term, weight FROM articles_postterm ORDER BY 1, 2",
    "SELECT post_id, line, address FROM articles_link ORDER BY 1, 2, 3",
    "SELECT post_id, title, body, text FROM articles_searchdocument ORDER BY 1",
    "SELECT word FROM articles_searchword ORDER BY 1",
    "SELECT content_object_id, position, tag_id FROM articles_taggedpost ORDER BY 1, 2",
    "SELECT old_path, new_path FROM articles_redirect ORDER BY 1",
    "SELECT name, slug FROM articles_tag ORDER BY 1",
]


def write_site(folder: Path, count: int) -> Path:
    (folder / "_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text("title: Old\npermalink: /:categories/:title/\n")
    for number in range(count):
        subject = SUBJECTS[number % len(SUBJECTS)]
        header = f"---\ntitle: Article {number}\ncategories: Letters\ntags: [A{number % 7}, {subject}]\n---\n"
        body = f"On {subject}, for the {number}th time. [Next](/letters/article-{number + 1}/)\n"
        name = f"2023-04-{1 + number % 28:02d}-article-{number}.md"
        (folder / "_posts" / name).write_text(header + body)
    return folder


def test_an_import_that_is_killed_and_run_again_ends_as_if_it_had_not_been(tmp_path):
    source = write_site(tmp_path / "source", 170)
    killed, whole = Site(tmp_path / "killed"), Site(tmp_path / "whole")
    for site in (killed, whole):
        site.folder.mkdir()
    with killed.run("migrate", "-v", "0") as migrating:
        migrating.communicate()
    (whole.folder / "db.sqlite3").write_bytes((killed.folder / "db.sqlite3").read_bytes())

    running = killed.run("import_posts", "jekyll", str(source), "--no-fetch")
    answered = 0
    for line in running.stdout:
        answered += line.startswith("created")
        if answered == 60:
            os.kill(running.pid, signal.SIGKILL)
            break
    assert running.wait() == -signal.SIGKILL
    running.stdout.close()
    stored = len(killed.rows()[QUERIES[0]])
    assert 60 <= stored < 170
    assert len(killed.rows()[QUERIES[5]]) == stored  # what follows from an article is there with it

    for site in (killed, whole):
        with site.run("import_posts", "jekyll", str(source), "--no-fetch", "--brief") as again:
            report = again.stdout.read()
        assert again.returncode == 0, report
        assert (f"{stored} unchanged" in report) == (site is killed)
    assert {query: rows for query, rows in killed.rows().items() if rows != whole.rows()[query]} == {}
