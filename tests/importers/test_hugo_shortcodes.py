import time
from typing import Any

import pytest

from articles import rendering
from articles.liquid import Liquid, Reference, translate
from tests.references import references

HOME = {"content/posts/hello.md": "/articles/hello/", "content/posts/walk/index.md": "/articles/walk/"}
VARIABLES: dict[str, Any] = {
    "language": "hugo", "content": "content", "page": {"phone": "555", "odd": None}, "site": {"phone": "1", "city": "Rome"},
    "refs": {"hello": "content/posts/hello.md", "gone.md": "content/gone.md"}, "links": {"../other/": "/posts/other/"},
}  # fmt: skip


def context(**changes: Any) -> Liquid:
    return Liquid({**VARIABLES, **changes}, lambda kind, name: HOME.get(name))


def translated(source: str) -> str:
    return translate(source, context()).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{< param phone >}} {{% param \"city\" %}}", "555 Rome"),
        ('[a]({{< ref "hello" >}}) [b]({{% relref "/posts/walk#map" %}})', "[a](/articles/hello/) [b](/articles/walk/#map)"),
        ('[a]({{< ref path="posts/hello.md" >}}) [b]({{<ref "#here">}})', "[a](/articles/hello/) [b](#here)"),
        ("[a](../other/) and [b](../other/#x) and ![c](../other/c.png)",
         "[a](/posts/other/) and [b](/posts/other/#x) and ![c](../other/c.png)"),
        ('{{< figure src="/a.png" alt="A & B" caption="*Hi*" title="T" width="600" class="wide" >}}',
         '<figure class="wide"><img src="/a.png" alt="A &amp; B" width="600"><figcaption markdown="span">**T** *Hi*'
         "</figcaption></figure>"),
        ('{{< figure src=a.png link="/b/" attr="Ann" attrlink="https://a.example" >}}',
         '<figure><a href="/b/"><img src="a.png" alt=""></a><figcaption markdown="span">[Ann](https://a.example)'
         "</figcaption></figure>"),
        ('Text {{< img src="a.png" alt="A" >}} on', 'Text <img src="a.png" alt="A"> on'),
        ("{{< youtube dQw4w9WgXcQ >}}",
         '<p class="remote-media"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">Video: YouTube</a></p>'),
        ('{{< vimeo id="123" >}}', '<p class="remote-media"><a href="https://vimeo.com/123">Video: Vimeo</a></p>'),
        ("{{< gist ann 0a1b >}}",
         '<p class="remote-media"><a href="https://gist.github.com/ann/0a1b">Gist: ann/0a1b</a></p>'),
        ('{{< x user="ann" id="123" >}}',
         '<p class="remote-media"><a href="https://x.com/ann/status/123">Post on X</a></p>'),
        ("{{< highlight go \"linenos=table,hl_lines=2 4-5\" >}}\na := 1\n{{< / highlight >}}\n",
         "```go?mark_lines=2,4,5\na := 1\n```\n"),
        ("{{% highlight html %}}\n{{< b >}} ```\n{{% /highlight %}}\n", "``````html\n{{< b >}} ```\n``````\n"),
        ("An {{< highlight go >}}a < b{{< /highlight >}} here",
         'An <code class="language-go">a &lt; b</code> here'),
        ("{{< rawhtml >}}\n<b>x</b>\n{{< /rawhtml >}}", "\n<b>x</b>\n"),
        ("a {{< comment >}}no\nno{{< /comment >}} b", "a \n b"),
        ('{{% notice tip "Mind" %}}\nText\n{{% /notice %}}',
         '<div class="notice--success" markdown="1"><p><strong>Mind</strong></p>\nText\n</div>'),
        ('{{< details "More" >}}\nText\n{{< /details >}}',
         '<details markdown="1"><summary>More</summary>\nText\n</details>'),
        ("{{</* figure src=\"a\" */>}}", '{{&lt; figure src="a" &gt;}}'),
        ("```\n{{</* param x */>}} {{%/* y */%}} {{< z >}}\n```", "```\n{{< param x >}} {{% y %}} {{< z >}}\n```"),
        ("`{{< param phone >}}` <!-- {{< param phone >}} -->", "`{{< param phone >}}` <!-- {{< param phone >}} -->"),
        ("{{ .Title }} {{< not closed", "{{ .Title }} {{< not closed"),
        ("a\n{{< param\n  phone\n>}}\nb", "a\n555\n<!-- -->\n\nb"),
        ("{{< box >}}\nKept **text**\n{{< /box >}}", "\nKept **text**\n"),
    ],
)  # fmt: skip
def test_shortcodes_become_markdown_on_the_same_lines(source: str, expected: str) -> None:
    found = translated(source)
    assert found == expected
    assert found.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    ("source", "line", "shown", "state"),
    [
        ("a\n\n{{< mystery 1 >}}\n", 3, "{{< mystery 1 >}}", "not_understood"),
        ("{{< param missing >}}", 1, "{{< param missing >}}", "not_understood"),
        ("{{< param odd >}}", 1, "{{< param odd >}}", "not_understood"),
        ("\n[x]({{< ref \"gone.md\" >}})", 2, '{{< ref "gone.md" >}}', "leads_nowhere"),
        ("{{< box >}}\ntext\n{{< /box >}}", 1, "{{< box >}}", "not_understood"),
        ("{{< figure >}}", 1, "{{< figure >}}", "not_understood"),
        ("{{< gist ../x 1 >}}", 1, "{{< gist ../x 1 >}}", "not_understood"),
        ("a\n[x](gone.md)", 2, "gone.md", "leads_nowhere"),
        ("text {{< /box >}}", 1, "{{< /box >}}", "not_understood"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_with_its_line(source: str, line: int, shown: str, state: str) -> None:
    (construct,) = translate(source, context()).unknown
    assert (construct.line, construct.source, construct.state) == (line, shown, state)
    noted = translate(
        source, Liquid(VARIABLES, lambda kind, name: None, {"not_understood": "?", "leads_nowhere": "!"})
    )
    assert ("liquid-note" in noted.text) == shown.startswith("{{")
    assert noted.text.count("\n") == source.count("\n")


def test_they_are_rendered_to_safe_html() -> None:
    source = (
        '{{< details "More <script>" >}}\n\nHidden *text*\n\n{{< /details >}}\n\n'
        "{{% notice warning %}}\nMind **it**\n{{% /notice %}}\n\n"
        '{{< figure src="javascript:x" alt="\\"><script>" >}}\n\n{{< highlight go >}}\na := 1\n{{< /highlight >}}\n'
    )
    html = rendering.render(source, liquid=context()).html
    assert "<script" not in html
    assert "javascript:" not in html
    assert "<em>text</em>" in html
    assert "<strong>it</strong>" in html
    assert 'class="notice--warning"' in html
    assert 'class="language-go"' in html


def test_the_files_that_a_text_names_are_known() -> None:
    source = '[a]({{< ref "hello" >}}) [b]({{< ref "new" >}}) [c](old.md)'
    asked = references(source, context(refs={"hello": "content/posts/hello.md", "old.md": "content/old.md"}))
    assert asked == {
        Reference("link", path)
        for path in (
            "content/posts/hello.md", "content/old.md", "content/new.md", "content/new/index.md", "content/new/_index.md",
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [
        "{{<" * 60_000, '{{< "' * 40_000, "{{< a `" * 30_000, "{{< a >}}" * 5_000, "{{< " + '"' * 150_000,
        "{{< " + '\\"' * 80_000, "{{< " + " " * 150_000, "{{< a " + "b=" * 60_000 + ">}}", "{{</*" * 40_000,
        "{{< details >}}\n" * 5_000, "](" * 80_000, "[a]: " * 40_000, "{{< a" + "/" * 100_000 + " >}}",
        "```\n" + "{{</* a" * 20_000 + "\n```", "{{< " + "a" * 150_000,
    ],
    ids=range(15),
)  # fmt: skip
def test_hostile_texts_take_little_time(source: str) -> None:
    began = time.process_time()
    assert translated(source).count("\n") == source.count("\n")
    assert time.process_time() - began < 3
