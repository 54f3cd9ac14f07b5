import pytest

from articles.visible import visible_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("<p><em>net</em>working</p>", "networking"),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ('<p>said<sup><a class="footnote-ref" href="#fn:1">1</a></sup> so</p>', "said so"),
        (
            "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>\\bar x</annotation></semantics></math>",
            "x",
        ),
        ("one<br>two<hr/>three", "one two three"),
        ("<svg><svg><text>a</text></svg><text>b</text></svg>c", "c"),
        ("<style>p {}</style><pre><code>code</code></pre>", "code"),
        ("", ""),
    ],
)
def test_only_what_readers_see_is_text(html, text):
    assert visible_text(html) == text
