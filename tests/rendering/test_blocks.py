import pytest

from .rendered import html


def test_paragraph_keeps_its_line_breaks_as_white_space():
    assert html("one\ntwo\n\nthree") == "<p>one\ntwo</p><p>three</p>"


def test_body_that_starts_with_a_line_of_spaces_starts_clean():
    assert html("    \n![a](/b.png)\n").startswith('<p><img alt="a"')


def test_line_of_spaces_is_a_blank_line():
    assert html("one\n   \t\ntwo") == "<p>one</p><p>two</p>"


def test_no_break_space_is_text_not_a_blank_line():
    assert html("one\n\u00a0\ntwo").count("<p>") == 1


@pytest.mark.parametrize(
    "source",
    ["Text\n# Heading", "Text\n## Heading ##"],
)
def test_heading_interrupts_a_paragraph(source):
    assert "<p>Text</p>" in html(source)
    assert ">Heading</h" in html(source)


def test_hash_without_a_space_is_no_heading():
    assert html("#Networking") == "<p>#Networking</p>"


def test_underlined_heading_needs_a_blank_line_before_it():
    assert html("Title\n=====") == '<h1 id="title">Title</h1>'
    assert html("text\nTitle\n-----") == "<p>text\nTitle\n—–</p>"


def test_rule_of_any_of_three_characters():
    assert html("* * *\n\n---\n\n___") == "<hr><hr><hr>"


def test_dashes_directly_below_a_line_make_it_a_heading_not_a_rule():
    assert html("Before\n---") == '<h2 id="before">Before</h2>'


def test_quote_runs_on_lazily_and_nests():
    assert html("> one\ntwo\n> > three") == (
        "<blockquote><p>one\ntwo</p><blockquote><p>three</p></blockquote></blockquote>"
    )


def test_quote_interrupts_a_paragraph():
    assert html("text\n> quote") == "<p>text</p><blockquote><p>quote</p></blockquote>"


def test_quotes_parted_by_a_blank_line_are_two():
    assert html("> one\n\n> two").count("<blockquote>") == 2


def test_indented_code_after_a_blank_line():
    assert '<pre tabindex="0"><code>code\n\nmore' in html("text\n\n    code\n\n    more")


def test_indented_line_below_text_belongs_to_the_paragraph():
    assert "<pre>" not in html("text\n    not code")


def test_fence_interrupts_a_paragraph():
    assert (
        html("text\n```\ncode\n```")
        == '<p>text</p><div class="highlight"><pre tabindex="0"><code>code\n</code></pre></div>'
    )


def test_fence_that_is_never_closed_is_text():
    assert "<pre>" not in html("```\ncode")


def test_fence_closed_by_a_shorter_one_is_still_code():
    assert '<pre tabindex="0"><code>code' in html("````\ncode\n```\n\ntext")


def test_fence_holds_a_shorter_fence():
    assert "```" in html("````\n```\ninner\n```\n````")


def test_fence_of_tildes_takes_its_language_from_an_attribute_list():
    assert 'class="language-python"' in html("~~~\nx = 1\n~~~\n{: .language-python}")


def test_end_marker_parts_two_lists():
    assert html("- a\n^\n- b").count("<ul>") == 2


def test_line_ends_of_all_systems_are_the_same():
    assert html("# a\r\n\r\nb\rc") == html("# a\n\nb\nc")


def test_byte_order_mark_is_dropped():
    assert html("\ufeff# Title") == '<h1 id="title">Title</h1>'


def test_liquid_and_template_syntax_is_shown_literally():
    source = "{{ 7*7 }} {% debug %} {{ site.url }}"
    assert html(source) == f"<p>{source}</p>"
