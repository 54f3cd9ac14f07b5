import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.absolute import with_absolute_addresses
from articles.rendering.sanitize import sanitize

BASE = "https://example.org/articles/weak-ties/"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<a href="/tag/one/">x</a>', '<a href="https://example.org/tag/one/">x</a>'),
        ('<a href="#fn:1">1</a>', '<a href="https://example.org/articles/weak-ties/#fn:1">1</a>'),
        (
            '<a href="https://other.example/?a=1&amp;b">x</a>',
            '<a href="https://other.example/?a=1&amp;b">x</a>',
        ),
        (
            '<img src="/a.jpg" alt="a &quot;b&quot;">',
            '<img src="https://example.org/a.jpg" alt="a &quot;b&quot;">',
        ),
        (
            '<source srcset="/a-400.avif 400w, /a-800.avif 800w">',
            '<source srcset="https://example.org/a-400.avif 400w, https://example.org/a-800.avif 800w">',
        ),
        ('<a href="mailto:a@example.org">x</a>', '<a href="mailto:a@example.org">x</a>'),
        ('<a href="http://[">x</a>', '<a href="http://[">x</a>'),
    ],
)
def test_addresses_work_anywhere(written, read):
    assert with_absolute_addresses(written, BASE) == read


def test_code_that_shows_html_stays_code():
    html = "<pre><code>&lt;img src=&quot;/a.jpg&quot;&gt; &amp;amp; &#39;</code></pre>"
    assert with_absolute_addresses(html, BASE) == html


@given(st.text(st.sampled_from("<>&;\"'/=#! -abnpx\n")))
def test_what_names_no_address_stays_as_it_is(text):
    html = sanitize(text, "link")
    assert with_absolute_addresses(html, BASE) == html
