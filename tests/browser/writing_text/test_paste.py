import pytest

from .page import called, heard, put, shown, state_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


RICH = [
    ("<h1>A</h1><h2>B</h2><p>c</p>", "## A\n\n### B\n\nc"),
    ("<h2>A</h2><h3>B</h3>", "## A\n\n### B"),
    ("<p>a <b>b</b> <i>c</i> <s>d</s></p>", "a **b** *c* ~~d~~"),
    ("<p>a <a href='https://e.org/x_(y)'>b</a></p>", "a [b](<https://e.org/x_(y)>)"),
    ("<p>a <a href='javascript:alert(1)'>b</a> <b>c</b></p>", "a b **c**"),
    ("<a href='https://e.org/'>https://e.org/</a>", "<https://e.org/>"),
    ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    ("<ul><li><p>a</p></li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
    ("<ol start='3'><li>a<ol><li>b</li></ol></li><li>c</li></ol>", "3. a\n   1. b\n4. c"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
    ("<ul><li><input type=checkbox checked> a</li><li><input type=checkbox> b</li></ul>", "- [x] a\n- [ ] b"),
    ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    ("<p><code>a*b</code></p>", "`a*b`"),
    ("<pre><code class='language-py'>a\n  b\n</code></pre>", "```py\na\n  b\n```"),
    (
        "<table><tr><th>a</th><th>b|c</th></tr><tr><td><b>1</b></td><td>2<br>3</td></tr></table>",
        "| a | b\\|c |\n| --- | --- |\n| **1** | 2 3 |",
    ),
    ("<img src='https://e.org/a.jpg' alt='A cat'>", "![A cat](https://e.org/a.jpg)"),
    ("<p>a <b>b</b><img src='data:image/png;base64,xx' alt='x'></p>", "a **b**"),
    ("<p>a<sup><a href='#fn1'>1</a></sup> <b>b</b></p>", "a **b**"),
    ("<b>one<br><br>two</b>", "**one**\n\n**two**"),
    ("<p><b>a</b><br>b</p>", "**a**  \nb"),
    ("<p><b>bold </b>next</p>", "**bold** next"),
    ("<p><b>a</b> <b>b</b></p>", "**a b**"),
    ("<p><b><i>a</i></b><b>b</b></p>", "***a*b**"),
    (
        "<p># no</p><p>1. no</p><p>- no</p><p>&gt; no</p><p>*no* <b>b</b></p>",
        "\\# no\n\n1\\. no\n\n\\- no\n\n\\> no\n\n\\*no\\* **b**",
    ),
    (
        "<p>snake_case _x_ &lt;b&gt; [a] &amp;amp; <b>b</b></p>",
        "snake_case \\_x\\_ \\<b> \\[a\\] &amp;amp; **b**",
    ),
    ("<script>a</script><style>b</style><p><b>c</b></p><!-- d -->", "**c**"),
    (
        # Google Docs
        "<meta charset='utf-8'><b style='font-weight:normal;' id='docs-internal-guid-1'><p dir='ltr'>"
        "<span style='font-size:11pt;font-weight:400;'>Plain </span><span style='font-weight:700'>bold</span>"
        "<span style='font-weight:700'> more</span><span style='font-style:italic;font-weight:400'> it</span></p>"
        "<ul><li><p><span>x</span></p></li><ul><li><p>y</p></li></ul></ul></b>",
        "Plain **bold more** *it*\n\n- x\n  - y",
    ),
    (
        # Word
        "<html xmlns:o='x'><head><style>p {mso-x:1}</style></head><body><!--StartFragment--><h1>Head<o:p></o:p></h1>"
        "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Bold</b> text<o:p>&nbsp;</o:p></p>"
        "<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>one</p>"
        "<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'>"
        "<span style='mso-list:Ignore'>a)<span>&nbsp; </span></span>two</p>"
        "<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>·</span>three</p><p class=MsoNormal>End</p><!--EndFragment--></body></html>",
        "## Head\n\n**Bold** text\n\n- one\n  1. two\n- three\n\nEnd",
    ),
    # HTML that says no more than its text
    ("<p>just</p><p>text *here*</p>", ""),
    ("<span style='color:red'>x</span>", ""),
    (
        "<meta charset='utf-8'><div style='font-family: Consolas; white-space: pre;'><div><span style='font-weight: bold'># a</span></div></div>",
        "",
    ),
]


@pytest.mark.parametrize(("html", "text"), RICH)
def test_rich_text_becomes_markdown(shared, html, text):
    assert called(shared, "markdown", "markdown", html) == text
    assert shared.complaints == []


def test_who_uploads_is_asked_for_an_image(page):
    heard(page, "writing:image", "(detail) => [detail.start, detail.end]")
    put(page, "a «b»")
    page.click("[data-command=image]")
    assert page.evaluate("window.heard") == [2, 3]
    assert page.input_value("#id_body") == "a b"


def paste(page, **kinds) -> bool:
    """Paste by an event as browsers send it; says whether the page took it."""
    return page.evaluate(
        """(kinds) => {
          const data = new DataTransfer();
          for (const [kind, text] of Object.entries(kinds)) {
            if (kind === "file") data.items.add(new File(["x"], text, { type: "image/png" }));
            else data.setData(`text/${kind}`, text);
          }
          const field = document.getElementById("id_body");
          return !field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        kinds,
    )


@pytest.mark.parametrize(
    ("before", "kinds", "after"),
    [
        ("a «b» c", {"plain": "x y", "html": "<p>x <b>y</b></p>"}, "a x **y**‸ c"),
        ("text‸", {"plain": "H", "html": "<h2>H</h2><p>p</p>"}, "text\n\n## H\n\np‸"),
        ("text\n‸\nmore", {"plain": "H", "html": "<h2>H</h2>"}, "text\n\n## H‸\nmore"),
        (
            "«here»",
            {"plain": "https://example.org/", "html": "<a href='https://example.org/'>x</a>"},
            "[here](https://example.org/)‸",
        ),
    ],
)
def test_pasted_rich_text_is_markdown_in_one_step(shared, before, kinds, after):
    put(shared, before)
    assert paste(shared, **kinds)
    assert shown(shared) == after
    shared.keyboard.press("Control+z")
    assert shared.input_value("#id_body") == state_of(before)["value"]


@pytest.mark.parametrize(
    ("before", "kinds"),
    [
        ("‸", {"plain": "just text"}),
        ("‸", {"plain": "x", "html": "<span>x</span>"}),
        ("```\n‸\n```", {"plain": "x", "html": "<b>x</b>"}),
    ],
)
def test_other_text_is_pasted_by_the_browser(shared, before, kinds):
    put(shared, before)
    assert not paste(shared, **kinds)


def test_copying_from_a_page_and_pasting_it_for_real(page):
    page.evaluate(
        "document.querySelector('nav').insertAdjacentHTML('afterend', '<div id=source><p>one <b>two</b></p><ul><li>three</li></ul></div>')"
    )
    for keys, text in (("Control+v", "one **two**\n\n- three"), ("Control+Shift+v", "one two\n\nthree")):
        put(page, "‸")
        page.evaluate(
            "getSelection().selectAllChildren(document.getElementById('source')); document.activeElement.blur()"
        )
        page.evaluate("getSelection().selectAllChildren(document.getElementById('source'))")
        page.keyboard.press("Control+c")
        page.focus("#id_body")
        page.keyboard.press(keys)
        assert page.input_value("#id_body").strip() == text


def test_pictures_are_handed_on_with_their_place(page):
    heard(page, "writing:files", "(detail) => [detail.files[0].name, detail.position]")
    put(page, "ab‸c")
    assert paste(page, file="cat.png")
    assert page.evaluate("window.heard") == ["cat.png", 2]
    assert paste(page, file="cat.png", plain="x", html="<b>x</b>")
    assert page.input_value("#id_body") == "ab**x**c"


def test_a_dropped_picture_is_handed_on_and_never_replaces_the_page(page):
    heard(page, "writing:files", "(detail) => [detail.files[0].name, detail.position]")
    put(page, "‸one two three")
    taken = page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "cat.png", { type: "image/png" }));
          const field = document.getElementById("id_body");
          const box = field.getBoundingClientRect();
          const at = { clientX: box.right - 30, clientY: box.top + 25 };
          return [field, document.querySelector("nav")].map((element) => !element.dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, ...at })));
        }"""
    )
    assert taken == [True, True]
    assert page.evaluate("window.heard") == ["cat.png", 13]
