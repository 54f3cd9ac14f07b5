import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.body_scan import Body, size_of_address
from articles.liquid import Liquid, mask_opaque, translate


def addresses(text: str) -> list[str]:
    return [image.address for image in Body(text).images]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("![A](a.png)", [("a.png", "A", "")]),
        ('![A b](</a b.png> "Title")', [("/a b.png", "A b", "Title")]),
        ("![A](a_(1).png 'T')", [("a_(1).png", "A", "T")]),
        ("![A [b] c](a.png)", [("a.png", "A [b] c", "")]),
        ("![](a.png?x=1&amp;y=2&copy=3)", [("a.png?x=1&y=2&copy=3", "", "")]),
        ("![A](my photo.png)", [("my photo.png", "A", "")]),
        ("![A][one]\n\n[One]: a.png 'T'", [("a.png", "A", "T")]),
        ("![One][]\n\n[one]: <a.png>", [("a.png", "One", "")]),
        ("![one]\n\n[one]: a.png", [("a.png", "one", "")]),
        ("![missing][nowhere]", []),
        ("\\![A](a.png)", []),
        ("[A](a.png)", []),
        ('<img alt="A &amp; B" src=a.png>', [("a.png", "A & B", "")]),
        ("<IMG SRC='a.png' title='T'/>", [("a.png", "", "T")]),
        ('![A]({{ "/a.png" | relative_url }})', [("/a.png", "A", "")]),
        ("![A]({{ site.baseurl }}/a.png)", [("/a.png", "A", "")]),
        ('{% include figure image_path="/a.png" alt="A" caption="C" %}', [("/a.png", "A", "C")]),
        ("[![A](a.png)](b.html)", [("a.png", "A", "")]),
    ],
)
def test_images_are_found_in_every_notation(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(image.address, image.alt, image.caption) for image in Body(text).images] == found


@pytest.mark.parametrize(
    "opaque",
    [
        "```\n{}\n```",
        "```md\n{}\n```",
        "~~~~\n```\n{}\n~~~~",
        "- item\n\n  ```\n  {}\n  ```",
        "`{}`",
        "``a ` {}``",
        "<!-- {} -->",
        "<!--\n\n{}\n\n-->",
        "Text\n\n    {}\n",
        "{{% raw %}}\n{}\n{{% endraw %}}",
        "{{% comment %}}{}{{% endcomment %}}",
        "{{% highlight md %}}\n{}\n{{% endhighlight %}}",
    ],
)
@pytest.mark.parametrize("image", ["![A](hidden.png)", '<img src="hidden.png">'])
def test_code_comments_and_raw_text_hold_no_images(opaque: str, image: str) -> None:
    text = "![B](before.png)\n\n" + opaque.format(image) + "\n\n![C](after.png)"
    assert addresses(text) == ["before.png", "after.png"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n![A](a.png)",
        "`open ![A](a.png)",
        "`open\n\n![A](a.png) `",
        "\\`![A](a.png)\\`",
        "<!-- open ![A](a.png)",
        "{% raw %} ![A](a.png)",
        "- item\n\n    ![A](a.png)",
        "Lazy\n    ![A](a.png)",
    ],
)
def test_what_is_never_closed_hides_nothing(text: str) -> None:
    assert addresses(text) == ["a.png"]


@given(
    st.lists(
        st.sampled_from(
            [
                "`",
                "```",
                "~~~",
                "\n",
                "\n\n",
                "    ",
                "<!--",
                "-->",
                "{% raw %}",
                "{% endraw %}",
                "x",
                "- ",
                "\\",
            ]
        )
    ).map("".join)
)
def test_masking_keeps_every_character_in_its_place(text: str) -> None:
    masked = mask_opaque(text)
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]


def test_images_know_their_line() -> None:
    body = Body("One\n\n![A](a.png)\n<img src='b.png'>", first_line=10)
    assert [body.line_of(image.start) for image in body.images] == [12, 13]


@pytest.mark.parametrize(
    ("address", "size"),
    [
        ("https://x.example/p.jpeg?auto=compress&cs=tinysrgb&dpr=2&h=750&w=1260", (1260, 750)),
        ("https://x.example/p.jpeg?width=800&height=600px", (800, 600)),
        ("https://x.example/p.jpeg?w=800", (800, None)),
        ("/p.jpeg", (None, None)),
        ("/p.jpeg?w=0&h=-1", (None, None)),
        ("/p.jpeg?w=99999999999&h=auto", (None, None)),
        ("/p.jpeg?" + "w=1&" * 100_000, (None, None)),
    ],
)
def test_sizes_are_read_from_the_query(address: str, size: tuple[int | None, int | None]) -> None:
    assert size_of_address(address) == size


@pytest.mark.parametrize(
    "text",
    [
        '<img src="a.png?w=9&h=9" width="200" height=100>',
        '![A](a.png?w=9&h=9){: .wide width="200" height="100px"}',
    ],
)
def test_attributes_win_over_the_query(text: str) -> None:
    (image,) = Body(text).images
    assert (image.width, image.height) == (200, 100)


@pytest.mark.parametrize(
    "text",
    [
        "![A](a.png)\n\nText",
        "\n  \n![A](a.png)  \n \nText",
        "[![A](a.png)](https://x.example/(y))\n\nText",
        "![A](a.png)\n{: .full}\n\nText",
        '<figure><img src="a.png"><figcaption>C</figcaption></figure>\n\nText',
        "<!-- note -->\n\n![A](a.png)\n\nText",
        "![A][x]\n\n[x]: a.png",
        '{% include figure image_path="a.png" %}\n\nText',
        "![A](a.png)\r\n\r\nText",
    ],
)
def test_an_image_alone_in_the_first_block_leads(text: str) -> None:
    lead = Body(text).lead_image()
    assert lead is not None
    assert lead.address.removeprefix("/") == "a.png"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text\n\n![A](a.png)",
        "![A](a.png) with words\n\nText",
        "See ![A](a.png)\n\nText",
        "![A](a.png)\n![B](b.png)\n\nText",
        "```\n![A](a.png)\n```\n\nText",
        "`![A](a.png)`",
    ],
)
def test_any_other_image_does_not_lead(text: str) -> None:
    assert Body(text).lead_image() is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("![A]({{ site.baseurl }}/a.png)", "/a.png"),
        ('![A]({{ "/a.png" | relative_url }} "T")', "/a.png"),
        ("<img src='{{ site.url }}{{ page.folder }}/a.png'>", "/pics/a.png"),
        ("![A]({% link assets/a.png %})", "/assets/a.png"),
        ('{% include figure image_path="assets/a.png" %}', "/assets/a.png"),
        ("![A]({{ page.unheard }})", ""),
    ],
)
def test_addresses_are_those_that_liquid_gives(text: str, address: str) -> None:
    found = Body(text, 1, {"page": {"folder": "/pics"}}).images
    assert [image.address for image in found] == ([address] if address else [])


HOSTILE = [
    "![", "![[", "![](", "](", "```a\n", "`", "<!--", "<img ", '<img "', "<img a='", "{{", "{%", "{% raw %}", "{% raw ",
    "[a]: b\n", "[", " ", '![a](b "', "![a]((", "- ", "> ", "\\", "\n    ", "![a][b]\n", '{% include figure a="',
    "![x]({{ a }}", "![a](b){: ", "~~~a\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", [*HOSTILE, pytest.param(None, id="falling fences")])
def test_hostile_bodies_take_linear_time(piece: str | None) -> None:
    text = piece * (300_000 // len(piece)) if piece else "\n".join("`" * n + "x" for n in range(750, 3, -1))
    began = time.process_time()
    body = Body("![a](b)" + text)
    body.lead_image()
    translate(text, Liquid())
    assert time.process_time() - began < 3
