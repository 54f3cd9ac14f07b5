import gc
import html
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importers import ReadError
from articles.importers.html_markdown import to_markdown
from articles.rendering import render
from articles.visible import visible_text

# The renderer's own typography is no loss.
TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "–": "--", "—": "---", "\u00a0": " "}
)


def said(markup: str) -> str:
    return "".join(visible_text(markup).translate(TYPOGRAPHY).split())


def markdown(markup: str, **options: bool) -> str:
    return to_markdown(markup, **options).markdown.removesuffix("\n")


def lost(markup: str) -> list[tuple[str, int | None]]:
    return [(note.text, note.line) for note in to_markdown(markup).notes]


signs = st.sampled_from(
    "* ** _ __ ` `` # ## - -- + 1. 2. > < << >> | \\ [ ] ( ) ](x) ![ {: {::comment} $$ ~~ & &amp; &copy; : = === --- "
    "``` ~~~ !!! /// ^ [^1] [x]: <b> </b> ' \" ... a_b _c *d* http://x.example/a_b_c @ % é 漢字 \u00a0 #Word [x] <3 1 2".split(
        " "
    )
)
texts = st.lists(st.one_of(signs, st.text("ab .", min_size=1, max_size=4)), min_size=1, max_size=5).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda gap: html.escape(gap.join(words), quote=False))
)
INLINE = ["em", "strong", "code", "sub", "sup", "kbd", "mark", "del", "u", "span", "b", "i", "small", "q"]


def wrapped(names: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda name, text: f"<{name}>{text}</{name}>", st.sampled_from(names), inner)


spans = st.recursive(
    texts,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        wrapped(INLINE, inner),
        st.just("<br>"),
    ),
    max_leaves=6,
)
linked = st.one_of(spans, st.builds('{}<a href="/to?a=1&amp;b=(2)">{}</a>{}'.format, spans, spans, spans))
rows = st.builds(
    lambda cells: "".join(f"<td>{cell}</td>" for cell in cells), st.lists(linked, min_size=2, max_size=2)
)
leaves = st.one_of(
    wrapped(["p", "p", "p", "h2", "h3"], linked),
    linked,
    st.builds("<pre><code>{}</code></pre>".format, st.lists(texts, min_size=1, max_size=3).map("\n".join)),
    st.builds("<table><tr><th>{}</th><th>x</th></tr><tr>{}</tr></table>".format, linked, rows),
    st.builds("<dl><dt>{}</dt><dd>{}</dd></dl>".format, linked, linked),
    st.just("<hr>"),
)
blocks = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n".join),
        wrapped(["blockquote", "div", "section", "em", "strong"], inner),
        st.builds(
            lambda name, items: f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>",
            st.sampled_from(["ul", "ol"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(blocks)
def test_rendering_gives_the_same_text(markup: str) -> None:
    assert said(render(markdown(markup)).html) == said(markup)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        # Prose is left alone; only what would mean something is escaped.
        ("<p>It's 5 * 3 - 2, a_b, C:\\path, [sic] at 50% &amp; #Word!</p>", "It's 5 * 3 - 2, a_b, C:\\path, [sic] at 50% & #Word!"),
        ("<p>1. a</p>", "1\\. a"), ("<p># a</p>", "\\# a"), ("<p>#Word</p>", "#Word"), ("<p>- a</p>", "\\- a"),
        ("<p>a*b*c _d_ `e`</p>", "a\\*b\\*c \\_d\\_ \\`e\\`"), ("<p>a | b</p>", "a \\| b"), ("<p>{: .x}</p>", "\\{: .x}"),
        ("<p>[a](b)</p>", "[a\\](b)"), ("<p>&lt;b&gt; &amp;copy; 1 &lt; 2</p>", "\\<b> &amp;copy; 1 < 2"), ("<p>run --fast</p>", "run \\--fast"),
        # Spans.
        ("<p><b>bold </b>and<i> it</i></p>", "**bold** and *it*"), ("<p><em>a <strong>b</strong></em></p>", "<em>a **b**</em>"),
        ("<p>H<sub>2</sub>O, x<sup>2</sup></p>", "H<sub>2</sub>O, x<sup>2</sup>"), ("<p><s>a</s> <mark>b</mark></p>", "~~a~~ <mark>b</mark>"),
        ("<p><code>a`b|c</code></p>", "`` a`b|c ``"), ('<p><span style="text-decoration: underline">u</span></p>', "<u>u</u>"),
        ("<p>a<br>b<br><br>c<br></p>", "a  \nb<br>  \nc"),
        ('<p><a href="/a b(c" title="T &quot;q&quot;">x [y]</a></p>', '[x \\[y\\]](/a%20b%28c "T &quot;q&quot;")'),
        ('<p><a href="https://x.example/">https://x.example/</a></p>', "<https://x.example/>"),
        ('<p><a href="/x" target="_blank">x</a></p>', '[x](/x){: target="_blank"}'),
        ('<p><img src="/a.png" alt="a [b]" align="left"></p>', "![a \\[b\\]](/a.png)"),
        ('<p><abbr title="So">S</abbr> <span lang="fr">oui</span> <span class="x">z</span></p>', '<abbr title="So">S</abbr> <span lang="fr">oui</span> z'),
        # Blocks.
        ('<h2 id="a-b">A b</h2>', "## A b"), ('<h2 id="other">A b</h2>', "## A b {#other}"), ('<h2 id="1st">A</h2>', '<h2 id="1st">A</h2>'),
        ("<h2>C #</h2>", "## C \\#"), ('<p style="text-align: right">a</p>', "a\n{: .text-right}"), ("<center>a</center>", "a\n{: .text-center}"),
        ('<ol start="3"><li>a</li><li>b<ul><li>c</li></ul></li></ol>', "3. a\n4. b\n   - c"),
        ("<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>", "- a\n\n- b\n\n  c"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"), ("<ul><li>[x] a</li></ul>", "- \\[x] a"),
        ('<ul><li><input type="checkbox" checked> a</li></ul>', "- [x] a"), ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b"),
        ("<blockquote><p>a</p><p>b</p></blockquote><blockquote>c</blockquote>", "> a\n>\n> b\n\n> c"),
        ("<dl><dt>t</dt><dt>u</dt><dd>d</dd><dd><p>e</p><p>f</p></dd></dl>", "t\nu\n:   d\n:   e\n\n    f"),
        ('<pre class="brush: php"><code>a\n</code></pre>', "```php\na\n```"), ("<pre>```</pre>", "````\n```\n````"),
        ("<table><tr><th>a</th><th align=right>b</th></tr><tr><td>1<td align=right>2|3</table>", "| a | b |\n| --- | --: |\n| 1 | 2\\|3 |"),
        ("<table><tr><td>a<td>b</table>", "| a | b |"),
        ('<table><tr><td colspan="2">a</table>', '<table><tr><td colspan="2">a</td></tr></table>'),
        ('<figure class="alignleft"><img src="/a.png" alt="a"></figure>', "![a](/a.png){: .align-left}"),
        ("<p>a<p>b", "a\n\nb"), ("<a href='/x'><h3>T</h3><p>p</p></a>", "### T\n\n[p](/x)"), ("a<!-- c --> b", "a b"),
        ('<p>a<sup id="r"><a href="#n">1</a></sup></p><div class="footnotes"><ol><li id="n">N <a href="#r">↩</a></li></ol></div>', "a[^1]\n\n[^1]: N"),
        ('<p>a<a name="_r" href="#_n">[1]</a></p><p><a name="_n" href="#_r">[1]</a> N</p>', "a[^1]\n\n[^1]: N"),
    ],
)  # fmt: skip
def test_each_element_has_its_markdown(markup: str, expected: str) -> None:
    assert markdown(markup) == expected


@pytest.mark.parametrize(
    ("markup", "loss"),
    [
        ("<p>a</p>\n<form><input></form>", ("not kept: <form> and what is in it", 2)),
        ("\n\n<script>x</script>", ("not kept: <script> and what is in it", 3)),
        ('<p style="color: red; margin: 0">a</p>', ("not kept: inline style of <p>: color", 1)),
        ('<a href="javascript:x()">a</a>', ("not kept: the javascript: address of <a>", 1)),
        ('<img src="data:image/png;base64,AA">', ("not kept: the data: address of <img>", 1)),
        ('<p onclick="x()">a</p>', ("not kept: the script of <p>", 1)),
        (
            '<iframe src="https://v.example/1"></iframe>',
            ("a frame of https://v.example/1: a link stands for it", 1),
        ),
        ("<blink2>a</blink2>", ("not kept: the element <blink2>; its text stays", 1)),
        ("<svg><text>a</text></svg>", ("not kept: <svg> and what is in it", 1)),
    ],
)
def test_every_loss_is_named_with_its_line(markup: str, loss: tuple[str, int]) -> None:
    assert lost(markup) == [loss]


@pytest.mark.parametrize(
    ("markup", "left_out"),
    [
        ('<p class="has-drop-cap wp-block-x alignleft">a</p><p class="has-drop-cap is-style-plain">b</p>',
         "2 classes (has-drop-cap, is-style-plain)"),
        ('<div class="alignwide notice--info"><p>a</p></div>', "2 classes (alignwide, notice--info)"),
        ('<p class="notice--info has-text-align-center">a</p><div class="text-center">b</div>', ""),
        ('<img src="/a.png" width="30"><figure class="size-medium"><img src="/b.png" width="9"></figure>', "2 sizes of pictures"),
        ('<figure class="size-full"><img src="/b.png" width="900"></figure>', ""),
        ('<figure class="alignwide"><table><tr><td>a</table></figure>', "1 class (alignwide)"),
        ('<figure class="alignwide"><img src="/b.png"></figure>', ""),
        ('<p style="margin: 0; font-size: 2em; text-align: justify">a</p>', "2 styles (font-size, text-align)"),
        ('<p style="text-align: right; mso-x: 1">a</p><img src="/a.png" style="float:left">', ""),
        ('<table border="1"><tr><td valign="top">a<td>b</table>', "2 attributes (border, valign)"),
        ('<div id="top"><h2 id="a">A</h2></div>', "1 anchor (#top)"),
        ('<a href="/x" rel="nofollow noopener">a</a> <a href="/x" rel="noopener">b</a>', "1 rel"),
        ("".join(f'<p class="{"c" * 60}{n}">a</p>' for n in range(500)), f"500 classes ({', '.join(['c' * 40] * 6)}, …)"),
        ('<form class="f" style="margin: 3em"><b class="g">a</b></form>', ""),
    ],
)  # fmt: skip
def test_what_is_left_out_of_the_look_is_counted_in_one_note(markup: str, left_out: str) -> None:
    told = [text for text, _line in lost(markup) if text.startswith("presentation left out: ")]
    assert told == ([f"presentation left out: {left_out}"] if left_out else [])


def test_styles_in_what_stays_html_are_named_once() -> None:
    markup = '<table><tr><td colspan="2" style="color: red">a</table>\n<p><span style="color: red" lang="fr">b</span></p>'
    assert lost(markup) == [
        ("not kept: inline style of <td>: color", 1), ("not kept: inline style of <span>: color", 2),
    ]  # fmt: skip


def test_pictures_are_found_with_what_is_said_of_them() -> None:
    markup = '<p><img src="/a.png" alt="A" width="30"></p>\n<figure><img src="/b.png" alt="B"><figcaption>C <b>d</b></figcaption></figure>'
    found = to_markdown(markup).pictures
    assert [(each.address, each.alt, each.caption, each.width, each.line) for each in found] == [
        ("/a.png", "A", "", 30, 1), ("/b.png", "B", "C d", None, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("markup", ["<div>" * 200, "<b>" * 200, "x" * 2_100_000])
def test_html_beyond_measure_is_refused_by_name(markup: str) -> None:
    with pytest.raises(ReadError, match="HTML is"):
        to_markdown(markup)


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        "<!-- wp:a {",
        "<b>x</b>",
        "*_[`",
        "[a](",
        "<p><br>",
        "<li>a",
        "&#",
        "<a href='",
        "<img src=x>",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        before = time.process_time()
        to_markdown(piece * count, keeps_lines=True)
        return time.process_time() - before

    gc.collect()
    gc.disable()  # its time goes by all that the other tests of this process have left
    try:
        seconds(100)
        assert seconds(8_000) < 8 * seconds(2_000) + 0.2
    finally:
        gc.enable()


def test_time_stays_short_where_one_element_says_very_much() -> None:
    classes = " ".join(
        f"align-{'abcdefgh'[n % 8]}{'x' * (n // 8 % 50)}-{'y' * (n % 97)}" for n in range(4_000)
    )
    styles = ";".join(f"text-decoration{n}:{n}" for n in range(20_000))
    markup = f'<figure class="{classes}"><span style="{styles}">{"<b>a</b>" * 10_000}</span></figure>'
    before = time.process_time()
    notes = to_markdown(markup).notes
    assert time.process_time() - before < 6
    assert all(len(note.text) < 1_000 for note in notes)
