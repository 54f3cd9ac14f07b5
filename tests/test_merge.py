import time
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.alignment import WORD, split_words
from articles.merge import CONFLICT, Conflict, merge_names, merge_text, merge_value

PARAGRAPH = (
    "The quick fox jumps over the lazy dog by the river. It was a sunny day and everybody was happy.\n"
)
# Few pieces, so that blank lines, fences and words stand in many places at once.
PIECES = [
    "a",
    "b ",
    "the ",
    "x y ",
    "\n",
    "\n\n",
    "```\n",
    " ",
    "foo ",
    "bar. ",
    "\r\n",
    "é",
    "p q r\n",
    "p q s\n",
]


@st.composite
def edited(draw, text):
    tokens = split_words(text)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(tokens)))
        end = min(len(tokens), start + draw(st.sampled_from([0, 0, 1, 2, 5])))
        tokens[start:end] = draw(st.lists(st.sampled_from(PIECES), max_size=3))
    return "".join(tokens)


@st.composite
def three_texts(draw):
    base = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=12)))
    return base, draw(edited(base)), draw(edited(base))


texts = st.text(st.sampled_from("ab \n\r."), max_size=20)


def chosen(merged, side):
    return merged.resolved([getattr(conflict, side) for conflict in merged.conflicts])


def words(text):
    return Counter(WORD.findall(text))


@settings(deadline=None)
@given(texts, texts)
def test_what_one_side_changed_is_taken_byte_for_byte(base, changed):
    assert merge_text(base, base, changed).text == changed
    assert merge_text(base, changed, base).text == changed
    assert merge_text(base, changed, changed).text == changed


@settings(deadline=None)
@given(three_texts())
def test_neither_side_comes_first(three):
    base, mine, theirs = three
    one, other = merge_text(base, mine, theirs), merge_text(base, theirs, mine)
    assert chosen(one, "mine") == chosen(other, "theirs")
    swapped = [(part.base, part.theirs, part.mine) for part in other.conflicts]
    assert [(part.base, part.mine, part.theirs) for part in one.conflicts] == swapped


@settings(deadline=None, max_examples=300)
@given(three_texts(), st.sampled_from(["mine", "theirs"]))
def test_no_added_word_is_dropped(three, side):
    base, mine, theirs = three
    text = mine if side == "mine" else theirs
    added = words(text) - words(base)
    assert added - words(chosen(merge_text(base, mine, theirs), side)) == Counter()


@settings(deadline=None)
@given(three_texts())
def test_a_conflict_tells_its_line_in_mine(three):
    base, mine, theirs = (text.replace("\r\n", "\n") for text in three)
    for conflict in merge_text(base, mine, theirs).conflicts:
        assert "".join(mine.splitlines(keepends=True)[conflict.line - 1 :]).startswith(conflict.mine)


KEEP, DROP, REPLACE, ADD_AFTER = range(4)


@st.composite
def lines_edited_by_two(draw):
    """Unique paragraphs, and for each what either side does with it."""
    acts = st.lists(st.integers(KEEP, ADD_AFTER), min_size=8, max_size=8)
    base = [f"old{number} stands here\n" for number in range(8)]

    def side(name):
        result = []
        for number, act in enumerate(draw(acts)):
            result += {DROP: [], REPLACE: [f"{name}{number} replaces it\n"]}.get(act, [base[number]])
            if act == ADD_AFTER:
                result.append(f"{name}{number} is new\n")
        return result

    return base, side("mine"), side("theirs")


@settings(deadline=None)
@given(lines_edited_by_two(), st.sampled_from(["", "\n", "```\n"]))
def test_no_added_line_is_dropped_and_no_deleted_one_comes_back(three, spacing):
    base, mine, theirs = three
    merged = merge_text(*(spacing.join(lines) for lines in three))
    for side, lines in (("mine", mine), ("theirs", theirs)):
        assert set(lines) - set(base) <= set(chosen(merged, side).splitlines(keepends=True))
    kept = "".join(part for part in merged.parts if isinstance(part, str)).splitlines(keepends=True)
    assert set(kept) & set(base) <= set(mine) & set(theirs)
    assert max(Counter(line for line in kept if line.strip("`\n")).values(), default=0) <= 1


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["mine", "theirs", None]), max_size=8),
    st.sampled_from(["\n", "\n```\n\n---\n\n"]),
)
def test_edits_with_an_untouched_paragraph_between_merge(sides, spacing):
    def text(*editors):
        return spacing.join(
            f"{side} was here {n}\n{spacing}still{n}\n" if side in editors else f"old{n}\n{spacing}still{n}\n"
            for n, side in enumerate(sides)
        )

    assert merge_text(text(), text("mine"), text("theirs")).text == text("mine", "theirs")


def test_words_of_one_paragraph_are_merged():
    mine, theirs = PARAGRAPH.replace("quick", "slow"), PARAGRAPH.replace("sunny", "rainy")
    assert merge_text(PARAGRAPH, mine, theirs).text == PARAGRAPH.replace("quick", "slow").replace(
        "sunny", "rainy"
    )


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("The slow fox jumps", "The fast fox jumps"),
        ("The slow fox jumps", "The quick cat jumps"),
        ("The very quick fox jumps", "The so quick fox jumps"),
        ("The fox jumps", "The quickest fox jumps"),
        ("", "The quick fox leaps"),
    ],
)
def test_edits_of_the_same_or_the_next_word_are_a_conflict(mine, theirs):
    base = "The quick fox jumps"
    merged = merge_text(base, mine, theirs)
    assert merged.parts == (Conflict(base, mine, theirs, 1),)
    with pytest.raises(ValueError, match="1 conflicts, 0 choices"):
        _ = merged.text
    assert merged.resolved(["Foxes"]) == "Foxes"


def test_a_deleted_line_that_the_other_edited_is_a_conflict():
    merged = merge_text("A a\n\nB b\n\nC c\n", "A a\n\nC c\n", "A a\n\nB b b\n\nC c\n")
    assert merged.parts == ("A a\n\n", Conflict("B b\n\n", "", "B b b\n\n", 3), "C c\n")


def test_a_line_deleted_among_lines_like_it_is_not_mistaken_for_another():
    merged = merge_text("x y z b\nx y z c\n", "x y z c\n", "q y z b\nx y z c d\n")
    assert [conflict.mine for conflict in merged.conflicts] == ["x y z c\n"]


def test_two_additions_in_one_place_are_a_conflict():
    merged = merge_text("A\n\nB\n", "A\n\nX\n\nB\n", "A\n\nY\n\nB\n")
    assert merged.parts == ("A\n\n", Conflict("", "X\n\n", "Y\n\n", 3), "B\n")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("- one\n- two\n", "- one more\n- two\n", "- one\n- two too\n", "- one more\n- two too\n"),
        ("- one\n- two\n", "- one\n- two\n- three\n", "- one\n- two too\n", "- one\n- two too\n- three\n"),
        ("A a\n\nC c\n", "A a\n\nB b\n\nC c\n", "A a\n\nC c d\n", "A a\n\nB b\n\nC c d\n"),
        ("A a\n\nB b\n\nC c\n", "A a\n\nC c\n", "A a d\n\nB b\n\nC c\n", "A a d\n\nC c\n"),
    ],
)
def test_an_edit_within_a_line_leaves_its_neighbours_free(base, mine, theirs, merged):
    assert merge_text(base, mine, theirs).text == merged


def test_paragraphs_edited_below_a_new_one_keep_their_edits():
    base = "P one two three\n\nQ four five six\n"
    mine = "X new\n\nP one two and three\n\nQ four five and six\n"
    theirs = "P so one two three\n\nQ so four five six\n"
    assert merge_text(base, mine, theirs).text == (
        "X new\n\nP so one two and three\n\nQ so four five and six\n"
    )


def test_a_fence_that_could_be_either_block_s_is_a_conflict():
    base = "```\na\n```\n\n```\nb\n```\n"
    mine = "```\na\n```\n\n```\nx\n```\n\n```\nb\n```\n"
    theirs = "```\na\n```\n\n```python\nb\n```\n"
    assert merge_text(base, mine, theirs).conflicts


def test_a_paragraph_moved_by_one_and_deleted_by_the_other_is_a_conflict():
    merged = merge_text("A a\n\nB b\n\nC c\n\nD d\n", "A a\n\nC c\n\nD d\n\nB b\n", "A a\n\nC c\n\nD d\n")
    assert [(conflict.mine, conflict.theirs) for conflict in merged.conflicts] == [("\nB b\n", "")]


def test_a_paragraph_moved_by_both_is_not_doubled():
    base, mine, theirs = ("\n\n".join(order) for order in ("ABCDEFGH", "ACBDEFGH", "ACDEFGBH"))
    merged = merge_text(base, mine, theirs)
    assert not any("B" in part for part in merged.parts if isinstance(part, str))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("A\n\nB\n\nC", "A\n\nB\n\nC\n", "A A\n\nB\n\nC", "A A\n\nB\n\nC\n"),
        ("A\r\n\r\nB\r\n", "A\r\n\r\nB\r\n\r\nC\r\n", "X\r\n\r\nB\r\n", "X\r\n\r\nB\r\n\r\nC\r\n"),
        ("A\n\nB\r\n\nC\n", "X\n\nB\r\n\nC\n", "A\n\nB\r\n\nY\n", "X\n\nB\r\n\nY\n"),
    ],
)
def test_line_ends_stay_as_they_are(base, mine, theirs, merged):
    assert merge_text(base, mine, theirs).text == merged


def test_line_ends_changed_throughout_by_a_form_are_no_edit_of_each_line():
    base, mine, theirs = "A\n\nB\n\nC\n", "A\n\nNew\n\nB\n\nC\n", "A\n\nB\n\nC see\n"
    merged = merge_text(base, mine.replace("\n", "\r\n"), theirs)
    assert merged.text == "A\n\nNew\n\nB\n\nC see\n".replace("\n", "\r\n")


def test_a_text_without_its_last_line_end_does_not_join_what_is_added():
    assert merge_text("x\n", "x", "x\ny\n").conflicts


def test_values_merge_one_by_one():
    assert merge_value("a", "a", "b") == "b"
    assert merge_value("a", "b", "a") == "b"
    assert merge_value(None, 1, 1) == 1
    assert merge_value("a", "b", "c") is CONFLICT


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("abc", "axc", "abyc", "ayxc"),
        ("abc", "ab", "bc", "b"),
        ("ab", "ba", "abc", "bca"),
        ("ab", "ab", "cba", "cba"),
        ("ab", "xab", "ab", "xab"),
        ("", "xy", "yz", "xyz"),
        ("a", "", "ab", "b"),
    ],
)
def test_names_of_both_are_kept_and_removals_honoured(base, mine, theirs, merged):
    assert merge_names(base, mine, theirs) == list(merged)


def lines_of(random, count):
    return "".join(f"{random.random()} {random.random()}\n" for _ in range(count))


def letters_of(random, count, end):
    return "".join(random.choice("abcdefgh") + end for _ in range(count))


@pytest.mark.parametrize(
    "make",
    [
        lambda random: lines_of(random, 13_000),
        lambda random: lines_of(random, 13_000).replace("\n", " "),
        lambda random: letters_of(random, 250_000, " "),
        lambda random: letters_of(random, 100_000, "\n"),
        lambda random: "same\n" * random.randint(90_000, 100_000) + f"{random.random()}\n",
        lambda random: random.choice("abcdefgh") * 500_000,
    ],
    ids=["all lines differ", "one line", "one line of letters", "letters", "one line repeated", "one word"],
)
def test_hostile_sizes_end_soon(make):
    random = Random(4)
    started = time.process_time()
    merge_text(make(random), make(random), make(random))
    assert time.process_time() - started < 5


def test_a_long_article_merges_at_once():
    lines = [f"Line {number} of a long article.\n" for number in range(3000)]
    mine, theirs = lines[:], lines[:]
    mine[7], theirs[2000] = "Mine.\n", "Theirs.\n"
    started = time.process_time()
    merged = merge_text(*map("".join, (lines, mine, theirs)))
    assert time.process_time() - started < 0.5
    assert not merged.conflicts
