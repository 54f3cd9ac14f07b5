import pytest

from articles.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Message After the Meeting", "the-message-after-the-meeting"),
        ("C#", "c-sharp"),
        ("C++", "c-plus-plus"),
        ("C", "c"),
        (".NET", "dot-net"),
        ("Q&A", "q-and-a"),
        ("#1 tip", "1-tip"),
        ("한국어", "한국어"),
        ("Café", "café"),
        ("Cafe\N{COMBINING ACUTE ACCENT}", "café"),
        ("🎉", "party-popper"),
        ("🎉 Party", "party"),
        ("???", "question-mark-question-mark-question-mark"),
        ("", ""),
    ],
)
def test_a_slug_is_readable_and_never_lost(text, slug):
    assert slugify(text) == slug


def test_a_long_slug_ends_at_a_word():
    slug = slugify("word " * 60)
    assert len(slug) <= 100
    assert slug.endswith("-word")


def test_one_endless_word_is_cut():
    assert slugify("x" * 500) == "x" * 100
