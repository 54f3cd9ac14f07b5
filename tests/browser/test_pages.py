import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def form(tab, site):
    """The form of a new page, stored once."""
    tab.goto("/admin/login/?next=/admin/articles/page/add/")
    tab.fill("#id_username", "editor")
    tab.fill("#id_password", site.password)
    tab.click("[type=submit]")
    tab.fill("#id_title", "Imprint")
    tab.fill("#id_path", "imprint")
    tab.fill("#id_body", "Some words.\n\nMore words.")
    tab.click("[name=_continue]")
    tab.wait_for_url("**/change/")
    return tab


def write_at_the_end(tab, text: str) -> None:
    tab.click("#id_body")
    tab.keyboard.press("Control+End")
    tab.keyboard.type(text)


def test_two_tabs_on_one_page_lose_nothing(form):
    other = form.context.new_page()
    other.goto(form.url)
    write_at_the_end(form, "\n\nLast words")
    form.keyboard.press("Control+Shift+ArrowLeft")
    form.click("[data-command=bold]")
    with form.context.expect_page() as opened:
        form.click("[formtarget=_blank]")
    assert opened.value.locator(".prose strong").inner_text() == "words"
    other.fill("#id_title", "Who we are")
    other.fill("#id_body", "First words\n\n" + other.input_value("#id_body"))
    other.click("[name=_continue]")
    form.click("[name=_continue]")
    assert "kept: Title and Body." in form.inner_text(".messagelist")
    assert form.input_value("#id_title") == "Who we are"
    body = form.input_value("#id_body")
    assert body.startswith("First words")
    assert body.endswith("Last **words**")
    assert form.complaints == []
