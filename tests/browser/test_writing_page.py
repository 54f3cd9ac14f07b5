"""The writing page around the text: its layout, tags, hero picker, address and hints."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADD, CHANGE = "/admin/articles/post/add/", "/admin/articles/post/1/change/"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def log_in(page, site, name: str = "editor") -> None:
    page.goto("/admin/login/?next=/admin/articles/image/")
    page.fill("#id_username", name)
    page.fill("#id_password", site.password)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/articles/image/")


def check_access(page) -> None:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    assert results.violations_count == 0, results.generate_report()


@pytest.fixture
def desk(tab, site):
    log_in(tab, site)
    yield tab
    assert tab.complaints == []


@pytest.fixture
def plain_desk(browser, site):
    """A tab whose scripts are off."""
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    yield page
    context.close()


def chips(page) -> list[str]:
    return page.locator(".tags-chip").evaluate_all("chips => chips.map((chip) => chip.dataset.name)")


def stored_tags(page) -> str:
    return page.input_value("[name=tags]")


def announced(page) -> str:
    return page.locator("[data-tags] [role=status]").inner_text()


def test_tags_are_typed_and_pasted(desk):
    desk.goto(ADD)
    entry = desk.locator("#id_tags")
    entry.type("Rooms, Small talk,")
    entry.type("#Letters")
    entry.press("Enter")
    assert chips(desk) == ["Rooms", "Small talk", "Letters"]
    assert stored_tags(desk) == "Rooms, Small talk, Letters"
    entry.type("small TALK,")
    assert len(chips(desk)) == 3
    assert announced(desk) == "Already there: small TALK"
    paste = """(entry) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", "One, Two，Three\\nFour");
        entry.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }"""
    entry.evaluate(paste)
    assert chips(desk)[3:] == ["One", "Two", "Three", "Four"]
    entry.type("Last")
    assert stored_tags(desk).endswith("Four, Last")
    assert "Last" not in chips(desk)
    desk.locator("#id_title").focus()
    assert chips(desk)[-1] == "Last"
    assert stored_tags(desk).endswith("Four, Last")


def test_tags_are_ordered_and_removed_by_keys(desk):
    desk.goto(ADD)
    desk.fill("#id_tags", "One, Two, Three,")
    desk.locator("#id_tags").press("ArrowLeft")
    assert desk.evaluate("document.activeElement.dataset.name") == "Three"
    desk.keyboard.press("Alt+ArrowLeft")
    assert stored_tags(desk) == "One, Three, Two"
    assert announced(desk) == "Three: place 2 of 3"
    desk.keyboard.press("Home")
    desk.keyboard.press("Delete")
    assert stored_tags(desk) == "Three, Two"
    assert desk.evaluate("document.activeElement.dataset.name") == "Three"
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate("document.activeElement.id") == "id_tags"
    desk.keyboard.press("Backspace")
    desk.keyboard.press("Backspace")
    assert stored_tags(desk) == "Three"


def test_tags_are_ordered_by_dragging_and_removed_by_a_click(desk):
    desk.goto(ADD)
    desk.fill("#id_tags", "One, Two, Three,")
    first, last = (desk.locator(f".tags-chip >> nth={number}").bounding_box() for number in (0, 2))
    desk.mouse.move(last["x"] + 10, last["y"] + 10)
    desk.mouse.down()
    desk.mouse.move(first["x"] + 12, first["y"] + 12, steps=5)
    desk.mouse.up()
    assert stored_tags(desk) == "Three, One, Two"
    desk.click(".tags-chip >> nth=1 >> [data-remove]")
    assert stored_tags(desk) == "Three, Two"


def test_known_tags_are_suggested(desk):
    desk.goto(ADD)
    entry = desk.locator("#id_tags")
    entry.type("eve")
    desk.wait_for_selector(".tags-offers li")
    assert entry.get_attribute("aria-expanded") == "true"
    entry.press("ArrowDown")
    active = entry.get_attribute("aria-activedescendant")
    assert desk.locator(f"#{active}").get_attribute("data-name") == "Events"
    entry.press("Enter")
    assert chips(desk) == ["Events"]
    entry.type("eve")
    desk.wait_for_timeout(400)
    assert desk.locator(".tags-offers li[data-name=Events]").count() == 0
    entry.press("Escape")
    assert entry.get_attribute("aria-expanded") == "false"


def test_another_text_put_into_the_form_is_shown_as_tags(desk):
    desk.goto(ADD)
    desk.fill("#id_tags", "One,")
    put = "(field) => { field.value = 'Four, Five'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    desk.locator("[name=tags]").evaluate(put)
    assert chips(desk) == ["Four", "Five"]


def test_a_picture_is_found_chosen_and_its_focal_point_set(desk):
    desk.goto(ADD)
    desk.fill("#id_title", "A Chosen Picture")
    desk.click(".hero-choose summary")
    desk.fill("#id_find", "staircase")
    expect(desk.locator(".hero-choice")).to_have_count(2)
    desk.check("[name=hero_image] >> nth=1")
    desk.wait_for_selector("[data-focal-point][role=slider]")
    point = desk.locator("[data-focal-point]")
    assert "50 % from the left, 50 % from the top" in point.get_attribute("aria-valuetext")
    point.focus()
    desk.keyboard.press("Shift+ArrowLeft")
    desk.keyboard.press("ArrowUp")
    desk.wait_for_selector(".hero-crops img[src*='40x49']")
    assert "Focal point saved" in desk.locator("[data-status]").inner_text()
    box = point.bounding_box()
    desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.wait_for_selector(".hero-crops img[src*='50x50']")
    desk.click("[name=_continue]")
    assert desk.locator("[name=hero_image]:checked").get_attribute("value")


def test_the_focal_point_of_a_library_picture_is_moved_by_keys(desk):
    desk.goto("/admin/articles/image/1/change/")
    desk.locator("[data-focal-point]").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+ArrowDown")
    assert desk.input_value("#id_focal_x") == "0.51"
    assert desk.input_value("#id_focal_y") == "0.60"


def test_the_address_follows_the_title_until_it_has_a_slug(desk):
    desk.goto(ADD)
    desk.type("#id_title", "C++ for Two")
    desk.wait_for_selector("text=/articles/c-plus-plus-for-two/")
    desk.click("[data-address] summary")
    desk.fill("#id_slug", "going-alone")
    desk.wait_for_selector("text=Another article has this slug.")
    desk.fill("#id_slug", "two")
    desk.wait_for_selector("[data-address-text]:has-text('/articles/two/')")
    desk.type("#id_title", " More")
    desk.wait_for_timeout(500)
    assert desk.locator("[data-address-text]").inner_text().endswith("/articles/two/")


def test_those_who_only_read_have_a_page_that_fits(desk, site):
    desk.goto("/admin/auth/user/add/")
    desk.fill("#id_username", "ada")
    desk.fill("#id_password1", site.password)
    desk.fill("#id_password2", site.password)
    desk.select_option("#id_role", "Authors")
    desk.click("[name=_save]")
    desk.context.clear_cookies()
    log_in(desk, site, "ada")
    for width in (320, 1440):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(CHANGE)
        assert desk.is_visible("text=You may read this article")
        assert desk.evaluate(TOO_WIDE) == 0
        check_access(desk)


def test_enter_in_the_title_goes_on_to_the_text(desk):
    desk.goto(ADD)
    desk.keyboard.type("One line")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "id_body"
    assert desk.input_value("#id_title") == "One line"


def test_hints_follow_what_is_typed(desk):
    desk.goto(ADD)
    line = desk.locator("[data-length=id_description]")
    assert line.inner_text() == "50 to 160 characters are a good length."
    desk.fill("#id_description", "x" * 60)
    assert line.inner_text() == "60 of 160 characters."
    desk.fill("#id_description", "x" * 170)
    assert line.get_attribute("data-state") == "long"
    desk.fill("#id_title", "Weak Ties")
    assert desk.locator("[data-result-title]").inner_text() == "Weak Ties"
    assert desk.locator("[data-result-text]").inner_text() == "x" * 159 + "…"
    publish = desk.locator("[data-publish]")
    assert publish.inner_text() == "Publish"
    desk.fill("#id_published_at", "2999-01-01T10:00")
    assert publish.inner_text() == "Schedule"
    desk.fill("#id_published_at", "2020-01-01T10:00")
    assert publish.inner_text() == "Publish"


def test_the_social_card_is_drawn_of_what_is_typed(desk):
    desk.goto(ADD)
    desk.fill("#id_title", "A Card of One’s Own")
    desk.locator("[data-card]").scroll_into_view_if_needed()
    card = desk.locator("[data-card-shown]:not([hidden])")
    assert card.get_attribute("src").startswith("blob:")
    assert card.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1200


def test_panels_stay_as_they_were_left(desk):
    desk.goto(ADD)
    desk.uncheck("#desk-preview")
    desk.click("[data-panel=place] summary")
    desk.wait_for_timeout(500)
    desk.goto(CHANGE)
    assert not desk.is_visible(".desk-preview")
    assert not desk.is_visible("#id_category")


def test_mistakes_come_first_and_lead_to_their_fields(desk):
    desk.goto(ADD)
    desk.fill("#id_body", "Kept words")
    desk.click("[name=_continue]")
    assert "desk-errors" in desk.evaluate("document.activeElement.className")
    assert "Kept words" in desk.input_value("#id_body")
    desk.click(".desk-errors a >> nth=0")
    assert desk.evaluate("document.activeElement.id") == "id_title"


def test_all_of_it_works_without_scripts(plain_desk):
    page = plain_desk
    page.goto(ADD)
    page.fill("#id_title", "Without Scripts")
    page.fill("#id_body", "Some words.")
    page.fill("#id_tags", "Events, Plain forms")
    page.select_option("#id_category", label="Meeting People")
    page.click(".hero-choose summary")
    page.fill("#id_find", "staircase")
    page.click("[name=_find_image]")
    assert page.input_value("#id_title") == "Without Scripts"
    assert page.locator(".hero-choice").count() == 2
    page.check("[name=hero_image] >> nth=1")
    page.click(".desk-note summary")
    page.fill("#id_note", "Please have a look")
    page.click("text=Submit for review")
    assert "In review" in page.locator(".desk-standing").inner_text()
    assert page.input_value("#id_tags") == "Events, Plain forms"
    assert page.locator("[name=hero_image]:checked").get_attribute("value")
    with page.context.expect_page() as card:
        page.click("text=Show the social card")
    assert re.search(r"/card/$", card.value.url)
    page.fill("#id_body", "Words that are not saved.")
    page.click("button:text-is('Preview')")
    expect(page.frame_locator("[name=preview]").locator("main")).to_contain_text("Words that are not saved.")


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600, 1920])
def test_nothing_sticks_out_in_either_direction(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    for address in (ADD, CHANGE):
        for direction in ("ltr", "rtl"):
            desk.goto(address)
            desk.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
            assert desk.evaluate(TOO_WIDE) == 0, (address, direction)


@pytest.mark.parametrize("address", [ADD, CHANGE])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_keeps_a_writer_out(desk, address, width):
    desk.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        desk.goto(address)
        desk.fill("#id_tags", "One, Two,")
        for summary in (".desk-address summary", ".hero-choose summary", ".desk-note summary"):
            desk.click(summary)
        desk.wait_for_load_state("networkidle")
        check_access(desk)
