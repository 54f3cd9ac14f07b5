"""An article's past and a conflict, as somebody at the screen and at the keyboard meets them."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LINES = [f"Paragraph {number} says something of its own, and at some length." for number in range(12)]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def desk(request, browser, site):
    """The admin, logged in, with and without scripts."""
    context = browser.new_context(base_url=site.url, java_script_enabled=request.param)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto("/admin/login/?next=/admin/articles/post/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", site.password)
    page.click("#login-form [type=submit]")
    page.wait_for_url("**/admin/articles/post/")
    page.complaints.clear()
    yield page
    context.close()


def save(page) -> None:
    page.click("[name=_continue]")
    page.wait_for_load_state()


def write(page, title: str, body: str) -> None:
    page.fill("#id_title", title)
    page.fill("#id_body", body)


def lines_with(**changed) -> str:
    return "\n\n".join(changed.get(f"at_{number}", line) for number, line in enumerate(LINES))


def article_with_a_past(page) -> str:
    """Write an article, change it twice, and return the address of its form."""
    page.goto("/admin/articles/post/add/")
    write(page, "Weak ties", lines_with())
    save(page)
    address = urlsplit(page.url).path
    write(page, "Strong ties", lines_with(at_2=LINES[2].replace("something", "a lot")))
    save(page)
    write(
        page, "Strong ties", lines_with(at_2="<b>New</b> words.", at_9=LINES[9].replace("its own", "others"))
    )
    save(page)
    return address


def conflict(page) -> None:
    """Change the same words in two windows, and send both."""
    address = article_with_a_past(page)
    other = page.context.new_page()
    page.goto(address)
    other.goto(address)
    write(other, "Strong ties", lines_with(at_4=LINES[4].replace("something", "theirs")))
    save(other)
    other.close()
    write(page, "Strong ties", lines_with(at_4=LINES[4].replace("something", "mine")))
    save(page)
    page.wait_for_selector("#conflict_form")


def test_two_revisions_are_compared_and_one_is_restored(desk):
    address = article_with_a_past(desk)
    desk.goto(address.replace("change", "history"))
    desk.check("input[name=old][value='1']")
    desk.check("input[name=new][value='3']")
    desk.click("text=Compare the chosen two")
    desk.wait_for_url("**/diff/1/3/")
    assert desk.locator("del", has_text="Weak").is_visible()
    assert desk.locator("ins", has_text="<b>New</b> words.").is_visible()
    desk.click("#change-1 >> role=link[name='Next change']")
    desk.wait_for_url("**#change-2")
    desk.click("text=Restore revision 1…")
    desk.fill("#id_note", "Better as it was.")
    desk.click("role=button[name='Restore revision 1']")
    desk.wait_for_url(f"**{address}")
    assert desk.input_value("#id_title") == "Weak ties"
    assert desk.input_value("#id_body") == lines_with()
    desk.goto(address.replace("change", "history"))
    assert "Better as it was." in desk.inner_text("#revision-4")
    assert desk.complaints == []


def test_a_conflict_is_settled_with_the_keyboard(desk):
    conflict(desk)
    desk.focus("[name^=choice-body]")
    for _press in range(2):
        desk.keyboard.press("ArrowDown")
    assert desk.is_checked("[name^=choice-body][value=both]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#id_body")
    body = desk.input_value("#id_body")
    assert re.search("Paragraph 4 says theirs.*\nParagraph 4 says mine", body)


def test_nothing_is_sent_before_a_choice_is_made_and_the_way_back_keeps_the_text(desk):
    conflict(desk)
    desk.click("text=Save with these choices")
    assert desk.locator("#conflict_form").is_visible()
    desk.click("[name=_back]")
    desk.wait_for_selector("#id_body")
    assert "Paragraph 4 says mine" in desk.input_value("#id_body")


def reachable(page, what: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            # Colours change over a moment.
            page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
            results = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
            assert results.violations_count == 0, (what, scheme, width, results.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (what, width)


@pytest.mark.parametrize("desk", [True], indirect=True)
def test_nothing_keeps_anybody_out(desk):
    address = article_with_a_past(desk)
    for part in ("history", "diff/1/3", "revisions/2", "restore/1", "delete"):
        desk.goto(address.replace("change", part))
        reachable(desk, part)
    desk.click("role=button[name='Move to the bin']")
    desk.goto(address.replace("change", "delete"))
    reachable(desk, "delete for good")
    assert desk.complaints == []
    conflict(desk)
    reachable(desk, "conflict")
    assert [text for text in desk.complaints if "409" not in text] == []
