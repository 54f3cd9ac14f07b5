import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.importers import (
    READERS,
    HugoReader,
    ImportedFile,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedSourceFile,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    ReadOptions,
)
from articles.models import Page, Post

from .sources import warnings, write

CONFIG = """
baseURL = "https://old.example/site/"
title = "Old"
timeZone = "Europe/Paris"
defaultContentLanguage = "en"
disableKinds = []

[permalinks]
news = "/:year/:month/:slug/"

[languages.en]
weight = 1
[languages.fr]
weight = 2

[taxonomies]
tag = "tags"
category = "categories"
topic = "topics"
series = "series"

[params]
phone = "555-0100"

[[menus.main]]
name = "About"
url = "/about/"
weight = 2
[[menus.main]]
name = "Posts"
pageRef = "/posts"
weight = 1
"""

TOML_POST = """+++
title = 'Say "hello" first'
date = 2023-04-05T10:00:00+02:00
publishDate = 2023-04-05T10:00:00+02:00
lastmod = 2023-05-06
expiryDate = 2040-01-01
tags = ["Courage", "Small Talk"]
categories = ["Career and Work"]
topics = ["Meetups"]
series = ["First Steps"]
weight = 3
aliases = ["/old/hello/", "hullo"]
description = "How to say it"
summary = "Just *say* it"
colour = "red"
[cover]
image = "images/hello.png"
alt = "Two people"
[params]
author = "Ann Author"
[build]
list = "never"
+++

Hello {{< param phone >}}.
"""

FILES: dict[str, str | bytes] = {
    "hugo.toml": CONFIG,
    "content/_index.md": "---\ntitle: Home\n---\nWelcome\n",
    "content/about.md": "---\ntitle: About us\nmood: calm\n---\nWho we are\n",
    "content/about.fr.md": "---\ntitle: À propos\n---\nQui\n",
    "content/search.md": "---\ntitle: Search\nlayout: search\n---\n",
    "content/archives.md": "---\ntitle: Archive\nlayout: archives\n---\n",
    "content/posts/hello.md": TOML_POST,
    "content/posts/Big News_2.md": "---\ntitle: Big\ndate: 2023-01-02\n---\nSee [it](hello.md).\n",
    "content/posts/walk/index.md": "---\ntitle: A walk\ndate: 2023-02-03\nslug: the-walk\n---\n![Map](map.png)\n",
    "content/posts/walk/map.png": b"\x89PNG",
    "content/posts/walk/feature.jpg": b"\xff\xd8",
    "content/posts/walk/notes.md": "Notes\n",
    "content/posts/walk/plan.pdf": b"%PDF",
    "content/posts/draft.md": "---\ntitle: Not yet\ndate: 2023-01-02\ndraft: true\n---\nX\n",
    "content/posts/later.md": "---\ntitle: Later\ndate: 2999-01-02\n---\nX\n",
    "content/posts/bad.md": '+++\ntitle = "Bad\n+++\nX\n',
    "content/news/_index.md": (
        "---\ntitle: The News\ncascade:\n  - target: {path: '{/news/two,/x/**}'}\n    author: Second Desk\n"
        "  - author: Desk\n    showtoc: true\n---\n"
    ),
    "content/news/one.md": '{\n  "title": "One",\n  "date": "2023-06-01",\n  "tags": ["a"]\n}\n\nBody\n',
    "content/news/two.md": "---\ntitle: Two\ndate: 2023-06-02\ntoc: false\n---\nBody\n",
    "content/docs/_index.md": "---\ntitle: Handbook\n---\nRead this first.\n",
    "content/docs/rules.md": "---\ntitle: Rules\n---\nBe kind.\n",
    "content/tags/courage/_index.md": "---\ntitle: Courage\n---\nOf courage.\n",
    "content/store/index.md": "---\nheadless: true\n---\n",
    "content/posts/old.org": "#+title: Old\n",
    "content/posts/.hidden.md": "X\n",
    "static/images/hello.png": b"\x89PNG",
    "static/css/site.css": "body {}",
    "static/files/form.pdf": b"%PDF",
    "themes/x/content/posts/theme.md": "---\ntitle: Theme\n---\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("hugo"), FILES)


@pytest.fixture(scope="module")
def outcomes(root: Path) -> list[Outcome]:
    return list(HugoReader(root))


@pytest.fixture(scope="module")
def posts(outcomes: list[Outcome]) -> dict[str, ImportedPost]:
    return {post.path.removeprefix("content/"): post for post in outcomes if isinstance(post, ImportedPost)}


def of(outcomes: list[Outcome], kind: type) -> list:
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]


def read_one(root: Path, text: str | bytes, name: str = "content/posts/a.md", config: str = "") -> Outcome:
    write(root, {"hugo.toml": config, name: text})
    return next(outcome for outcome in HugoReader(root) if getattr(outcome, "path", "") == name)


def read_post(root: Path, text: str, name: str = "content/posts/a.md", config: str = "") -> ImportedPost:
    outcome = read_one(root, text, name, config)
    assert isinstance(outcome, ImportedPost), outcome
    return outcome


class TestSite:
    def test_each_file_is_what_hugo_takes_it_for(self, outcomes: list[Outcome]) -> None:
        found = {outcome.path: type(outcome) for outcome in reversed(outcomes)}
        assert [found[f"content/{name}"] for name in (
            "posts/hello.md", "posts/walk/index.md", "news/one.md", "about.md", "docs/_index.md", "docs/rules.md",
            "posts/bad.md", "posts/walk/plan.pdf", "archives.md",
        )] == [
            ImportedPost, ImportedPost, ImportedPost, ImportedPage, ImportedPage, ImportedPage,
            ImportFailure, ImportedFile, ImportedListing,
        ]  # fmt: skip

    def test_whatever_is_left_out_is_named_with_its_reason(self, outcomes: list[Outcome]) -> None:
        reasons = {skip.path: skip.reason for skip in of(outcomes, ImportSkip)}
        assert reasons.keys() >= {"content/_index.md", "content/about.fr.md", "static"}
        for path, word in {
            "content/_index.md": "front page", "content/about.fr.md": "translation (fr)",
            "content/search.md": "no text", "content/posts/walk/notes.md": "bundle", "content/posts/old.org": "Org",
            "content/store/index.md": "headless", "content/tags/courage/_index.md": "list of tags",
            "static": ".css", "content/news/_index.md": "no text", "content/tags": "", "content/series": "series",
        }.items():  # fmt: skip
            assert word in reasons.get(path, ""), path
        assert not any("theme" in path or "hidden" in path for path in reasons)

    def test_the_text_is_untouched(self, posts: dict[str, ImportedPost]) -> None:
        for name, post in posts.items():
            assert post.front_matter + post.body == FILES[f"content/{name}"]
            assert (post.import_ref, post.source_file) == (f"hugo:content/{name}", f"content/{name}")

    def test_keys_of_a_toml_header(self, posts: dict[str, ImportedPost]) -> None:
        post = posts["posts/hello.md"]
        assert (post.title, post.slug) == ('Say "hello" first', "hello")
        assert post.published_at == datetime(2023, 4, 5, 8, tzinfo=UTC)
        assert post.modified_at == datetime(2023, 5, 5, 22, tzinfo=UTC)
        assert post.withdraw_at == datetime(2039, 12, 31, 23, tzinfo=UTC)
        assert (post.categories, post.tags) == (["Career and Work"], ["Courage", "Small Talk", "Meetups"])
        assert (post.series, post.series_position) == ("First Steps", 3)
        assert [author.name for author in post.authors] == ["Ann Author"]
        assert (post.description, post.excerpt) == ("How to say it", "Just *say* it")
        assert any("build.list" in text for text in warnings(post))

    def test_every_key_has_its_fate(self, posts: dict[str, ImportedPost], outcomes: list[Outcome]) -> None:
        fates = {fate.key: fate.fate for fate in posts["posts/hello.md"].fates}
        assert (
            list(fates)
            == (
                "title date publishDate lastmod expiryDate tags categories topics series weight aliases description "
                "summary colour cover params build"
            ).split()
        )
        assert fates["weight"] == "position in the series"
        assert fates["cover"] == "hero image of the article"
        assert fates["topics"] == "tags of the article"
        assert fates["colour"] == "kept in the front matter, not used"
        raws = {fate.key: fate.raw for fate in posts["posts/hello.md"].fates}
        assert raws["date"] == "2023-04-05T10:00:00+02:00"
        assert raws["title"] == "'Say \"hello\" first'"
        (about,) = (page for page in of(outcomes, ImportedPage) if page.path == "content/about.md")
        assert [(fate.key, fate.fate) for fate in about.fates] == [
            ("title", "title of the page"), ("mood", "kept in the front matter, not used"),
        ]  # fmt: skip

    def test_pictures_come_from_the_header_the_bundle_and_the_body(
        self, posts: dict[str, ImportedPost], root: Path
    ) -> None:
        hero = posts["posts/hello.md"].hero
        assert hero is not None
        assert (hero.address, hero.alt, hero.origin) == ("images/hello.png", "Two people", "cover")
        assert hero.file == root / "static/images/hello.png"
        walk = posts["posts/walk/index.md"]
        assert [image.address for image in walk.images] == ["feature.jpg", "map.png"]
        assert all(image.file for image in walk.images)

    def test_old_addresses(self, posts: dict[str, ImportedPost], outcomes: list[Outcome]) -> None:
        first = {name: post.old_paths[0] for name, post in posts.items()}
        assert first["posts/hello.md"] == "/site/posts/hello/"
        assert first["posts/Big News_2.md"] == "/site/posts/big-news_2/"
        assert first["posts/walk/index.md"] == "/site/posts/the-walk/"
        assert first["news/one.md"] == "/site/2023/06/one/"
        assert {"/site/old/hello/", "/site/posts/hullo"} <= set(posts["posts/hello.md"].old_paths)
        files = {file.path: file.old_paths for file in of(outcomes, ImportedFile)}
        assert files == {
            "content/posts/walk/plan.pdf": ["/site/posts/the-walk/plan.pdf"],
            "static/files/form.pdf": ["/site/files/form.pdf"],
        }

    def test_sections_hand_down_and_name_categories(self, posts: dict[str, ImportedPost]) -> None:
        one, two = posts["news/one.md"], posts["news/two.md"]
        assert [post.authors[0].name for post in (one, two)] == ["Desk", "Second Desk"]
        assert (one.categories, one.strict_categories) == (["The News"], [])
        assert posts["posts/walk/index.md"].categories == []
        assert one.show_toc is True

    def test_drafts_and_dates_to_come(self, posts: dict[str, ImportedPost]) -> None:
        assert posts["posts/draft.md"].status == "draft"
        later = posts["posts/later.md"]
        assert later.status == "published"
        assert any("still to come" in note.text for note in later.notes)

    def test_lists_and_feeds_have_addresses(self, outcomes: list[Outcome]) -> None:
        listed = {
            listing.old_paths[0]: (listing.kind, listing.name, listing.is_feed)
            for listing in of(outcomes, ImportedListing)
        }
        assert (
            listed.items()
            >= {
                "/site/": ("home", "", False),
                "/site/index.xml": ("home", "", True),
                "/site/posts/": ("home", "", False),
                "/site/posts/index.xml": ("home", "", True),
                "/site/news/": ("category", "The News", False),
                "/site/tags/": ("tags", "", False),
                "/site/categories/": ("categories", "", False),
                "/site/tags/small-talk/": ("tag", "Small Talk", False),
                "/site/tags/small-talk/index.xml": ("tag", "Small Talk", True),
                "/site/topics/meetups/": ("tag", "Meetups", False),
                "/site/categories/career-and-work/": ("category", "Career and Work", False),
                "/site/archives/": ("archive", "", False),
            }.items()
        )
        assert "/site/docs/" not in listed  # a page of its own

    def test_pages_have_addresses_of_their_own(self, outcomes: list[Outcome]) -> None:
        pages = {page.path: page for page in of(outcomes, ImportedPage)}
        assert {page.address for page in pages.values()} == {"about", "docs", "docs/rules"}
        assert pages["content/about.md"].old_paths[0] == "/site/about/"
        assert all(page.front_matter + page.body == FILES[page.path] for page in pages.values())

    def test_the_menu(self, outcomes: list[Outcome]) -> None:
        (menu,) = of(outcomes, ImportedMenu)
        assert menu.links == [("Posts", "/site/posts/"), ("About", "/site/about/")]

    def test_links_between_files_are_known_when_rendering(self, posts: dict[str, ImportedPost]) -> None:
        variables = posts["posts/Big News_2.md"].variables
        assert variables is not None
        assert variables["refs"] == {"hello.md": "content/posts/hello.md"}
        assert posts["posts/later.md"].variables is None

    def test_it_counts_its_files(self, root: Path, outcomes: list[Outcome]) -> None:
        reader = HugoReader(root)
        assert len(reader) == len(reader.sources) <= len(outcomes)
        assert READERS["hugo"] is HugoReader


class TestHeaders:
    @pytest.mark.parametrize(
        ("text", "reason", "line"),
        [
            ("+++\na = 1\ntitle = [\n+++\n", "not valid TOML", 3),
            ("+++\na = 1\na = 2\n+++\n", "not valid TOML", 3),
            ("+++\ntitle = 'x'\n", "does not end", 1),
            ("+++\nn = " + "9" * 5000 + "\n+++\n", "too long", 2),
            ("+++\na = " + "[" * 3000 + "\n+++\n", "nested deeper", 2),
            ("+++\n" + "a." * 3000 + "a = 1\n+++\n", "nested deeper", 2),
            ("+++\n" + "a." * 60000 + "a = 1\n+++\n", "nested deeper", 2),
            ("+++\na = " + "[" * 60 + "]" * 60 + "\n+++\n", "nested deeper", 2),
            ('{\n "title": x\n}\n', "not valid JSON", 2),
            ('{"title": "x"\n', "not valid JSON", 2),
            ('{"a": ' + "[" * 200_000 + "}\n", "nested deeper", 1),
            ('{"a": ' + "[" * 60 + "]" * 60 + "}\n", "nested deeper", 1),
            ("---\na: &a [*a]\n---\n", "alias", 2),
            ("---\ntitle: !!python/object:os.system x\n---\n", "Python", 2),
            ("---\ndate: soon\n---\n", "not a date", 2),
            ("---\ntitle: A\ndate: [2023-01-02]\n---\n", "not a date", 3),
            ("+++\ntitle = 'x'\ndate = 'soon'\n+++\n", "not a date", 3),
            (b"+++\ntitle = 'Caf\xe9'\n+++\n", "is not UTF-8", 2),
            (b"+++\ntitle = 'x'\n+++\na\0b\n", "NUL", 4),
        ],
    )
    def test_a_hostile_header_is_a_named_failure(
        self, tmp_path: Path, text: str | bytes, reason: str, line: int
    ) -> None:
        began = time.process_time()
        failure = read_one(tmp_path, text)
        assert isinstance(failure, ImportFailure)
        assert reason in failure.reason
        assert failure.line == line
        assert time.process_time() - began < 2

    @pytest.mark.parametrize(
        "text",
        [
            '+++\ntitle = "A"\n+++\nBody\n', '+++  \r\ntitle = "A"\r\n+++\r\n\r\nBody\r\n', "\ufeff+++\ntitle = 'A'\n+++",
            '{ "title": "A" }\nBody', '{\n"title": "A"}\n\n\n  Body\n', "---\ntitle: A\n---\n\n    Body",
            '+++\ntitle = "A"\nbig = 123456789012345678901234567890\nnot = nan\nat = 10:30:00\n+++\n',
            '{"title": "A", "big": 123456789012345678901234567890, "e": "\\u0000\\ud800"}\n',
        ],
    )  # fmt: skip
    def test_header_and_body_are_the_file_to_the_byte(self, tmp_path: Path, text: str) -> None:
        post = read_post(tmp_path, text)
        assert post.front_matter + post.body == text
        assert post.title == "A"

    def test_keys_have_no_case(self, tmp_path: Path) -> None:
        post = read_post(
            tmp_path, "---\nTitle: A\nDate: 2023-01-02\nTAGS: [x]\nPublishDate: 2999-01-01\n---\n"
        )
        assert (post.title, post.tags) == ("A", ["x"])
        assert post.published_at == datetime(2999, 1, 1, tzinfo=UTC)

    def test_repeated_json_keys_are_noted(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, '{"title": "A",\n"title": "B"}\n')
        assert post.title == "B"
        assert next((note.text, note.line) for note in post.notes) == (
            "`title` is given again: the last one counts", 2,
        )  # fmt: skip


class TestConfigurations:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("hugo.toml", 'baseURL = "https://old.example/b/"'), ("config.yaml", "baseURL: https://old.example/b/"),
            ("config.json", '{"baseurl": "https://old.example/b/"}'),
            ("config/_default/hugo.toml", 'baseURL = "https://old.example/b/"'),
            ("config/_default/config.yml", "baseURL: https://old.example/b/"),
        ],
    )  # fmt: skip
    def test_every_form_of_it_is_read(self, tmp_path: Path, name: str, text: str) -> None:
        write(tmp_path, {name: text, "content/posts/a.md": "---\ntitle: A\n---\n"})
        post = next(iter(HugoReader(tmp_path)))
        assert isinstance(post, ImportedPost)
        assert post.old_paths[0] == "/b/posts/a/"

    def test_files_of_its_folder_are_named_after_their_table(self, tmp_path: Path) -> None:
        write(tmp_path, {
            "config/_default/hugo.toml": "title = 'x'", "config/_default/permalinks.toml": "posts = '/:slug/'",
            "config/_default/languages.yaml": "en: {contentDir: content/en}\nfr: {contentDir: content/fr}",
            "content/en/posts/a.md": "---\ntitle: An A\n---\n", "content/fr/posts/a.md": "---\ntitle: Un A\n---\n",
        })  # fmt: skip
        post, skip, *_rest = HugoReader(tmp_path)
        assert isinstance(post, ImportedPost)
        assert post.old_paths[0] == "/an-a/"
        assert isinstance(skip, ImportSkip)
        assert "translation (fr)" in skip.reason

    @pytest.mark.parametrize("text", ["a = [", "x = " + "[" * 5000, b"\xff"])
    def test_an_unreadable_one_stops_the_import(self, tmp_path: Path, text: str | bytes) -> None:
        write(tmp_path, {"hugo.toml": text})
        with pytest.raises(ReadError, match=r"hugo\.toml"):
            HugoReader(tmp_path)

    def test_a_missing_path_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="nowhere"):
            HugoReader(tmp_path / "nowhere")

    def test_a_page_is_the_same_however_it_is_named(self, root: Path) -> None:
        (whole,) = (
            post for post in HugoReader(root) if getattr(post, "path", "") == "content/posts/walk/index.md"
        )
        (alone,) = HugoReader(root / "content/posts/walk/index.md")
        (among,) = (
            post for post in HugoReader(root / "content/posts")
            if getattr(post, "path", "") == "content/posts/walk/index.md"
        )  # fmt: skip
        assert whole == alone == among

    def test_the_option_names_an_address_without_configuration(self, tmp_path: Path) -> None:
        write(tmp_path, {"hugo.toml": "", "content/posts/a.md": "---\ntitle: A\ndate: 2023-01-02\n---\n"})
        post = next(iter(HugoReader(tmp_path, ReadOptions(permalink="/:year/:slug"))))
        assert isinstance(post, ImportedPost)
        assert post.old_paths[0] == "/2023/a"

    def test_dates_of_file_names_where_the_site_says_so(self, tmp_path: Path) -> None:
        config = "[frontmatter]\ndate = [':filename', ':default']\n"
        post = read_post(tmp_path, "---\ntitle: A\n---\n", "content/posts/2020-02-03-a-name.md", config)
        assert post.published_at == datetime(2020, 2, 3, tzinfo=UTC)
        assert (post.slug, post.old_paths[0]) == ("a-name", "/posts/a-name/")

    def test_a_flat_site_has_articles_at_its_top(self, tmp_path: Path) -> None:
        write(
            tmp_path, {"hugo.toml": "", "content/a.md": "---\ndate: 2023-01-02\n---\n", "content/b.md": "B\n"}
        )
        assert [type(outcome) for outcome in HugoReader(tmp_path)][:2] == [ImportedPost, ImportedPage]

    def test_a_text_in_another_language_alone_is_no_translation(self, tmp_path: Path) -> None:
        header = "---\ntitle: A\ndate: 2023-01-02\n---\n"
        write(tmp_path, {
            "hugo.toml": "baseURL = 'https://old.example/b/'\n[languages.en]\n[languages.fr]\n",
            "content/posts/alone.fr.md": header, "content/posts/both.fr.md": header, "content/posts/both.md": header,
            "content/posts/named.en.md": header, "content/posts/folder/index.fr.md": header, "content/posts/x.y.md": header,
        })  # fmt: skip
        outcomes = list(HugoReader(tmp_path))
        first = {o.path.removeprefix("content/posts/"): o.old_paths[0] for o in of(outcomes, ImportedPost)}
        assert first == {
            "alone.fr.md": "/b/fr/posts/alone/", "both.md": "/b/posts/both/", "named.en.md": "/b/posts/named/",
            "folder/index.fr.md": "/b/fr/posts/folder/", "x.y.md": "/b/posts/x.y/",
        }  # fmt: skip
        assert [skip.path for skip in of(outcomes, ImportSkip)] == ["content/posts/both.fr.md"]

    def test_links_out_of_the_site_are_not_followed(self, tmp_path: Path) -> None:
        outside = write(tmp_path / "outside", {"secret.md": "---\ntitle: Secret\n---\n"})
        site = write(tmp_path / "site", {"hugo.toml": "", "content/posts/a.md": "---\ntitle: A\n---\n"})
        (site / "content/posts/link.md").symlink_to(outside / "secret.md")
        (site / "content/folder").symlink_to(outside, target_is_directory=True)
        found = [outcome for outcome in HugoReader(site) if not isinstance(outcome, ImportedListing)]
        assert [(type(outcome), outcome.path) for outcome in found] == [
            (ImportedPost, "content/posts/a.md"), (ImportSkip, "content/posts/link.md"),
            (ImportedSourceFile, "hugo.toml"),
        ]  # fmt: skip


@pytest.mark.django_db
def test_a_site_moves_in_with_its_links_and_addresses(tmp_path: Path, client: Client) -> None:
    write(tmp_path, {
        "hugo.toml": "baseURL = 'https://old.example/b/'\n[permalinks]\nposts = '/:year/:slug/'\n",
        "content/posts/a.md": (
            "+++\ntitle = 'A'\ndate = 2023-01-02\naliases = ['/older/']\ntags = ['Small Talk']\n+++\n"
            'See [b]({{< ref "b" >}}), [b too](b.md) and [us](/b/about/).\n\n{{< mystery >}}\n'
        ),
        "content/posts/b/index.md": "---\ntitle: The B\ndate: 2023-01-03\n---\n# The B\n\nBack to [a](../a.md).\n",
        "content/about.md": "---\ntitle: About\n---\nWho {{< param title >}}\n",
    })  # fmt: skip
    call_command("import_posts", "hugo", str(tmp_path), "--no-fetch", stdout=StringIO())
    a, b = Post.objects.get(import_ref="hugo:content/posts/a.md"), Post.objects.get(slug="b")
    assert a.body_html.count(f'href="{b.get_absolute_url()}"') == 2
    assert f'href="{a.get_absolute_url()}"' in b.body_html
    assert "mystery" not in a.body_html
    assert "Who About" in Page.objects.get(path="about").body_html
    for old, new in {
        "/b/2023/a/": a.get_absolute_url(), "/b/2023/a.html": a.get_absolute_url(), "/older/": None,
        "/b/older/": a.get_absolute_url(), "/b/2023/the-b/": b.get_absolute_url(), "/b/about/": "/about/",
        "/b/tags/small-talk/": "/tag/small-talk/", "/b/index.xml": "/feed/",
    }.items():  # fmt: skip
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == ((301, new) if new else (404, None)), (
            old
        )


@pytest.mark.django_db
def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    for name in ("posts/bad.md", "posts/walk/map.png", "posts/walk/feature.jpg"):
        (tmp_path / "content" / name).unlink()
    for _time in range(2):
        out = StringIO()
        call_command("import_posts", "hugo", str(tmp_path), "--no-fetch", "--brief", stdout=out)
    assert Post.objects.count() == 7
    assert "7 unchanged" in out.getvalue()
    assert "updated" not in out.getvalue()
