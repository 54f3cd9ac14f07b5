import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.rendering import render

from .page import STATIC, called, opened, put, serve, shown

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One two, **three** don’t — 4.", 5),
        ("A [link text](https://example.org/a b) ![hidden alt](x.jpg) end[^1]\n\n[^1]: note here", 6),
        ("# Head\n\n- one\n- two\n\n```py\ncode here\n```", 5),
        ("| a | b |\n| --- | --- |\n| c | d |", 4),
        ("<p class='x'>word</p> <!-- no -->", 1),
        ("한국어 단어", 2),
        ("日本語の文章です", 3),
    ],
)
def test_words_are_counted_as_the_server_counts(shared, text, count):
    assert called(shared, "count", "words", text) == count


STARTER = sorted((STATIC.parent / "articles/starter/_posts").glob("*.md"))


def test_the_count_is_close_to_the_server_s_on_real_articles(shared):
    bodies = [file.read_text().split("\n---\n", 1)[1] for file in STARTER]
    for body in bodies:
        exact = render(body).words
        assert abs(called(shared, "count", "words", body) - exact) <= exact / 100


def test_the_outline_holds_headings_but_not_code(shared):
    text = "# One\n\n```py\n## no\n```\n\n## **Two** [x](y) ##\ntext\n\nThree\n---\n\n###no\n\n- item\n---\n### Four {#id}"
    found = called(shared, "outline", "headings", text)
    assert [(each["level"], each["text"], each["line"]) for each in found] == [
        (1, "One", 1),
        (2, "Two x", 7),
        (2, "Three", 10),
        (3, "Four", 17),
    ]


def test_words_and_minutes_are_shown_while_writing(page):
    put(page, "one two ‸")
    page.keyboard.type("three")
    page.wait_for_selector("[data-count]:has-text('Words: 3 · Reading time: 1 min')")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.wait_for_selector("[data-count]:has-text('selected: 1')")


def test_the_window_is_filled_and_left_again(page):
    put(page, "a‸")
    page.keyboard.press("Control+Shift+Enter")
    box = page.locator("[data-writing-text]").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1000, 800)
    assert page.locator("#id_body").bounding_box()["height"] > 600
    assert page.get_attribute("[data-command=full]", "aria-pressed") == "true"
    assert page.evaluate("document.querySelector('[name=_continue]').inert")
    page.keyboard.press("Escape")
    assert page.locator("[data-writing-text]").bounding_box()["y"] > 0
    assert not page.evaluate("document.querySelector('[name=_continue]').inert")
    assert shown(page) == "a‸"
    assert page.evaluate("document.activeElement.id") == "id_body"


def test_help_opens_and_closes_where_one_was(page):
    put(page, "a «b»")
    page.keyboard.press("Control+/")
    dialog = page.locator("[data-help-dialog]")
    assert dialog.is_visible()
    assert "Ctrl+B" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert shown(page) == "a «b»"
    assert page.evaluate("document.activeElement.id") == "id_body"


def test_help_is_there_without_scripts(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("http://localhost/**", lambda route: serve(route, "ltr"))
    page.goto("http://localhost/")
    assert not page.is_visible("[data-toolbar]")
    page.click(".writing-help summary")
    assert page.is_visible(".writing-help dd:visible:has-text('Numbered list')")
    assert not page.is_visible("text=Ctrl+B")
    context.close()


def test_nothing_jumps_when_the_scripts_come(page):
    box = page.locator("#id_body").bounding_box()
    page.route("**/writing.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload()
    assert not page.is_visible("[data-toolbar]")
    assert page.locator("#id_body").bounding_box() == box


LONG = "\n\n".join(
    f"{'## Part ' + str(number) if number % 10 == 0 else 'Words 말 that run on over lines. ' * (number % 23 + 1)}"
    for number in range(1, 301)
)


def test_the_outline_jumps_to_its_line_in_long_wrapped_text(page):
    put(page, LONG + "‸")
    page.wait_for_selector("[data-outline] button >> nth=29")
    page.click("text=Part 200")
    at = LONG.index("## Part 200")
    seen = page.evaluate(
        """(at) => {
          const field = document.getElementById("id_body");
          const box = field.getBoundingClientRect();
          const line = Number.parseFloat(getComputedStyle(field).lineHeight);
          const top = box.top + field.clientHeight / 3;
          const offset = (lines) => document.caretPositionFromPoint(box.left + 30, top + lines * line).offset;
          return [offset(-2) <= at, at <= offset(2), field.selectionStart, field.selectionEnd];
        }""",
        at,
    )
    assert seen == [True, True, at, at + len("## Part 200")]
    assert page.inner_text("[data-outline] [aria-current]") == "Part 200"


def test_a_command_does_not_scroll(page):
    put(page, LONG + "‸")
    place = """() => {
      const field = document.getElementById("id_body");
      return [field.scrollTop, scrollY];
    }"""
    page.click("text=Part 150")
    before = page.evaluate(place)
    page.keyboard.press("ArrowRight")
    for keys in ("Control+b", "Control+Shift+8", "Control+z"):
        page.keyboard.press(keys)
        assert page.evaluate(place) == before


def test_half_a_million_characters_stay_fluid(page):
    text = (LONG + "\n\n") * (500_000 // len(LONG))
    page.evaluate("(text) => { document.getElementById('id_body').value = text; }", text)
    page.evaluate("document.getElementById('id_body').setSelectionRange(250000, 250000)")
    spent = page.evaluate(
        """async () => {
          const { run } = await import("/js/writing/commands.js");
          const form = document.getElementById("post_form");
          const took = (name) => { const start = performance.now(); run(form, name); return performance.now() - start; };
          return ["bold", "bullets", "footnote"].map(took);
        }"""
    )
    assert max(spent) < 2000


@pytest.mark.parametrize(
    ("direction", "scheme", "width"),
    [("ltr", "light", 320), ("rtl", "dark", 320), ("rtl", "light", 1000), ("ltr", "dark", 1000)],
)
def test_nothing_keeps_a_writer_out(browser, direction, scheme, width):
    page = opened(browser, direction, color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    put(page, "# One\n\n- **tw‸o**\n\n## Three")
    page.wait_for_selector("[data-outline] button >> nth=1")
    page.wait_for_selector("[data-command=bold][aria-pressed=true]")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    for keys in ("", "Control+/"):
        if keys:
            page.keyboard.press(keys)
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": standards}})
        assert results.violations_count == 0, results.generate_report()
    assert page.complaints == []
    page.context.close()


@pytest.fixture
def desk(tab, site):
    tab.goto("/admin/")
    tab.fill("#id_username", "editor")
    tab.fill("#id_password", site.password)
    tab.click("[type=submit]")
    tab.wait_for_url("**/admin/")
    tab.complaints.clear()
    return tab


def test_the_writing_page_has_it_all(desk):
    desk.goto("/admin/articles/post/add/")
    desk.wait_for_selector("[data-toolbar]:not([hidden])")
    desk.fill("#id_title", "Typed by Hand")
    desk.focus("#id_body")
    for text in ("## Head", "", "- one", "two"):
        desk.keyboard.type(text)
        desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.keyboard.type("bold")
    desk.keyboard.press("Control+b")
    assert desk.inner_text("[data-outline] button") == "Head"
    desk.keyboard.press("Control+Shift+Enter")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+s")
    desk.wait_for_url("**/change/")
    assert desk.input_value("#id_body") == "## Head\n\n- one\n- two\n**bold**"
    assert desk.complaints == []
