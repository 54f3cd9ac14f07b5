import pytest

from .rendered import html


def test_attribute_list_after_a_paragraph():
    assert html("text\n{: .notice--info}") == '<p class="notice--info">text</p>'


def test_attribute_list_before_a_block():
    assert html("{: .notice}\n> quote").startswith('<blockquote class="notice">')


def test_attribute_list_after_a_list_is_on_the_list():
    assert html("- a\n- b\n{: .small}") == '<ul class="small"><li>a</li><li>b</li></ul>'


def test_attribute_list_of_an_item():
    assert html("- {: .lead} a") == '<ul><li class="lead">a</li></ul>'


def test_attribute_list_after_a_span():
    assert html('[a](/b){: .btn .btn--primary target="_blank"}') == (
        '<p><a class="btn btn--primary" href="/b" target="_blank" rel="noopener">a</a></p>'
    )


def test_image_takes_size_and_alignment():
    assert 'class="align-left"' in html('![a](/b.png){: .align-left width="200"}')
    assert 'width="200"' in html('![a](/b.png){: .align-left width="200"}')


def test_attribute_lists_on_lines_of_their_own_add_up():
    assert html("text\n{: .lead}\n{: .small}") == '<p class="lead small">text</p>'


def test_attribute_list_defined_elsewhere():
    assert html("{:box: .notice}\n\ntext\n{: box}") == '<p class="notice">text</p>'


def test_attribute_list_without_anything_before_it_is_text():
    assert html("a {: .x}") == "<p>a {: .x}</p>"


@pytest.mark.parametrize(
    "name", ["notice--danger", "align-center", "btn--large", "text-right", "wide", "full", "lead"]
)
def test_class_of_the_theme_is_kept(name):
    assert f'class="{name}"' in html(f"text\n{{: .{name}}}")


@pytest.mark.parametrize("name", ["admin-header", "site-nav", "errornote", "zz"])
def test_other_class_is_dropped(name):
    assert name not in html(f"text\n{{: .{name}}}")


def test_style_and_handlers_are_dropped():
    assert html('text\n{: style="color:red" onclick="x()" id="top" .lead}') == '<p class="lead">text</p>'


def test_comment_is_dropped_and_nomarkdown_is_left_alone():
    assert html("a\n\n{::comment}\nsecret\n{:/comment}\n\nb") == "<p>a</p><p>b</p>"
    assert html("{::nomarkdown}\n*a*\n{:/}") == "*a*"
    assert html("a {::comment}secret{:/comment}b") == "<p>a b</p>"


def test_options_are_dropped():
    assert html('{::options toc_levels="1" /}\n\na') == "<p>a</p>"
