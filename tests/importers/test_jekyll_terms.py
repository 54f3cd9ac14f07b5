import pytest

from articles.importers.front_matter import parse_front_matter
from articles.importers.jekyll.terms import read_categories, read_tags


def nodes(block: str) -> dict:
    return parse_front_matter(block).nodes()


@pytest.mark.parametrize(
    ("block", "strict", "proposed"),
    [
        ("categories:  Career and Work", ["Career", "and", "Work"], ["Career and Work"]),
        ("category: Career and Work", ["Career and Work"], ["Career and Work"]),
        ("categories: [Career and Work]", ["Career and Work"], ["Career and Work"]),
        ('categories: "Career, Work"', ["Career,", "Work"], ["Career", "Work"]),
        ("category: X\ncategories: Y Z", ["Y", "Z", "X"], ["Y Z", "X"]),
        ("category: [A, B C]", ["A", "B C"], ["A", "B C"]),
        ("category: [A, A, a]", ["A", "a"], ["A"]),
        ("categories: [a, [b, c], null, a]", ["a", "b", "c"], ["a", "b", "c"]),
        (
            "categories: [2024, 3.5, yes, 1.10]",
            ["2024", "3.5", "true", "1.1"],
            ["2024", "3.5", "yes", "1.10"],
        ),
        ("category: 2024", ["2024"], ["2024"]),
        ("category: false\ncategories: [x]", ["x"], ["x"]),
        ("categories:", [], []),
        ("title: none", [], []),
    ],
)
def test_categories_are_read_as_jekyll_reads_them(block: str, strict: list[str], proposed: list[str]) -> None:
    terms = read_categories([], nodes(block))
    assert (terms.strict, terms.proposed) == (strict, proposed)


@pytest.mark.parametrize(
    ("block", "proposed"),
    [("categories: 2024", ["2024"]), ("categories: {a: b}", []), ("categories: yes", ["yes"])],
)
def test_categories_that_break_jekyll_are_noted(block: str, proposed: list[str]) -> None:
    terms = read_categories([], nodes(block))
    assert (terms.strict, terms.proposed) == ([], proposed)
    assert [(note.severity, note.line) for note in terms.notes] == [("warning", 2)]


def test_folders_come_before_the_posts_own_categories() -> None:
    terms = read_categories(["movies"], nodes("categories: horror movies"))
    assert terms.strict == ["movies", "horror"]


def test_categories_of_the_defaults_join_those_of_the_post() -> None:
    assert read_categories([], nodes("categories: [Base]"), nodes("categories: [Own]")).strict == [
        "Base",
        "Own",
    ]
    assert read_categories([], nodes("category: Base"), nodes("categories: [Own]")).strict == ["Own", "Base"]
    assert read_categories([], nodes("category: Base"), nodes("category: Own")).strict == ["Own"]


def test_a_difference_between_the_readings_is_told() -> None:
    assert "“Career and Work”" in read_categories([], nodes("categories: Career and Work")).notes[0].text
    assert not read_categories([], nodes("categories: [Career and Work]")).notes


@pytest.mark.parametrize(
    ("block", "strict", "proposed"),
    [
        ("tags: classic hollywood", ["classic", "hollywood"], ["classic", "hollywood"]),
        ("tag: classic hollywood", ["classic hollywood"], ["classic hollywood"]),
        ('tags: "a, b"', ["a,", "b"], ["a", "b"]),
        ("tag: a, b", ["a, b"], ["a", "b"]),
        ("tag: one\ntags: two three", ["one"], ["one"]),
        ("tag: [Zeal, Apt, Mid, ]", ["Zeal", "Apt", "Mid"], ["Zeal", "Apt", "Mid"]),
        ("tags: 2024", [], ["2024"]),
        ("tags: [2024, 3.5, yes]", ["2024", "3.5", "true"], ["2024", "3.5", "yes"]),
        ("tags: [a, [b, c], null, a]", ["a", "b", "c", "a"], ["a", "b", "c"]),
        ("tag:\ntags: [x]", ["x"], ["x"]),
        ("tag: false\ntags: x", ["x"], ["x"]),
        (
            "tags: ['#One', 'two words', 'C#', c#]",
            ["#One", "two words", "C#", "c#"],
            ["One", "two words", "C#"],
        ),
        ("tags: {a: b}", [], []),
        ("tags: []", [], []),
    ],
)
def test_tags_are_read_as_jekyll_reads_them(block: str, strict: list[str], proposed: list[str]) -> None:
    terms = read_tags(nodes(block))
    assert (terms.strict, terms.proposed) == (strict, proposed)


def test_tags_of_the_defaults_give_way_to_those_of_the_post() -> None:
    assert read_tags(nodes("tags: [base]"), nodes("tags: [own]")).proposed == ["own"]
    assert read_tags(nodes("tag: base"), nodes("tags: [own]")).proposed == ["base"]


def test_an_ignored_plural_is_noted() -> None:
    assert [note.line for note in read_tags(nodes("tag: one\ntags: two")).notes] == [3]
