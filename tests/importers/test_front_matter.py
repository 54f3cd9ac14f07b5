import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.base import ReadError
from articles.importers.front_matter import FrontMatter, parse_front_matter, split_front_matter
from articles.importers.yaml_nodes import plain_of, text_of, texts_of


def parsed(block: str) -> dict[str, object]:
    return {key: plain_of(entry.node) for key, entry in parse_front_matter(block).entries.items()}


def text(block: str, key: str = "title") -> str:
    return text_of(parse_front_matter(block).entries[key].node)


@pytest.mark.parametrize(
    ("source", "front_matter", "body"),
    [
        ("---\na: 1\n---\nText\n", "---\na: 1\n---\n", "Text\n"),
        ("---\na: 1\n...\nText\n", "---\na: 1\n...\n", "Text\n"),
        ("---  \na: 1\n--- \t\nText\n", "---  \na: 1\n--- \t\n", "Text\n"),
        ("---\na: 1\n---\n   \n\nText\n", "---\na: 1\n---\n   \n\n", "Text\n"),
        ("---\na: 1\n---\n    code\n", "---\na: 1\n---\n", "    code\n"),
        ("---\na: 1\n---\n\n    code\n", "---\na: 1\n---\n\n", "    code\n"),
        ("---\r\na: 1\r\n---\r\n\r\nText\r\n", "---\r\na: 1\r\n---\r\n\r\n", "Text\r\n"),
        ("\ufeff---\na: 1\n---\nText", "\ufeff---\na: 1\n---\n", "Text"),
        ("\ufeffText", "\ufeff", "Text"),
        ("\n---\na: 1\n---\nText", "", "\n---\na: 1\n---\nText"),
        ("----\na: 1\n---\nText", "", "----\na: 1\n---\nText"),
        ("---\na: 1\n----\nText", "", "---\na: 1\n----\nText"),
        ("---\na: 1\n---\nOne\n\n---\n\nTwo", "---\na: 1\n---\n", "One\n\n---\n\nTwo"),
        ("---\na: |\n  ---\n  b\n---\nText", "---\na: |\n  ---\n  b\n---\n", "Text"),
        ("---\na: 1\n---", "---\na: 1\n---", ""),
        ("---\na: 1\n---\n \n ", "---\na: 1\n---\n \n ", ""),
        ("---\n---\nText", "---\n---\n", "Text"),
        ("---\na: 1\n", "", "---\na: 1\n"),
        ("--- a: 1\n---\n", "", "--- a: 1\n---\n"),
        ("", "", ""),
        # A no-break space is no white space to Ruby: it belongs to the body.
        ("---\na: 1\n---\n\u00a0\nText", "---\na: 1\n---\n", "\u00a0\nText"),
    ],
)
def test_front_matter_ends_where_jekyll_ends_it(source: str, front_matter: str, body: str) -> None:
    parts = split_front_matter(source)
    assert (parts.front_matter, parts.body) == (front_matter, body)


PIECES = st.sampled_from(
    [
        "---",
        "...",
        "----",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "a: 1",
        "\ufeff",
        "\u2028",
        "\x0b",
        "é",
        "🙂",
        "    x",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join)))
def test_front_matter_and_body_together_are_the_file(source: str) -> None:
    parts = split_front_matter(source)
    assert parts.front_matter + parts.body == source
    assert parts.block in parts.front_matter


@pytest.mark.parametrize("filler", ["\n", "---x\n", "...x\n", " ", "--- "])
def test_a_long_file_without_an_end_of_front_matter_is_all_body(filler: str) -> None:
    source = "---\n" + filler * 200_000 + "x"
    assert split_front_matter(source).body == source


@pytest.mark.parametrize(
    "spelling", ["2024", "Yes", "1.10", "01234", "10:30", "null and void", "2023-04-05", "0x1F"]
)
def test_a_title_keeps_its_spelling(spelling: str) -> None:
    assert text(f"title: {spelling}") == spelling


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", False), ("False", False), ("on", True), ("~", None), ("", None), ("12", 12), ("1_000", 1000),
        ("01234", 668), ("3.5", 3.5), ('"false"', "false"), ("'12'", "12"), ("10:30", "10:30"),
        ("2023-04-05 10:00:00 +0900", "2023-04-05 10:00:00 +0900"), ("9" * 5000, "9" * 5000), ("tRuE", "tRuE"),
        ("1.", "1."), ("+", "+"), ("!custom 7", "7"),
    ],
)  # fmt: skip
def test_scalars_have_the_values_of_yaml_1_1(written: str, value: object) -> None:
    assert parsed(f"key: {written}")["key"] == value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: Foo: bar", "Foo: bar"),
        ("title: @foo", "@foo"),
        ('title: "x" y', '"x" y'),
        ('title: "x" "y"', '"x" "y"'),
        ('title: "Foo "bar" baz"', 'Foo "bar" baz'),
        ("title: 'It's good'", "It's good"),
        ('title: "open', "open"),
        ("title: `code` first", "`code` first"),
        ("title: *Great* news", "*Great* news"),
        ("title: *great", "*great"),
        ("title: [BOJ] 11501", "[BOJ] 11501"),
        ("title: - dash", "- dash"),
        ("title: > more", "> more"),
        ("title: {{ page.name }}", "{{ page.name }}"),
        ("title: 100%: a\\b 'c'", "100%: a\\b 'c'"),
    ],
)
def test_a_value_that_is_not_yaml_is_quoted_and_noted(line: str, value: str) -> None:
    header = parse_front_matter(f"layout: single\n{line}\ntags: [a]")
    assert text_of(header.entries["title"].node) == value
    assert [(note.severity, note.line) for note in header.notes] == [("warning", 3)]
    assert texts_of(header.entries["tags"].node) == ["a"]


def test_values_below_the_top_level_are_mended_too() -> None:
    assert parsed("header:\n  image: /a.png\n  caption: Photo: me")["header"] == {
        "image": "/a.png",
        "caption": "Photo: me",
    }


def test_a_tab_for_indentation_is_mended() -> None:
    assert parsed('sidebar:\n\tnav: "counts"')["sidebar"] == {"nav": "counts"}


def test_an_open_quote_is_mended_where_it_began_and_no_other_line_is_touched() -> None:
    block = 'toc: false\ntitle: "open\ndescription: "closed"\npublished: true'
    header = parse_front_matter(block)
    values = {key: plain_of(entry.node) for key, entry in header.entries.items()}
    assert values == {"toc": False, "title": "open", "description": "closed", "published": True}
    assert sorted(note.line or 0 for note in header.notes) == [3, 4]


def test_an_open_bracket_is_mended_where_it_began() -> None:
    assert parsed("toc: false\ntitle: [BOJ 11501\nlayout: post") == {
        "toc": False, "title": "[BOJ 11501", "layout": "post",
    }  # fmt: skip


def test_several_lines_are_mended() -> None:
    header = parse_front_matter("title: A: b\ndescription: @c\n")
    assert len(header.notes) == 2
    assert text_of(header.entries["description"].node) == "@c"


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("layout: a\n  b: c\nx: 1", 3),
        ("- a\n- b", 2),
        ("just words", 2),
        ("title: x\ntags: [a, b\n", 3),
        ("a: 1\n\n? [b]\n: c", 4),
        ("a: 1\nb: \x07\n", 3),
    ],
)
def test_what_cannot_be_mended_fails_with_its_line(block: str, line: int) -> None:
    with pytest.raises(ReadError) as failure:
        parse_front_matter(block)
    assert failure.value.line == line


def test_the_last_of_a_repeated_key_counts_and_is_noted() -> None:
    header = parse_front_matter("title: One\ntoc: true\ntitle: Two")
    assert text_of(header.entries["title"].node) == "Two"
    assert [note.line for note in header.notes] == [4]


def test_each_key_remembers_its_line_and_its_value_as_written() -> None:
    entries = parse_front_matter('title:  "A"\ntags: [a, "b", ]  # why\nheader:\n  - x\n\nz: 1').entries
    assert [(key, entry.raw, entry.line) for key, entry in entries.items()] == [
        ("title", '"A"', 2),
        ("tags", '[a, "b", ]', 3),
        ("header", "- x", 4),
        ("z", "1", 7),
    ]


def test_raw_values_of_other_scripts_are_cut_at_the_right_place() -> None:
    entries = parse_front_matter("title: 한국어 🙂 é\ntags: [日本]").entries
    assert [entry.raw for entry in entries.values()] == ["한국어 🙂 é", "[日本]"]


def test_aliases_and_merge_keys_are_read() -> None:
    assert parsed("a: &x {n: 1}\nb: *x\n<<: {c: 2, a: 3}") == {"a": {"n": 1}, "b": {"n": 1}, "c": 2}


@pytest.mark.parametrize("block", ["", "   ", "# only a comment", "~"])
def test_empty_front_matter_has_no_keys(block: str) -> None:
    assert parse_front_matter(block) == FrontMatter()


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 10)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (BOMB, "aliases expanded"),
        ("a: &a [*a]", "alias"),
        ("a: &a {b: *a}", "alias"),
        ("a: " + "[" * 100_000, "nested deeper"),
        ("a: " + "{b: " * 50_000, "nested deeper"),
        ("a:\n" + "- " * 100_000 + "x", "nested deeper"),
        ("a: [" + "b," * 100_000 + "]", "values"),
        ("".join(f"k{n}: v\n" for n in range(30_000)), "values"),
        ("k0: &k0 [x]\n" + "".join(f"k{n}: &k{n} [*k{n - 1}]\n" for n in range(1, 500)), "aliases expanded"),
        ("a: !!python/object/apply:os.system [touch /tmp/pwned]", "Python"),
        ("a: !!python/name:os.system", "Python"),
        ("a: [!!python/tuple [1, 2]]", "Python"),
        ("".join(f"k{n}: a: b\n" for n in range(100)), "not valid YAML"),
    ],
)
def test_hostile_yaml_is_refused_by_name(block: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        parse_front_matter(block)


def test_escapes_cannot_smuggle_in_what_no_database_stores() -> None:
    assert text('title: "a\\0b\\x07c"') == "abc"


YAML_PIECES = st.sampled_from(
    [*"ab:-[]{}&*!|>'\"#%@`,?~\t\n ", "\n", "key: ", "  ", "- ", "&a ", "*a", "<<: ", "!!"]
)


@given(st.one_of(st.text(max_size=200), st.lists(YAML_PIECES, max_size=40).map("".join)))
def test_any_text_parses_or_is_refused_by_name(block: str) -> None:
    try:
        keys = list(parse_front_matter(block).entries)
    except ReadError as error:
        keys = [error.reason]
    assert all(isinstance(key, str) for key in keys)
