"""The addresses expected here are those that Hugo 0.168 itself made of such files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.importers import HugoReader, ImportedListing, ImportedPage, ImportedPost, ReadError
from articles.importers.hugo.addresses import HugoAddresses, HugoPage

from .sources import warnings, write

NAMES = [
    # A text, as a title in a permalink, as a slug in a permalink, as a slug without one
    ("a.b c", "a.b-c", "a.b-c", "a.b-c"), ("a_b", "a_b", "a_b", "a_b"), ("a~b@c", "a~b@c", "a~b@c", "a~b@c"),
    ("a--b", "a--b", "a--b", "a--b"), ("a - b", "a-b", "a-b", "a-b"), ("a & b", "a-b", "a-b", "a-b"),
    ("a+b", "a-b", "a-b", "a+b"), ("C#", "c", "c", "c#"), ("é à", "é-à", "é-à", "é-à"), ("a/b", "a-b", "a/b", "a/b"),
    ("(x)", "x", "x", "x"), ("50% off", "50-off", "50-off", "50-off"), ("a  b", "a-b", "a-b", "a-b"),
    ("日本 語", "日本-語", "日本-語", "日本-語"), ("it's", "its", "its", "its"), ("a:b*c", "abc", "abc", "abc"),
    ("😀 smile", "smile", "smile", "smile"), ("A.B.", "a.b.", "a.b.", "a.b."),
]  # fmt: skip
DATE = datetime(2023, 3, 4, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("text", "as_title", "as_slug", "alone"), NAMES)
def test_texts_in_addresses(text: str, as_title: str, as_slug: str, alone: str) -> None:
    ruled = HugoAddresses(permalinks={"posts": "/T/:title/", "news": "/N/:slug/"})
    assert ruled.of_page(HugoPage(("posts",), "x", title=text)) == f"/t/{as_title}/"
    assert ruled.of_page(HugoPage(("news",), "x", slug=text)) == f"/n/{as_slug}/"
    assert HugoAddresses().of_page(HugoPage(("posts",), "x", slug=text)) == f"/posts/{alone}/"


@pytest.mark.parametrize(
    ("name", "expected", "as_file_name", "older"),
    [
        ("salt & pepper", "/raw/salt--pepper/", "/f/salt-pepper/", "/raw/salt-pepper/"),
        ("a  b", "/raw/a--b/", "/f/a-b/", "/raw/a-b/"), ("a+b", "/raw/a+b/", "/f/a-b/", "/raw/a+b/"),
        ("Ünï (x)", "/raw/ünï-x/", "/f/ünï-x/", "/raw/ünï-x/"), ("a - b", "/raw/a---b/", "/f/a-b/", "/raw/a-b/"),
        ("My First Post", "/raw/my-first-post/", "/f/my-first-post/", "/raw/my-first-post/"),
        ("dots.v1.2", "/raw/dots.v1.2/", "/f/dots.v1.2/", "/raw/dots.v1.2/"),
    ],
)  # fmt: skip
def test_names_of_files_in_addresses(name: str, expected: str, as_file_name: str, older: str) -> None:
    addresses = HugoAddresses(permalinks={"fn": "/F/:filename/"})
    assert addresses.of_page(HugoPage(("raw",), name)) == expected
    assert addresses.of_page(HugoPage(("fn",), name)) == as_file_name
    assert [spelling.of_page(HugoPage(("raw",), name)) for spelling in addresses.spellings] == [
        expected,
        older,
    ]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("/:year/:month/:day/:slug/", "/2023/03/04/deep-thing/"), ("/:sections/:title", "/posts/2023/deep-thing"),
        ("/a/:yearday/:monthname/:weekdayname/:slugorcontentbasename/", "/a/63/march/saturday/deep/"),
        ("/:sections[1:]/:06/:contentbasename/", "/2023/23/deep/"), ("/:sections[last]/:Jan/:filename/", "/2023/mar/deep/"),
        ("/:section/:2006/:01/:slugorfilename.html", "/posts/2023/03/deep.html"), ("/:weekday/:sections[0]/x", "/6/posts/x"),
        ("/:sections[:1]/:title/", "/posts/deep-thing/"),
    ],
)  # fmt: skip
def test_permalinks(template: str, expected: str) -> None:
    page = HugoPage(("posts", "2023", "sub"), "deep", "Deep Thing", "", DATE, ("posts", "2023"))
    assert HugoAddresses(permalinks={"posts": template}).of_page(page) == expected


@pytest.mark.parametrize("template", ["/:nothing/", "/:year/"])
def test_a_permalink_that_cannot_be_filled_is_an_error(template: str) -> None:
    with pytest.raises(ReadError, match="the permalink names"):
        HugoAddresses(permalinks={"posts": template}).of_page(HugoPage(("posts",), "x"))


@pytest.mark.parametrize(
    ("config", "header", "paths"),
    [
        ("", "url: /My/Own Page.html", ["/My/Own Page.html"]), ("", "url: own/", ["/own/"]),
        ("", "url: '/:slug/Z/'\nslug: Ab C", ["/ab-c/Z/"]), ("", "url: /C#/ü/", ["/C#/ü/"]), ("", "url: /a:b/", ["/a:b/"]),
        ("", "aliases: [/x/y, z, ../w/, foo.html, q/r]",
         ["/posts/a/", "/x/y", "/posts/z", "/w/", "/posts/foo.html", "/posts/q/r"]),
        ("baseURL = 'https://old.example/b/c'", "title: A", ["/b/c/posts/a/"]),
        ("uglyURLs = true", "title: A", ["/posts/a.html", "/posts/a/"]),
        ("uglyURLs = {posts = true}", "title: A", ["/posts/a.html"]), ("uglyURLs = {x = true}", "title: A", ["/posts/a/"]),
        ("defaultContentLanguageInSubdir = true", "title: A", ["/en/posts/a/"]),
        ("defaultContentLanguageInSubdir = true", "url: /x/", ["/en/x/", "/x/"]),
        ("disablePathToLower = true", "slug: AbC", ["/posts/AbC/"]), ("removePathAccents = true", "slug: é", ["/posts/e/"]),
        ("baseURL = 'http://['", "title: A", ["/posts/a/"]),
        ("[permalinks]\nposts = '/:year/:slug/'", "date: 2023-03-04T23:30:00-05:00\nslug: s", ["/2023/s/"]),
    ],
)  # fmt: skip
def test_addresses_of_a_page(tmp_path: Path, config: str, header: str, paths: list[str]) -> None:
    write(tmp_path, {"hugo.toml": config, "content/posts/a.md": f"---\n{header}\n---\nX\n"})
    post = next(iter(HugoReader(tmp_path)))
    assert isinstance(post, ImportedPost)
    assert post.old_paths[0] == paths[0]
    assert set(paths) <= set(post.old_paths)


def test_an_address_that_cannot_be_made_is_noted(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"hugo.toml": "[permalinks]\nposts = '/:year/:slug/'", "content/posts/a.md": "---\ntitle: A\n---\n"},
    )
    post = next(iter(HugoReader(tmp_path)))
    assert isinstance(post, ImportedPost)
    assert post.old_paths == []
    assert any("no old address" in text for text in warnings(post))


def test_lists_have_both_spellings_of_their_addresses(tmp_path: Path) -> None:
    write(tmp_path, {
        "hugo.toml": "[permalinks.term]\ncategories = '/c/:slug/'\n[permalinks.section]\nposts = '/artikel/'\n",
        "content/posts/a.md": "---\ntags: [C++ & C#, two  spaces]\ncategories: [C++ & C#]\n---\nX\n",
        "content/posts/2023/_index.md": "---\ntitle: Year\n---\n",
    })  # fmt: skip
    listed = {path for o in HugoReader(tmp_path) if isinstance(o, ImportedListing) for path in o.old_paths}
    assert listed >= {
        "/tags/c++--c#/", "/tags/c++-c#/", "/tags/two--spaces/index.xml", "/c/c-c/", "/artikel/", "/artikel/index.xml",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("title: A", "a-page"),
        ("url: /about.html", "about"),
        ("url: /x/y/index.html", "x/y"),
        ("slug: S", "s"),
    ],
)
def test_pages_keep_their_address(tmp_path: Path, header: str, address: str) -> None:
    write(
        tmp_path, {"hugo.toml": "", "content/docs/b.md": "X", "content/A page.md": f"---\n{header}\n---\nX\n"}
    )
    page = next(o for o in HugoReader(tmp_path) if isinstance(o, ImportedPage) and "A page" in o.path)
    assert page.address == address
