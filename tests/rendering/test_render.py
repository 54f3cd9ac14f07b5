import re
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.rendering import VERSION, RenderError, render
from articles.rendering.budget import Budget

MARKUP = st.sampled_from(
    [
        *"*_`~[]()<>!#|:-+=\\\"'&$^{}\n\t ",
        "\n\n",
        "\n    ",
        "\n- ",
        "\n> ",
        "\n1. ",
        "```",
        "{: .x}",
        "[^1]",
        "[^1]: ",
        "](",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "javascript:",
        "<svg onload=x>",
        "$$",
        "<!--",
        "-->",
        "word",
        "한글",
        "\u2028",
        "\x00",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(MARKUP, max_size=60).map("".join))
HANDLER = re.compile(r"<[a-z][^>\"]*(?:\"[^\"]*\"[^>\"]*)*\son\w+=", re.IGNORECASE)
SCRIPT_ADDRESS = re.compile(r"(?:href|src)=\"\s*javascript:", re.IGNORECASE)


@settings(max_examples=300, deadline=None, database=None)
@given(TEXTS)
def test_any_text_is_rendered_safely_or_refused(source):
    try:
        result = render(source, hashtags={"word": "/tag/word/"}, top_heading=2, remote="link")
    except RenderError:
        return
    assert "<script" not in result.html.lower()
    assert not HANDLER.search(result.html)
    assert not SCRIPT_ADDRESS.search(result.html)
    assert len(result.excerpt) <= 301
    assert result.words >= 0


def test_nothing_of_an_article_is_left_for_the_next():
    render("[a]: /x\n[^1]: note\n*[b]: c\n{:d: .lead}\n\n## A\n\n[a] [^1] b\n{: d}")
    assert render("[a] [^1] b\n{: d}\n\n## A").html == '<p>[a] [^1] b</p>\n\n<h2 id="a">A</h2>'


def test_refused_article_does_not_spoil_the_next():
    before = render("*a*").html
    with pytest.raises(RenderError):
        render("> " * 100 + "a")
    assert render("*a*").html == before


def test_threads_do_not_meet():
    sources = [f"# {name}\n\n[x]\n\n[x]: /{name}" for name in "abcdefgh"]
    expected = [render(source).html for source in sources]
    results = {}

    def work(position):
        results[position] = [render(sources[position]).html for _ in range(20)]

    threads = [threading.Thread(target=work, args=(position,)) for position in range(len(sources))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(set(results[position]) == {expected[position]} for position in range(len(sources)))


def test_rendering_twice_gives_the_same():
    source = "# A\n\n- [ ] b[^1]\n\n[^1]: c\n\n```python\nd\n```"
    assert render(source) == render(source)


def spend(budget):
    for _ in range(200):
        budget.tick()


def test_budget_is_spent_by_cpu_time():
    budget = Budget(seconds=0)
    with pytest.raises(RenderError, match="too costly"):
        spend(budget)


def test_empty_article():
    result = render("")
    assert (result.html, result.toc, result.excerpt, result.words) == ("", [], "", 0)


def test_version_is_a_number():
    assert VERSION >= 1


def test_characters_that_no_feed_may_hold_are_left_out():
    assert render("a\x00b\x08c\x1bd\ufffee\ud800f").html == "<p>abcdef</p>"
    assert render("a\x0cb\x1cc").html == "<p>a b c</p>"
