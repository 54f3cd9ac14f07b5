import re
from html import unescape

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Post, SearchDocument
from articles.search import highlight, mark
from articles.search.marks import EXCERPT_CHARACTERS


def excerpt(text: str, query: str, **fields) -> str:
    post = Post(**fields)
    post.search_document = SearchDocument(post=post, text=text)
    return highlight(post, query)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Weak ties", "weak", "<mark>Weak</mark> ties"),
        ("The networks of networking", "network", "The <mark>networks</mark> of <mark>networking</mark>"),
        ("Im Café", "cafe", "Im <mark>Café</mark>"),
        ("Im Cafe\u0301", "CAFÉ", "Im <mark>Cafe\u0301</mark>"),
        ("Die Straße", "strasse", "Die <mark>Straße</mark>"),
        ("weak and weak ties", '"weak ties"', "weak and <mark>weak ties</mark>"),
        ("networking", "netw", "<mark>networking</mark>"),
        ("the others", "the", "<mark>the</mark> others"),
        ("네트워킹을 시작", "네트워킹", "<mark>네트워킹</mark>을 시작"),
        ("日本語の本", "日本", "<mark>日本</mark>語の本"),
        ("日本語の本", "本", "日<mark>本</mark>語の<mark>本</mark>"),
        ("เครือข่าย", "ข่าย", "เครือ<mark>ข่าย</mark>"),
        ("ties -strong", "ties -strong", "<mark>ties</mark> -strong"),
        ("a < b & c", "b", "a &lt; <mark>b</mark> &amp; c"),
        (
            '<script>alert("weak")</script>',
            "weak",
            "&lt;script&gt;alert(&quot;<mark>weak</mark>&quot;)&lt;/script&gt;",
        ),
        ("nothing here", "<b>", "nothing here"),
        ("", "weak", ""),
    ],
)
def test_what_matched_is_marked_and_all_is_escaped(text, query, expected):
    marked = mark(text, query)
    assert marked == expected
    assert isinstance(marked, SafeString)


def test_an_excerpt_is_a_window_round_the_words():
    text = "Filler words here. " * 100 + "Then the weak ties appear. " + "More filler words. " * 100
    shown = excerpt(text, "weak ties ")
    plain = re.sub("<.*?>", "", shown)
    assert shown.startswith("…\u00a0")
    assert shown.endswith("\u00a0…")
    assert "<mark>weak</mark> <mark>ties</mark> appear" in shown
    assert len(plain) <= EXCERPT_CHARACTERS + 10
    assert plain.removeprefix("…\u00a0").removesuffix("\u00a0…") in text


def test_an_excerpt_shows_the_place_where_most_terms_meet():
    text = "A mentor alone. " + "Filler words here. " * 40 + "A mentor and a letter. " + "Filler. " * 60
    assert "<mark>mentor</mark> and a <mark>letter</mark>" in excerpt(text, "mentor letter ")


def test_a_post_found_elsewhere_shows_its_own_excerpt():
    assert (
        excerpt("Something else.", "weak", excerpt="On <weak> ties.") == "On &lt;<mark>weak</mark>&gt; ties."
    )


def test_a_text_without_spaces_is_cut_too():
    shown = excerpt("文" * 3000 + "日本" + "字" * 3000, "日本")
    assert "<mark>日本</mark>" in shown
    assert len(shown) < 300


@given(st.text(max_size=400), st.text(max_size=60))
def test_marking_changes_nothing_but_the_marks(text, query):
    marked = mark(text, query)
    assert unescape(marked.replace("<mark>", "").replace("</mark>", "")) == text or "&" in text
    assert not re.search(r"<(?!/?mark>)", marked)
    assert marked.count("<mark>") == marked.count("</mark>")
    assert not re.search(r"<(?!/?mark>)", excerpt(text, query, excerpt=text))
