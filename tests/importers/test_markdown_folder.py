import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles import rendering
from articles.importers import (
    READERS,
    ImportedFile,
    ImportedListing,
    ImportedPage,
    ImportedPost,
    ImportedSourceFile,
    ImportFailure,
    ImportSkip,
    MarkdownReader,
    Outcome,
    ReadError,
    ReadOptions,
)
from articles.liquid import Liquid, Reference, translate
from tests.references import references

from .sources import warnings, write

SETTINGS = """
import os
AUTHOR = "Ann Author"
SITEURL = "https://old.example/b"
PATH = "content"
TIMEZONE = "Europe/Rome"
DEFAULT_LANG = "en"
ARTICLE_URL = "posts/{date:%Y}/{date:%b}/{category}/{slug}/"
THEME = os.environ.get("THEME")
"""
ONE = """Title: How to Say Hello
Date: 2023-04-05 10:20
Modified: 2023-05-06
Category: Career and Work
Tags: courage, small talk;
Slug: say-hello
Authors: Ann Author; Bob Editor
Summary: Short
    and long
Series: First Steps
Series_index: 2
Mood: calm

# How to say hello

See [two]({filename}two.md#x), [two again](two.md), [the form]({static}/files/form.pdf) and [all]({index}).

![A map]({static}../images/map.png)

[gone]({filename}/nowhere.md) [[Wiki page]] `[[code]]`
"""


def read_one(root: Path, text: str | bytes, name: str = "a.md", **options: object) -> Outcome:
    write(root, {name: text})
    return next(iter(MarkdownReader(root / name, ReadOptions(**options))))  # type: ignore[arg-type]


def read_post(root: Path, text: str | bytes, name: str = "a.md", **options: object) -> ImportedPost:
    outcome = read_one(root, text, name, **options)
    assert isinstance(outcome, ImportedPost), outcome
    return outcome


class TestPelican:
    @pytest.fixture
    def outcomes(self, tmp_path: Path) -> list[Outcome]:
        write(tmp_path, {
            "pelicanconf.py": SETTINGS, "content/career/one.md": ONE, "content/career/two.md": "Title: Two\n\nText\n",
            "content/drafts/three.md": "Title: Three\nDate: 2023-01-01\nStatus: draft\n\nText\n",
            "content/pages/about.md": "Title: About\nStatus: hidden\nTags: x\n\nWe\n",
            "content/career/deux.md": "Title: Deux\nLang: fr\n\nTexte\n",
            "content/skip.md": "Title: Skip\nStatus: skip\n\nText\n", "content/other.rst": "Title\n=====\n",
            "content/hidden.md": "Title: Hidden\nStatus: hidden\nDate: 2023-01-01\n\nText\n",
            "content/images/map.png": b"\x89PNG", "content/files/form.pdf": b"%PDF", "output/old.md": "x",
            "README.md": "# Sources\n",
        })  # fmt: skip
        return list(MarkdownReader(tmp_path))

    @pytest.fixture
    def one(self, outcomes: list[Outcome]) -> ImportedPost:
        return next(o for o in outcomes if isinstance(o, ImportedPost) and o.path == "content/career/one.md")

    def test_each_file_is_told(self, outcomes: list[Outcome]) -> None:
        found = [(type(o), o.path) for o in outcomes if not isinstance(o, ImportedListing)]
        assert found == [
            (ImportedPost, "content/hidden.md"),
            (ImportSkip, "content/other.rst"),
            (ImportSkip, "content/skip.md"),
            (ImportSkip, "content/career/deux.md"),
            (ImportedPost, "content/career/one.md"),
            (ImportedPost, "content/career/two.md"),
            (ImportedPost, "content/drafts/three.md"),
            (ImportedFile, "content/files/form.pdf"),
            (ImportedPage, "content/pages/about.md"),
            (ImportedSourceFile, "pelicanconf.py"),
        ]

    def test_the_header(self, one: ImportedPost) -> None:
        assert one.front_matter + one.body == ONE
        assert (one.title, one.slug) == ("How to Say Hello", "say-hello")
        assert one.published_at == datetime(2023, 4, 5, 8, 20, tzinfo=UTC)
        assert one.modified_at == datetime(2023, 5, 5, 22, tzinfo=UTC)
        assert (one.categories, one.tags) == (["Career and Work"], ["courage, small talk"])
        assert [author.name for author in one.authors] == ["Ann Author", "Bob Editor"]
        assert (one.excerpt, one.series, one.series_position) == ("Short\nand long", "First Steps", 2)
        fates = {fate.key: fate.fate for fate in one.fates}
        assert len(fates) == 11
        assert fates["series_index"] == "position in the series"
        assert fates["mood"] == "kept in the front matter, not used"

    def test_links_and_pictures_with_marks(self, one: ImportedPost) -> None:
        (image,) = one.images
        assert (image.address, image.alt) == ("/images/map.png", "A map")
        assert image.file is not None
        assert one.variables is not None
        addresses = {"content/career/two.md": "/articles/two/"}
        liquid = Liquid(one.variables, lambda kind, name: addresses.get(name))
        translated = translate(one.body, liquid)
        assert translated.text == (
            "\n\nSee [two](/articles/two/#x), [two again](/articles/two/), [the form](/files/form.pdf) and [all](/).\n\n"
            "![A map](/images/map.png)\n\n[gone](unresolved:) [[Wiki page]] `[[code]]`\n"
        )
        assert [(found.line, found.source) for found in translated.unknown] == [(7, "{filename}/nowhere.md")]
        assert references(one.body, liquid) == {
            Reference("link", "content/career/two.md"), Reference("link", "nowhere.md"),
        }  # fmt: skip
        html = rendering.render(one.body, liquid=liquid).html
        assert "unresolved:" not in html
        assert "<h1" not in html

    def test_what_is_not_understood_has_a_line(self, one: ImportedPost) -> None:
        notes = {note.text: note.line for note in one.notes if note.severity == "warning"}
        assert notes == {
            "link {filename}/nowhere.md names no file of this folder": 20,
            "wiki link [[Wiki page]] is not understood: it stays in the text": 20,
        }
        assert ("the heading of line 14 is the title: it is not shown a second time", 14) in [
            (note.text, note.line) for note in one.notes
        ]

    def test_folders_status_and_addresses(self, outcomes: list[Outcome]) -> None:
        posts = {o.path.rpartition("/")[2]: o for o in outcomes if isinstance(o, ImportedPost)}
        assert posts["one.md"].old_paths[0] == "/b/posts/2023/Apr/career-and-work/say-hello/"
        assert posts["two.md"].categories == ["Career"]
        assert posts["two.md"].old_paths == []
        assert [posts[name].status for name in ("two.md", "three.md", "hidden.md")] == [
            "published",
            "draft",
            "draft",
        ]
        assert posts["hidden.md"].old_paths[0] == "/b/posts/2023/Jan/misc/hidden/"
        (page,) = (o for o in outcomes if isinstance(o, ImportedPage))
        assert (page.address, page.is_public, page.old_paths[0]) == ("about", True, "/b/pages/about.html")
        assert [fate.fate for fate in page.fates][-1] == "kept in the front matter, not used"
        (file,) = (o for o in outcomes if isinstance(o, ImportedFile))
        assert file.old_paths == ["/b/files/form.pdf"]

    def test_lists_and_feeds(self, outcomes: list[Outcome]) -> None:
        listed = {o.old_paths[0]: (o.kind, o.name) for o in outcomes if isinstance(o, ImportedListing)}
        assert listed.items() >= {
            "/b/feeds/all.atom.xml": ("home", ""), "/b/category/career.html": ("category", "Career"),
            "/b/tags.html": ("tags", ""), "/b/author/bob-editor.html": ("author", "Bob Editor"),
            "/b/feeds/career-and-work.atom.xml": ("category", "Career and Work"),
        }.items()  # fmt: skip

    @pytest.mark.parametrize(
        ("settings", "header", "name", "address"),
        [  # as Pelican 4.12 itself made of such files
            ("", "Title: How to Say Hello & Bye", "career/one.md", "/how-to-say-hello-bye.html"),
            ("", "Title: Zwei Überschriften: it's", "x.md", "/zwei-uberschriften-its.html"),
            ("", "Title: Named", "2021-02-03-named.md", "/named.html"),
            ("", "Title: Own\nurl: my/own.html\nsave_as: my/own.html", "x.md", "/my/own.html"),
            ("", "Title: Dr\nStatus: draft", "dr.md", "/drafts/dr.html"),
            ("", "Title: About Us", "pages/about.md", "/pages/about-us.html"),
            ("PAGE_URL = '{slug}/'\nSLUGIFY_SOURCE = 'basename'", "Title: About Us", "pages/about.md", "/about/"),
            (
                "ARTICLE_URL = '{date:%Y}/{date:%b}/{date:%d}/{category}/{slug}/'\nSLUGIFY_SOURCE = 'basename'",
                "Title: Named", "2021-02-03-named.md", "/2021/Feb/03/misc/2021-02-03-named/",
            ),
            ("ARTICLE_URL = '{category}/{slug}.htm'\nDEFAULT_CATEGORY = 'Stuff'", "Title: A", "a.md", "/stuff/a.htm"),
            ("ARTICLE_URL = '{category}/{slug}.htm'\nUSE_FOLDER_AS_CATEGORY = False", "Title: A", "x/a.md", "/misc/a.htm"),
            ("ARTICLE_URL = '{slug.__class__}{0.x}{slug!r}{slug}.htm'", "Title: A", "x/a.md", "/{slug.__class__}{0.x}{slug!r}a.htm"),
        ],
    )  # fmt: skip
    def test_addresses(self, tmp_path: Path, settings: str, header: str, name: str, address: str) -> None:
        write(
            tmp_path,
            {"pelicanconf.py": f"PATH = 'content'\n{settings}\n", f"content/{name}": f"{header}\n\nX\n"},
        )
        found = next(iter(MarkdownReader(tmp_path)))
        assert isinstance(found, ImportedPost | ImportedPage)
        assert found.old_paths[0] == address

    def test_settings_are_read_and_never_run(self, tmp_path: Path) -> None:
        canary = tmp_path / "canary"
        settings = f"open({str(canary)!r}, 'w')\nSITEURL = 'https://x.example/' + str(1)\nPATH = '.'\n"
        write(tmp_path, {"pelicanconf.py": settings, "a.md": "Title: A\nDate: 2023-01-02\n\nX\n"})
        post = next(iter(MarkdownReader(tmp_path)))
        assert isinstance(post, ImportedPost)
        assert post.old_paths[0] == "/a.html"
        assert not canary.exists()

    @pytest.mark.parametrize(
        "settings", ["PATH = (", "(" * 5000, "x = " + "-" * 100_000 + "1", b"\xff", "a\0"]
    )
    def test_settings_that_cannot_be_read_stop_the_import(
        self, tmp_path: Path, settings: str | bytes
    ) -> None:
        write(tmp_path, {"pelicanconf.py": settings, "a.md": "X"})
        with pytest.raises(ReadError):
            MarkdownReader(tmp_path)


class TestHeaders:
    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("---\ntitle: A\n---\nX\n", "A"), ("+++\ntitle = 'A'\n+++\nX\n", "A"), ('{"title": "A"}\nX\n', "A"),
            ("Title: A\nDate: 2023-01-02\n\nX\n", "A"), ("Title:   A\r\n\r\nX\r\n", "A"), ("title: A\nDate: 2023-01-02", "A"),
            ("\ufeffTitle: A\n\n    indented\n", "A"), ("# A heading #\n\nX\n", "A heading"), ("A heading\n=====\n\nX", "A heading"),
            ("# Say `hi` to [Ann](/ann) {#x}\n", "Say hi to Ann"), ("X\n", "My Note"), ("#Hashtag\n\nX\n", "My Note"),
            ("Note: this is text\nand more\n\nX\n", "My Note"), ("Title: A\nthis is text\n\nX\n", "My Note"),
            ("---\n\nText\n", "My Note"), ("", "My Note"), ("{: .note}\nText\n", "My Note"), ("    # code\n", "My Note"),
        ],
    )  # fmt: skip
    def test_every_kind_or_none_is_kept_to_the_byte(self, tmp_path: Path, text: str, title: str) -> None:
        post = read_post(tmp_path, text, "2023-04-05-my-note.md")
        assert post.front_matter + post.body == text
        assert post.title == title
        assert post.slug == "my-note"
        assert post.published_at is not None
        assert (post.import_ref, post.source_file) == (
            "markdown:2023-04-05-my-note.md",
            "2023-04-05-my-note.md",
        )

    @pytest.mark.parametrize(
        "body", ["# My Title\n\nText\n", "My title\n===\n\nText\n", "# My Title #\r\n\r\nText"]
    )
    def test_a_heading_that_is_the_title_is_shown_once(self, tmp_path: Path, body: str) -> None:
        for text in (body, f"---\ntitle: My Title\n---\n{body}"):
            post = read_post(tmp_path, text)
            assert post.variables is not None
            html = rendering.render(post.body, liquid=Liquid(post.variables)).html
            assert "<h1" not in html
            assert "Text" in html
        other = read_post(tmp_path, f"---\ntitle: Another\n---\n{body}")
        assert other.variables is None

    @pytest.mark.parametrize(
        ("text", "reason", "line"),
        [
            ("+++\ntitle = [\n+++\n", "not valid TOML", 2), ('{"title": }\n', "not valid JSON", 1),
            ("Title: A\nDate: soon\n\nX\n", "not a date", 2), ("---\na: &a [*a]\n---\n", "alias", 2),
            (b"Title: Caf\xe9\n\nX\n", "is not UTF-8", 1), (b"Title: A\n\na\0b\n", "NUL", 3),
            ("x" * 2001, "longer than", None), ('{"n": ' + "9" * 1900, "not valid JSON", 1),
        ],
    )  # fmt: skip
    def test_a_hostile_file_is_a_named_failure(
        self, tmp_path: Path, text: str | bytes, reason: str, line: int | None
    ) -> None:
        failure = read_one(tmp_path, text, max_characters=2000)
        assert isinstance(failure, ImportFailure)
        assert reason in failure.reason
        assert failure.line == line

    @pytest.mark.parametrize(
        "text",
        ["# " + " " * 200_000 + "x", "# " + "#" * 200_000 + "x", "Title: a\n" + "    b\n" * 30_000, "[[" * 100_000,
         "Title: A\n" * 20_000, "A" * 200_000 + "\n=", "](" * 90_000, "# " + "[" * 200_000, "# " + "*" * 200_000],
        ids=range(9),
    )  # fmt: skip
    def test_hostile_texts_take_little_time(self, tmp_path: Path, text: str) -> None:
        began = time.process_time()
        post = read_post(tmp_path, text)
        assert post.front_matter + post.body == text
        assert time.process_time() - began < 3

    def test_keys_of_other_systems(self, tmp_path: Path) -> None:
        post = read_post(
            tmp_path,
            "---\ncategory: Career\ntags: 'a, b'\ndraft: true\npermalink: /old/\nredirect_from: [/older/]\n"
            "created: 2023-01-02\nimage: x.png\nauthor: Ann\nlayout: z\n---\nX\n",
        )
        assert (post.categories, post.tags, post.status) == (["Career"], ["a", "b"], "draft")
        assert {"/old/", "/older/"} <= set(post.old_paths)
        assert post.published_at == datetime(2023, 1, 2, tzinfo=UTC)
        assert post.hero is not None
        fates = {fate.key: fate.fate for fate in post.fates}
        assert fates["created"] == "date of publication"
        assert fates["image"] == "hero image of the article"
        assert fates["layout"] == "kept in the front matter, not used"
        assert any("x.png" in text for text in warnings(post))


class TestFolder:
    def test_texts_with_or_without_headers_are_articles(self, tmp_path: Path) -> None:
        write(tmp_path, {
            "a.md": "# A\n", "sub/deep/b.txt": "B\n", "sub/c.markdown": "---\ntitle: C\n---\n", "README.md": "# R\n",
            "LICENSE.txt": "Free\n", ".git/x.md": "x", "node_modules/x.md": "x", "photo.png": b"\x89PNG", "x.css": "",
            "drafts/d.md": "# D\n", "bad.md": b"\xff", "sheet.pdf": b"%PDF",
        })  # fmt: skip
        reader = MarkdownReader(tmp_path)
        outcomes = list(reader)
        assert [(type(o), o.path) for o in outcomes] == [
            (ImportSkip, "LICENSE.txt"), (ImportSkip, "README.md"), (ImportedPost, "a.md"), (ImportFailure, "bad.md"),
            (ImportedFile, "sheet.pdf"), (ImportedPost, "drafts/d.md"), (ImportedPost, "sub/c.markdown"),
            (ImportedPost, "sub/deep/b.txt"),
        ]  # fmt: skip
        assert len(reader) == len(outcomes)
        posts = {o.title: o for o in outcomes if isinstance(o, ImportedPost)}
        assert [posts[title].categories for title in ("A", "B", "C", "D")] == [[], ["Deep"], ["Sub"], []]
        assert posts["D"].status == "draft"
        assert posts["A"].old_paths == []
        assert READERS["markdown"] is MarkdownReader

    def test_the_option_names_the_old_addresses(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "X\n", "2023-04-05-note.md", permalink="pretty")
        assert post.old_paths[0] == "/2023/04/05/note/"

    def test_links_out_of_the_folder_are_not_followed(self, tmp_path: Path) -> None:
        outside = write(tmp_path / "outside", {"secret.md": "# Secret\n", "x.png": b"\x89PNG"})
        inside = write(tmp_path / "inside", {"a.md": "# A\n\n![x](../outside/x.png) ![y](/etc/passwd.png)\n"})
        (inside / "link.md").symlink_to(outside / "secret.md")
        (inside / "folder").symlink_to(outside, target_is_directory=True)
        os.mkfifo(inside / "pipe.md")
        outcomes = list(MarkdownReader(inside))
        assert [type(o) for o in outcomes] == [ImportedPost, ImportSkip, ImportSkip]
        assert isinstance(outcomes[0], ImportedPost)
        assert [image.file for image in outcomes[0].images] == [None, None]

    def test_a_name_that_is_not_utf_8_is_a_failure(self, tmp_path: Path) -> None:
        with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb") as file:
            file.write(b"# X\n")
        (failure,) = MarkdownReader(tmp_path)
        assert isinstance(failure, ImportFailure)

    def test_a_missing_path_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="nowhere"):
            MarkdownReader(tmp_path / "nowhere")
