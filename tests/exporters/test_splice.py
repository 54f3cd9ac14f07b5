"""One key of a YAML header is changed, and nothing else."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.exporters.checking import node_at
from articles.exporters.spelling import Verbatim, is_plain, lines, scalar
from articles.exporters.splice import nodes_of, rewritten, with_list, with_value, without
from articles.importers.yaml_nodes import Scalar, texts_of, unplaced

from .headers import QUIRKS, changed_lines

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=40,
).filter(lambda text: text == text.strip() and not any(0xFDD0 <= ord(c) <= 0xFDEF for c in text))
KEYS = st.sampled_from([
    ("title",), ("tags",), ("tag",), ("slug",), ("excerpt",), ("new",), ("header", "image"), ("sidebar", "nav"),
    ("author", "name"), ("a: b",),
])  # fmt: skip
ENDS = st.sampled_from(["\n", "\r\n"])


def others(block: str, path: tuple[str, ...]) -> dict:
    return {key: unplaced(node) for key, node in nodes_of(block).items() if key != path[0]}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(QUIRKS), KEYS, TEXTS | st.booleans() | st.integers(0, 999), ENDS)
def test_a_value_reads_back_and_all_else_stays(block, path, value, end):
    block = block.replace("\n", end)
    new = with_value(block, path, value)
    node = node_at(nodes_of(new), path)
    assert isinstance(node, Scalar)
    assert value == (node.value.strip() if isinstance(node.value, str) else node.value)
    assert others(new, path) == others(block, path)
    assert with_value(new, path, value) == new
    if "\r\n" in block:
        assert "\n" not in new.replace("\r\n", "")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(QUIRKS), KEYS, st.lists(TEXTS, max_size=5, unique_by=str.casefold), ENDS)
def test_a_list_reads_back_and_all_else_stays(block, path, values, end):
    block = block.replace("\n", end)
    new = with_list(block, path, values)
    found = texts_of(node_at(nodes_of(new), path))
    assert [text.casefold() for text in found] == [value.casefold() for value in values]
    assert others(new, path) == others(block, path)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(QUIRKS), KEYS, ENDS)
def test_what_is_removed_is_gone_and_all_else_stays(block, path, end):
    block = block.replace("\n", end)
    new = without(block, path)
    assert node_at(nodes_of(new), path) is None
    assert others(new, path) == others(block, path)
    assert "{" in block or set(new.splitlines()) <= set(block.splitlines())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(QUIRKS), KEYS, TEXTS | st.lists(TEXTS, max_size=3) | st.none())
def test_a_header_written_anew_says_the_same(block, path, value):
    new = rewritten(block, path, value)
    node = node_at(nodes_of(new), path)
    if isinstance(value, str):
        assert isinstance(node, Scalar)
        assert node.value == value
    assert others(new, path) == others(block, path)


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_what_is_written_reads_the_same_in_yaml_1_1_and_here(key, value, in_flow):
    text = f"[{scalar(value, in_flow=True)}]" if in_flow else scalar(value)
    loaded = yaml.safe_load(f"{scalar(key)}: {text}")
    assert loaded == {key: [value] if in_flow else value}
    assert texts_of(nodes_of(f"{scalar(key)}: {text}\n")[key]) == [value]


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "No", "on", "y", "null", "~", "1.10", "0x1F", "1_000", "1,000", "12:30:45", "2024-01-01", ".5"),
        *("a: b", "#tag", "a #b", "- a", "-", "?", ":symbol", "=", "<<", "@x", "`x`", "*x", "&x", "!x", "%x", "{{ x }}"),
        *("[a]", "a:", " a", "a ", "", "'a'", '"a"', ".inf", "---", "...", "tab\there", "\u2028", "1e5", "0b11", "+1"),
    ],
)  # fmt: skip
def test_what_some_reader_takes_for_something_else_is_quoted(text):
    assert not is_plain(text)
    assert yaml.safe_load(scalar(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Weak ties",
        "It's 5 o'clock",
        "10 tips",
        "C#",
        "한국어",
        "🎉 done",
        "a-b",
        "/a/b.jpg",
        "1st",
        "Q: what?",
    ],
)
def test_ordinary_words_need_no_quotes(text):
    assert is_plain(text) == (": " not in text)


def test_nested_values_are_written_below_their_key():
    assert lines("header", {"image": "/a.jpg", "tags": ["a", "b: c"], "none": []}) == [
        "header:", "  image: /a.jpg", "  tags:", "    - a", '    - "b: c"', "  none: []",
    ]  # fmt: skip


CASES = [
    (with_value, QUIRKS[0], ("title",), 'New "words": x', ['-title:  "Ten Minutes of Courage"',
                                                        '+title:  "New \\"words\\": x"']),
    (with_value, QUIRKS[0], ("categories",), "Work", ["-categories:  Career and Work", "+categories:  Work"]),
    (with_value, QUIRKS[0], ("toc",), True, ["-toc: false", "+toc: true"]),
    (with_value, QUIRKS[0], ("sidebar", "title"), "Counts", ["+    title: Counts"]),
    (with_value, QUIRKS[1], ("title",), "That's it", ["-title: 'It''s a start'   # and another",
                                                     "+title: 'That''s it'   # and another"]),
    (with_value, QUIRKS[2], ("title",), "Mended: so", ["-title: Broken: like this", "+title: 'Mended: so'"]),
    (with_value, QUIRKS[2], ("slug",), "2024", ['+slug: "2024"']),
    (with_value, QUIRKS[2], ("date",), Verbatim("2024-01-01"), ["-date: 2023-04-05 10:00:00 +0900", "+date: 2024-01-01"]),
    (with_value, QUIRKS[3], ("excerpt",), "One\nTwo", ["-    Kept", "-    apart", "+    One", "+    Two"]),
    (with_value, QUIRKS[4], ("header", "image"), "/b.jpg", ["-  image: /a.jpg", "+  image: /b.jpg"]),
    (with_value, QUIRKS[7], ("title",), "Now", ["-title:", "+title: Now"]),
    (with_value, QUIRKS[9], ("title",), "once", ['-title: "thrice"', '+title: "once"']),
    (with_list, QUIRKS[0], ("tag",), ["Zeal", "SmallTalk", "Apt"], ["-tag: [Zeal, Networking, SmallTalk, Apt, ]",
                                                                  "+tag: [Zeal, SmallTalk, Apt, ]"]),
    (with_list, QUIRKS[0], ("tag",), ["Zeal", "Networking", "SmallTalk", "Apt", "a, b"],
     ["-tag: [Zeal, Networking, SmallTalk, Apt, ]", '+tag: [Zeal, Networking, SmallTalk, Apt, "a, b", ]']),
    (with_list, QUIRKS[1], ("tags",), ["one", "three", "four"], ["-- 'two words'", "+- four"]),
    (with_list, QUIRKS[4], ("tag",), ["X", "z", "y"], ["+    - z"]),
    (with_list, QUIRKS[4], ("redirect_from",), ["/old/", "/b/"], ["-redirect_from: /old/", "+redirect_from: [/old/, /b/]"]),
    (with_list, QUIRKS[6], ("tags",), ["하나", "넷", "셋"], ['-tags: ["하나","둘",  셋]', '+tags: ["하나","넷",셋]']),
    (with_list, QUIRKS[2], ("redirect_from",), ["/a/"], ["+redirect_from:", "+  - /a/"]),
    (without, QUIRKS[0], ("sidebar", "nav"), None, ["-sidebar:", '-    nav: "counts"']),
    (without, QUIRKS[3], ("title",), None, ["-title: >-", "-  Folded over", "-  two lines"]),
    (without, QUIRKS[4], ("header", "caption"), None, ['-  caption: "A *table*"']),
    (without, QUIRKS[1], ("tags",), None, ["-tags:", "-- one", "-- 'two words'", "-- three # why"]),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "block", "path", "value", "expected"), CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_lines_of_the_key_change(edit, block, path, value, expected, end):
    block = block.replace("\n", end)
    new = edit(block, path) if edit is without else edit(block, path, value)
    changed = [line[0] + line[2:] for line in changed_lines(block, new)]
    assert sorted(changed) == sorted(line + end for line in expected)
