from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.alignment import WORD, Gap, changes, longest_common, split_lines, split_words

letters = st.lists(st.sampled_from("abc"), max_size=9)


def common_length(old, new):
    if not old or not new:
        return 0
    if old[0] == new[0]:
        return 1 + common_length(old[1:], new[1:])
    return max(common_length(old[1:], new), common_length(old, new[1:]))


@settings(deadline=None)
@given(st.text())
def test_lines_and_words_joined_are_the_text(text):
    assert "".join(split_lines(text)) == text
    assert "".join(split_words(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't stop, it’s well-known.", ["Don't", "stop", "it’s", "well", "known"]),
        ("_snake_case_ **bold**", ["snake", "case", "bold"]),
        ("हिन्दी में, Cafe\N{COMBINING ACUTE ACCENT}", ["हिन्दी", "में", "Cafe\N{COMBINING ACUTE ACCENT}"]),
        ("명함을 건네는 법", ["명함을", "건네는", "법"]),
        ("人脈を作る。", ["人", "脈", "を", "作", "る"]),
        ("👩‍💻 👍🏽", ["👩‍💻", "👍🏽"]),
    ],
)
def test_words_stay_whole_in_every_script(text, words):
    assert WORD.findall(text) == words


def test_only_line_feeds_end_lines():
    assert split_lines("a\r\nb\rc\x0bd\u2028e\n\nf") == ["a\r\n", "b\rc\x0bd\u2028e\n", "\n", "f"]


@settings(deadline=None)
@given(letters, letters)
def test_a_stretch_without_anchors_keeps_the_longest_common_subsequence(old, new):
    pairs = longest_common(Gap(0, len(old), 0, len(new), 0), old, new)
    assert len(pairs) == common_length(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))


@settings(deadline=None)
@given(letters, letters)
def test_changes_lead_from_one_to_the_other(old, new):
    result, at = [], 0
    for change in changes(old, new):
        result += old[at : change.start] + new[change.new_start : change.new_end]
        at = change.end
    assert result + old[at:] == new
