import pytest

from .page import opened, put, shown, state_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_command_is_one_step_of_undo_and_leaves_what_was_typed_before(page):
    page.focus("#id_body")
    page.keyboard.type("one two")
    page.keyboard.press("Control+b")
    assert shown(page) == "one **two**‸"
    page.keyboard.press("Control+z")
    assert page.input_value("#id_body") == "one two"
    page.keyboard.press("Control+Shift+z")
    assert page.input_value("#id_body") == "one **two**"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert page.input_value("#id_body") == ""


@pytest.mark.parametrize(
    ("keys", "before", "after"),
    [
        ("Control+b", "a «b» c", "a **«b»** c"),
        ("Control+i", "a «b» c", "a *«b»* c"),
        ("Control+k", "a «b» c", "a [b](‸) c"),
        ("Control+e", "a «b» c", "a `«b»` c"),
        ("Control+e", "«a\nb»", "```\n«a\nb»\n```"),
        ("Control+Shift+7", "«a\nb»", "1. «a\n2. b»"),
        ("Control+Shift+8", "«a\nb»", "- «a\n- b»"),
        ("Control+Shift+9", "«a\nb»", "> «a\n> b»"),
        ("Control+Alt+3", "a‸", "### a‸"),
        ("Tab", "- a\n- b‸", "- a\n  - b‸"),
        ("Shift+Tab", "- a\n  - b‸", "- a\n- b‸"),
        ("Enter", "1. a‸\n2. b", "1. a\n2. ‸\n3. b"),
        ("Enter", "- a\n- ‸", "- a\n‸"),
    ],
)
def test_each_shortcut_and_its_undo(shared, keys, before, after):
    put(shared, before)
    shared.keyboard.press(keys)
    assert shown(shared) == after
    shared.keyboard.press("Control+z")
    assert shared.input_value("#id_body") == state_of(before)["value"]


def test_a_list_is_typed_as_one_thinks(page):
    page.focus("#id_body")
    for text in ("Before", "", "1. one", "two"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("in two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("three")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("After")
    assert page.input_value("#id_body") == "Before\n\n1. one\n2. two\n   1. in two\n3. three\nAfter"


def test_keys_are_left_alone_while_hangul_is_composed(page):
    put(page, "- 한‸")
    taken = page.evaluate(
        """() => ["Enter", "Tab", "b"].map((key) => !document.getElementById("id_body").dispatchEvent(
          new KeyboardEvent("keydown", { key, ctrlKey: key === "b", isComposing: true, bubbles: true, cancelable: true })))"""
    )
    assert taken == [False, False, False]
    assert page.input_value("#id_body") == "- 한"


def test_altgr_writes_its_character(page):
    put(page, "a‸")
    taken = page.evaluate(
        """() => !document.getElementById("id_body").dispatchEvent(new KeyboardEvent("keydown",
          { key: "²", code: "Digit2", ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true, cancelable: true }))"""
    )
    assert not taken


def test_the_keyboard_leaves_the_field(page):
    put(page, "plain‸")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "_continue"
    put(page, "- a\n- b‸")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "_continue"
    put(page, "- a‸")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.command") == "bold"
    assert page.input_value("#id_body") == "- a"


def test_the_toolbar_is_one_stop_with_arrow_keys(page):
    put(page, "a «b» c")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.command") == "italic"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.command") == "help"
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert shown(page) == "a **«b»** c"
    page.wait_for_selector("[data-command=bold][aria-pressed=true]")
    page.click("[data-command=bold]")
    assert shown(page) == "a «b» c"
    page.wait_for_selector("[data-command=bold][aria-pressed=false]")


@pytest.mark.parametrize(
    "command", ["link", "heading", "bullets", "numbers", "quote", "code", "table", "footnote", "image"]
)
def test_every_button_writes_and_undoes(shared, command):
    put(shared, "a word‸")
    shared.click(f"[data-command={command}]")
    assert shared.input_value("#id_body") != "a word"
    assert shared.evaluate("document.activeElement.id") == "id_body"
    shared.keyboard.press("Control+z")
    assert shared.input_value("#id_body") == "a word"


def test_ctrl_s_saves(page):
    page.evaluate(
        "document.querySelector('[name=_continue]').addEventListener('click', (event) => { event.preventDefault(); window.saved = true; })"
    )
    put(page, "a‸")
    page.keyboard.press("Control+s")
    assert page.evaluate("window.saved")


def test_macs_have_their_own_keys(browser):
    platform = "Object.defineProperty(navigator, 'userAgentData', { value: { platform: 'macOS' } })"
    page = opened(browser, setup=platform)
    assert page.get_attribute("[data-command=bullets]", "title") == "Bulleted list (⌘⇧8)"
    put(page, "a «b»")
    page.keyboard.press("Control+b")
    assert shown(page) == "a «b»"
    page.keyboard.press("Meta+b")
    assert shown(page) == "a **«b»**"
    page.keyboard.press("Meta+/")
    assert "⌘B" in page.inner_text("[data-help-dialog]")
    page.context.close()
