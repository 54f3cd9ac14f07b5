from pathlib import Path

import pytest

from articles.importers import ImportedListing, ImportedRedirect, JekyllReader

from .sources import write

POSTS: dict[str, str | bytes] = {
    "_posts/2023-04-05-a.md": "---\ncategories: Career and Work\ntag: [Small Talk, C#]\n---\nx",
    "_posts/2023-04-06-b.md": "---\ncategories: Life and Death\ntags: Zeal, Hope\n---\nx",
    "_posts/2024-01-07-c.md": "---\ncategories: [Career and Work, Extra]\n---\nx",
    "_posts/2024-02-08-hidden.md": "---\npublished: false\ncategory: Secret\n---\nx",
    "_drafts/d.md": "---\ncategory: Unfinished\n---\nx",
}


def listings(root: Path, config: str, **files: str) -> dict[str, tuple[str, str, bool]]:
    """Return kind, name and whether it is a feed by each first old path."""
    write(root, {"_config.yml": config, **POSTS, **files})
    found = [outcome for outcome in JekyllReader(root) if isinstance(outcome, ImportedListing)]
    return {path: (row.kind, row.name, row.is_feed) for row in found for path in row.old_paths}


def test_the_usual_lists_and_the_feed_are_told_below_the_base(tmp_path: Path) -> None:
    found = listings(tmp_path, "baseurl: /blog/")
    assert found["/blog/categories/"] == ("categories", "", False)
    assert found["/blog/tags"] == ("tags", "", False)
    assert (
        found["/blog/archive/"]
        == found["/blog/year-archive/"]
        == found["/blog/posts/"]
        == ("archive", "", False)
    )
    assert found["/blog/feed.xml"] == ("home", "", True)
    assert found["/blog/"] == found["/blog/index.html"] == ("home", "", False)
    assert not any("career" in path for path in found), "no archives are configured"


ARCHIVES = "jekyll-archives:\n  enabled: [categories, tags]\n  permalinks: {tag: '/t/:name/'}\n"
MINIMAL = "category_archive: {type: liquid, path: /topics/}\ntag_archive: {path: /words/#}\n"


@pytest.mark.parametrize(
    ("config", "path", "kind", "name"),
    [
        (ARCHIVES, "/category/career/", "category", "Career and Work"),
        (ARCHIVES, "/category/work/", "category", "Career and Work"),
        (ARCHIVES, "/category/career-and-work/", "category", "Career and Work"),
        (ARCHIVES, "/category/career-and-work.html", "category", "Career and Work"),
        (ARCHIVES, "/category/death/", "category", "Life and Death"),
        (ARCHIVES, "/category/and/", "categories", ""),
        (ARCHIVES, "/category/extra/", "categories", ""),
        (ARCHIVES, "/t/small-talk/", "tag", "Small Talk"),
        (ARCHIVES, "/t/c/", "tag", "C#"),
        (ARCHIVES, "/t/zeal/", "tag", "Zeal"),
        (ARCHIVES + "baseurl: /b", "/b/t/hope/", "tag", "Hope"),
        ("jekyll-archives: {enabled: all, slug_mode: pretty}", "/tag/c/", "tag", "C#"),
        ("jekyll-archives: {enabled: all, slug_mode: raw}", "/tag/c#/", "tag", "C#"),
        ("jekyll-archives: {enabled: all, slug_mode: none}", "/tag/small talk/", "tag", "Small Talk"),
        ("jekyll-archives: {enabled: all, slug_mode: ascii}", "/tag/small-talk/", "tag", "Small Talk"),
        ("jekyll-archives: {enabled: all}", "/tag/hope/", "tag", "Hope"),
        ("jekyll-archives: {enabled: true}", "/tag/hope/", "tag", "Hope"),
        (MINIMAL, "/topics/", "categories", ""),
        (MINIMAL, "/topics/career/", "category", "Career and Work"),
        (MINIMAL, "/words/", "tags", ""),
        (MINIMAL, "/words/small-talk/", "tag", "Small Talk"),
    ],
)
def test_pages_of_categories_and_tags_lead_to_what_was_meant(
    tmp_path: Path, config: str, path: str, kind: str, name: str
) -> None:
    assert listings(tmp_path, config)[path] == (kind, name, False)


def test_only_public_posts_are_listed(tmp_path: Path) -> None:
    assert not [path for path in listings(tmp_path, ARCHIVES) if "secret" in path or "unfinished" in path]


def test_how_jekyll_read_a_category_is_told_beside_what_was_meant(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": ARCHIVES, **POSTS})
    rows = [row for row in JekyllReader(tmp_path) if isinstance(row, ImportedListing)]
    (career,) = (row for row in rows if "/category/career/" in row.old_paths)
    assert (career.name, career.strict_name) == ("Career and Work", "Career")


@pytest.mark.parametrize(
    ("config", "feeds"),
    [
        ("", {"/feed.xml": ("home", "")}),
        ("feed: {path: /atom.xml}", {"/atom.xml": ("home", ""), "/feed.xml": ("home", "")}),
        ("feed: {collections: {posts: {path: blog.xml}}}", {"/blog.xml": ("home", ""), "/feed.xml": ("home", "")}),
        ("atom_feed: {path: /f.xml}", {"/f.xml": ("home", ""), "/feed.xml": ("home", "")}),
        ("atom_feed: {path: 'https://x.example/f'}", {"/feed.xml": ("home", "")}),
        ("feed: {categories: [Career, and]}",
         {"/feed.xml": ("home", ""), "/feed/Career.xml": ("category", "Career and Work"), "/feed/and.xml": ("home", "")}),
        ("feed: {tags: true}", {"/feed.xml": ("home", ""), "/feed/by_tag/Zeal.xml": ("tag", "Zeal"),
                                "/feed/by_tag/Hope.xml": ("tag", "Hope")}),
        ("feed: {tags: {path: t/, only: [Hope]}}", {"/feed.xml": ("home", ""), "/t/Hope.xml": ("tag", "Hope")}),
        ("feed: {tags: {except: [Hope]}}", {"/feed.xml": ("home", ""), "/feed/by_tag/Zeal.xml": ("tag", "Zeal")}),
    ],
)  # fmt: skip
def test_feeds_are_told_as_they_are_configured(
    tmp_path: Path, config: str, feeds: dict[str, tuple[str, str]]
) -> None:
    found = {path: row[:2] for path, row in listings(tmp_path, config).items() if row[2]}
    assert found == feeds


@pytest.mark.parametrize(
    ("config", "pages"),
    [
        ("paginate: 1", {"/page2", "/page3"}),
        ("paginate: 2", {"/page2"}),
        ("paginate: 10", set()),
        ("paginate: 2\npaginate_path: /blog/page/:num/", {"/blog/page/2"}),
        ("pagination: {enabled: true, per_page: 2}", {"/page/2"}),
        ("pagination: {per_page: 2, permalink: '/seite:num'}", {"/seite2"}),
        ("paginate: x", set()),
    ],
)
def test_the_pages_of_the_front_page_lead_to_it(tmp_path: Path, config: str, pages: set[str]) -> None:
    found = {path for path, row in listings(tmp_path, config).items() if row == ("home", "", False)}
    assert {path for path in found if not path.endswith(("/", ".html"))} == pages
    assert {f"{page}/" for page in pages} <= found


def test_years_and_months_lead_to_those_here(tmp_path: Path) -> None:
    config = "jekyll-archives:\n  enabled: [year, month, day]\n  permalinks: {year: '/in/:year/', month: '/in/:year-:month'}"
    write(tmp_path, {"_config.yml": config, **POSTS})
    found = {row.old_path: row.target for row in JekyllReader(tmp_path) if isinstance(row, ImportedRedirect)}
    assert (found["/in/2023/"], found["/in/2023-04"], found["/2023/04/05/"]) == (
        "/2023/",
        "/2023/04/",
        "/2023/04/",
    )
    assert "/in/2024-02" not in found


def test_what_a_page_has_already_is_not_told_again(tmp_path: Path) -> None:
    found = listings(
        tmp_path, "permalink: pretty", **{"posts.md": "---\ntitle: Posts\n---\nOur letters to the world."}
    )
    assert "/posts/" not in found
    assert "/archive/" in found


def test_a_folder_of_posts_has_no_lists(tmp_path: Path) -> None:
    write(tmp_path, {"_config.yml": ARCHIVES, **POSTS})
    assert not [row for row in JekyllReader(tmp_path / "_posts") if isinstance(row, ImportedListing)]
