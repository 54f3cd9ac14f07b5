import contextlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.outline import read, replace_address
from articles.rendering import RenderError, render

NOTATIONS = [
    ("[a](/x/)", "/x/", "a"),
    ('[a](/x/ "Title")', "/x/", "a"),
    ("[a](</x y/>)", "/x y/", "a"),
    ("[a](/x_(1)/)", "/x_(1)/", "a"),
    ("[a](/x/?b=1&amp;c=2)", "/x/?b=1&c=2", "a"),
    ("[**a** `b`](/x/)", "/x/", "a b"),
    ("[![a](b.png)](/x/)", "/x/", "a"),
    ("<https://x.example/>", "https://x.example/", "https://x.example/"),
    ("<me@x.example>", "mailto:me@x.example", "me@x.example"),
    ('<a class="b" href="/x/">a <b>c</b></a>', "/x/", "a c"),
    ("<a href='/x/' title=\"a\"></a>", "/x/", "a"),
    ("[a][x]\n\n[x]: /x/", "/x/", "a"),
    ("[x][]\n\n[x]: </x/> 'Title'", "/x/", "x"),
    ("[x]\n\n[X]: /x/", "/x/", "x"),
    ("[](/x/)", "/x/", ""),
]


@pytest.mark.parametrize(("notation", "address", "text"), NOTATIONS)
@pytest.mark.parametrize(
    "before", ["", "One\n\nTwo\n", "- One\n- Two ", "> One\n> ", "# One\n\n<p>x</p>\n\n"]
)
def test_links_of_every_notation_have_address_text_and_line(before, notation, address, text):
    (link,) = read(before + notation).links
    assert link == (before.count("\n") + 1, address, text, "link", False)


@pytest.mark.parametrize(
    "hidden",
    [
        "`[a](/x/)`",
        "```\n[a](/x/)\n```",
        "Text\n\n    [a](/x/)\n",
        "- item\n\n  ```\n  [a](/x/)\n  ```",
        "<!-- [a](/x/) -->",
        "$$[a](/x/)$$",
        "\\[a](/x/)",
        "<script>[a](/x/)</script>",
        "[^1]: never marked [a](/x/)",
    ],
)
def test_what_is_not_shown_is_not_read_and_takes_no_line(hidden):
    assert [link.line for link in read(f"{hidden}\n\n[a](/x/)").links] == [hidden.count("\n") + 3]


def test_code_beside_a_link_keeps_the_lines_right():
    assert [link.line for link in read("One `[a](/x/)` and\ntwo [a](/x/)\n[b](/x/)").links] == [2, 3]


def test_links_in_long_blocks_and_notes_have_their_own_lines():
    source = "- [a](/x/)\n- b\n  - [c](/x/)\n\n> d\n> [e](/x/)\n\n| f |\n|---|\n| [g](/x/) |\n\n[^1]: h\n    [i](/x/)\n\nj[^1] [k](/x/)"
    assert [(link.line, link.text) for link in read(source).links] == [
        (1, "a"), (3, "c"), (6, "e"), (10, "g"), (13, "i"), (15, "k"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "text", "decorative"),
    [
        ("![A boat](a.png)", "A boat", False),
        ("![](a.png)", "", False),
        ("![A &amp; B][x]\n\n[x]: a.png", "A & B", False),
        ('<img src="a.png">', "", False),
        ('<img src="a.png" alt="A boat">', "A boat", False),
        ('<img src="a.png" alt="">', "", True),
        ('![](a.png){: role="presentation"}', "", True),
        ("[![](a.png) Words](/x/)", "", True),
        ("[![](a.png)](/x/)", "", False),
    ],
)
def test_images_have_their_alternative_text(source, text, decorative):
    (image,) = read(source).images
    assert image == (1, "a.png", text, "image", decorative)


def test_headings_have_line_level_text_and_the_id_of_the_page():
    source = "# One *two*\n\nThree\n=====\n\n> ## Four\n\n- a\n\n  ### Five\n\n<div>\n<h2 id='s'>Six</h2>\n</div>\n\n## One two {#o}\n"
    assert read(source).headings == (
        (1, 1, "One two", "one-two"),
        (3, 1, "Three", "three"),
        (6, 2, "Four", "four"),
        (10, 3, "Five", "five"),
        (13, 2, "Six", "s"),
        (16, 2, "One two", "o"),
    )


@pytest.mark.parametrize(
    "source",
    [
        "## A\n\n## A\n\n### {:x}\n\n* TOC\n{:toc}\n",
        "a[^1] b[^1] c[^n]\n\n[^1]: d\n[^n]: e\n",
        '<div id="no"><a id="no" name="no">a</a></div>\n\n<h3 id="yes">b</h3>\n\nText\n{: #no}\n',
        "# 한국어 제목\n\n## C# & C++\n",
        "{::nomarkdown}\n<h2 id='no'>a</h2>\n{:/}\n",
    ],
)
def test_ids_are_those_of_the_rendered_page(source):
    assert read(source).ids == ids_of(render(source).html)


def ids_of(html: str) -> frozenset[str]:
    return frozenset(re.findall(r'<[^<>]* id="([^"]+)"', html))


def test_sections_know_their_running_text_and_whether_they_are_empty():
    sections = read(
        "Lead\n\n## A\n\nOne\n\n- list\n\n## B\n\n### C\n\n<!-- x -->\n\n## D\n\n![x](y)\n\n## E"
    ).sections
    assert [(section.heading.text, section.text, section.is_empty) for section in sections] == [
        ("A", "One", False), ("B", "", False), ("C", "", True), ("D", "", False), ("E", "", True),
    ]  # fmt: skip


def test_hashtags_are_those_that_rendering_would_link():
    source = "## No #heading\n\n#one and `#code`\n#two [#link](/x/) a#b /#c\n"
    assert read(source).hashtags == ((3, "one"), (4, "two"))


def test_excerpt_and_words_are_those_of_rendering():
    source = "# A\n\n![x](y)\n\nThe first paragraph.\n\nThe second."
    rendered, contents = render(source), read(source)
    assert (contents.excerpt, contents.words) == (rendered.excerpt, rendered.words)


@pytest.mark.parametrize(("notation", "address", "text"), NOTATIONS)
@pytest.mark.parametrize(("mark", "end"), [("", "\n"), ("\ufeff", "\r\n"), ("\x00", "\r")])
def test_repair_changes_one_address_and_no_other_byte(notation, address, text, mark, end):
    around = f"{mark}한 /x/ `[a](/x/)`\n\n%s\n\n[b](/other/) /x/\n"
    source = (around % notation).replace("\n", end)
    repaired = replace_address(source, read(source).links[0].line, address, "/new/")
    raw = next(raw for raw in (address, address.replace("&", "&amp;"), text) if raw in notation)
    assert repaired == (around % notation.replace(raw, "/new/", 1)).replace("\n", end)


def test_repair_of_a_new_address_with_signs_stays_one_address():
    repaired = replace_address("| [a](/x/) |\n|---|\n| b |\n", 1, "/x/", "/a b/(c)|d/?e=1&copy;=2")
    assert [link.address for link in read(repaired).links] == ["/a%20b/%28c%29%7Cd/?e=1&copy;=2"]


@pytest.mark.parametrize(("line", "old"), [(2, "/x/"), (1, "/y/"), (1, "/code/"), (0, "/x/"), (99, "/x/")])
def test_repair_of_what_is_not_there_is_refused(line, old):
    with pytest.raises(LookupError):
        replace_address("[a](/x/) `[b](/code/)`\n\n/x/\n", line, old, "/new/")


PIECES = [
    "[a](/x/)", "![](/x/)", "[a]", "[", "](", "/x/", ")", "`", "```\n", "\n", "\n\n", "    ", "- ", "> ", "# a\n", "<a href='/x/'>",
    "</a>", "<div>\n", "</div>\n", "<!--", "-->", "[a]: /x/\n", "[^1]", "[^1]: n\n", "#tag ", "| a |\n", "|---|\n", "$$", "\\", "{:#i}\n",
    "\r", "\x00", "\u2028", "\x0b", "&amp;", "<h2 id='j'>", "<img src=\"/x/\">", ": d\n", "* TOC\n{:toc}\n",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_source_is_read_as_it_is_rendered(source):
    contents = read(source)
    html = render(source).html
    lines = len(re.split(r"\r\n?|\n", source))
    assert contents.ids == ids_of(html)
    assert len(contents.images) == html.count("<img ")
    for reference in contents.links + contents.images:
        assert 1 <= reference.line <= lines


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_repair_touches_one_address_only(source):
    for reference in read(source).links:
        try:
            repaired = replace_address(source, reference.line, "/x/", "/new/")
        except LookupError:
            continue
        assert repaired in {
            source[: found.start()] + "/new/" + source[found.end() :] for found in re.finditer("/x/", source)
        }


@pytest.mark.parametrize(
    "source",
    [
        "[a](" * 60_000,
        "[x] " * 30_000 + "\n\n[x]: /y",
        "[a](b)\n\n" * 20_000,
        "[a](b)\n" * 20_000,
        "](( " + "a" * 200_000,
        "<a href='" * 20_000,
        "<http:" * 30_000,
        "# a\n" * 20_000,
        "#a " * 60_000,
        "> - # a\n" * 10_000,
        "> - " * 40 + "*a **b " * 60,
        "<div>" * 59 + "<b>" * 59,
    ],
)
def test_hostile_sources_cost_little_more_than_rendering(source):
    began = time.thread_time()
    render_or_refuse(render, source)
    rendering = time.thread_time() - began
    render_or_refuse(read, source)
    assert time.thread_time() - began < 4 * rendering + 2


def render_or_refuse(function, source):
    with contextlib.suppress(RenderError):
        function(source)
