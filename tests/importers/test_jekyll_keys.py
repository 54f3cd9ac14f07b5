from pathlib import Path

import pytest

from articles.importers import (
    ImportedAuthor,
)

from .sources import read_header, read_post, warnings, write


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
            "kim", "Kim Example", {"name": "Kim Example", "bio": "Writes", "links": [{"url": "/k"}]}
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
