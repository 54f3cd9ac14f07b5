"""The page beside the text: it follows what is typed and where one reads, and the checks with it."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_writing_page import check_access, log_in
from tests.waiting import wait_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADD, CHANGE = "/admin/articles/post/add/", "/admin/articles/post/1/change/"
SCROLLS = """() => [
    document.querySelector("#id_body").scrollTop,
    document.querySelector("[name=preview]").contentDocument.scrollingElement.scrollTop,
]"""
TOPS = """(id) => {
    const element = document.querySelector("[name=preview]").contentDocument.getElementById(id);
    return Math.abs(element.getBoundingClientRect().top);
}"""


@pytest.fixture
def desk(tab, site):
    tab.set_viewport_size({"width": 1440, "height": 900})
    log_in(tab, site)
    yield tab
    assert tab.complaints == []


def frame_of(page):
    return page.frame_locator("[name=preview]")


def scroll_text(page, top: int) -> None:
    page.locator("#id_body").hover()
    page.mouse.wheel(0, top)
    page.wait_for_timeout(300)


def scroll_page(page, top: int) -> None:
    page.locator("[name=preview]").hover()
    page.mouse.wheel(0, top)
    page.wait_for_timeout(300)


def type_at_end(page, text: str) -> None:
    page.locator("#id_body").press("Control+End")
    page.keyboard.type(text)


def test_the_page_follows_what_is_typed_in_the_same_document(desk):
    desk.goto(CHANGE)
    expect(frame_of(desk).locator("h1")).to_have_text("Going Alone")
    marked = "document.querySelector('[name=preview]').contentDocument"
    desk.evaluate(f"() => {{ {marked}.isMarked = {marked}.querySelector('.hero img').isMarked = true; }}")
    type_at_end(desk, "\n\n## A last part\n\nWords that nobody saved.")
    expect(frame_of(desk).locator("h2", has_text="A last part")).to_be_in_viewport()
    expect(frame_of(desk).locator(".prose p").last).to_have_text("Words that nobody saved.")
    desk.fill("#id_title", "Going Together")
    expect(frame_of(desk).locator("h1")).to_have_text("Going Together")
    assert desk.evaluate(f"() => {marked}.isMarked && {marked}.querySelector('.hero img').isMarked")
    assert desk.evaluate(SCROLLS)[1] > 300


def test_text_and_page_are_scrolled_in_step(desk):
    desk.goto(CHANGE)
    expect(frame_of(desk).locator("h1")).to_be_visible()
    heading = frame_of(desk).locator(".prose h2").nth(2)
    expect(heading).to_be_visible()
    assert desk.evaluate(SCROLLS) == [0, 0]
    desk.click("[data-outline] button >> nth=2")
    expect(heading).to_be_in_viewport()
    scroll_text(desk, 10_000)
    text, _page = desk.evaluate(SCROLLS)
    expect(frame_of(desk).locator(".prose > :last-child")).to_be_in_viewport()
    scroll_page(desk, -10_000)
    wait_in(desk, lambda: desk.evaluate(SCROLLS) == [0, 0])
    scroll_page(desk, 1500)
    wait_in(desk, lambda: min(desk.evaluate(SCROLLS)) > 0)
    desk.wait_for_timeout(500)
    between = desk.evaluate(SCROLLS)
    assert 0 < between[0] < text
    desk.wait_for_timeout(300)
    assert desk.evaluate(SCROLLS) == between
    desk.uncheck("#desk-together")
    scroll_page(desk, -10_000)
    wait_in(desk, lambda: desk.evaluate(SCROLLS) == [between[0], 0])
    desk.reload()
    expect(desk.locator("#desk-together")).not_to_be_checked()


def test_checks_follow_the_text_and_lead_to_it(desk):
    desk.goto(ADD)
    desk.fill("#id_title", "Weak ties")
    desk.fill("#id_body", "Words.\n\n![](https://example.org/a.jpg)\n\n[Rooms we know](#rooms)\n")
    blocking = desk.locator(".checks-blocking a")
    expect(blocking).to_have_count(2)
    expect(desk.locator("[data-checks-status]")).to_have_text("Must be mended before publication: 2")
    blocking.nth(1).click()
    selected = "() => { const text = document.activeElement; return text.value.slice(text.selectionStart, text.selectionEnd); }"
    assert desk.evaluate(selected) == "[Rooms we know](#rooms)"
    check_access(desk)
    desk.keyboard.press("Delete")
    expect(blocking).to_have_count(1)
    desk.locator(".checks-list a", has_text="excerpt").click()
    assert desk.evaluate("document.activeElement.id") == "id_custom_excerpt"
    desk.fill("#id_body", "Words.")
    expect(desk.locator("[data-checks-status]")).to_have_text("Nothing holds up publication.")


def test_links_of_the_page_open_elsewhere(desk):
    desk.goto(ADD)
    desk.fill(
        "#id_body",
        "[An article](/articles/going-alone/), [a part](#part)\n\n" + "Words.\n\n" * 60 + "## Part",
    )
    with desk.context.expect_page() as opened:
        frame_of(desk).locator("text=An article").click()
    opened.value.wait_for_url("**/articles/going-alone/")
    frame_of(desk).locator("text=a part").click()
    expect(frame_of(desk).locator("#part")).to_be_in_viewport()
    assert desk.url.endswith(ADD)


def test_text_and_page_fill_the_window(desk):
    desk.goto(CHANGE)
    desk.click("[data-command=full]")
    boxes = [desk.locator(where).bounding_box() for where in (".desk-write", "[name=preview]")]
    assert [round(box["width"]) for box in boxes] == [720, 719]
    expect(desk.locator(".desk-side")).to_be_hidden()
    type_at_end(desk, "\n\nTyped in full.")
    expect(frame_of(desk).locator("text=Typed in full.")).to_be_in_viewport()
    desk.keyboard.press("Escape")
    expect(desk.locator(".desk-side")).to_be_visible()


def test_a_hidden_pane_is_shown_by_the_button(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(CHANGE)
    expect(desk.locator(".desk-preview")).to_be_hidden()
    desk.click("[data-preview-button]")
    expect(frame_of(desk).locator("h1")).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_server_that_does_not_answer_is_said_and_asked_again(tab, site):
    log_in(tab, site)
    tab.goto(ADD)
    expect(frame_of(tab).locator("main")).to_be_attached()
    tab.route("**/preview/", lambda route: route.abort())
    tab.fill("#id_body", "First words.")
    expect(tab.locator("[data-preview-trouble]")).to_be_visible()
    tab.unroute("**/preview/")
    tab.fill("#id_body", "Second words.")
    expect(frame_of(tab).locator("text=Second words.")).to_be_visible()
    expect(tab.locator("[data-preview-trouble]")).to_be_hidden()


def test_without_scripts_the_button_shows_the_page_beside_the_text(browser, site):
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    log_in(page, site)
    page.goto(CHANGE)
    page.fill("#id_body", "Words that are not saved.")
    page.click("[data-preview-button]")
    expect(frame_of(page).locator("text=Words that are not saved.")).to_be_visible()
    assert page.input_value("#id_body") == "Words that are not saved."
    context.close()
