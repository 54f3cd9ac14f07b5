"""The files that say how a site is read: in, out into an empty folder, and in again."""

import pytest

from articles.exporters import ExportedFile, ExportFailure, files
from articles.importers import READERS, ImportedSourceFile, ImportSkip, JekyllReader, ReadOptions
from articles.importers.source_files import MAX_BYTES, WRITTEN_HERE
from articles.models import Author, Category, Image, Page, Post, Redirect, SourceFile, Tag
from tests.factories import make_author, make_post
from tests.importers.jekyll_site import STYLES, write_sources
from tests.importers.sources import write

from .test_export_posts import export, import_posts, run

pytestmark = pytest.mark.django_db
CONFIG = """\
# Ours, with odd   spaces
title: "Weak ties"
company: Example Walks
permalink: /:year/:title.html
timezone: Asia/Seoul
collections: {talks: {output: true, permalink: "/talk/:name/"}}
defaults:
- {scope: {path: "", type: posts}, values: {author: Ann, toc: true, tags: [Zeal]}}
"""
AUTHORS = "Ann: {name: ann, bio: Walks.}\nbob:\n  name: Bob\n"
SITE = {
    "_config.yml": CONFIG,
    "_data/authors.yml": AUTHORS,
    "_data/navigation.yml": "main:\n- {title: Talks, url: /talk/one/}\n",
    "_data/redirects.yml": "# Kept\n/former/: /2023/saying-hello.html\n/gone/: https://other.example/",
    "_posts/2023-04-05-saying-hello.md": "---\ntitle: Hello\n---\nAt {{ site.company }}, with [one]({% link _talks/one.md %}).\n",
    "_posts/2023-04-06-more.md": "---\ntitle: More\nauthor: bob\n---\nMore at {{ site.company }}.\n",
    "_talks/one.md": "---\ntitle: One\n---\nA talk.\n",
}
KEPT = ["_config.yml", "_data/authors.yml", "_data/navigation.yml", "_data/redirects.yml"]


def states(report: str) -> set[str]:
    *lines, _totals = (line for line in report.splitlines() if not line.startswith(" "))
    return {line.split()[0] for line in lines}


def wipe() -> None:
    for model in (Post, Page, Redirect, Author, Category, Tag, SourceFile, Image):
        model.objects.all().delete()


def state() -> list[object]:
    posts = Post.objects.select_related("author", "category").order_by("import_ref")
    return [
        *((p.import_ref, p.slug, p.title, p.status == "draft" or p.published_at, p.show_toc, p.liquid, p.body_html) for p in posts),
        *((str(p.author), p.author and p.author.bio, str(p.category), [*map(str, p.tags.all())]) for p in posts),
        *Page.objects.order_by("path").values_list("path", "title", "body_html", "is_public"),
    ]  # fmt: skip


@pytest.mark.parametrize("style", [None, "pretty", "minimal"])
def test_an_export_into_an_empty_folder_is_the_same_site(tmp_path, style):
    site = write_sources(tmp_path / "site", STYLES[style]) if style else write(tmp_path / "site", {**SITE})
    import_posts(site)
    before = state()
    out = export(tmp_path / "out")
    assert out["_config.yml"] == (site / "_config.yml").read_bytes()
    report = import_posts(tmp_path / "out")
    assert states(report) <= {"unchanged", "skipped"}, report
    assert state() == before
    wipe()
    import_posts(tmp_path / "out")
    assert state() == before
    assert export(tmp_path / "again") == out


def test_the_files_that_a_site_is_read_by_go_out_as_they_came(tmp_path):
    import_posts(write(tmp_path / "site", {**SITE}))
    assert str(Post.objects.get(title="Hello").author) == "ann"
    assert Page.objects.get().path == "talk/one"
    out = export(tmp_path / "out")
    assert {path: out[path].partition(b"\n" + WRITTEN_HERE.encode())[0] for path in KEPT} == {
        path: str(SITE[path]).encode() for path in KEPT
    }


def test_what_only_this_site_knows_stands_behind_what_came(tmp_path):
    import_posts(write(tmp_path / "site", {**SITE}))
    make_post("New", author=make_author("Kim", bio="Writes."))
    Redirect.objects.create(old_path="/mine/", new_path="/articles/saying-hello/")
    out = export(tmp_path / "out")
    authors, redirects = out["_data/authors.yml"].decode(), out["_data/redirects.yml"].decode()
    assert authors == f"{AUTHORS}\n{WRITTEN_HERE}Kim:\n  name: Kim\n  bio: Writes.\n"
    assert redirects.startswith(f"{SITE['_data/redirects.yml']}\n{WRITTEN_HERE}")
    assert "/mine/: /articles/saying-hello/\n" in redirects
    wipe()
    import_posts(tmp_path / "out")
    assert SourceFile.objects.get(path="_data/authors.yml").text == AUTHORS
    assert Author.objects.get(name="Kim").bio == "Writes."
    assert Redirect.objects.get(old_path="/mine/").new_path == "/articles/saying-hello/"
    report = run("export_posts", tmp_path / "site", "--update")
    assert "left as it is" not in report
    assert (tmp_path / "site" / "_data" / "authors.yml").read_text() == authors


def test_what_a_file_does_not_tell_of_this_site_is_said(tmp_path):
    given = SITE | {"_data/redirects.yml": "- one\n- two\n"}
    import_posts(write(tmp_path / "site", {**given}))
    Author.objects.filter(name="ann").update(bio="Runs.")
    Redirect.objects.create(old_path="/mine/", new_path="/articles/saying-hello/")
    report = run("export_posts", tmp_path / "out")
    assert "_data/authors.yml: goes out as it came; ann was changed here" in report
    assert "Bob was changed" not in report
    assert "_data/redirects.yml: goes out as it came; nothing can be added to it: " in report
    assert "/mine/" in report
    assert (tmp_path / "out" / "_data" / "redirects.yml").read_text() == given["_data/redirects.yml"]


def test_a_newer_configuration_is_not_overwritten(tmp_path):
    site = write(tmp_path / "site", {**SITE})
    import_posts(site)
    write(site, {"_config.yml": "title: Newer\n", "_data/navigation.yml": "main: []\n"})
    report = run("export_posts", site, "--update")
    assert "_config.yml: is there already" in report
    assert (site / "_config.yml").read_text() == "title: Newer\n"
    assert (site / "_data" / "navigation.yml").read_text() == "main: []\n"


def test_a_changed_file_is_kept_anew_and_a_dry_run_keeps_nothing(tmp_path):
    site = write(tmp_path / "site", {**SITE})
    run("import_posts", "jekyll", site, "--no-fetch", "--dry-run")
    assert not SourceFile.objects.exists()
    assert "created  _config.yml" in import_posts(site)
    write(site, {"_config.yml": CONFIG + "x: 1\n"})
    assert "updated  _config.yml" in import_posts(site)
    assert SourceFile.objects.get(path="_config.yml").text == CONFIG + "x: 1\n"


@pytest.mark.parametrize(
    ("system", "given", "kept"),
    [
        ("hugo", {
            "hugo.toml": 'title = "x"\r\n', "config/_default/params.yaml": "a: 1\n",
            "content/posts/_index.md": "---\ntitle: Posts\ncascade: {toc: true}\n---\n",
            "content/posts/a.md": "---\ntitle: A\ndate: 2023-04-05\n---\nText\n",
        }, ["hugo.toml", "config/_default/params.yaml", "content/posts/_index.md"]),
        ("markdown", {
            "pelicanconf.py": "SITEURL = ''\nraise SystemExit\n", "content/a.md": "Title: A\nDate: 2023-04-05\n\nText\n",
        }, ["pelicanconf.py"]),
        ("jekyll", {"_config.yml": "", "_posts/2023-04-05-a.md": "---\n---\n"}, ["_config.yml"]),
        ("jekyll", {"_config.yml": WRITTEN_HERE + "title: x\n", "_posts/2023-04-05-a.md": "---\n---\n"}, []),
    ],
)  # fmt: skip
def test_every_system_gives_its_configuration_back(tmp_path, system, given, kept):
    site = write(tmp_path / "site", {**given})
    found = [
        outcome for outcome in READERS[system](site, ReadOptions()) if isinstance(outcome, ImportedSourceFile)
    ]
    assert [file.path for file in found] == kept
    run("import_posts", system, site, "--no-fetch")
    out = export(tmp_path / "out")
    assert {path: out[path] for path in kept} == {path: given[path].encode() for path in kept}
    assert "updated" not in run("import_posts", system, tmp_path / "out", "--no-fetch")


@pytest.mark.parametrize("bad", [b"a: \xff\n", b"# " + "é".encode() * (MAX_BYTES // 2) + b"\n"])
def test_a_file_that_cannot_be_kept_is_named(tmp_path, bad):
    site = write(tmp_path / "site", {**SITE, "_data/redirects.yml": bad})
    outcomes = list(JekyllReader(site))
    assert "_data/redirects.yml" not in [o.path for o in outcomes if isinstance(o, ImportedSourceFile)]
    (skip,) = (o for o in outcomes if isinstance(o, ImportSkip) and o.path == "_data/redirects.yml")
    assert skip.reason.startswith("an export will not give it back")


def test_one_article_brings_no_files_of_its_site(tmp_path):
    site = write(tmp_path / "site", {**SITE})
    found = list(JekyllReader(site / "_posts" / "2023-04-05-saying-hello.md"))
    assert not any(isinstance(outcome, ImportedSourceFile) for outcome in found)


def test_a_path_that_leads_out_is_refused():
    SourceFile.objects.create(path="../_config.yml", text="x")
    found = [*files()]
    assert found == [ExportFailure("../_config.yml", "its path leads out of the folder")]
    assert not any(isinstance(outcome, ExportedFile) for outcome in found)
