"""Real articles, in and out again: the one that all began with, and those of nine blogs, where they are at hand."""

import io
import json

import pytest
from django.core.management import call_command

from articles import roles
from articles.exporters import ExportedFile, files
from articles.importers import JekyllReader
from articles.importers.load import LoadOptions, load
from articles.models import Page, Post
from tests.conftest import ROOT
from tests.factories import make_author, make_category, make_post, make_user
from tests.importers.sources import ARTICLE, write
from tests.plain_browser import PlainBrowser

from .headers import changed_lines

pytestmark = pytest.mark.django_db
SEED = ROOT.parent / "shared" / "seed" / "article.txt"
POSTS = ROOT.parent / "shared" / "fidelity" / "posts.jsonl"


def exported() -> dict[str, bytes]:
    return {
        file.path: file.content
        for file in files()
        if isinstance(file, ExportedFile) and isinstance(file.content, bytes)
    }


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_seed_article_goes_out_as_it_came(tmp_path):
    call_command("import_posts", "jekyll", str(SEED), "--no-fetch", stdout=io.StringIO())
    call_command("export_posts", str(tmp_path / "out"), stdout=io.StringIO())
    assert (tmp_path / "out" / "article.txt").read_bytes() == SEED.read_bytes()


def test_the_starter_articles_go_out_as_they_came():
    starter = ROOT / "articles" / "starter"
    call_command("import_posts", "jekyll", str(starter), "--no-fetch", stdout=io.StringIO())
    found = exported()
    texts = list(starter.glob("_posts/*.md"))
    assert [path for path in texts if found[f"_posts/{path.name}"] != path.read_bytes()] == []
    assert texts


@pytest.mark.skipif(not POSTS.exists(), reason="the real articles are not beside this checkout")
def test_every_real_article_goes_out_as_it_came(tmp_path):
    with POSTS.open() as rows:
        posts = [json.loads(row) for row in rows]
    # By blog, since several keep their posts in folders of one name.
    sources = {f"{post['corpus']}/{post['path']}": post["source"] for post in posts}
    assert len(sources) == len(posts) == 1312
    failed = {
        entry.path: entry.reason
        for entry in load(JekyllReader(write(tmp_path, sources)), LoadOptions())
        if entry.state == "failed"
    }
    assert failed == {}
    found = exported()
    assert [path for path, source in sources.items() if found.get(path) != source.encode()] == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_title_changed_in_the_admin_is_one_line(tmp_path, end):
    source = "\ufeff" + ARTICLE.rstrip("\n").replace("\n", end)
    folder = write(tmp_path, {"_posts/2023-04-05-hello.md": source, "_config.yml": "title: x\n"})
    call_command("import_posts", "jekyll", str(folder), "--no-fetch", stdout=io.StringIO())
    roles.give(make_user("grace", password="a long walk"), roles.EDITORS)
    browser = PlainBrowser().open("/admin/").fill(username="grace", password="a long walk").press("Log in")
    browser.open(f"/admin/articles/post/{Post.objects.get().pk}/change/")
    browser.fill(title="Ten Minutes: “Hello”").press("Save")
    assert Post.objects.get().title == "Ten Minutes: “Hello”"
    text = exported()["_posts/2023-04-05-hello.md"].decode()
    assert changed_lines(source, text) == [
        f'- title:  "Ten Minutes of Courage: How to Say Hello"{end}',
        f'+ title:  "Ten Minutes: “Hello”"{end}',
    ]


def test_articles_written_here_come_back_from_an_export_as_themselves(tmp_path):
    author, category = make_author("Kim"), make_category("Career and Work")
    given = {"author": author, "category": category, "description": "On ties", "series_position": 0}
    make_post("Ties: that hold", ["Zeal", "Small-Talk"], body="Words.\n\n- one {{ two }}\n", **given)
    make_post("Later", slug="later", body="Words\r\n[x](y/)", status="draft", show_toc=True)
    make_post("No words", body="")
    Page.objects.create(title="About", path="about/us", body="Words.", is_public=True)
    before = {post.pk: (post.title, post.slug, post.body, post.status) for post in Post.objects.all()}
    call_command("export_posts", str(tmp_path / "out"), stdout=io.StringIO())
    told = io.StringIO()
    for _time in range(2):
        call_command("import_posts", "jekyll", str(tmp_path / "out"), "--no-fetch", stdout=told, stderr=told)
    after = {post.pk: (post.title, post.slug, post.body, post.status) for post in Post.objects.all()}
    assert after == before, told.getvalue()
    assert Page.objects.count() == 1
    assert "was changed here" not in told.getvalue()
