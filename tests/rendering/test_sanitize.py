from html.parser import HTMLParser

import pytest

from articles.rendering.sanitize import sanitize

from .rendered import html


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))


def elements(markup):
    parser = Elements()
    parser.feed(markup)
    return parser.found


@pytest.mark.parametrize(
    ("attack", "neighbour"),
    [
        ("<script>alert(1)</script>", "<p>script</p>"),
        ('<p onclick="x()">a</p>', '<p title="onclick">a</p>'),
        ('<a href="javascript:alert(1)">a</a>', '<a href="/javascript:x">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a href="/data">a</a>'),
        ('<a href="vbscript:x">a</a>', '<a href="https://example.org/vbscript">a</a>'),
        ('<img src="javascript:x">', '<img src="/x.png">'),
        ('<img src="data:image/svg+xml,x">', '<img src="x.png">'),
        ('<img srcset="javascript:x 1x">', '<img srcset="/a.png 1x, /b.png 2x">'),
        ('<p style="position:fixed">a</p>', '<p class="wide">a</p>'),
        ('<p id="x">a</p>', '<h2 id="x">a</h2>'),
        ('<h2 id="__proto__">a</h2>', '<h2 id="__init__">a</h2>'),
        ('<li id="x">a</li>', '<li id="fn:x">a</li>'),
        ('<sup id="y">a</sup>', '<sup id="fnref:x:1">a</sup>'),
        ('<ul id="nav"></ul>', '<ul id="markdown-toc"></ul>'),
        ('<a name="getElementById">a</a>', '<a href="#a">a</a>'),
        ('<form action="/x">a</form>', "<div>a</div>"),
        ('<button formaction="javascript:x">a</button>', "<strong>a</strong>"),
        ('<base href="https://evil.example/">', "<br>"),
        ('<meta http-equiv="refresh" content="0">', "<hr>"),
        ('<link rel="stylesheet" href="/x.css">', "<wbr>"),
        ("<svg><script>x</script></svg>", "<math><mi>x</mi></math>"),
        (
            '<math><mi href="javascript:x">a</mi></math>',
            '<math display="block"><mi mathvariant="normal">a</mi></math>',
        ),
        ('<iframe srcdoc="<script>x</script>"></iframe>', "<figure></figure>"),
        ('<p class="admin-header">a</p>', '<p class="notice--info">a</p>'),
        ('<a href="/x" target="_top">a</a>', '<a href="/x">a</a>'),
        (
            '<td style="text-align:left">a</td>',
            '<table><tbody><tr><td class="text-left">a</td></tr></tbody></table>',
        ),
    ],
)
def test_attack_is_taken_out_and_its_honest_neighbour_stays(attack, neighbour):
    assert sanitize(attack) != attack
    for word in (
        "<script",
        "onclick",
        "javascript:",
        "data:",
        "vbscript:",
        "style=",
        "name=",
        "<form",
        "__proto__",
    ):
        assert word not in sanitize(attack)
    assert sanitize(neighbour) == neighbour


def test_checkbox_is_the_only_control_and_always_disabled():
    assert sanitize('<input type="text" name="a" value="b" autofocus>') in (
        '<input disabled="" type="checkbox">',
        '<input type="checkbox" disabled="">',
    )


def test_link_to_a_new_window_cannot_reach_its_opener():
    assert (
        sanitize('<a href="/x" target="_blank">a</a>') == '<a href="/x" target="_blank" rel="noopener">a</a>'
    )


def test_only_the_site_s_own_media_load_on_the_site():
    assert sanitize('<img src="https://example.org/a.png">', "link") == "<img>"
    assert sanitize('<img src="/a.png">', "link") == '<img src="/a.png">'
    assert "<iframe" not in sanitize('<iframe src="https://www.youtube.com/embed/x"></iframe>', "link")


@pytest.mark.parametrize(
    "source",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](\x01javascript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a]: javascript:alert(1)\n\n[a]",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        '![a](/x){: onerror="alert(1)"}',
        '[a](/x){: href="javascript:alert(1)"}',
        "{::nomarkdown}\n<script>alert(1)</script>\n{:/}",
        '<div markdown="1"><script>alert(1)</script></div>',
        '*[a]: "><script>alert(1)</script>\n\na',
        "# <script>alert(1)</script>",
        '```"><script>alert(1)</script>\nx\n```',
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<textarea></textarea><script>alert(1)</script>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "| <script>alert(1)</script> | b |",
        "[^1]\n\n[^1]: <script>alert(1)</script>",
        '<a href="//evil.example" onmouseover="alert(1)">a</a>',
        "[a](https:javascript:alert(1))",
    ],
)
def test_no_way_of_writing_an_attack_leaves_a_script(source):
    for tag, attributes in elements(html(source)):
        assert tag not in ("script", "svg", "style", "object", "embed", "iframe")
        for name, value in attributes:
            assert not name.startswith("on")
            assert not (value or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
