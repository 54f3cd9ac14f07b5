from pathlib import Path

import pytest

from articles.rendering import render

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article.txt"


def excerpt(source, **options):
    return render(source, **options).excerpt


def test_excerpt_is_the_plain_text_of_the_first_paragraph():
    assert excerpt('A *b* [c](/d) `e` &amp; "f"\n  g.\n\nMore') == "A b c e & “f” g."


@pytest.mark.parametrize(
    "start",
    [
        "![a](/b.png)",
        "# Title",
        "#Tag #Other",
        "- a list",
        "    code",
        "* TOC\n{:toc}",
        "| a | b |",
        "---",
        "$$x$$",
        "<!-- c -->",
    ],
)
def test_excerpt_passes_over_what_is_no_paragraph_of_words(start):
    assert excerpt(f"{start}\n\nFirst words.") == "First words."


def test_excerpt_leaves_out_footnote_marks():
    assert excerpt("Words[^1] here.\n\n[^1]: note") == "Words here."


def test_excerpt_of_a_quote_where_there_is_no_other_paragraph():
    assert excerpt("> Quoted words.") == "Quoted words."


def test_excerpt_of_html_paragraphs():
    assert excerpt("<div><p>Words &amp; more</p></div>") == "Words & more"


def test_long_excerpt_is_cut_at_a_word():
    text = excerpt("networking " * 60)
    assert text.endswith("networking…")
    assert len(text) <= 301


def test_long_excerpt_without_spaces_is_cut_at_the_limit():
    assert len(excerpt("가" * 1000)) == 300


def test_excerpt_of_nothing():
    assert excerpt("") == ""
    assert excerpt("# Title") == ""


def words(source):
    return render(source).words


def test_words_of_text_headings_lists_and_code_count():
    assert words("# One two\n\nthree *four*\n\n- five\n\n```\nsix seven\n```") == 7


def test_markup_addresses_and_punctuation_do_not_count():
    assert words("[one](https://example.org/two/three) — … ![no](/four.png) <!-- five -->") == 1


def test_hangul_counts_by_spaces_and_han_by_characters():
    assert words("오늘의 커리어 이야기") == 3
    assert words("人脉很重要的话题吧好") == 4


def test_contents_do_not_count_twice():
    assert words("* TOC\n{:toc}\n\n## One") == 1


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_the_seed_article():
    body = SEED.read_text(encoding="utf-8").split("---\n", 2)[2]
    rendered = render(body, hashtags={"networking": "/tag/networking/"}, hero=[])
    assert rendered.html.startswith("<p><img")
    assert rendered.words == pytest.approx(441, abs=5)
    assert rendered.excerpt.endswith("…")
    assert len(rendered.toc) == 6
    assert "<h1" not in rendered.html
