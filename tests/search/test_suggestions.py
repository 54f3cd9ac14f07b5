from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search import suggest
from articles.search.suggestions import distance
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("netwroking", "networking"),
        ("entworking", "networking"),
        ("networkin g", ""),
        ("networkign", "networking"),
        ("profesional", "professional"),
        ("relationhsips", "relationships"),
        ("tise", "ties"),
        ("Mentoor", "mentor"),
        ("gesprch", "gespräch"),
        ("weak tise", "weak ties"),
        ('"weak tise" -cold', '"weak ties" -cold'),
        ("profesional netwroking", "professional networking"),
        ("нетворкнг", "нетворкинг"),
        ("networking", ""),
        ("zzzzzz", ""),
        ("netwroking zzzzzz", ""),
        ("日語", ""),
        ("", ""),
        ('"*', ""),
    ],
)
def test_a_slip_of_the_hand_is_put_right(typed, meant):
    make_post(
        "Professional networking", body="Weak ties, relationships, a mentor, ein Gespräch. нетворкинг. 日本語"
    )
    assert suggest(typed) == meant


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "draft"},
        {"status": "in_review"},
        {"status": "withdrawn", "published_at": timezone.now() - timedelta(days=9)},
        {"published_at": timezone.now() + timedelta(days=9)},
    ],
)
@pytest.mark.parametrize("place", ["title", "body", "custom_excerpt", "tags"])
def test_no_word_of_an_unpublished_post_is_suggested(fields, place):
    make_post("Ordinary", body="Ordinary.")
    word = ["Zanzibarish"] if place == "tags" else "Zanzibarish"
    make_post(**{"title": "Ordinary", "body": "Ordinary.", place: word, **fields})
    assert suggest("zanzibarsih") == ""


def test_not_even_another_form_of_a_published_word_comes_from_a_draft():
    make_post("Ordinary", body="One acquisition.")
    make_post("Secret", body="Acquisitions.", status="draft")
    assert suggest("acquisitoins") in {"", "acquisition"}


def test_words_that_no_article_has_together_are_not_suggested():
    make_post("One", body="Mentoring.")
    make_post("Two", body="Letters.")
    assert suggest("mentroing lettres") == ""


def test_of_several_words_the_one_in_most_articles_is_meant():
    make_post("One", body="A mentor.")
    for _ in range(3):
        make_post("Two", body="A meteor.")
    assert suggest("meotor") in {"mentor", "meteor"}
    make_post("Three", body="lotter")
    for _ in range(3):
        make_post("Four", body="A letter.")
    assert suggest("lutter") == "letter"


def test_a_suggestion_takes_few_queries(django_assert_max_num_queries):
    for number in range(40):
        make_post(body=f"network{chr(97 + number % 26)} networking")
    with django_assert_max_num_queries(16):
        suggest("netwrking")


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [
        ("ties", "ties", 0),
        ("ties", "tise", 1),
        ("ties", "tie", 1),
        ("ties", "tries", 1),
        ("ties", "toes", 1),
        ("ab", "ba", 1),
        ("abcd", "badc", 2),
        ("ties", "weak", 3),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted(a, b, slips):
    assert distance(a, b, 2) == distance(b, a, 2) == slips


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_text_may_be_mistyped(text):
    suggest(text)
