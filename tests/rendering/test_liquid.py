import pytest

from articles.liquid import Liquid
from articles.rendering import Picture, render

from .rendered import html

ROWS = [{"image_path": "/a.jpg", "alt": "A"}, {"image_path": "/b.jpg", "alt": "B"}]
LIQUID = Liquid({"site": {}, "page": {"title": "Warm words", "gallery": ROWS}})
NOTES = Liquid(LIQUID.variables, notes={"not_understood": "Not understood"})
LAZY = 'decoding="async" loading="lazy"'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ page.title }}", "<p>Warm words</p>"),
        ("[a]({% link gone.md %})", "<p><a>a</a></p>"),
        ("**a** {% if x %} b", "<p><strong>a</strong>  b</p>"),
        ("{% raw %}{{ *x* }}{% endraw %}", "<p>{{ <em>x</em> }}</p>"),
        (
            "{% highlight text mark_lines='2' %}\na\nb\nc\n{% endhighlight %}",
            '<div class="highlight"><pre tabindex="0"><code class="language-text">a\n'
            '<span class="hll">b\n</span>c\n</code></pre></div>',
        ),
        (
            "{% include figure image_path='/a.jpg' alt='A' class='align-left' caption='*C*' %}",
            f'<figure class="align-left"><img alt="A" {LAZY} src="/a.jpg">'
            "<figcaption><em>C</em></figcaption></figure>",
        ),
        (
            "{% include video id='a' provider='youtube' %}",
            '<p class="remote-media"><a href="https://www.youtube.com/watch?v=a">Video: YouTube</a></p>',
        ),
        (
            "{% include toc %}\n\n## One {#a}",
            '<ul id="markdown-toc"><li><a href="#a">One</a></li></ul><h2 id="a">One</h2>',
        ),
        (
            "{% include figure image_path='javascript:alert(1)' %}",
            '<figure><span class="remote-image"></span></figure>',
        ),
    ],
)
def test_liquid_is_rendered_as_what_it_means_here(source, expected):
    assert html(source, liquid=LIQUID) == expected


def test_without_it_the_signs_are_text():
    assert html("{{ page.title }} {% if x %}") == "<p>{{ page.title }} {% if x %}</p>"


def test_pictures_of_a_gallery_are_the_sites_own():
    picture = Picture("/m/a-800.jpg", 8, 6)
    result = html(
        "{% include gallery %}",
        liquid=LIQUID,
        image_for=lambda address: picture if address == "/a.jpg" else None,
    )
    assert (
        '<picture><img alt="A" decoding="async" height="6" loading="lazy" src="/m/a-800.jpg" width="8"></picture>'
        in result
    )
    assert 'src="/b.jpg"' in result


def test_notes_are_for_whom_they_are_asked():
    source = "Words {% if x %} and {{ page.title }}."
    note = '<code class="liquid-note" title="Not understood">{% if x %}</code>'
    assert note in html(source, liquid=NOTES)
    assert "note" not in html(source, liquid=LIQUID)


def test_excerpt_words_and_contents_are_those_of_the_translated_text():
    rendered = render(
        "{% comment %}no{% endcomment %}\n{{ page.title }} here.\n\n## {{ page.title }}", liquid=LIQUID
    )
    assert rendered.excerpt == "Warm words here."
    assert rendered.words == 5
    assert [heading["title"] for heading in rendered.toc] == ["Warm words"]
    assert [found.state for found in rendered.constructs] == ["translated"] * 3


@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>x", '<img src=x onerror="alert(1)">', "[x](javascript:alert)"]
)
def test_what_a_value_brings_is_sanitised(value):
    result = html("{{ page.title }}", liquid=Liquid({"page": {"title": value}}))
    assert "alert(1)" not in result
    assert "javascript" not in result


def test_line_ends_and_marks_of_windows_make_no_difference():
    source = "\ufeff{% highlight c %}\r\nint x;\r\n{% endhighlight %}\r\n"
    assert "<pre" in html(source, liquid=LIQUID)
    assert "highlight %}" not in html(source, liquid=LIQUID)
