"""The whole life of an article in a browser, with the comforts that scripts add; tests/admin has it without them."""

import pytest
from playwright.sync_api import expect

from tests.factories import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TITLE, OLD, NEW = "What letters are good for", "/articles/what-letters-are-good-for/", "/articles/on-letters/"
BODY = "Writing to a few people.\n\nThey write **back**.\n\n- One\n- Two\n\n## Why\n\nNobody is hurt by a letter."
STATE = ".desk-standing .state"
KEPT = "[data-autosave-state]:has-text('Kept as unsaved text')"


@pytest.fixture
def people(browser, site):
    """Make browsers, each somebody's own; what their consoles say is kept in `complaints`."""
    contexts, complaints = [], []

    def sit_down(name: str = ""):
        context = browser.new_context(base_url=site.url, viewport={"width": 1440, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if name:
            log_in(page, name, site.password)
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert [text for text in complaints if "409 (Conflict)" not in text] == []


def log_in(page, name: str, password: str) -> None:
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


def hire(page, site, name: str, role: str) -> None:
    page.goto("/admin/auth/user/add/")
    for field, value in {"username": name, "password1": site.password, "password2": site.password}.items():
        page.fill(f"#id_{field}", value)
    page.select_option("#id_role", role)
    page.click("[name=_save]")
    page.wait_for_url("**/change/")


def test_an_article_lives_from_its_first_word_to_its_last(people, site):
    editor = people("editor")
    hire(editor, site, "ida", "Authors")
    hire(editor, site, "max", "Editors")
    ida, max_, reader = people("ida"), people("max"), people()
    form = write(ida)
    add_a_picture(ida)
    save_and_submit(ida)
    return_it(max_)
    mend(ida)
    ida.context.close()
    schedule(max_, reader, form)
    publish_now(max_, reader)
    move_to_another_address(max_, reader)
    change_different_places(max_, editor, form)
    change_the_same_words(max_, editor, form)
    lose_the_browser(people, max_, form)
    compare_and_restore(editor, form)
    withdraw_and_publish_again(editor, reader, form)
    bin_and_bring_back(editor, reader, form)


def send(page, selector: str) -> None:
    """Press what sends the form, and wait for the page after it."""
    with page.expect_navigation():
        page.click(selector)


def change_body(page, old: str, new: str) -> None:
    page.fill("#id_body", page.input_value("#id_body").replace(old, new))


def shown(page):
    return page.frame_locator("[name=preview]")


def write(page) -> str:
    send(page, "text=Write an article")
    page.wait_for_selector("[data-toolbar]")  # shown by the scripts
    page.keyboard.type("Letters")
    page.keyboard.press("Enter")
    page.keyboard.type("Writing to a few people.\n\nThey write ")
    page.keyboard.press("Control+b")
    page.keyboard.type("back")
    page.keyboard.press("Control+b")
    page.keyboard.type(".\n\n- One\nTwo\n\n\n## Why\n\nNobody is hurt by a letter.")
    assert page.input_value("#id_body") == BODY
    expect(shown(page).locator("h1")).to_have_text("Letters")
    expect(shown(page).locator(".prose strong")).to_have_text("back")
    page.locator("#id_tags").type("Letters, Friends,")
    expect(page.locator(".tags-chip")).to_have_count(2)
    page.select_option("#id_category", label="Meeting People")
    page.wait_for_selector(KEPT)
    send(page, ".desk-save")
    assert page.input_value("[name=tags]") == "Letters, Friends"
    return page.url


def add_a_picture(page) -> None:
    page.locator("#id_body").press("Control+End")
    page.click("[data-command=image]")
    with page.expect_file_chooser() as chooser:
        page.click("#picture-file")
    chooser.value.set_files({"name": "desk.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()})
    page.fill("#picture-alt", "A desk with a lamp")
    page.click(".picture-dialog [data-send]")
    expect(shown(page).locator(".prose img")).to_have_attribute("alt", "A desk with a lamp")
    page.click(".hero-choose summary")
    page.fill("#id_find", "a desk with a lamp")
    expect(page.locator(".hero-choice")).to_have_count(2)
    page.check("[name=hero_image] >> nth=1")
    expect(page.locator("[data-hero-shown] [role=slider]")).to_be_visible()


def save_and_submit(page) -> None:
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=Saved.")
    page.click(".desk-note summary")
    page.fill("#id_note", "Is the lamp right?")
    assert page.locator("[data-publish]").count() == 0
    send(page, "text=Submit for review")
    expect(page.locator(STATE)).to_have_text("In review")


def return_it(page) -> None:
    page.goto("/admin/")
    expect(page.locator("[aria-labelledby=waiting-title]")).to_contain_text("Is the lamp right?")
    send(page, "[aria-labelledby=waiting-title] >> text=Letters")
    page.click(".desk-note summary")
    page.fill("#id_note", "The title says too little.")
    send(page, "text=Return to draft")
    expect(page.locator(STATE)).to_have_text("Draft")


def mend(page) -> None:
    page.goto("/admin/")
    send(page, "[aria-labelledby=drafts-title] >> text=Letters")
    page.click("[data-panel=history] summary")
    assert "The title says too little." in page.inner_text(".recent")
    page.fill("#id_title", TITLE)
    page.click("[data-address] summary")
    page.fill("#id_slug", "what-letters-are-good-for")
    page.wait_for_selector(f"[data-address-text]:has-text('{OLD}')")
    send(page, "text=Submit for review")


def schedule(page, reader, form: str) -> None:
    page.goto(form)
    assert "Times are in" in page.inner_text("#id_published_at_hint")
    page.fill("#id_published_at", "2999-01-01T10:00")
    assert "Will appear in" in page.inner_text("#id_published_at_hint")
    send(page, "[data-publish]:has-text('Schedule')")
    expect(page.locator(STATE)).to_have_text("Scheduled")
    assert reader.request.get(OLD).status == 404


def publish_now(page, reader) -> None:
    page.fill("#id_published_at", "")
    send(page, ".desk-save")
    expect(page.locator(STATE)).to_have_text("Published")
    reader.goto("/")
    send(reader, f"text={TITLE}")
    assert reader.url.endswith(OLD)
    expect(reader.locator(".prose strong")).to_have_text("back")


def move_to_another_address(page, reader) -> None:
    page.click("[data-address] summary")
    page.fill("#id_slug", "on-letters")
    send(page, ".desk-save")
    reader.goto(OLD)
    assert reader.url.endswith(NEW)


def change_different_places(one, other, form: str) -> None:
    one.goto(form)
    other.goto(form)
    expect(other.locator(".presence-note", has_text="max")).to_be_visible()
    change_body(one, "a few people", "some people")
    send(one, ".desk-save")
    change_body(other, "by a letter", "by a short letter")
    send(other, ".desk-save")
    assert "Your changes were merged with those of max" in other.inner_text(".messagelist")
    for words in ("to some people", "by a short letter"):
        assert words in other.input_value("#id_body")


def change_the_same_words(one, other, form: str) -> None:
    one.goto(form)
    other.goto(form)
    change_body(one, "Nobody is hurt", "Nobody was hurt")
    send(one, ".desk-save")
    change_body(other, "Nobody is hurt", "Hardly anybody is hurt")
    other.fill("#id_description", "On letters, and on those who write them to people far away.")
    send(other, ".desk-save")
    assert "max saved this article" in other.inner_text("#conflict_form")
    other.check("[name^=choice-body][value=own]")
    other.fill("[name^=own-body]", "Nobody minds a letter.")
    send(other, "#conflict_form .past-main")
    assert "Nobody minds a letter." in other.input_value("#id_body")
    assert other.input_value("#id_description").startswith("On letters")


def lose_the_browser(people, page, form: str) -> None:
    """Type, and be gone; in another browser the text is offered."""
    page.goto(form)
    page.locator("#id_body").press("Control+Home")
    page.keyboard.type("One more thing. ")
    page.wait_for_selector(KEPT)
    page.context.close()
    again = people("max")
    again.goto(form)
    send(again, "[data-offers] >> text=Open this text")
    assert again.input_value("#id_body").startswith("One more thing. Writing to")
    send(again, ".desk-save")


def compare_and_restore(page, form: str) -> None:
    page.goto(form)
    page.click("[data-panel=history] summary")
    send(page, "text=All revisions")
    done = page.locator(".revision-head strong").all_inner_texts()[::-1]
    steps = ["Created", "Submitted for review", "Returned to draft", "Submitted for review"]
    assert [action for action in done if action != "Edited"] == [*steps, "Scheduled", "Published"]
    page.check("input[name=old][value='1']")
    send(page, "text=Compare the chosen two")
    expect(page.locator("ins", has_text="One more thing.")).to_be_visible()
    send(page, "text=Restore revision 1…")
    page.fill("#id_note", "It was better.")
    send(page, "role=button[name='Restore revision 1']")
    assert page.input_value("#id_title") == "Letters"
    assert "A desk with a lamp" not in page.input_value("#id_body")


def withdraw_and_publish_again(page, reader, form: str) -> None:
    page.goto(form)
    send(page, "text=Withdraw >> visible=true")
    assert [reader.request.get(address).status for address in (OLD, NEW)] == [410, 410]
    send(page, "[data-publish]")
    expect(page.locator(STATE)).to_have_text("Published")
    assert reader.request.get(NEW).status == 200


def bin_and_bring_back(page, reader, form: str) -> None:
    send(page, "text=Move to the bin")
    send(page, "role=button[name='Move to the bin']")
    assert reader.request.get(NEW).status == 410
    page.goto("/admin/articles/post/?stage=binned")
    send(page, "#result_list >> text=Letters")
    send(page, "text=Bring back")
    assert page.url == form
    send(page, "[data-publish]")
    assert "Writing to a few people." in reader.request.get(NEW).text()
    send(page, "button[value=withdraw]")
