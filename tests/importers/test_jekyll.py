import json
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


HOSTILE: dict[str, str | bytes] = {
    "python-name": "a: !!python/name:os.system", "python-call": "a: !!python/object/apply:os.system [touch /tmp/x]",
    "python-new": "a: !!python/object/new:os.system [x]", "ruby": "a: !ruby/object:Gem::Installer {i: x}",
    "binary": "a: !!binary R0lGODlhDAAMAIQAAP", "set": "a: !!set {x, y}", "timestamp": "date: !!timestamp 2001-12-14",
    "recursion": "a: &a [*a]", "deep-recursion": "a: &a {b: {c: *a}}", "unknown-alias": "a: *b",
    "alias-bomb": "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 30))]),
    "merge-bomb": "\n".join(["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], y: *a{n - 1}}}" for n in range(1, 30))]),
    "deep": "a: " + "[" * 5000 + "]" * 5000, "deep-maps": "a: " + "{a: " * 5000 + "}" * 5000,
    "digits": "a: " + "9" * 5000, "title-digits": "title: " + "9" * 5000, "many-keys": "\n".join(f"k{n}: v" for n in range(30_000)),
    "long-key": "x" * 100_000 + ": y", "complex-key": "? [a, b]\n: c", "null-escape": 'title: "a\\0b\\ud800c"',
    "date-99": "date: 2023-99-99", "date-long": "date: " + "1" * 10_000, "date-map": "date: {a: b}", "date-far": "date: 99999-01-01",
    "assignment": "is_superuser: true\nid: 1\nimport_ref: other\nbody_html: <script>", "colon": "title: Foo: bar",
    "at": "title: @foo", "half-quoted": 'title: "x" y', "unclosed": "title: 'abc", "tabs": "a:\n\t- b", "two": "a: 1\n--- x\nb: 2",
    "entity": '<!DOCTYPE a [<!ENTITY b "c">]>&b;', "list": "- a", "word": "word", "bracket": "tags: [a, b", "latin-1": "title: Café".encode("latin-1"),
    "nul": "title: a\0b", "utf-16": "title: a".encode("utf-16"), "bell": "title: a\ab", "direction": "title: \u202egnp.exe",
    "categories": "categories: {a: [b, {c: d}]}\ntags: 2024", "permalink": "permalink: /:categories/../../:nonsense/%zz",
    "redirect": "redirect_from: [javascript:alert(1), //evil.example, '/a\\r\\nb', {a: b}]", "liquid": "title: '{% raw %}'\npage: {page: x}",
    "author": "author: {name: [x], bio: {a: b}, links: [1, {url: [2]}], avatar: /../../etc/passwd}",
    "header": "header: {image: [a], teaser: {b: c}, video: 1}\ngallery: [1, [2], {image_path: [3]}]\nsidebar: [[1]]",
}  # fmt: skip


def test_hostile_files_are_named_failures_or_articles_and_stop_nothing(tmp_path: Path) -> None:
    fence = b"---\n"
    files: dict[str, str | bytes] = {
        f"_posts/2023-04-05-{name}.md": fence
        + (text.encode() if isinstance(text, str) else text)
        + b"\n"
        + fence
        + b"{{ page.a }}"
        for name, text in HOSTILE.items()
    }
    files["_posts/2023-04-06-large.md"] = "words " * 900_000
    files["_posts/2023-04-07-good.md"] = ARTICLE
    files["about.md"] = "---\na: &a [*a]\n---\n"
    write(tmp_path, {"_config.yml": "", **files})
    began = time.process_time()
    outcomes = {outcome.path: outcome for outcome in JekyllReader(tmp_path)}
    assert time.process_time() - began < 5
    assert set(files) <= outcomes.keys()
    assert isinstance(outcomes["_posts/2023-04-07-good.md"], ImportedPost)
    failed = {path.removeprefix("_posts/2023-04-05-").removesuffix(".md"): outcome for path, outcome in outcomes.items()
              if isinstance(outcome, ImportFailure)}  # fmt: skip
    assert set(failed) == {
        "python-name", "python-call", "python-new", "recursion", "deep-recursion", "alias-bomb", "merge-bomb",
        "deep", "deep-maps", "many-keys", "long-key", "complex-key", "entity", "list", "word", "bracket", "latin-1", "nul",
        "utf-16", "bell", "_posts/2023-04-06-large", "about",
    }  # fmt: skip
    lines = {
        name: outcome.line for name, outcome in failed.items() if not name.endswith(("large", "long-key"))
    }
    assert all(lines.values()), lines
    json.dumps([outcome.variables for outcome in outcomes.values() if isinstance(outcome, ImportedPost)])


def test_the_reader_is_listed_by_name() -> None:
    assert READERS["jekyll"] is JekyllReader
