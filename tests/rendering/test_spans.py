import pytest

from .rendered import html


def span(source):
    return html(source).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*a* _b_ **c** __d__", "<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong>"),
        ("***a***", "<strong><em>a</em></strong>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("snake_case_name", "snake_case_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("**한글**은 *강조*다", "<strong>한글</strong>은 <em>강조</em>다"),
        ("**not closed", "**not closed"),
        ("a*b*c", "a<em>b</em>c"),
        ("\\*a\\* \\_b\\_", "*a* _b_"),
        ("~~gone~~ ~not~", "<del>gone</del> ~not~"),
    ],
)
def test_emphasis(source, expected):
    assert span(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("`a*b*c`", "<code>a*b*c</code>"),
        ("``a`b``", "<code>a`b</code>"),
        ("`` ` ``", "<code>`</code>"),
        ("a ` b", "a ` b"),
        ("`<b>&amp;`", "<code>&lt;b&gt;&amp;amp;</code>"),
    ],
)
def test_code_span(source, expected):
    assert span(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](/b)", '<a href="/b">a</a>'),
        ("[a](/b 'c')", '<a href="/b" title="c">a</a>'),
        ("[a](</b c>)", '<a href="/b c">a</a>'),
        ("[a](/b_(c))", '<a href="/b_(c)">a</a>'),
        ("[*a* `b`](/c)", '<a href="/c"><em>a</em> <code>b</code></a>'),
        ("[a [b] c](/d)", '<a href="/d">a [b] c</a>'),
        ("[a] (/b)", "[a] (/b)"),
        ("[undefined]", "[undefined]"),
        ("<https://example.org/a?b=c&d=e>", None),
        ("<me@example.org>", '<a href="mailto:me@example.org">me@example.org</a>'),
        ("https://example.org", "https://example.org"),
    ],
)
def test_link(source, expected):
    if expected is None:
        expected = '<a href="https://example.org/a?b=c&amp;d=e">https://example.org/a?b=c&amp;d=e</a>'
    assert span(source) == expected


def test_reference_link_in_all_its_forms():
    definition = '\n\n[Name]: /address "title"'
    link = '<a href="/address" title="title">'
    assert html(f"[text][name]{definition}") == f"<p>{link}text</a></p>"
    assert html(f"[name][]{definition}") == f"<p>{link}name</a></p>"
    assert html(f"[name]{definition}") == f"<p>{link}name</a></p>"


def test_image_in_a_link():
    assert span("[![a](/b.png)](/c)").startswith('<a href="/c"><img alt="a"')


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"Hello," she said', "“Hello,” she said"),
        ("it's the '90s", "it’s the ’90s"),
        ("'single' and \"double\"", "‘single’ and “double”"),
        ('*"quoted"*', "<em>“quoted”</em>"),
        ("a -- b --- c ...", "a – b — c …"),
        ("<<q>> and << r >>", "«q» and «\u00a0r\u00a0»"),
        ("\\<< \\>>", "&lt;&lt; &gt;&gt;"),
        ('`"code" -- ...`', '<code>"code" -- ...</code>'),
    ],
)
def test_typography(source, expected):
    assert span(source).replace("&nbsp;", "\u00a0") == expected


@pytest.mark.parametrize("ending", ["  ", "\\", "\\\\"])
def test_hard_line_break(ending):
    assert span(f"one{ending}\ntwo") == "one<br>\ntwo"


def test_backslash_at_the_end_of_a_block_breaks_nothing():
    assert "<br>" not in html("one\\")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("&copy; &#169; &#xA9;", "© © ©"),
        ("AT&T &unknown;", "AT&amp;T &amp;unknown;"),
        ("&lt;b&gt;", "&lt;b&gt;"),
        ("1 < 2 > 1", "1 &lt; 2 &gt; 1"),
    ],
)
def test_entities(source, expected):
    assert span(source) == expected
