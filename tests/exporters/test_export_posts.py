"""Moving out through the command that people run, and in again."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.exporters import ExportedFile, files
from articles.models import Author, Image, MenuLink, Page, Post, Redirect, Series, SourceFile
from articles.models.state import TEXTS
from tests.factories import make_author, make_category, make_image, make_post, make_series, picture_bytes
from tests.importers.sources import ARTICLE, write

from .headers import QUIRKS, changed_lines

pytestmark = pytest.mark.django_db
NAME = "_posts/2023-04-05-saying-hello.md"


def run(*arguments) -> str:
    output = io.StringIO()
    call_command(*map(str, arguments), stdout=output)
    return output.getvalue()


def import_posts(path: Path) -> str:
    return run("import_posts", "jekyll", path, "--no-fetch")


def export(folder: Path, *arguments: str) -> dict[str, bytes]:
    run("export_posts", folder, *arguments)
    return files_in(folder)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def change(**fields) -> Post:
    post, tags = Post.objects.get(), fields.pop("tags", None)
    for name, value in fields.items():
        setattr(post, name, value)
    post.save(tags=tags)
    return post


@pytest.fixture
def site(tmp_path):
    """A Jekyll site of one article."""
    return write(tmp_path / "site", {NAME: ARTICLE, "_config.yml": "title: Old site\n"})


def quirky_files() -> dict[str, str | bytes]:
    """Return articles with headers and bodies of every odd kind."""
    bodies = ["Text\n", "\n\n  Indented, no end", "a\r\nb\r\n", "", "\t---\n\nx\n", "한국어 🎉\n\n\n"]
    found: dict[str, str | bytes] = {}
    for number, block in enumerate(QUIRKS):
        for place, body in enumerate(bodies):
            end = "\r\n" if place % 2 else "\n"
            header = "" if not block else f"---{' ' * (place % 3)}\n{block}---\n".replace("\n", end)
            mark = "\ufeff" if place == 3 else ""
            found[f"_posts/2023-01-{number + 1:02}-quirk-{place}.md"] = f"{mark}{header}{body}"
    return found


def test_what_came_in_unchanged_goes_out_byte_for_byte(tmp_path):
    source = write(tmp_path / "site", quirky_files())
    import_posts(source)
    before = files_in(source)
    assert Post.objects.count() == len(before)
    after = export(tmp_path / "out")
    assert {path: after.get(path) for path in before} == before


def test_a_second_import_of_the_export_changes_nothing(tmp_path):
    source = write(tmp_path / "site", quirky_files())
    import_posts(source)
    exported = export(tmp_path / "out")
    before = state()
    report = import_posts(tmp_path / "out")
    assert "created  _posts" not in report
    assert "updated" not in report
    assert state() == before
    assert export(tmp_path / "again") == exported


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Ten: minutes"}, ['- title:  "Ten Minutes of Courage: How to Say Hello"', '+ title:  "Ten: minutes"']),
        (
            {"tags": ["Zeal", "Networking", "Courage", "Apt", "New one"]},
            ["- tag: [Zeal, Networking, SmallTalk, Courage, Apt, ]", "+ tag: [Zeal, Networking, Courage, Apt, New one, ]"],
        ),
        ({"show_toc": True}, ["- toc: false", "+ toc: true"]),
        ({"sidebar": ""}, ["- sidebar:", '-     nav: "counts"']),
        ({"custom_excerpt": "Say *hello* first"}, ["+ excerpt: Say \\*hello\\* first"]),
        ({"status": "in_review"}, ["+ published: false", "+ status: in_review"]),
        ({"published_at": datetime(2024, 1, 2, 3, tzinfo=UTC)}, ["+ date: 2024-01-02 03:00:00 +0000"]),
        ({"slug": "hello"}, ["+ slug: hello", "+ redirect_from:", "+   - /articles/saying-hello/"]),
        ({"body": "Other words.\n"}, None),
    ],
)  # fmt: skip
def test_an_edit_differs_in_exactly_its_lines(site, tmp_path, fields, expected):
    import_posts(site)
    post = change(**fields)
    text = export(tmp_path / "out")[NAME].decode()
    if expected is None:
        assert text == post.front_matter + "Other words.\n"
    else:
        assert sorted(line.removesuffix("\n") for line in changed_lines(ARTICLE, text)) == sorted(expected)
    assert "written" not in run("export_posts", tmp_path / "out", "--update")


def test_what_another_article_s_category_is_called_is_no_change_of_this_one(site, tmp_path):
    make_category("CAREER AND WORK")
    make_post(tags=["networking", "ZEAL"])
    import_posts(site)
    assert export(tmp_path / "out")[NAME].decode() == ARTICLE


def test_a_draft_that_was_published_here_is_among_the_posts(tmp_path):
    import_posts(
        write(tmp_path / "site", {"_drafts/idea.md": "---\ntitle: Idea\n---\nText\n", "_config.yml": ""})
    )
    change(status="published", published_at=datetime(2024, 5, 6, 7, tzinfo=UTC))
    out = export(tmp_path / "out")
    assert (
        out["_posts/2024-05-06-idea.md"] == b"---\ntitle: Idea\ndate: 2024-05-06 07:00:00 +0000\n---\nText\n"
    )
    assert "_drafts/idea.md" not in out


def test_pictures_lie_where_the_texts_name_them(tmp_path):
    picture = picture_bytes(800, 500)
    body = "![A](/assets/a.jpg)\n\n![B]({{ site.baseurl }}/assets/b%20c.jpg)\n\n![C](https://images.example/c.jpg)\n"
    other = picture_bytes(600, 400, colour="red")
    import_posts(write(tmp_path / "site", {
        NAME: f"---\ntitle: X\nheader: {{image: /assets/hero.jpg}}\n---\n{body}", "_config.yml": "title: x\n",
        "assets/a.jpg": picture, "assets/b c.jpg": picture, "assets/hero.jpg": other,
    }))  # fmt: skip
    out = export(tmp_path / "out")
    assert {path for path in out if path.startswith("assets")} == {
        "assets/a.jpg",
        "assets/b c.jpg",
        "assets/hero.jpg",
    }
    assert not any("images.example" in path for path in out)
    wipe()
    Image.objects.all().delete()
    import_posts(tmp_path / "out")
    assert Post.objects.get().hero_image.source_url == "/assets/hero.jpg"
    assert Post.objects.get().body_image_rows.count() == 3


def test_files_that_articles_link_to_lie_where_they_lay(tmp_path):
    body = "[My life](/assets/My%20CV.pdf) and [table](/assets/table.csv)\n"
    given = {"assets/My CV.pdf": b"%PDF-1.4 x", "assets/table.csv": b"a,b\r\n"}
    texts = {NAME: f"---\ntitle: X\n---\n{body}", "_config.yml": "title: x\n"}
    import_posts(write(tmp_path / "site", {**texts, **given}))
    out = export(tmp_path / "out")
    assert {path: content for path, content in out.items() if path.startswith("assets/")} == given


def test_the_pictures_of_the_old_site_are_not_replaced_by_copies(tmp_path):
    picture = picture_bytes(800, 500, kind="WEBP")
    site = write(tmp_path / "site", {
        NAME: "---\ntitle: X\n---\n![A](/assets/a.webp)\n", "_config.yml": "title: x\n", "assets/a.webp": picture,
    })  # fmt: skip
    before = files_in(site)
    import_posts(site)
    after = export(site, "--update")
    assert {path: after[path] for path in before} == before
    assert export(tmp_path / "out")["assets/a.webp"] != picture
    (site / "assets" / "a.webp").write_bytes(b"broken")
    assert export(site, "--update")["assets/a.webp"] == files_in(tmp_path / "out")["assets/a.webp"]


def test_who_a_key_of_an_author_is_stays_known(tmp_path):
    import_posts(write(tmp_path / "site", {
        NAME: "---\ntitle: X\nauthor: ada\n---\nText\n", "_config.yml": "title: x\n",
        "_data/authors.yml": "ada:\n  name: Ada Lovelace\n  bio: Writes.\n",
    }))  # fmt: skip
    exported = export(tmp_path / "out")
    assert exported[NAME] == b"---\ntitle: X\nauthor: ada\n---\nText\n"
    wipe()
    import_posts(tmp_path / "out")
    assert (Post.objects.get().author.name, Post.objects.get().author.bio) == ("Ada Lovelace", "Writes.")


def test_another_author_is_named_in_the_key_s_place(tmp_path):
    import_posts(write(tmp_path / "site", {
        NAME: "---\ntitle: X\nauthor: ada\n---\nText\n", "_config.yml": "title: x\n",
        "_data/authors.yml": "ada:\n  name: Ada Lovelace\n",
    }))  # fmt: skip
    change(author=make_author("Grace Hopper"))
    assert export(tmp_path / "out")[NAME] == b"---\ntitle: X\nauthor: Grace Hopper\n---\nText\n"


HUGO = {
    "hugo.toml": 'baseURL = "https://www.example/"\n',
    "content/posts/weak/index.md": '+++\ntitle = "Weak ties"\ndate = 2023-04-05T10:00:00Z\ntags = ["a"]\n+++\n\n![x](b.jpg)',
    "content/posts/json.md": '{\n  "title": "Json",\n  "date": "2023-04-05",\n  "draft": true\n}\n\nBody\n',
    "content/posts/yaml.md": "---\r\nTitle: Upper\r\nDate: 2023-04-05\r\n---\r\nBody",
    "content/about.md": "---\ntitle: About\n---\nWe\n",
}
PELICAN = {
    "pelicanconf.py": "SITEURL = 'https://www.example'\n",
    "content/meta.md": "Title: Weak ties\nDate: 2023-04-05 10:00\nTags: a, b\n\nText\n",
    "content/plain.md": "# A heading\n\nText without an end",
}


@pytest.mark.parametrize(("system", "sources"), [("hugo", HUGO), ("markdown", PELICAN)])
def test_files_of_other_systems_go_out_as_they_came(tmp_path, system, sources):
    site = write(tmp_path / "site", {**sources, "content/posts/weak/b.jpg": picture_bytes(500, 300)})
    run("import_posts", system, site, "--no-fetch")
    texts = {path: text for path, text in sources.items() if path.endswith(".md")}
    out = export(tmp_path / "out")
    assert {path: out[path].decode() for path in texts} == texts
    for post in Post.objects.all():
        post.title = f"{post.title}: new"
        post.save()
    out = export(tmp_path / "changed")
    named = [path for path in texts if "title" in texts[path].lower() and "about" not in path]
    kept = {"content/meta.md": 3}  # Pelican makes slugs of titles: the slug is told from now on
    assert [len(changed_lines(texts[path], out[path].decode())) for path in named] == [
        kept.get(path, 2) for path in named
    ]
    assert out.get("content/posts/weak/b.jpg") or system != "hugo"
    run("export_posts", site, "--update")
    before = {title: row[:3] for title, row in state().items()}
    run("import_posts", system, site, "--no-fetch")
    assert "updated" not in run("import_posts", system, site, "--no-fetch")
    assert {title: row[:3] for title, row in state().items()} == before


def wipe() -> None:
    for model in (Post, Page, Redirect, Series, Author, MenuLink, SourceFile):
        model.objects.all().delete()


def furnish() -> None:
    """Make articles, a page and redirects that came from no file."""
    hero = make_image(alt="A long: table", caption="At *noon*")
    full = {
        "category": make_category("Work: & life"),
        "author": make_author("Ada Lovelace", bio="Writes on work.", links="https://example.org/ada"),
        "series": make_series("Beginnings"),
        "series_position": 3,
        "hero_image": hero,
        "custom_excerpt": "Say *hello* & #smile",
        "description": "yes",
        "canonical_url": "https://example.org/a?b=c#d",
        "show_toc": True,
        "show_author": False,
        "sidebar": "counts",
        "withdraw_at": "2099-01-01T00:00Z",
    }
    tags = ["C#", "2024", "yes", "1.10", "small talk", "한국어", "a: b"]
    post = make_post("Weak: ties #1", slug="weak", tags=tags, body=f"![x]({hero.file.url})\n\nText", **full)
    post.slug = "weak-ties"
    post.save()
    make_post("1.10", body="Text with {{ braces }} and {% tags %}.", slug="2024")
    make_post("'Quoted' \"twice\"", status="draft", published_at="2026-01-02T03:04:05Z", body="No end")
    make_post("- 한국어: 🎉", status="in_review", published_at="2026-01-02T03:04:05Z")
    make_post("Gone", status="withdrawn", published_at="2026-01-02T23:04:05Z")
    make_post("@later", published_at="2099-01-02T23:04:05Z")
    make_post("In the bin", status="binned")
    Redirect.objects.leave("/old/weak.html", "/articles/weak-ties/")
    Redirect.objects.leave("/category/before: #1/", "/category/work-and-life/")
    Redirect.objects.leave("/한국어/" + "x" * 200, "/tag/2024/")


FIELDS = [*TEXTS, "show_toc", "show_author", "series_position", "published_at", "withdraw_at"]


def state() -> dict:
    posts = Post.objects.exclude(status="binned").order_by("title")
    return {
        post.title: (
            [getattr(post, name) for name in FIELDS],
            [str(getattr(post, name) or "") for name in ("category", "series", "author")],
            post.tags.names(),
            (post.hero_image.alt, post.hero_image.caption) if post.hero_image else None,
            post.body_html if not post.hero_image else "",
        )
        for post in posts
    }


def redirects() -> dict[str, str]:
    return dict(Redirect.objects.exclude(new_path__startswith="/media/").values_list("old_path", "new_path"))


def test_new_articles_come_back_as_they_were(tmp_path):
    furnish()
    before, led = state(), redirects()
    exported = export(tmp_path / "out")
    wipe()
    import_posts(tmp_path / "out")
    assert state() == before
    assert led.items() <= redirects().items()
    ada = Author.objects.get()
    assert (ada.name, ada.bio, ada.links) == ("Ada Lovelace", "Writes on work.", "https://example.org/ada")
    texts = {path: text for path, text in exported.items() if path.endswith((".md", ".yml"))}
    again = export(tmp_path / "again")
    assert {path: text for path, text in again.items() if path.endswith((".md", ".yml"))} == texts


def test_a_new_article_has_tidy_front_matter(tmp_path):
    make_post(
        "Weak ties", slug="weak", published_at="2026-03-01T09:00Z", tags=["One", "two words"], body="Text\n",
        category=make_category("Work"), author=make_author("Ada"), show_toc=True, series=make_series("Beginnings"),
    )  # fmt: skip
    out = export(tmp_path / "out")
    assert out["_posts/2026-03-01-weak.md"].decode() == (
        "---\ntitle: Weak ties\ndate: 2026-03-01 09:00:00 +0000\ncategory: Work\ntags:\n  - One\n  - two words\n"
        "author: Ada\ntoc: true\nseries: Beginnings\n---\n\nText\n"
    )
    assert set(out) == {"_posts/2026-03-01-weak.md", "_config.yml"}


def test_what_a_page_s_header_tells_is_told_once(tmp_path):
    header = "---\ntitle: About\npermalink: /about-us/\nredirect_from: /who/we/are.html\n---\n"
    import_posts(
        write(tmp_path / "site", {"about.md": f"{header}We.\n", NAME: ARTICLE, "_config.yml": "title: x\n"})
    )
    assert Redirect.objects.get(old_path="/who/we/are.html").new_path == "/about-us/"
    out = export(tmp_path / "out")
    assert out["about.md"].decode() == f"{header}We.\n"
    assert b"/who/we" not in out["_data/redirects.yml"]
    page = Page.objects.get()
    page.path, page.title, page.is_public = "us", "Us: all", False
    page.save()
    text = export(tmp_path / "changed")["about.md"].decode()
    assert sorted(line.strip() for line in changed_lines(f"{header}We.\n", text)) == [
        "+ permalink: /us/", "+ published: false", '+ title: "Us: all"', "- permalink: /about-us/", "- title: About",
    ]  # fmt: skip


def test_a_file_of_redirects_that_cannot_be_read_is_named(tmp_path):
    lines = [f"/old-{number}/: /articles/saying-hello/\n" for number in range(2500)]
    lines[1500] = "/broken: [\n"
    site = write(tmp_path / "site", {NAME: ARTICLE, "_config.yml": "", "_data/redirects.yml": "".join(lines)})
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("import_posts", "jekyll", str(site), "--no-fetch", "--brief", stdout=output)
    assert "failed  _data/redirects.yml:150" in output.getvalue()
    assert Redirect.objects.filter(old_path__startswith="/old-").count() == 2499


def test_drafts_can_be_left_out(tmp_path):
    make_post("One", slug="one")
    make_post("Two", slug="two", status="draft")
    assert "_drafts/two.md" in export(tmp_path / "all", "--drafts")
    assert not any("two" in path for path in export(tmp_path / "public", "--no-drafts"))


def test_a_page_is_a_file_with_its_address(tmp_path):
    Page.objects.create(
        title="About: us", path="legal/about", body="We.\n", description="Who", is_public=True
    )
    Page.objects.create(title="Hidden", path="hidden", body="Not yet.")
    out = export(tmp_path / "out")
    assert out["legal/about.md"].decode() == (
        '---\nlayout: page\ntitle: "About: us"\npermalink: /legal/about/\ndescription: Who\n---\n\nWe.\n'
    )
    assert b"published: false" in out["hidden.md"]


def test_a_folder_that_holds_something_is_refused(tmp_path):
    make_post(slug="one")
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="is not empty; --update"):
        export(tmp_path)
    (tmp_path / "_config.yml").write_text("title: Mine\n")
    report = run("export_posts", tmp_path, "--update")
    assert "_config.yml: is there already" in report
    assert (tmp_path / "_config.yml").read_text() == "title: Mine\n"
    assert (tmp_path / "mine.txt").read_text() == "x"


def test_an_update_writes_what_differs(tmp_path):
    post = make_post("One", slug="one")
    make_post("Two", slug="two")
    out = tmp_path / "out"
    assert run("export_posts", out) == "3 written\n"
    assert run("export_posts", out, "--update") == "3 unchanged\n"
    post.title = "Changed"
    post.save()
    assert run("export_posts", out, "--update") == "2 unchanged, 1 written\n"


@pytest.mark.parametrize(
    "path", ["../out.md", "/etc/out.md", "a/../../out.md", "C:\\out.md", "a\0b.md", "a//b.md"]
)
def test_no_file_leaves_the_folder(site, tmp_path, path):
    import_posts(site)
    record = Post.objects.get().import_record
    record.source_file = path
    record.save()
    out = tmp_path / "deep" / "out"
    (text,) = (content for name, content in export(out).items() if name.endswith(".md"))
    assert text.decode() == ARTICLE
    assert set(files_in(tmp_path / "deep")) == {f"out/{name}" for name in files_in(out)}


def test_a_link_in_the_folder_leads_nowhere_else(site, tmp_path):
    import_posts(site)
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "_posts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CommandError, match="1 could not be exported"):
        run("export_posts", tmp_path / "out", "--update")
    assert files_in(tmp_path / "elsewhere") == {}


def test_a_file_that_cannot_be_had_is_named_and_the_rest_goes_on(tmp_path, capsys):
    image = make_image()
    make_post("One", slug="one", body=f"![x]({image.file.url})")
    make_post("Two", slug="two")
    image.file.storage.delete(str(image.file))
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 could not be exported"):
        call_command("export_posts", str(tmp_path / "out"), stdout=output)
    assert f"failed  media/{image.file}  its file" in output.getvalue()
    assert len(list((tmp_path / "out" / "_posts").iterdir())) == 2


def test_two_pictures_of_one_address_are_told_apart(tmp_path):
    pictures = [make_image(content=picture_bytes(300 + number, 200)) for number in range(2)]
    for number, image in enumerate(pictures):
        Image.objects.filter(pk=image.pk).update(source_url="/assets/a.jpg")
        make_post(slug=f"a-{number}", hero_image=Image.objects.get(pk=image.pk))
    report = run("export_posts", tmp_path / "out")
    assert "assets/a.jpg: another file is here; not exported" in report


def test_a_category_that_the_folder_outweighs_is_said(tmp_path):
    import_posts(write(tmp_path / "site", {f"work/{NAME}": "---\ntitle: X\n---\nText\n", "_config.yml": ""}))
    change(category=make_category("Meeting"))
    report = run("export_posts", tmp_path / "out")
    assert "the category Meeting stands beside others" in report
    assert b"category: Meeting" in files_in(tmp_path / "out")[f"work/{NAME}"]


def test_two_sources_of_one_name_are_two_files(tmp_path):
    for title in ("First", "Second"):
        folder = write(tmp_path / title, {"article.txt": f"---\ntitle: {title}\n---\nText."})
        import_posts(folder / "article.txt")
    texts = [
        content.decode()
        for path, content in export(tmp_path / "out").items()
        if path.endswith((".txt", ".md"))
    ]
    assert sorted(texts) == ["---\ntitle: First\n---\nText.", "---\ntitle: Second\n---\nText."]


def test_more_articles_need_no_more_queries(django_assert_max_num_queries):
    author, image = make_author("Ada", bio="x"), make_image()
    for number in range(12):
        make_post(tags=["a", "b"], author=author, body=f"![x]({image.file.url}) {number}")
    with django_assert_max_num_queries(20):
        found = [file.path for file in files() if isinstance(file, ExportedFile)]
    assert len(found) == 12 + 1 + 2
