import pytest

from .rendered import html


def test_block_of_html_is_no_markdown():
    assert html("<div>\n*a*\n</div>") == "<div>\n*a*\n</div>"


def test_html_after_which_markdown_goes_on():
    assert html("<p>a</p>\n*b*") == "<p>a</p><p><em>b</em></p>"


def test_markdown_inside_html_on_request():
    assert html('<div class="notice" markdown="1">\n## A\n\n*b*\n</div>') == (
        '<div class="notice"><h2 id="a">A</h2><p><em>b</em></p></div>'
    )
    assert html('<p markdown="span">*b*</p>') == "<p><em>b</em></p>"


def test_figure_with_caption_as_html():
    source = '<figure markdown="1">\n![a](/b.png)\n<figcaption markdown="span">by *c*</figcaption>\n</figure>'
    assert html(source).endswith("<figcaption>by <em>c</em></figcaption></figure>")
    assert '<figure><p><img alt="a"' in html(source)


def test_inline_html_holds_markdown():
    assert (
        html("a <small>*b*</small> <q>**c**</q>")
        == "<p>a <small><em>b</em></small> <q><strong>c</strong></q></p>"
    )


def test_inline_html_for_code_holds_none():
    assert html("a <kbd>*b*</kbd> <code>**c**</code>") == "<p>a <kbd>*b*</kbd> <code>**c**</code></p>"


def test_inline_html_that_is_not_closed_reaches_to_the_end_of_its_paragraph():
    assert html("a <b>b\n\nc") == "<p>a <b>b</b></p><p>c</p>"


def test_generic_type_in_running_text_does_not_spoil_the_rest():
    assert html("Use List<T> and *see*.") == "<p>Use List and <em>see</em>.</p>"


def test_comparison_signs_are_no_tags():
    assert html("if a < b and c > d or e<1") == "<p>if a &lt; b and c &gt; d or e&lt;1</p>"


def test_comment_is_dropped():
    assert html("a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf") == "<p>a  c</p><p>f</p>"


@pytest.mark.parametrize("tag", ["script", "style"])
def test_script_and_style_go_with_their_content(tag):
    assert html(f"<{tag}>alert(1)</{tag}>\n\na") == "<p>a</p>"


def test_form_is_unwrapped_and_its_words_are_kept():
    assert html('<form action="/x"><label>Name</label><input name="a"><button>Go</button></form>') == (
        "<label>Name</label>Go"
    )


def test_details_are_kept():
    source = "<details open><summary>More</summary>text</details>"
    assert html(source) == '<details open=""><summary>More</summary>text</details>'


@pytest.mark.parametrize("tag", ["path", "lambda", "T", "set", "notextile", "string"])
def test_words_after_what_only_looks_like_a_tag_are_kept(tag):
    assert "to the end" in html(f"Go to <{tag}> and on to the end")
    assert "to the end" in html(f"<div>\nGo to <{tag}> and on to the end\n</div>")
