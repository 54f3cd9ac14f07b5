import time
from pathlib import Path

import pytest

from articles.importers import (
    READERS,
    ImportedPost,
    ImportFailure,
    JekyllReader,
    ReadOptions,
)

from .sources import ARTICLE, read_one, warnings, write


class TestOneFile:
    @pytest.fixture
    def post(self, tmp_path: Path) -> ImportedPost:
        return read_one(tmp_path, ARTICLE)

    def test_identity_title_and_slug(self, post: ImportedPost) -> None:
        assert post.import_ref == "jekyll:article.txt#ten-minutes-of-courage-how-to-say-hello"
        assert post.path == "article.txt"
        assert post.title == "Ten Minutes of Courage: How to Say Hello"
        assert post.slug == "ten-minutes-of-courage-how-to-say-hello"

    def test_terms(self, post: ImportedPost) -> None:
        assert post.categories == ["Career and Work"]
        assert post.strict_categories == ["Career", "and", "Work"]
        assert post.tags == ["Zeal", "Networking", "SmallTalk", "Courage", "Apt"]

    def test_switches(self, post: ImportedPost) -> None:
        assert (post.show_toc, post.show_author, post.sidebar) == (False, False, "counts")

    def test_the_first_image_is_the_hero(self, post: ImportedPost) -> None:
        hero = post.hero
        assert hero is not None
        assert (
            hero.address
            == "https://images.example/photos/1/photo-1.jpeg?auto=compress&cs=tinysrgb&dpr=2&h=750&w=1260"
        )
        assert (hero.alt, hero.width, hero.height, hero.line, hero.file) == (
            "Networking",
            1260,
            750,
            12,
            None,
        )
        assert post.images == [hero]

    def test_the_text_is_untouched(self, post: ImportedPost) -> None:
        assert post.front_matter + post.body == ARTICLE
        assert post.front_matter.endswith("---\n    \n")
        assert post.body.startswith("![Networking]")

    def test_it_has_no_date_and_no_old_path(self, post: ImportedPost) -> None:
        assert (post.published_at, post.dated_by, post.status, post.old_paths) == (
            None,
            None,
            "published",
            [],
        )

    def test_every_key_has_its_fate(self, post: ImportedPost) -> None:
        assert [(fate.key, fate.fate) for fate in post.fates] == [
            ("layout", "kept in the front matter: every article has the article's layout"),
            ("title", "title of the article"),
            ("categories", "category of the article"),
            ("tag", "tags of the article"),
            ("toc", "table of contents on or off"),
            ("author_profile", "author box on or off"),
            ("sidebar", "sidebar of the article"),
        ]
        assert post.fates[1].raw == '"Ten Minutes of Courage: How to Say Hello"'

    def test_nothing_is_wrong_with_it(self, post: ImportedPost) -> None:
        assert warnings(post) == []


class TestTexts:
    def test_line_ends_and_byte_order_mark_survive(self, tmp_path: Path) -> None:
        source = "\ufeff" + ARTICLE.replace("\n", "\r\n")
        post = read_one(tmp_path, source)
        assert (post.front_matter + post.body).encode() == (tmp_path / "article.txt").read_bytes()
        assert post.title == "Ten Minutes of Courage: How to Say Hello"
        assert post.hero is not None

    @pytest.mark.parametrize(
        ("content", "reason", "line"),
        [
            ("---\ntitle: Café\n---\n".encode("latin-1"), "is not UTF-8", 2),
            (b"---\ntitle: a\n---\nb\0c\n", "NUL", 4),
            ("---\ntitle: x\n---\n".encode("utf-16"), "is not UTF-8", 1),
            (b"x" * 1001, "longer than 1,000", None),
            (b"x" * 100_000, "longer than 1,000", None),
            (b"---\na: &a [*a]\n---\n", "alias", 2),
            (b"---\ndate: 2023-99-99\n---\n", "not a date", 2),
            (b"---\n- a\n---\n", "not a list of", 2),
        ],
    )
    def test_an_unreadable_file_is_a_named_failure(
        self, tmp_path: Path, content: bytes, reason: str, line: int | None
    ) -> None:
        write(tmp_path, {"article.txt": content})
        (failure,) = JekyllReader(tmp_path / "article.txt", ReadOptions(max_characters=1000))
        assert isinstance(failure, ImportFailure)
        assert reason in failure.reason
        assert (failure.path, failure.line) == ("article.txt", line)

    def test_a_lone_file_needs_no_front_matter(self, tmp_path: Path) -> None:
        post = read_one(tmp_path, "Just words\n", "my-first-note.txt")
        assert (post.title, post.slug, post.body) == ("My First Note", "my-first-note", "Just words\n")
        assert post.fates == []


def test_the_reader_is_listed_by_name() -> None:
    assert READERS["jekyll"] is JekyllReader


def test_posts_are_read_one_at_a_time_and_fast(tmp_path: Path) -> None:
    body = "A paragraph of ordinary words, as articles have them.\n\n" * 60
    write(tmp_path, {f"_posts/2023-04-05-post-{n}.md": ARTICLE + body for n in range(300)})
    reader = JekyllReader(tmp_path)
    began = time.process_time()
    posts = sum(isinstance(outcome, ImportedPost) for outcome in reader)
    assert posts == 300
    assert time.process_time() - began < 0.3, "at least 1,000 posts a second of CPU"
