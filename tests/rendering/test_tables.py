import pytest

from .rendered import html


def test_table_with_head_and_alignment_by_class():
    assert html("| a | b |\n|:--|--:|\n| 1 | 2 |") == (
        '<div class="table-scroll" tabindex="0"><table><thead><tr><th class="text-left">a</th><th class="text-right">b</th></tr></thead>'
        '<tbody><tr><td class="text-left">1</td><td class="text-right">2</td></tr></tbody></table></div>'
    )


def test_short_rows_are_filled_up():
    assert html("a | b\n--|--\n1 | 2 | 3").count("<th>") == 3


def test_pipes_in_code_and_escaped_pipes_part_no_cells():
    assert html("| `a|b` | c\\|d |").count("<td>") == 2


def test_spans_in_cells():
    assert "<td><strong>a</strong></td>" in html("| **a** | b |")


def test_table_foot():
    assert "<tfoot><tr><td>sum</td>" in html("| a | b |\n|---|---|\n| 1 | 2 |\n|===|===|\n| sum | 3 |")


def test_line_with_a_pipe_in_running_text_is_no_table():
    assert "<table>" not in html("first line\nyes | no")


def test_table_must_be_followed_by_a_blank_line():
    assert "<table>" not in html("| a | b |\ntext")


def test_attribute_list_below_a_table():
    assert html("| a | b |\n{: .wide}").startswith(
        '<div class="table-scroll" tabindex="0"><table class="wide">'
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("yes | no", "<p>yes | no</p>"),
        ("`a|b` | c", "<p><code>a|b</code> | c</p>"),
        ("a | b\nc | d", "<p>a | b\nc | d</p>"),
        ("| a | b |\nc | d", "<p>| a | b |\nc | d</p>"),
        ("| a", "<p>| a</p>"),
        ("| `a|b`", "<p>| <code>a|b</code></p>"),
        ("\\| a | b |", "<p>| a | b |</p>"),
        ("so |x| it is", "<p>so |x| it is</p>"),
        ("> yes | no", "<p>yes | no</p>"),
    ],
)
def test_lines_that_are_not_drawn_as_a_table_are_text(source, text):
    assert "<table" not in html(source)
    assert text in html(source)


@pytest.mark.parametrize(
    "source",
    [
        "| a | b |\n| c | d |",
        "| a | b\n| c | d",
        "  | a |",
        "a | b | c | d\ne | f | g",
        "a | b\n--|--\nc | d",
        "|---|---\na | b",
        "a | b\n==|==\nc | d",
    ],
)
def test_bars_before_each_line_or_many_or_a_line_of_dashes_make_a_table(source):
    assert "<table>" in html(source)
