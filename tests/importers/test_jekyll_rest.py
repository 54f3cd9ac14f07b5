from pathlib import Path

import pytest

from articles.importers import (
    ImportedFile,
    ImportedMenu,
    ImportedPost,
    ImportedRedirect,
    ImportFailure,
    ImportSkip,
    JekyllReader,
)

from .sources import read_one, write

NAVIGATION = """main:
  - title: About
    url: /about/
    children:
      - {title: Team, url: team/}
  - {title: Elsewhere, url: "https://other.example/x"}
  - {title: Here, url: "https://old.example/blog/here/"}
  - {title: Based, url: /blog/based/}
  - {title: No address}
docs: [{title: D, url: /d/}]
"""


def test_the_main_menu_is_read(tmp_path: Path) -> None:
    config = "url: https://old.example\nbaseurl: /blog"
    write(tmp_path, {"_config.yml": config, "_data/navigation.yml": NAVIGATION})
    (menu,) = (row for row in JekyllReader(tmp_path) if isinstance(row, ImportedMenu))
    assert menu == ImportedMenu(
        "_data/navigation.yml",
        [
            ("About", "/blog/about/"), ("Team", "/blog/team/"), ("Elsewhere", "https://other.example/x"),
            ("Here", "/blog/here/"), ("Based", "/blog/based/"),
        ],
    )  # fmt: skip


def test_a_menu_that_cannot_be_read_is_a_failure_of_its_own(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"_config.yml": "", "_data/navigation.yml": "main:\n  - a: b: c\n", "a.md": "---\ntitle: A\n---\n"},
    )
    outcomes = list(JekyllReader(tmp_path))
    (failure,) = (row for row in outcomes if isinstance(row, ImportFailure))
    assert (failure.path, failure.line) == ("_data/navigation.yml", 2)
    assert len(outcomes) > 2


def test_redirects_of_our_own_export_come_back(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": "", "_data/redirects.yml": "/old/: /articles/new/\n"})
    (redirect,) = (row for row in JekyllReader(tmp_path) if isinstance(row, ImportedRedirect))
    assert (redirect.old_path, redirect.target) == ("/old/", "/articles/new/")


def test_settings_that_are_not_used_are_named(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "_config.yml": "title: Old\npermalink: pretty\nplugins: [x]\ndefaults: [{values: {toc: true, comments: true}}]\ntimezone: Mars/Base"
        },
    )
    (skip,) = (row for row in JekyllReader(tmp_path) if isinstance(row, ImportSkip))
    assert skip.path == "_config.yml"
    assert "not used: title, plugins" in skip.reason
    assert "not used of the defaults: comments" in skip.reason
    assert "Mars/Base" in skip.reason


class TestFiles:
    BODY = """[one](/blog/assets/one.pdf) [one again](/blog/assets/one.pdf#page=2)
[two]({{ site.baseurl }}/assets/two.zip), [three]({% link assets/three.csv %})
<a href="https://old.example/blog/assets/four.txt">four</a> [five][ref]
[large](/blog/assets/large.png) ![small](/blog/assets/small.png)
<audio src="/blog/assets/six.mp3"></audio> [beside](seven.pdf) [page](/blog/about.html)
[gone](/blog/gone.pdf) [hidden](/blog/.env.txt) [own](/blog/_data/x.yml) [out](/blog/../../out.pdf)
[remote](https://other.example/a.pdf) [link](/blog/assets/link.pdf)

[ref]: /blog/assets/five.odt "Five"
"""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        names = [
            "one.pdf",
            "two.zip",
            "three.csv",
            "four.txt",
            "five.odt",
            "six.mp3",
            "large.png",
            "small.png",
            "rest.pdf",
        ]
        files: dict[str, str | bytes] = {f"site/assets/{name}": name for name in names}
        files |= {
            "out.pdf": "x", "site/.env.txt": "x", "site/_data/x.yml": "a: 1", "site/about.html": "<html>",
            "site/_config.yml": "url: https://old.example\nbaseurl: /blog",
            "site/_posts/seven.pdf": "7", "site/_posts/2023-04-05-a.md": f"---\ntitle: A\n---\n{self.BODY}",
            "site/b.md": "---\ntitle: B\n---\n[one](/blog/assets/one.pdf)\n",
        }  # fmt: skip
        write(tmp_path, files)
        (tmp_path / "site/assets/link.pdf").symlink_to(tmp_path / "out.pdf")
        return tmp_path / "site"

    def test_files_that_articles_link_to_are_told_once(self, root: Path) -> None:
        files = [row for row in JekyllReader(root) if isinstance(row, ImportedFile)]
        assert sorted(file.path for file in files) == [
            "_posts/seven.pdf", "assets/five.odt", "assets/four.txt", "assets/one.pdf", "assets/six.mp3",
            "assets/three.csv", "assets/two.zip",
        ]  # fmt: skip
        (one,) = (file for file in files if file.path == "assets/one.pdf")
        assert (one.old_paths, one.file.read_text()) == (["/blog/assets/one.pdf"], "one.pdf")

    def test_pictures_that_are_linked_to_are_pictures(self, root: Path) -> None:
        (post,) = (row for row in JekyllReader(root) if isinstance(row, ImportedPost))
        assert [(image.address, image.origin) for image in post.images if image.file] == [
            ("/blog/assets/small.png", "body"), ("/blog/assets/large.png", "link"),
        ]  # fmt: skip

    def test_files_that_nothing_links_to_are_counted(self, root: Path) -> None:
        told = next(row for row in JekyllReader(root) if row.path == "other files")
        assert isinstance(told, ImportSkip)
        assert told.reason.startswith(
            "2 files are no articles, and none shows or links to them ("
        )  # rest.pdf, about.html

    def test_a_lone_article_has_its_files_too(self, tmp_path: Path) -> None:
        write(tmp_path, {"one.pdf": "1"})
        read_one(tmp_path, "---\ntitle: A\n---\n[one](one.pdf)\n")
        _post, file = JekyllReader(tmp_path / "article.txt")
        assert isinstance(file, ImportedFile)
        assert file.old_paths == ["/one.pdf"]


def test_files_that_are_left_out_are_counted_in_one_order(tmp_path: Path) -> None:
    names = [f"a.{suffix}" for suffix in "svg ttf eot css js xyz abc zzz yyy map".split()]
    write(tmp_path, {"_config.yml": "", "b.map": "x", **dict.fromkeys(names, "x")})
    (told,) = (row.reason for row in JekyllReader(tmp_path) if getattr(row, "path", "") == "other files")
    shown = told.partition("(")[2].partition(")")[0].split(", ")
    assert shown[0] == "2 .map"
    assert shown[1:] == sorted(shown[1:])
    assert len(shown) == 8
