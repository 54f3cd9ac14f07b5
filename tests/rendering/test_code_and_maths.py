import pytest

from .rendered import html


def test_known_language_is_coloured_by_classes():
    result = html("```python\ndef f(): pass\n```")
    assert '<span class="k">def</span>' in result
    assert "style=" not in result


def test_long_code_is_not_coloured_but_shown():
    result = html("```python\n" + "x = 1\n" * 1_000 + "```")
    assert "<span" not in result
    assert result.count("x = 1") == 1_000


def test_unknown_language_is_plain():
    assert html("```nosuchlanguage\na < b\n```") == (
        '<div class="highlight"><pre tabindex="0"><code class="language-nosuchlanguage">a &lt; b\n</code></pre></div>'
    )


@pytest.mark.parametrize("language", ['"><script>', "{#id", "a" * 500, "../../x", "c++", "한글"])
def test_strange_language_does_no_harm(language):
    result = html(f"```{language}\ncode\n```")
    assert "code" in result
    assert "<script" not in result


def test_code_keeps_every_character():
    assert "\ta  b\n\n  &amp;amp; &lt;c&gt;\n" in html("```\n\ta  b\n\n  &amp; <c>\n```")


def test_formula_in_a_line_becomes_mathml_with_its_source():
    result = html("so $$a^2 < b$$ holds")
    assert "<p>so <math><semantics>" in result
    assert '<annotation encoding="application/x-tex">a^2 &lt; b</annotation>' in result


def test_formula_on_its_own_is_displayed():
    result = html("text\n\n$$\n\\frac{a}{b}\n$$\n\nmore")
    assert '<div class="math-display"><math display="block"' in result
    assert "<mfrac>" in result


def test_aligned_formula_has_no_inline_style():
    assert " style=" not in html("$$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$")


@pytest.mark.parametrize("formula", ["\\frac{a", "\\nosuchcommand", "{" * 400 + "}" * 400, "x" * 6000])
def test_what_is_no_formula_is_shown_as_written(formula):
    assert f'<code class="math-source">{formula}</code>' in html(f"$${formula}$$")


def test_text_in_a_formula_cannot_be_markup():
    result = html("$$\\text{<script>alert(1)</script>}$$")
    assert "<script" not in result


def test_prices_are_no_formulas():
    assert html("from $5 to $10") == "<p>from $5 to $10</p>"
