from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.importers import (
    ImportedPost,
    ImportSkip,
    JekyllReader,
)

from .sources import read_header, read_one, read_post, warnings, write

SEOUL = ZoneInfo("Asia/Seoul")


class TestTitleAndSlug:
    @pytest.mark.parametrize(
        ("header", "title"),
        [
            ("title: 2024", "2024"), ("title: Yes", "Yes"), ("title: 1.10", "1.10"), ("title: Foo: bar", "Foo: bar"),
            ("title: [a, b]", "[a, b]"), ("title: #1 tip", "A Post"), ("title: ''", "A Post"), ("layout: x", "A Post"),
            ("title: >\n  Two\n  lines", "Two lines"), ("title: 1\ntitle: 2", "2"),
        ],
    )  # fmt: skip
    def test_a_title_is_always_text(self, tmp_path: Path, header: str, title: str) -> None:
        assert read_post(tmp_path, header).title == title

    def test_a_dated_name_gives_the_slug(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: Other", name="_posts/2023-04-05-My.Post....md")
        assert post.slug == "my-post"

    @pytest.mark.parametrize(
        ("name", "date", "slug"),
        [
            ("2023-4-5-a.md", "2023-04-05", "a"), ("23-04-05-a.md", "2023-04-05", "a"), ("99-1-2-a.md", "1999-01-02", "a"),
            ("2023-04-05-A-b_c.mkdown", "2023-04-05", "a-b-c"), ("2023-04-05-v1.2.html", "2023-04-05", "v1-2"),
            ("sub/2023-04-05-a.mkd", "2023-04-05", "a"),
        ],
    )  # fmt: skip
    def test_names_are_taken_apart_as_jekyll_does(
        self, tmp_path: Path, name: str, date: str, slug: str
    ) -> None:
        post = read_post(tmp_path, "layout: none", name=f"_posts/{name}")
        assert post.published_at is not None
        assert (f"{post.published_at:%Y-%m-%d}", post.slug) == (date, slug)
        assert post.source_file == post.path == f"_posts/{name}"

    @pytest.mark.parametrize(
        "name", ["a.md", "2023-04-a.md", "2023-04-05.md", "12345-04-05-a.md", "2023-04-05-a.txt"]
    )
    def test_names_that_jekyll_ignores_are_skipped(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, {"_config.yml": "", f"_posts/{name}": "---\ntitle: A\n---\n"})
        (skip,) = (row for row in JekyllReader(tmp_path) if row.path == f"_posts/{name}")
        assert isinstance(skip, ImportSkip)

    def test_the_slug_key_wins(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, "title: Other\nslug: Chosen One").slug == "chosen-one"

    def test_a_slug_is_never_empty(self, tmp_path: Path) -> None:
        assert read_header(tmp_path, "title: 🙂", name="🙂.md").slug == "untitled"

    def test_an_undated_file_in_a_folder_is_named_by_its_file(self, tmp_path: Path) -> None:
        write(tmp_path, {"saying-no.md": "---\ntitle: The Art of Saying No\n---\n"})
        (post,) = JekyllReader(tmp_path)
        assert isinstance(post, ImportedPost)
        assert post.slug == "saying-no"


class TestDates:
    def test_the_file_name_gives_the_date(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: A", "timezone: Asia/Seoul")
        assert (post.published_at, post.dated_by) == (datetime(2023, 4, 5, tzinfo=SEOUL), "file name")

    def test_the_front_matter_wins(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "date: 2020-01-02 10:30:00 +0900")
        assert (post.published_at, post.dated_by) == (datetime(2020, 1, 2, 1, 30, tzinfo=UTC), "front matter")

    def test_a_time_without_a_zone_is_the_sites(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "date: 2020-01-02 10:30", "timezone: Asia/Seoul")
        assert post.published_at == datetime(2020, 1, 2, 10, 30, tzinfo=SEOUL)

    def test_without_a_configured_zone_the_option_counts(self, tmp_path: Path) -> None:
        post = read_one(tmp_path, "---\ndate: 2020-01-02 10:30\n---\n", timezone=SEOUL)
        assert post.published_at == datetime(2020, 1, 2, 10, 30, tzinfo=SEOUL)

    def test_an_unknown_zone_is_noted_for_the_site(self, tmp_path: Path) -> None:
        write(tmp_path, {"_config.yml": "timezone: Mars/Base", "_posts/2023-04-05-a.md": "x"})
        assert "Mars/Base" in JekyllReader(tmp_path).site.notes[0].text

    def test_jekylls_reading_of_a_zoneless_time_gives_an_old_path_too(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "date: 2020-01-02 20:30:00", "timezone: Asia/Seoul")
        assert "/2020/01/02/a-post.html" in post.old_paths
        assert "/2020/01/03/a-post.html" in post.old_paths

    def test_an_unreadable_date_gives_way_to_the_file_name(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: A\ndate: 2023-02-30")
        assert (post.published_at, post.dated_by) == (datetime(2023, 4, 5, tzinfo=UTC), "file name")
        assert "2023-02-30 is not a date" in warnings(post)[0]
        assert post.fates[1].fate.startswith("not a date")

    def test_the_last_change_is_kept(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, "last_modified_at: 2024-01-02").modified_at == datetime(
            2024, 1, 2, tzinfo=UTC
        )
        assert read_post(tmp_path, "modified: 2024-01-02T10:00:00Z").modified_at == datetime(
            2024, 1, 2, 10, tzinfo=UTC
        )

    def test_a_far_future_stays_in_the_future(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, "date: 9999-12-31").published_at == datetime(9999, 12, 31, tzinfo=UTC)


class TestStatus:
    @pytest.mark.parametrize(
        ("header", "status"),
        [
            ("published: false", "draft"), ("published: no", "draft"), ("published:", "draft"),
            ("published: true", "published"), ("published: 0", "published"), ('published: "false"', "published"),
            ("draft: true", "published"), ("redirect_to: https://other.example/", "draft"), ("title: x", "published"),
        ],
    )  # fmt: skip
    def test_a_post_is_public_where_jekyll_showed_it(self, tmp_path: Path, header: str, status: str) -> None:
        assert read_post(tmp_path, header).status == status

    def test_a_loose_file_that_calls_itself_a_draft_is_one(self, tmp_path: Path) -> None:
        assert read_header(tmp_path, "draft: true").status == "draft"

    def test_where_readers_were_sent_is_kept(self, tmp_path: Path) -> None:
        assert (
            read_post(tmp_path, "redirect_to: [https://other.example/, b]").redirect_to
            == "https://other.example/"
        )

    def test_drafts_are_drafts(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: A", name="_drafts/an-idea.md")
        assert (post.status, post.slug, post.published_at, post.old_paths) == ("draft", "an-idea", None, [])


class TestOldPaths:
    @pytest.mark.parametrize(
        ("config", "first"),
        [
            ("", "/career/and/work/2023/04/05/a-post.html"),
            ("permalink: pretty", "/career/and/work/2023/04/05/a-post/"),
            ("permalink: /:categories/:title/\nbaseurl: /blog", "/blog/career/and/work/a-post/"),
            ("collections:\n  posts:\n    permalink: /p/:title", "/p/a-post"),
        ],
    )
    def test_the_sites_permalink_gives_the_address(self, tmp_path: Path, config: str, first: str) -> None:
        assert read_post(tmp_path, "categories: Career and Work", config).old_paths[0] == first

    def test_every_form_and_every_redirect_is_listed(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "redirect_from: [old/, /older.html, null]", "permalink: /:title/")
        assert post.old_paths == [
            "/a-post/", "/a-post.html", "/a-post", "/a-post/index.html",
            "/old/", "/old.html", "/old", "/old/index.html",
            "/older.html", "/older/", "/older", "/older/index.html",
        ]  # fmt: skip

    def test_the_posts_own_permalink_beats_the_sites(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, "permalink: /mine/:year/").old_paths[0] == "/mine/2023/"
        assert read_post(tmp_path, "permalink: pretty").old_paths[0] == "/pretty"

    def test_a_permalink_that_names_nonsense_is_noted(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: A\npermalink: /:nonsense/")
        assert post.old_paths == []
        assert ":nonsense" in warnings(post)[0]

    def test_without_a_configuration_the_option_tells_the_style(self, tmp_path: Path) -> None:
        post = read_one(tmp_path, "---\ntitle: A\n---\n", "2023-04-05-a.md", permalink="none")
        assert post.old_paths[0] == "/a.html"
