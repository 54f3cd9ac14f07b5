import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.diff import Row, Run, change_size, diff_rows, diff_words

texts = st.lists(
    st.sampled_from(["a ", "bc ", "def ", "\n", "\n\n", ". ", "```\n", "ghi jkl\n"]), max_size=14
).map("".join)


def side(runs, dropped):
    return "".join(run.text for run in runs if run.kind != dropped)


def kinds(rows):
    return [(row.kind, row.old_line, row.new_line) for row in rows]


@settings(deadline=None)
@given(texts, texts)
def test_rows_hold_both_texts(old, new):
    rows = diff_rows(old, new, context=100)
    runs = [run for row in rows for run in row.runs]
    assert side(runs, "added") == (old if rows else "")
    assert side(runs, "removed") == (new if rows else "")
    assert bool(rows) == (old != new)


@settings(deadline=None)
@given(texts, texts)
def test_rows_count_the_lines_of_both(old, new):
    rows = [row for row in diff_rows(old, new) if row.kind != "skipped"]
    for text, dropped, number in ((old, "added", "old_line"), (new, "removed", "new_line")):
        lines = text.splitlines(keepends=True)
        for row in rows:
            if row.kind != dropped:
                assert lines[getattr(row, number) - 1] == side(row.runs, dropped)


@settings(deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_runs_hold_both_texts(old, new):
    runs = diff_words(old, new)
    assert side(runs, "added") == old
    assert side(runs, "removed") == new
    assert all(run.text for run in runs)


def test_words_are_marked_within_a_line():
    (row,) = diff_rows("The quick fox jumps over the dog.\n", "The slow fox jumps over the old dog.\n")
    assert row == Row(
        "changed",
        (
            Run("same", "The "),
            Run("removed", "quick"),
            Run("added", "slow"),
            Run("same", " fox jumps over the "),
            Run("added", "old "),
            Run("same", "dog.\n"),
        ),
        1,
        1,
    )


def test_a_sentence_said_anew_is_not_shredded():
    assert diff_words("Send the card by post", "Write the note by hand, please") == [
        Run("removed", "Send the card by post"),
        Run("added", "Write the note by hand, please"),
    ]


def test_lines_with_little_in_common_are_removed_and_added():
    assert kinds(diff_rows("Hello there my friend\n", "Quite another thing\n")) == [
        ("removed", 1, None),
        ("added", None, 1),
    ]


def test_an_added_paragraph_begins_with_its_own_line():
    rows = diff_rows("A a\n\nB b\n", "A a\n\nX x\n\nB b\n", context=1)
    assert kinds(rows) == [
        ("same", 1, 1),
        ("same", 2, 2),
        ("added", None, 3),
        ("added", None, 4),
        ("same", 3, 5),
    ]


def test_an_edited_paragraph_is_found_below_a_new_one():
    rows = diff_rows("P one two\n\nQ four five\n", "X new\n\nP one two three\n\nQ four five six\n")
    assert [row.kind for row in rows] == ["added", "added", "changed", "same", "changed"]


def test_stretches_far_from_a_change_are_left_out():
    old = "".join(f"{number}\n" for number in range(1, 31))
    rows = diff_rows(old, old.replace("15\n", "x\n"), context=2)
    assert kinds(rows) == [
        ("skipped", 1, 1),
        ("same", 13, 13),
        ("same", 14, 14),
        ("removed", 15, None),
        ("added", None, 15),
        ("same", 16, 16),
        ("same", 17, 17),
        ("skipped", 18, 18),
    ]
    assert [row.left_out for row in rows if row.kind == "skipped"] == [12, 13]


def test_a_single_line_is_not_left_out():
    rows = diff_rows("1\n2\n3\n", "1\n2\nx\n", context=1)
    assert [row.kind for row in rows] == ["same", "same", "removed", "added"]


def test_line_ends_are_no_difference():
    assert diff_rows("a\nb\n", "a\r\nb\r\n") == []
    assert [row.kind for row in diff_rows("a\nb\n", "a\r\nc\r\n")] == ["same", "removed", "added"]


@pytest.mark.parametrize(
    ("old", "new", "size"),
    [
        ("", "", (0, 0)),
        ("", "one two", (2, 0)),
        ("one, two", "one two", (0, 0)),
        ("one\n\ntwo three\n", "one\n\ntwo four five\n", (2, 1)),
        ("one\n\ntwo three\n", "one\r\n\r\ntwo three\r\n", (0, 0)),
        ("one two\nthree\nfour\nfive\n", "three\nfour\nfive\none two\n", (2, 2)),
    ],
)
def test_the_size_of_a_change_is_in_words(old, new, size):
    assert change_size(old, new) == size


@pytest.mark.parametrize(
    "make",
    [
        lambda random: "".join(f"{random.random()}\n" for _ in range(25_000)),
        lambda random: "".join(random.choice("abcdefgh") + " " for _ in range(250_000)),
        lambda random: "".join(random.choice("abcdefgh") + "\n" for _ in range(100_000)),
        lambda random: "".join(f"aa bb c{random.random()}\n" if i % 40 else f"{i}\n" for i in range(20_000)),
        lambda random: random.choice("abcdefgh") * 500_000,
    ],
    ids=["all lines differ", "one line of letters", "letters", "like lines", "one word"],
)
def test_hostile_sizes_end_soon(make):
    random = Random(4)
    old, new = make(random), make(random)
    started = time.process_time()
    diff_rows(old, new)
    change_size(old, new)
    assert time.process_time() - started < 5
