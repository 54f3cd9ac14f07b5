"""Preview links and the link report, as somebody at the screen meets them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .test_history import STANDARDS, save, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OPEN = "[data-panel=share] > summary"


@pytest.fixture
def draft(tab, site):
    """The writing page of a draft with a broken link."""
    tab.goto("/admin/login/?next=/admin/articles/post/add/")
    tab.fill("#id_username", "editor")
    tab.fill("#id_password", site.password)
    tab.click("#login-form [type=submit]")
    write(tab, "For outsiders", "See [this](/nowhere/).")
    save(tab)
    tab.wait_for_url("**/change/")
    return tab


def test_a_link_is_made_and_revoked_without_leaving_what_is_typed(draft, browser):
    draft.fill("#id_title", "Typed and not saved")
    draft.click(OPEN)
    draft.fill("#share_label", "Ada")
    draft.press("#share_label", "Enter")
    address = draft.locator("[data-share-address]")
    expect(address).to_be_focused()
    stranger = browser.new_page()
    answer = stranger.goto(address.input_value())
    assert answer.status == 200
    expect(stranger.locator("h1")).to_have_text("For outsiders")
    draft.click("[data-share] [name=link]")
    expect(address).to_have_count(0)
    assert stranger.goto(answer.url).status == 404
    stranger.close()
    expect(draft.locator("#id_title")).to_have_value("Typed and not saved")
    assert not draft.complaints


def test_the_pages_have_no_obstacles(draft):
    draft.click(OPEN)
    draft.click("[data-share] button:not([name])")
    expect(draft.locator("[data-share-address]")).to_be_focused()
    share = draft.url.replace("/change/", "/share/")
    for address in (share, "/admin/articles/link/", "/admin/articles/link/hosts/"):
        draft.goto(address)
        found = Axe().run(draft, options={"runOnly": STANDARDS}).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert not draft.complaints
