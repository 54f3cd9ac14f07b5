from hypothesis import given
from hypothesis import strategies as st

from articles.tagging import distinct, fold, split_tags, tidy


def test_names_stand_between_commas_and_may_hold_spaces():
    assert split_tags("Career growth, weak ties ,, Events") == ["Career growth", "weak ties", "Events"]


def test_commas_of_other_scripts_part_names_too():
    assert split_tags("한국어、日本語，中文") == ["한국어", "日本語", "中文"]


def test_the_first_spelling_of_a_name_wins():
    assert distinct(["Networking", "networking", "NETWORKING", "Straße", "STRASSE"]) == [
        "Networking",
        "Straße",
    ]


def test_a_hash_sign_before_a_name_is_not_part_of_it():
    assert split_tags("#Networking, C#") == ["Networking", "C#"]


@given(st.text())
def test_a_tidied_name_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_folding_forgets_case_for_good(text):
    assert fold(fold(text)) == fold(text)
