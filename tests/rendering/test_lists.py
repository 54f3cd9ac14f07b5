from .rendered import html


def test_list_directly_below_a_paragraph_line_is_a_list():
    assert html("text\n- a\n- b") == "<p>text</p><ul><li>a</li><li>b</li></ul>"


def test_list_nested_by_two_spaces_nests():
    assert html("- a\n  - b\n- c") == "<ul><li>a\n<ul><li>b</li></ul></li><li>c</li></ul>"


def test_list_nested_by_four_spaces_or_a_tab_nests():
    nested = "<ul><li>a\n<ul><li>b</li></ul></li></ul>"
    assert html("- a\n    - b") == nested
    assert html("- a\n\t- b") == nested


def test_numbered_list_nested_in_bullets_by_three_spaces():
    assert html("1. a\n   - b\n2. c") == "<ol><li>a\n<ul><li>b</li></ul></li><li>c</li></ol>"


def test_marker_indented_less_than_the_content_starts_a_sibling():
    assert html("- a\n - b").count("<ul>") == 1


def test_item_runs_on_lazily():
    assert html("- a\nb") == "<ul><li>a\nb</li></ul>"


def test_items_parted_by_blank_lines_are_loose():
    assert html("- a\n\n- b") == "<ul><li><p>a</p></li><li><p>b</p></li></ul>"


def test_second_paragraph_belongs_to_its_item():
    assert html("- a\n\n  b\n- c") == "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"


def test_text_after_a_blank_line_ends_the_list():
    assert html("- a\n\ntext") == "<ul><li>a</li></ul><p>text</p>"


def test_fenced_code_inside_an_item():
    assert html("- a\n\n  ```\n  x = 1\n    y\n  ```\n- b").count("<li>") == 2
    assert '<pre tabindex="0"><code>x = 1\n  y\n</code></pre>' in html(
        "- a\n\n  ```\n  x = 1\n    y\n  ```\n- b"
    )


def test_quote_and_heading_inside_an_item():
    assert "<blockquote><p>b</p></blockquote></li>" in html("- a\n\n  > b")
    assert '<li><h2 id="b">b</h2></li>' in html("- ## b")


def test_bullets_and_numbers_are_two_lists():
    assert html("- a\n\n1. b") == "<ul><li>a</li></ul><ol><li>b</li></ol>"


def test_year_at_the_start_of_a_line_needs_a_space_to_be_a_list():
    assert "<ol>" not in html("text\n2023.5 was good")


def test_tasks_are_labelled_and_disabled():
    box = 'class="task-list-item-checkbox" disabled="disabled" type="checkbox">'
    assert html("- [ ] call\n- [x] write").replace('disabled=""', 'disabled="disabled"').replace(
        'checked=""', 'checked="checked"'
    ) == (
        f'<ul class="task-list"><li class="task-list-item"><label><input {box}call</label></li>'
        f'<li class="task-list-item"><label><input checked="checked" {box}write</label></li></ul>'
    )


def test_bracket_in_an_item_that_is_no_task_stays():
    assert html("- [y] a") == "<ul><li>[y] a</li></ul>"


def test_definition_list_with_two_terms_and_two_definitions():
    assert html("one\ntwo\n: first\n: second") == (
        "<dl><dt>one</dt><dt>two</dt><dd>first</dd><dd>second</dd></dl>"
    )


def test_definition_after_a_blank_line_is_a_paragraph():
    assert html("term\n\n: definition") == "<dl><dt>term</dt><dd><p>definition</p></dd></dl>"


def test_colon_without_a_term_is_text():
    assert html(": text") == "<p>: text</p>"


def test_numbers_go_on_from_the_first_one_written():
    assert html("3. c\n4. d") == '<ol start="3"><li>c</li><li>d</li></ol>'
    assert html("1. a\n1. b") == "<ol><li>a</li><li>b</li></ol>"
