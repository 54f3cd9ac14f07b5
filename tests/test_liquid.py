import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.liquid import Liquid, Reference, mask_opaque, translate
from tests.references import references

PAGE = {
    "title": "Warm words",
    "since": 2019,
    "shown": True,
    "nothing": None,
    "date": "2023-04-05 10:00:00+09:00",
    "tags": ["a", "b"],
    "author": {"name": "Mina"},
    "gallery": [
        {"image_path": "/a.jpg", "alt": "A"},
        {"image_path": "b.jpg", "url": "/about/", "alt": 'B "b"', "title": "T"},
    ],
    "faces": [{"url": "/big.jpg", "image_path": "/c.jpg", "alt": "C"}] * 3,
    "feature_row": [{"image_path": "/f.jpg", "alt": "F", "title": "Meet", "excerpt": "*Soon*", "url": "/m/"}],
}
ADDRESSES = {("post_url", "2023-04-05-a"): "/articles/a/", ("link", "_posts/b.md"): "/articles/b/"}
NOTES = {"not_understood": "Not <understood>", "leads_nowhere": "Nowhere"}


def liquid(notes=None) -> Liquid:
    variables = {"site": {"title": "Ties", "url": "https://old.example"}, "page": PAGE}
    return Liquid(variables, lambda kind, argument: ADDRESSES.get((kind, argument)), notes)


def text_of(source: str) -> str:
    return translate(source, liquid()).text


def states(source: str) -> list[tuple[int, str]]:
    return [(found.line, found.state) for found in translate(source, liquid()).constructs]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        # Outputs
        ("{{ page.title }} of {{site.title}}", "Warm words of Ties"),
        ("{{ page.since }}, {{ page.shown }}, {{ page.nothing }}.", "2019, true, ."),
        ("{{ page.author.name }} {{ page['title'] }} {{ page.tags[1] }}", "Mina Warm words b"),
        ("a {{- page.title -}} b", "aWarm wordsb"),
        ("{{ site.url }}{{ site.baseurl }}/about/", "/about/"),
        ('{{ "/x/" | relative_url }} {{ "y" | absolute_url }}', "/x/ /y"),
        ("{{ 'https://b.example/x' | relative_url }}", "https://b.example/x"),
        ('{{ site.url }}{{ "/x" | relative_url }}', "/x"),
        ('{{ "/x" | prepend: site.baseurl | prepend: site.url }}', "/x"),
        ('{{ page.title | append: "!" | upcase }}', "WARM WORDS!"),
        ('{{ "a < b" | escape }}', "a &lt; b"),
        ('{{ page.nothing | default: "some" }}', "some"),
        ('{{ page.date | date: "%-d %B %Y" }}', "5 April 2023"),
        (
            '[a]({{ "/x" | relative_url }} "T") <a href="{{ site.url }}/y">y</a>',
            '[a](/x "T") <a href="/y">y</a>',
        ),
        ("![a]({{ site.baseurl }}/a.jpg)", "![a](/a.jpg)"),
        ('{{ "{% raw %}" }} and {{ "{{ x }" }}', "{% raw %} and {{ x }"),
        # A line break in an address goes to its end
        ("[a\nb]({{ site.title\n}}/x) c\nd", "[a\nb](Ties/x\n) c\nd"),
        ('[a]({{\nsite.title }}/x(1) "T")', '[a](Ties/x(1)\n "T")'),
        ("[a]({{ site.title\n}}/{{ page.since }}/x).", "[a](Ties/2019/x\n)."),
        ('<a href="{{ site.title\n}}/x">a</a>\nb', '<a href="Ties/x"\n>a</a>\nb'),
        ("[a]: {{ site.title\n}}/x\n[b]: /y", "[a]: Ties/x\n\n[b]: /y"),
        ("[a]({% post_url\n2023-04-05-a %}#b)", "[a](/articles/a/#b\n)"),
        ("See {{ site.title\n}}/x", "See Ties\n/x"),
        # References
        (
            "[a]({% post_url 2023-04-05-a %}#one) [b]({% link _posts/b.md %})",
            "[a](/articles/a/#one) [b](/articles/b/)",
        ),
        ("[a]: {{ site.url }}{% post_url 2023-04-05-a %}", "[a]: /articles/a/"),
        ("[a]({% post_url 2000-01-01-gone %})", "[a](unresolved:)"),
        ('<a href="{% link gone.md %}">x</a>', '<a href="unresolved:">x</a>'),
        ("See {% post_url 2000-01-01-gone %}.", "See 2000-01-01-gone."),
        ("[f]({% link assets/a b.pdf %})", "[f](/assets/a%20b.pdf)"),
        # Blocks
        ("{% raw %}{{ page.title }} `a`{% endraw %}", "{{ page.title }} `a`"),
        ("a{% comment %}\n{{ x }}\n\n{% endcomment %}b", "a\n\n\nb"),
        ("{% highlight ruby %}\nputs 1\n{% endhighlight %}", "```ruby\nputs 1\n```"),
        ("{% highlight c linenos %}\n\n\nint x;\n\n{% endhighlight %}\n", "\n\n```c\nint x;\n```\n\n"),
        ('{% highlight c++ mark_lines="1 3" %}\na\n{%endhighlight%}', "```c++?mark_lines=1,3\na\n```"),
        ("{% highlight md %}\n```\na\n```\n{% endhighlight %}", "``````md\n```\na\n```\n``````"),
        ("{% highlight md %}\n~~~\n````\n{% endhighlight %}", "```````md\n~~~\n````\n```````"),
        ("> {% highlight c %}\n> a\n> {% endhighlight %}", "> ```c\n> a\n> ```"),
        ("- {% highlight c %}\n  a\n  {% endhighlight %}", "- ```c\n  a\n  ```"),
        ("{% highlight c %}\na\nb{% endhighlight %}", '<pre><code class="language-c">\na\nb</code></pre>'),
        ("{% highlight c %}a < b{% endhighlight %}", '<pre><code class="language-c">a &lt; b</code></pre>'),
        ("So {% highlight c %}a`b{% endhighlight %}.", "So `` a`b ``."),
        (
            "{% highlight html %}\n{% raw %}{{ x }}{% endraw %} {{ page.title }}\n{% endhighlight %}",
            "```html\n{{ x }} {{ page.title }}\n```",
        ),
        # Code is what it is, but for the tags that keep Jekyll off it
        ("```\n{{ page.title }} {% if x %}\n```", "```\n{{ page.title }} {% if x %}\n```"),
        ("~~~\n{% raw %}\n{{ x }}\n{% endraw %}\n~~~", "~~~\n\n{{ x }}\n\n~~~"),
        (
            "Use `{{ page.title }}` and `{% raw %}{{ x }}{% endraw %}`.",
            "Use `{{ page.title }}` and `{{ x }}`.",
        ),
        ("a\n\n    {{ page.title }}\n\nb", "a\n\n    {{ page.title }}\n\nb"),
        ("<!-- {{ page.title }} -->", "<!-- {{ page.title }} -->"),
        (
            "`{% highlight c %}` starts, `{% endhighlight %}` ends",
            "`{% highlight c %}` starts, `{% endhighlight %}` ends",
        ),
        # Includes
        (
            "{% include figure image_path='/a.jpg' alt=page.title %}",
            '<figure><img src="/a.jpg" alt="Warm words"></figure>',
        ),
        (
            '{% include figure.html image_path="a.jpg" class="align-left" caption="A \\"b\\" *c*" popup=true %}',
            '<figure class="align-left"><img src="/a.jpg" alt="">'
            '<figcaption markdown="span">A "b" *c*</figcaption></figure>',
        ),
        ('Here {% include figure image_path="/a.jpg" caption="C" %}.', 'Here <img src="/a.jpg" alt=""> (C).'),
        (
            '{% include gallery caption="Two" class="full" %}',
            '<figure class="figure-gallery figure-half full"><img src="/a.jpg" alt="A"><a href="/about/">'
            '<img src="/b.jpg" alt="B &quot;b&quot;" title="T"></a>'
            '<figcaption markdown="span">Two</figcaption></figure>',
        ),
        (
            '{% include gallery id="faces" %}',
            '<figure class="figure-gallery figure-third">' + '<img src="/c.jpg" alt="C">' * 3 + "</figure>",
        ),
        (
            "{% include feature_row %}",
            '<div class="figure-row"><figure><img src="/f.jpg" alt="F" title="Meet">'
            '<figcaption markdown="span">**Meet** *Soon* [Meet](/m/)</figcaption></figure></div>',
        ),
        (
            '{% include video id="x&y" provider="vimeo" %}',
            '<p class="remote-media"><a href="https://vimeo.com/x%26y">Video: Vimeo</a></p>',
        ),
        ('{% include toc title="Contents" icon=x %}', '<ul markdown-toc=""></ul>'),
        (
            "{% capture box %}\n*Hi*\n{% endcapture %}\n\n<div class='notice'>\n{{ box | markdownify }}</div>\nEnd",
            "<div class='notice' markdown=\"1\">\n*Hi*\n</div>\n\n\n\nEnd",
        ),
        # What is not understood leaves the text between
        ("{% if page.x %}A{% else %}B{% endif %}", "AB"),
        ("{% include nav_list nav='x' %}\n{% include figure %}{% include gallery id='none' %}", "\n"),
        ("{% assign a = 1 %}\n{{ a }} {{ page.unheard }} {{ content }}", "\n  "),
        # What was never Liquid
        ("{{ user.name }} {{ a * b }} {{n}\\choose{k}} {{}} {%  %} {% 5 %}",) * 2,
        ("{% if", "{% if"),
        ("{{ page.title", "{{ page.title"),
        ("{% a\n\nb %}", "{% a\n\nb %}"),
        ("{% a {% link x.pdf %}", "{% a /x.pdf"),
        ("{% raw %} {{ page.title }}", " Warm words"),
    ],
)
def test_liquid_becomes_markdown(source: str, text: str) -> None:
    assert text_of(source) == text


def test_each_construct_is_listed_with_its_line_and_what_became_of_it() -> None:
    source = (
        "{{ page.title }}\n{% if x %}\n{% raw %}\n{{ page.title }}\n{% endraw %}\n"
        "{{ your.name }} {% link gone.md %}\n```\n{% if %}\n```\n{% highlight c %}\na\n{% endhighlight %}\n{{ page.x }}"
    )
    assert states(source) == [
        (1, "translated"),
        (2, "not_understood"),
        (3, "translated"),
        (6, "shown_as_text"),
        (6, "leads_nowhere"),
        (10, "translated"),
        (13, "not_understood"),
    ]
    assert [found.source for found in translate(source, liquid()).unknown] == [
        "{% if x %}",
        "{% link gone.md %}",
        "{{ page.x }}",
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            'A {% x y="|" %} b',
            'A <code class="liquid-note" title="Not &lt;understood&gt;">'
            "&#123;&#37; x y=&#34;&#124;&#34; &#37;&#125;</code> b",
        ),
        (
            "[a]({% link b.md %}) and\nb",
            '[a](unresolved:) and <code class="liquid-note" title="Nowhere">&#123;&#37; link b.md &#37;&#125;</code>\nb',
        ),
        (
            '<a\nhref="{{ page.unheard }}">a</a>',
            '<a\nhref="">a</a> <code class="liquid-note" title="Not &lt;understood&gt;">'
            "&#123;&#123; page.unheard &#125;&#125;</code>",
        ),
    ],
)
def test_editors_see_what_is_not_understood_where_it_stands(source: str, text: str) -> None:
    assert translate(source, liquid(NOTES)).text == text
    assert translate(source, liquid(NOTES)).unknown == translate(source, liquid()).unknown


def test_values_are_put_in_once_and_on_one_line() -> None:
    found = translate("{{ page.a }}", Liquid({"page": {"a": "{{ page.b }}\n*x*", "b": "no"}}))
    assert found.text == "{{ page.b }} *x*"


def test_a_text_that_grows_beyond_bounds_is_not_understood() -> None:
    found = translate("{{ page.a }}\n" * 1000, Liquid({"page": {"a": "x" * 20_000}}))
    assert len(found.text) < 2_100_000
    assert len(found.unknown) == 900


def test_references_of_a_text_are_known_without_translating_it() -> None:
    source = "[a]({% post_url 2023-04-05-a %}) {% link _posts/b.md %} `{% link code.md %}` {% post_url 2023-04-05-a %}"
    assert references(source) == {Reference("post_url", "2023-04-05-a"), Reference("link", "_posts/b.md")}
    assert references("{{ page.title }} a") == set()


def test_a_place_in_the_text_has_its_origin_in_the_source() -> None:
    source = "{{ page.title }} [a]({{ site.url }}/x) [b]({% link _posts/b.md %}) ![c](/c.jpg)"
    found = translate(source, liquid())

    def origin(address: str) -> str | None:
        at = found.text.index(address)
        span = found.origin(at, at + len(address))
        return source[slice(*span)] if span else None

    assert origin("/x") in {"/x", "{{ site.url }}/x"}
    assert origin("/articles/b/") == "{% link _posts/b.md %}"
    assert origin("/c.jpg") == "/c.jpg"
    assert origin("articles") is None


PIECES = [
    *(
        "{% raw %}",
        "{% endraw %}",
        "{% comment %}",
        "{% endcomment %}",
        "{% endhighlight %}",
        "{%",
        "%}",
        "{{",
        "}}",
    ),
    *(
        "{% highlight c %}",
        "{% highlight %}",
        "{%- if x -%}",
        "{{ page.title }}",
        '{{ "/x" | relative_url }}',
        "{{-",
    ),
    *(
        "`",
        "```",
        "```\n",
        "~~~\n",
        "    ",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "<!--",
        "-->",
        "](",
        ")",
        '<a href="',
        '">',
        "a",
    ),
    *(
        '{% include figure image_path="/x"\n caption="c"\n %}',
        "{% include gallery %}",
        "{% post_url 2023-04-05-a %}",
    ),
    *(
        "{% link x.md\n%}",
        "{{ page.title\n}}",
        "{% capture a %}",
        "{% endcapture %}",
        "<div>",
        "</div>",
        "{{ a | markdownify }}",
        "|",
        '"',
    ),
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text())
def test_translating_keeps_every_line_in_its_place(source: str) -> None:
    for found in (translate(source, liquid()), translate(source, liquid(NOTES))):
        assert found.text.count("\n") == source.count("\n")
        assert all(1 <= each.line <= source.count("\n") + 1 for each in found.constructs)
        assert all(each.source in source for each in found.constructs)
    assert translate(source, liquid()).unknown == translate(source, liquid(NOTES)).unknown


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_lines_without_liquid_stay_as_they_are(source: str) -> None:
    tail = "\n\nplain [a](b) line `c`"
    assert (
        translate(source + tail, liquid()).text.endswith(tail)
        or "`" in source
        or "{%" in source
        or "<!--" in source
    )


@given(
    st.text(alphabet="ab {}%`\n*|[]()<>-", max_size=60).filter(
        lambda text: "{{" not in text and "{%" not in text
    )
)
def test_a_text_without_liquid_is_untouched(source: str) -> None:
    assert translate(source, liquid()).text == source


@pytest.mark.parametrize(
    "unit",
    [
        "{%",
        "{% ",
        '{{ "',
        "{{ '\"",
        "{{ '{{",
        "{% raw %}",
        "{% raw %}{% endraw %}",
        "{% highlight c %}\n",
        "{{ page.title }}",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    source = unit * (100_000 // len(unit))
    start = time.process_time()
    translate(source, liquid(NOTES))
    assert time.process_time() - start < 3


def test_masking_may_leave_liquid_alone() -> None:
    assert mask_opaque("{% raw %}a{% endraw %} `b`", liquid=False) == "{% raw %}a{% endraw %}    "
