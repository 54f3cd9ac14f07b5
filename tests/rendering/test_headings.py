import pytest

from articles.rendering import render

from .rendered import html


@pytest.mark.parametrize(
    ("heading", "identifier"),
    [
        ("What is it for?", "what-is-it-for"),
        ("Tips & Tricks", "tips--tricks"),
        ("Don't `render()` *this*", "dont-render-this"),
        ("Café & Zürich", "café--zürich"),
        ("커리어 성장", "커리어-성장"),
        ("1. First", "1-first"),
        ("A -- B", "a--b"),
        ("[Link](/x) here", "link-here"),
        ("snake_case", "snake_case"),
    ],
)
def test_id_is_that_of_jekyll(heading, identifier):
    assert f'id="{identifier}"' in html(f"## {heading}")


def test_repeated_heading_gets_a_number():
    assert [f'id="{name}"' in html("## A\n## A\n## A") for name in ("a", "a-1", "a-2", "a-3")] == [
        True,
        True,
        True,
        False,
    ]


def test_written_id_is_kept():
    assert html("## A {#my-id}") == '<h2 id="my-id">A</h2>'
    assert html("## A\n{: #my-id}") == '<h2 id="my-id">A</h2>'


def test_headings_go_down_one_level_where_the_article_has_an_h1():
    assert (
        html("# A\n\n## B\n\n###### C", top_heading=2)
        == '<h2 id="a">A</h2><h3 id="b">B</h3><h6 id="c">C</h6>'
    )


def test_headings_stay_where_the_article_has_no_h1():
    assert html("## A\n\n### B", top_heading=2) == '<h2 id="a">A</h2><h3 id="b">B</h3>'


def test_headings_stay_when_the_page_has_no_h1_of_its_own():
    assert html("# A") == '<h1 id="a">A</h1>'


def test_contents_nest_h3_below_h2_and_leave_out_no_toc():
    toc = render("## A *b*\n\n### C\n\n#### D\n\n## No\n{: .no_toc}\n\n## E &amp; `F`").toc
    assert toc == [
        {"id": "a-b", "title": "A b", "children": [{"id": "c", "title": "C", "children": []}]},
        {"id": "e--f", "title": "E & F", "children": []},
    ]


def test_contents_of_headings_that_went_down():
    assert [entry["title"] for entry in render("# A\n\n## B", top_heading=2).toc] == ["A"]


def test_h3_before_any_h2_is_at_the_top_of_the_contents():
    assert [entry["title"] for entry in render("### A\n\n## B").toc] == ["A", "B"]


def test_contents_are_placed_where_the_article_asks_for_them():
    result = html("* TOC\n{:toc}\n\n## A\n\n### B\n\n## C\n{: .no_toc}")
    assert result.startswith(
        '<ul id="markdown-toc"><li><a href="#a">A</a><ul><li><a href="#b">B</a></li></ul></li></ul>'
    )


def test_contents_without_headings_are_nothing():
    assert html("* TOC\n{:toc}\n\ntext") == "<p>text</p>"
