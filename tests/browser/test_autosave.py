import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.waiting import wait_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADD = "/admin/articles/post/add/"
KEPT = "[data-autosave-state]:has-text('Kept as unsaved text')"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def people(browser, site):
    """Make browsers for tests: each call is another computer, with somebody logged in."""
    contexts = []

    def sit_down(**options):
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        log_in(page, site)
        page.complaints.clear()
        return page

    yield sit_down
    for context in contexts:
        context.close()


def log_in(page, site) -> None:
    page.goto("/admin/login/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", site.password)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


def make_article(page, title: str) -> str:
    page.goto(ADD)
    page.fill("#id_title", title)
    page.fill("#id_body", "First line.\n\nLast line.\n")
    page.click("[name=_continue]")
    page.wait_for_url("**/change/")
    return page.url


def type_in(page, words: str) -> None:
    page.locator("#id_body").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)


def leftovers(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsaved '))")


def open_offer(page) -> None:
    page.click("[data-offers] a:has-text('Open this text')")
    page.wait_for_selector(".offer-open")


def test_a_browser_that_dies_loses_nothing_that_the_server_has(people):
    page = people()
    address = make_article(page, "Dies and comes back")
    type_in(page, "Typed and never saved. ")
    page.wait_for_selector(KEPT)
    assert page.evaluate("document.activeElement.selectionStart") == len("Typed and never saved. ")
    page.context.close()
    other = people()
    other.goto(address)
    assert other.input_value("#id_body").startswith("First line.")
    assert "never saved" in other.inner_text("[data-offers]")
    open_offer(other)
    assert other.input_value("#id_body").startswith("Typed and never saved. First line.")
    other.click("[name=_continue]")
    other.wait_for_load_state()
    assert other.input_value("#id_body").startswith("Typed and never saved. ")
    assert other.locator("[data-offers] li").count() == 0


def test_what_the_server_never_got_is_offered_from_this_browser(people, site):
    page = people()
    address = make_article(page, "Written on a train")
    page.route("**/autosave/", lambda route: route.abort())
    type_in(page, "Far from any server. ")
    page.wait_for_selector("[data-autosave-trouble]:has-text('can’t be reached')")
    wait_in(page, lambda: len(leftovers(page)) == 1)
    # A second tab of the same browser, as after a crash that closed the first.
    again = page.context.new_page()
    page.close()
    again.goto(address)
    again.wait_for_selector("[data-offers] li")
    assert again.input_value("#id_body").startswith("First line.")
    assert leftovers(again) == []
    open_offer(again)
    assert again.input_value("#id_body").startswith("Far from any server. ")


def test_a_reload_offers_what_was_typed_a_moment_before(people):
    page = people()
    make_article(page, "Reloaded")
    type_in(page, "Just now. ")
    page.reload()
    page.wait_for_selector("[data-offers] li")
    assert page.input_value("#id_body").startswith("First line.")
    page.wait_for_timeout(3_000)
    assert "another tab" not in page.inner_text("form")


def test_words_for_an_article_that_is_gone_come_back_as_a_new_one(people):
    page = people()
    make_article(page, "Gone by then")
    path = "/admin/articles/post/999999/autosave/"
    fields = [["title", "Gone by then"], ["body", "Still here."]]
    key = f"unsaved {page.get_attribute('[data-writer]', 'data-writer')} {quote(path, safe='')} abc.1"
    page.evaluate(
        "([key, fields]) => localStorage.setItem(key, JSON.stringify({ typedAt: 1, fields }))", [key, fields]
    )
    page.goto(ADD)
    page.wait_for_selector("[data-offers] li:has-text('Gone by then')")
    assert leftovers(page) == []


def test_what_others_left_in_this_browser_is_neither_shown_nor_sent(people):
    page = people()
    address = make_article(page, "Shared computer")
    path = re.sub(r".*(/admin/.*)change/", r"\1autosave/", address)
    foreign = f"unsaved 999 {path.replace('/', '%2F')} abc"
    page.evaluate(
        "key => localStorage.setItem(key, JSON.stringify({ typedAt: 1, fields: [['body', 'Not yours']] }))",
        foreign,
    )
    page.reload()
    page.wait_for_load_state("networkidle")
    assert leftovers(page) == [foreign]
    assert page.locator("[data-offers] li").count() == 0


def test_saving_leaves_nothing_to_offer(people):
    page = people()
    make_article(page, "Saved at last")
    type_in(page, "Good words. ")
    page.wait_for_selector(KEPT)
    type_in(page, "Better words. ")
    page.click("[name=_continue]")
    page.wait_for_load_state("networkidle")
    assert page.input_value("#id_body").startswith("Better words. Good words. ")
    assert page.locator("[data-offers] li").count() == 0
    assert leftovers(page) == []
    assert page.complaints == []


def test_two_tabs_of_one_editor_do_not_overwrite_each_other(people):
    page = people()
    address = make_article(page, "Two tabs")
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector(".presence-note:has-text('another tab')")
    type_in(page, "From the one. ")
    page.wait_for_selector(KEPT)
    type_in(other, "From the other. ")
    other.wait_for_selector(KEPT)
    page.close()
    other.close()
    third = people()
    third.goto(address)
    assert third.locator("[data-offers] li").count() == 2


def test_logged_out_while_writing_the_text_waits_for_a_log_in_in_another_tab(people, site):
    page = people()
    make_article(page, "Logged out")
    page.context.clear_cookies(name="sessionid")
    type_in(page, "Still here. ")
    link = page.locator("[data-autosave-trouble] a")
    link.wait_for()
    wait_in(page, lambda: len(leftovers(page)) == 1)
    with page.context.expect_page() as opened:
        link.click()
    other = opened.value
    other.fill("#id_username", "editor")
    other.fill("#id_password", site.password)
    other.click("[type=submit]")
    other.wait_for_url("**/admin/")
    other.close()
    page.bring_to_front()
    page.wait_for_selector(KEPT)
    assert page.locator("[data-autosave-trouble] a").count() == 0
    page.click("[name=_continue]")
    page.wait_for_load_state()
    assert page.input_value("#id_body").startswith("Still here. ")


def test_a_browser_with_no_room_asks_before_words_are_lost(people):
    page = people()
    make_article(page, "No room")
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    page.route("**/autosave/", lambda route: route.abort())
    type_in(page, "Nowhere to go. ")
    page.wait_for_selector("[data-autosave-trouble]:has-text('copy it')")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_newer_revision_is_told_of_and_merged(people):
    page = people()
    address = make_article(page, "Two editors")
    other = people()
    other.goto(address)
    other.fill("#id_body", "First line.\n\nLast line, theirs.\n")
    other.click("[name=_continue]")
    other.wait_for_load_state()
    type_in(page, "Mine. ")
    page.wait_for_selector(".presence-newer")
    page.click("[name=_continue]")
    page.wait_for_load_state()
    assert page.input_value("#id_body") == "Mine. First line.\n\nLast line, theirs.\n"


def test_without_scripts_a_log_in_on_the_way_returns_to_the_text(people, site):
    page = people(java_script_enabled=False)
    page.goto(ADD)
    page.fill("#id_title", "No scripts at all")
    page.fill("#id_body", "Every\n\n  word “kept” & <sound>.")
    page.context.clear_cookies(name="sessionid")
    page.click("[name=_continue]")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "wrong")
    page.click("#held-form button")
    page.fill("#id_password", site.password)
    page.click("#held-form button")
    page.wait_for_selector(".offer-open")
    assert page.input_value("#id_title") == "No scripts at all"
    assert page.input_value("#id_body") == "Every\n\n  word “kept” & <sound>."


@pytest.mark.parametrize("width", [320, 1280])
def test_offers_and_held_forms_keep_nobody_out(people, width):
    page = people()
    page.set_viewport_size({"width": width, "height": 900})
    address = make_article(page, f"Open to all {width}")
    type_in(page, "Typed. ")
    page.wait_for_selector(KEPT)
    page.goto(address)
    look = page.get_attribute("[data-offers] a:has-text('Look')", "href")
    for where in (address, look):
        page.goto(where)
        check(page)
    page.goto(ADD)
    page.fill("#id_title", "Held")
    page.context.clear_cookies(name="sessionid")
    page.click("[name=_continue]")
    page.wait_for_selector("#held-form")
    check(page)


def check(page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)  # links change their colour slowly
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
        assert results.violations_count == 0, (scheme, results.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
