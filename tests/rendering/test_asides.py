import pytest

from .rendered import html


def test_admonition_with_a_title():
    assert html('!!! note "Mind *this*"\n    text\n\n    - a') == (
        '<div class="admonition note"><p class="admonition-title">Mind <em>this</em></p><p>text</p>'
        "<ul><li>a</li></ul></div>"
    )


def test_admonition_takes_its_title_from_its_kind():
    assert '<p class="admonition-title">Warning</p>' in html("!!! warning\n    text")


def test_admonition_with_an_empty_title_has_none():
    assert html('!!! tip ""\n    text') == '<div class="admonition tip"><p>text</p></div>'


def test_admonition_between_slashes():
    assert html("/// note | Title\ntext\n///") == (
        '<div class="admonition note"><p class="admonition-title">Title</p><p>text</p></div>'
    )


def test_details_between_slashes():
    assert html("/// details | More\ntext\n///") == "<details><summary>More</summary><p>text</p></details>"


@pytest.mark.parametrize(
    "source", ["!!! nosuch\n    text", "!!!", "/// nosuch\ntext\n///", "/// note\nnever closed"]
)
def test_what_only_looks_like_one_is_text(source):
    assert "admonition" not in html(source)


def test_caption_makes_a_figure_of_the_block_above():
    result = html("![a](/b.png)\n\n/// caption\nBy *c*\n///")
    assert result.startswith('<figure><p><img alt="a"')
    assert result.endswith("<figcaption><p>By <em>c</em></p></figcaption></figure>")


def test_figure_captions_are_numbered():
    source = "![a](/b.png)\n\n/// figure-caption\nOne\n///\n\n![c](/d.png)\n\n/// figure-caption\nTwo\n///"
    assert "<p>Figure 1. One</p>" in html(source)
    assert "<p>Figure 2. Two</p>" in html(source)


def test_caption_without_anything_above_is_text():
    assert "<figure>" not in html("/// caption\nText\n///")
