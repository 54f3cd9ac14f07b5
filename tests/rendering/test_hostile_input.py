import time

import pytest

from articles.rendering import MAX_CHARACTERS, RenderError, render
from articles.rendering.budget import MAX_CPU_SECONDS
from articles.rendering.extensions.highlighting import MAX_COLOURED_CHARACTERS

# Reading the clock, sanitising and leaving the stack come on top of the budget.
BOUND = MAX_CPU_SECONDS + 2

QUICK = {
    "6 kB of brackets": "[" * 6_000,
    "20 kB of image brackets": "![" * 10_000,
    "closed brackets": "[" * 500 + "]" * 500,
    "nested links": "[a" * 10_000 + "](x)" * 10_000,
    "asterisks": "*" * 50_000,
    "opening asterisks": "* a" * 50_000,
    "unclosed emphasis": "*a " * 50_000,
    "underscores": "_a" * 50_000,
    "emphasis and brackets": "*[a " * 20_000,
    "quotes": ">" * 5_000,
    "1,500 nested bullets": "\n".join(" " * (2 * i) + "- a" for i in range(1_500))[:MAX_CHARACTERS],
    "bullets in a line": "- " * 5_000,
    "nested quoted lists": "> - " * 2_000,
    "runs of backticks": " ".join("`" * i for i in range(1, 500)),
    "angle brackets": "<" * 50_000,
    "comments": "<!--" * 20_000,
    "closing tags": "</b>" * 20_000,
    "nested tags": "<b>" * 20_000,
    "nested divs": "<div>\n" * 5_000,
    "nested markdown divs": '<div markdown="1">\n' * 5_000,
    "attributes": "<a" + " x" * 100_000,
    "spaces in a tag": "<p" + " " * 100_000 + "x",
    "quotation marks in tags": "<a b='\"" * 10_000,
    "instructions": "<?" * 20_000,
    "character data": "<![CDATA[" * 20_000,
    "ampersands": "&" * 50_000,
    "entities": "&amp;" * 30_000,
    "links without an end": "[a](" * 30_000,
    "links in angles without an end": "[a](<" * 20_000,
    "addresses without an end": "<http:" * 20_000,
    "titles without an end": '[a](x "y ' * 10_000,
    "footnote chain": "\n".join(f"[^{i}]: [^{i + 1}]" for i in range(3_000)) + "\n\n[^0]",
    "footnote bomb": "\n\n".join(f"[^{i}]: [^{i + 1}] [^{i + 1}]" for i in range(40)) + "\n\n[^0]",
    "footnote marks": "[^1]" * 40_000 + "\n\n[^1]: x",
    "abbreviation bomb": "*[a]: " + "x" * 100_000 + "\n\n" + "a " * 5_000,
    "many abbreviations": "\n".join(f"*[A{i}]: x" for i in range(5_000)) + "\n\n" + "A1 A4999 " * 20_000,
    "reference bomb": "[a]: /" + "x" * 100_000 + "\n\n" + "[a] " * 5_000,
    "many references": "\n".join(f"[a{i}]: /x" for i in range(10_000)) + "\n\n" + "[a1] " * 5_000,
    "10,000 columns": "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + "|b" * 10_000 + "|\n",
    "wide and long table": "|a" * 10_000 + "|\n" + "|b|\n" * 10_000,
    "separators": "-|" * 50_000,
    "fences with attributes": '```{#a .b c="d"\n' * 10_000,
    "fences of growing length": "\n".join("`" * (3 + i) for i in range(500)),
    "code that is hard to colour": "```csharp\n" + "a\n" * (MAX_COLOURED_CHARACTERS // 2) + "```",
    "long code": "```python\n" + "(" * 100_000 + "\n```",
    "dollars": "$$" * 20_000,
    "formulas": "$$a$$" * 3_000,
    "deep formula": "$$" + "{" * 4_000 + "x" + "}" * 4_000 + "$$",
    "deep formula without braces": "$$" + "\\left(" * 400 + "\\right)" * 400 + "$$",
    "roots": "$$" + "\\sqrt " * 800 + "x$$",
    "attribute lists": "{: .a}\n" * 20_000,
    "unclosed attribute lists": "{: .a\n" * 20_000,
    "attribute lists in a line": "a{:" * 30_000,
    "one long attribute list": "x\n{: " + ".a " * 50_000 + "}",
    "attribute list that names itself": "{:a: a}\n\nx\n{: a}",
    "unclosed extensions": "{::comment}\n" * 10_000,
    "numbers without an end": "&#" * 50_000,
    "NUL": "\0" * 50_000,
    "lone surrogates": "\ud800a" * 10_000,
    "byte order marks": "\ufeff" * 10_000,
    "line separators": "a\u2028" * 20_000,
    "mixed line ends": "a\r\n\r" * 20_000,
    "backslashes": "\\" * 100_000,
    "dashes": "-" * 100_000,
    "quotation marks": "\"'" * 30_000,
    "tildes": "~~a " * 30_000,
    "headings": "# a\n" * 20_000,
    "definitions": "a\n: b\n\n" * 8_000,
    "admonitions": "\n".join("    " * i + "!!! note" for i in range(200)),
    "unclosed asides": "/// note\n" * 20_000,
    "blank": " " * 200_000,
    "line ends": "\n" * 200_000,
    "lazy list": "- a\n" + "b\n" * 50_000,
    "one long paragraph": "b\n" * 100_000,
    "contents": "* TOC\n{:toc}\n\n" + "# a\n" * 5_000,
    "inline and nested tags": "<b>*a " * 30,
    "one word": "a" * MAX_CHARACTERS,
}


def cpu_seconds(source):
    start = time.thread_time()
    try:
        outcome = render(source).html
    except RenderError as error:
        outcome = error
    return time.thread_time() - start, outcome


@pytest.mark.parametrize("source", QUICK.values(), ids=QUICK.keys())
def test_hostile_text_is_rendered_or_refused_at_once(source):
    seconds, outcome = cpu_seconds(source)
    assert seconds < BOUND / 2
    assert isinstance(outcome, str) or len(str(outcome)) > 20


def test_text_that_costs_too_much_is_refused_within_the_bound():
    seconds, outcome = cpu_seconds("[a](" * 50_000 + ")")
    assert seconds < BOUND
    assert isinstance(outcome, str) or "too costly" in str(outcome)


def test_ordinary_prose_of_the_largest_size_is_rendered():
    paragraph = (
        'Lorem "ipsum" dolor, it\'s *good* and [linked](https://example.org/a) with `code` -- so. ' * 8
        + "\n\n"
    )
    source = (paragraph * 1_000)[: MAX_CHARACTERS - 1]
    seconds, outcome = cpu_seconds(source)
    assert isinstance(outcome, str)
    assert seconds < MAX_CPU_SECONDS


def test_longer_text_is_refused_with_the_limit():
    with pytest.raises(RenderError, match="500,000"):
        render("a" * (MAX_CHARACTERS + 1))


def test_deep_nesting_is_refused_with_the_limit_and_the_line():
    with pytest.raises(RenderError, match=r"deeper than 60 levels\. \(Near line 3\.\)"):
        render("text\n\n" + "> " * 100 + "a")


def test_nesting_that_people_write_is_rendered():
    assert render("\n".join("  " * i + "- a" for i in range(20))).html.count("<ul>") == 20


def test_too_many_footnote_marks_are_refused_with_the_limit():
    assert isinstance(render("[^1]" * 5_000 + "\n\n[^1]: x").html, str)
    with pytest.raises(RenderError, match="more than 5,000 times"):
        render("[^1]" * 5_001 + "\n\n[^1]: x")
