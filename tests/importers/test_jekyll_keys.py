from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.importers import (
    ImportedAuthor,
)

from .sources import read_header, read_post, warnings, write

KEPT = "kept in the front matter, not used"


class TestKeys:
    @pytest.mark.parametrize(
        ("value", "shown"), [("true", True), ("false", False), ("", None), ('"false"', True), ("0", True)]
    )
    def test_switches_follow_liquids_truth(self, tmp_path: Path, value: str, shown: bool | None) -> None:
        post = read_header(tmp_path, f"toc: {value}\nauthor_profile: {value}")
        assert (post.show_toc, post.show_author) == (shown, shown)

    def test_absent_switches_are_neither_on_nor_off(self, tmp_path: Path) -> None:
        post = read_header(tmp_path, "title: A")
        assert (post.show_toc, post.show_author, post.sidebar) == (None, None, "")

    def test_a_switch_in_quotes_is_noted(self, tmp_path: Path) -> None:
        assert "toc" in warnings(read_header(tmp_path, 'title: A\ntoc: "false"'))[0]

    def test_texts_are_kept(self, tmp_path: Path) -> None:
        post = read_header(
            tmp_path,
            "excerpt: Some *words*\ndescription: D\ncanonical_url: https://x.example/a\nlayout: splash",
        )
        assert (post.excerpt, post.description, post.canonical_url) == (
            "Some *words*",
            "D",
            "https://x.example/a",
        )
        assert post.layout == "splash"

    @pytest.mark.parametrize(
        "address", ["javascript:alert(1)", "data:text/html,x", "//x", "/a", "https://x y"]
    )
    def test_a_canonical_address_must_be_of_the_web(self, tmp_path: Path, address: str) -> None:
        post = read_header(tmp_path, f'canonical_url: "{address}"')
        assert post.canonical_url == ""
        assert post.fates[0].fate.endswith("not used")

    @pytest.mark.parametrize(
        ("header", "sidebar", "used"),
        [
            ('sidebar:\n  nav: "counts"', "counts", True), ("sidebar:\n  nav: [a, b]", "a", True),
            ("sidebar:\n  - title: Inline\n    text: x", "", False), ("sidebar: false", "", False),
            ("sidebar: counts", "counts", True),
        ],
    )  # fmt: skip
    def test_sidebars_are_named(self, tmp_path: Path, header: str, sidebar: str, used: bool) -> None:
        post = read_header(tmp_path, header)
        assert post.sidebar == sidebar
        assert ("not used" not in post.fates[0].fate) is used

    def test_unknown_keys_are_told_and_kept(self, tmp_path: Path) -> None:
        post = read_header(tmp_path, "is_superuser: true\nid: 1")
        assert {fate.fate for fate in post.fates} == {"kept in the front matter, not used"}

    def test_authors_are_looked_up(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {"_data/authors.yml": "kim:\n  name: Kim Example\n  bio: Writes\n  links: [{url: /k}]\n"},
        )
        post = read_post(tmp_path, "author: kim")
        assert post.author == ImportedAuthor(
            "kim", "Kim Example", {"name": "Kim Example", "bio": "Writes", "links": [{"url": "/k"}]}, "Writes"
        )
        assert read_post(tmp_path, "author: Someone Else").author == ImportedAuthor(
            "Someone Else", "Someone Else"
        )
        assert read_post(tmp_path, "author: {name: In Place}").authors[0].name == "In Place"
        assert [author.key for author in read_post(tmp_path, "authors: [kim, lee]").authors] == ["kim", "lee"]
        assert read_post(tmp_path, "title: x").author is None

    def test_the_lead_ends_at_a_separator_that_somebody_set(self, tmp_path: Path) -> None:
        body = "One\n\nTwo\n<!--more-->\nThree"
        assert read_header(tmp_path, "title: A", body).lead == "One\n\nTwo"
        assert read_header(tmp_path, "excerpt_separator: Two", body).lead == "One"
        assert read_header(tmp_path, "title: A", "One\n\nTwo").lead == ""

    def test_the_ignored_of_two_tag_keys_has_its_own_fate(self, tmp_path: Path) -> None:
        fates = {fate.key: fate.fate for fate in read_header(tmp_path, "tag: one\ntags: two").fates}
        assert "ignores" in fates["tags"]


class TestOwnKeys:
    """What our export writes for what Jekyll has no key for."""

    @pytest.mark.parametrize(
        ("header", "status"),
        [
            ("status: in_review\npublished: false", "in_review"), ("status: withdrawn\npublished: false", "withdrawn"),
            ("status: withdrawn", "withdrawn"), ("status: publish", "published"), ("status: binned", "published"),
            ("status: draft\npublished: false", "draft"), ("status: [in_review]", "published"),
        ],
    )  # fmt: skip
    def test_the_status_comes_back(self, tmp_path: Path, header: str, status: str) -> None:
        assert read_post(tmp_path, header).status == status

    def test_a_foreign_status_is_told_and_kept(self, tmp_path: Path) -> None:
        fates = {fate.key: fate.fate for fate in read_post(tmp_path, "status: publish").fates}
        assert fates["status"] == "kept in the front matter, not used"

    def test_a_draft_in_review_comes_back(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, "status: in_review", name="_drafts/a.md").status == "in_review"

    def test_the_series_comes_back(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: T\nseries: First   Steps\nseries_position: 3")
        assert (post.series, post.series_position, warnings(post)) == ("First Steps", 3, [])

    @pytest.mark.parametrize("position", ["x", "-1", "40000", "true", "1.5", "[1]"])
    def test_a_position_that_is_none_is_noted(self, tmp_path: Path, position: str) -> None:
        post = read_post(tmp_path, f"title: T\nseries: A\nseries_position: {position}")
        assert post.series_position == 0
        assert "series_position" in warnings(post)[0]
        assert post.fates[2].fate == "kept in the front matter, not used"

    def test_the_end_of_publication_comes_back(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "withdraw_at: 2024-01-02 10:00:00 +0900")
        assert post.withdraw_at == datetime(2024, 1, 2, 1, tzinfo=UTC)

    @pytest.mark.parametrize("date", ["soon", "2023-01-01", "2023-04-05"])
    def test_an_end_that_cannot_be_is_noted(self, tmp_path: Path, date: str) -> None:
        post = read_post(tmp_path, f"title: T\nwithdraw_at: {date}")
        assert post.withdraw_at is None
        assert "withdraw_at" in warnings(post)[0]


class TestMinimalMistakes:
    HEADER = """header:
  image: /a.png
  image_description: Two people
  caption: "Photo *by* Ann"
  teaser: /t.png
  og_image: /o.png
  overlay_filter: 0.5
  video: {id: x, provider: youtube}
"""

    def test_each_key_of_a_header_has_its_fate(self, tmp_path: Path) -> None:
        post = read_header(tmp_path, self.HEADER)
        assert post.hero is not None
        assert (post.hero.address, post.hero.alt, post.hero.caption) == (
            "/a.png",
            "Two people",
            "Photo *by* Ann",
        )
        assert {fate.key: fate.fate for fate in post.fates} == {
            "header": "hero image of the article",
            "header.image": "hero image of the article",
            "header.image_description": "alternative text of the hero image",
            "header.caption": "caption of the hero image",
            "header.teaser": "in the library; another picture is the hero image",
            "header.og_image": KEPT,
            "header.overlay_filter": KEPT,
            "header.video": KEPT,
        }
        assert [image.address for image in post.images] == ["/a.png", "/t.png"]

    def test_a_header_without_a_picture_is_kept(self, tmp_path: Path) -> None:
        post = read_header(tmp_path, "header: {overlay_color: red, caption: C}", "![A](a.png)")
        assert {fate.fate for fate in post.fates} == {KEPT}

    @pytest.mark.parametrize(
        "header",
        [
            "header: {video: {id: x}}", "header:\n  actions: [{label: L, url: /u}]", "header: {cta_label: L}",
            "link: https://x.example/", "sidebar: [{text: T}]", "tagline: T", "subtitle: S",
        ],
    )  # fmt: skip
    def test_what_readers_no_longer_see_is_a_warning(self, tmp_path: Path, header: str) -> None:
        assert any("not shown here" in text for text in warnings(read_header(tmp_path, header)))

    @pytest.mark.parametrize(
        "key",
        [
            "toc_label", "toc_icon", "toc_sticky", "read_time", "words_per_minute", "show_date", "date_format", "comments",
            "share", "related", "search", "locale", "link", "breadcrumbs", "classes", "tagline", "hidden", "pin", "sitemap",
            "math", "use_math", "typora-root-url",
        ],
    )  # fmt: skip
    def test_what_has_no_like_here_is_told_and_kept(self, tmp_path: Path, key: str) -> None:
        assert read_header(tmp_path, f"{key}: x").fates[0].fate == KEPT


class TestAuthors:
    RECORD = """ann:
  name: Ann Example
  bio: "Writes *letters*"
  avatar: /assets/ann.png
  email: ann@x.example
  uri: https://ann.example/
  links:
    - {label: Notes, url: "https://notes.example/ann"}
    - {label: Mail, url: "mailto:ann@x.example"}
    - {label: Bad, url: "javascript:alert(1)"}
  twitter: "@ann"
  github: https://github.com/ann
"""

    def test_what_an_author_page_can_show_is_found(self, tmp_path: Path) -> None:
        write(tmp_path, {"_data/authors.yml": self.RECORD, "assets/ann.png": b"1"})
        author = read_post(tmp_path, "author: ann").author
        assert author is not None
        assert (author.key, author.name, author.bio) == ("ann", "Ann Example", "Writes *letters*")
        assert author.links == [
            "https://ann.example/", "https://notes.example/ann", "https://github.com/ann", "https://twitter.com/ann",
        ]  # fmt: skip
        assert author.portrait is not None
        assert (author.portrait.address, author.portrait.alt) == ("/assets/ann.png", "Ann Example")
        assert author.portrait.file == (tmp_path / "assets/ann.png").resolve()

    @pytest.mark.parametrize(
        ("config", "name"),
        [
            ("author: {name: Bea, bio: B}", "Bea"),
            ("author: Cy", "Cy"),
            ("author: ann", "Ann Example"),
            ("", None),
        ],
    )
    def test_an_article_without_an_author_is_the_sites(
        self, tmp_path: Path, config: str, name: str | None
    ) -> None:
        write(tmp_path, {"_data/authors.yml": self.RECORD})
        author = read_post(tmp_path, "title: A", config).author
        assert (author.name if author else None) == name
