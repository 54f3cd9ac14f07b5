"""Pictures chosen, pasted and dropped into the text."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_writing_page import check_access, log_in
from tests.factories import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADD = "/admin/articles/post/add/"
PICTURE = re.compile(r"!\[[^\]]*\]\(/media/images/\w+\.(?:jpg|png)\)")
# Sends pictures, drawn here, to the text as a paste or drop would.
HAND_IN = """async ([kind, colours]) => {
    const data = new DataTransfer();
    for (const colour of colours) {
        const canvas = new OffscreenCanvas(300, 200);
        const brush = canvas.getContext("2d");
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 300, 200);
        data.items.add(new File([await canvas.convertToBlob()], `${colour}.png`, { type: "image/png" }));
    }
    const how = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { ...how, clipboardData: data })
        : new DragEvent("drop", { ...how, dataTransfer: data });
    document.querySelector("#id_body").dispatchEvent(event);
}"""


@pytest.fixture
def desk(tab, site):
    log_in(tab, site)
    tab.goto(ADD)
    yield tab
    assert tab.complaints == []


def dialog_of(page):
    return page.locator(".picture-dialog")


def file(colour: str = "teal") -> dict:
    return {"name": "table.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes(300, 200, colour=colour)}


def body(page) -> str:
    return page.input_value("#id_body")


def test_a_picture_is_chosen_described_and_put_where_the_cursor_is(desk):
    desk.fill("#id_body", "First.\n\nLast.")
    desk.evaluate("document.querySelector('#id_body').setSelectionRange(6, 6)")
    desk.click("[data-command=image]")
    expect(desk.locator("#picture-file")).to_be_focused()
    check_access(desk)
    desk.set_input_files("#picture-file", file())
    expect(desk.locator("[data-thumbnail]")).to_be_visible()
    desk.click(".picture-dialog [data-send]")
    expect(desk.locator(".picture-dialog [data-problem]")).to_have_text(
        "Say what the picture shows, or mark it as decorative."
    )
    expect(desk.locator("#picture-alt")).to_be_focused()
    desk.fill("#picture-alt", "A [long] table")
    desk.click(".picture-dialog [data-send]")
    expect(dialog_of(desk)).to_be_hidden()
    assert re.fullmatch(
        r"First\.\n\n!\[A \\\[long\\\] table\]\(/media/images/\w+\.jpg\)\n\nLast\.", body(desk)
    )
    assert desk.evaluate("document.activeElement.id") == "id_body"
    expect(desk.frame_locator("[name=preview]").locator(".prose img")).to_have_attribute(
        "alt", "A [long] table"
    )
    desk.keyboard.press("Control+z")
    assert body(desk) == "First.\n\nLast."


def test_pasted_pictures_come_one_after_another_and_one_can_be_left_out(desk):
    desk.fill("#id_body", "First.")
    desk.evaluate(HAND_IN, ["paste", ["red", "green", "blue"]])
    expect(desk.locator("[data-of]")).to_have_text("1 / 3")
    expect(desk.locator("#picture-alt")).to_be_focused()
    desk.keyboard.type("A red sheet")
    desk.click(".picture-dialog [data-send]")
    expect(desk.locator("[data-of]")).to_have_text("2 / 3")
    assert desk.input_value("#picture-alt") == ""
    desk.click("[data-skip]")
    expect(desk.locator("[data-of]")).to_have_text("3 / 3")
    desk.check("#picture-decorative")
    desk.click(".picture-dialog [data-send]")
    expect(dialog_of(desk)).to_be_hidden()
    first, red, blue = body(desk).split("\n\n")
    assert (first, red[:14], blue[:5]) == ("First.", "![A red sheet]", "![](/")
    expect(desk.locator(".checks-blocking")).to_have_count(0)


def test_a_dropped_picture_that_could_not_be_sent_is_kept_for_another_try(tab, site):
    log_in(tab, site)
    tab.goto(ADD)
    answers = [
        {"status": 400, "body": json.dumps({"error": "This is no picture."})},
        {"status": 502, "body": "x"},
    ]
    tab.route("**/upload/", lambda route: route.fulfill(**answers.pop(0)) if answers else route.continue_())
    tab.evaluate(HAND_IN, ["drop", ["red"]])
    tab.fill("#picture-alt", "A red sheet")
    for problem in ("This is no picture.", "It is still here"):
        tab.click(".picture-dialog [data-send]")
        expect(tab.locator(".picture-dialog [data-problem]")).to_contain_text(problem)
        assert tab.input_value("#picture-alt") == "A red sheet"
    tab.click(".picture-dialog [data-send]")
    expect(dialog_of(tab)).to_be_hidden()
    assert PICTURE.fullmatch(body(tab))


def test_a_picture_of_the_library_is_found_and_put_in(desk):
    desk.click("[data-command=image]")
    desk.check("[value=library]")
    expect(desk.locator(".picture-choice")).not_to_have_count(0)
    check_access(desk)
    desk.fill("#picture-find", "staircase")
    expect(desk.locator(".picture-choice")).to_have_count(1)
    desk.click(".picture-choice")
    expect(dialog_of(desk)).to_be_hidden()
    assert PICTURE.fullmatch(body(desk))


def test_a_closed_dialog_gives_the_focus_back_and_changes_nothing(desk):
    desk.fill("#id_body", "Words.")
    desk.click("[data-command=image]")
    desk.keyboard.press("Escape")
    expect(dialog_of(desk)).to_be_hidden()
    expect(desk.locator("#id_body")).to_be_focused()
    assert body(desk) == "Words."


def test_without_scripts_a_picture_is_added_at_the_end_of_the_text(browser, site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, site)
    page.goto(ADD)
    page.fill("#id_title", "Not saved")
    page.fill("#id_body", "Words.")
    page.click("summary:has-text('Add a picture')")
    page.set_input_files("[name=_upload-file]", file())
    page.fill("[name=_upload-alt]", "A long table")
    page.click("[name=_upload]")
    assert PICTURE.fullmatch(body(page).strip().split("\n\n")[1])
    assert page.input_value("#id_title") == "Not saved"
    context.close()
