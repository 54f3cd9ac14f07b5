"""Every page of the admin: nothing in it is blocked or fails, and nobody is kept out of it.

The writing page, an article's past, a conflict and unsaved texts need more to be shown: whether somebody is kept
out of those is asked in test_writing_page, test_history and test_autosave.
"""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
POSTS = "/admin/articles/post/"
SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished))"

# Where editors spend their days, and the like; looked at in both colour schemes, narrow and wide.
DAILY = [
    *("/admin/", POSTS, f"{POSTS}?stage=draft", "/admin/articles/image/", "/admin/articles/image/1/change/"),
    *("/admin/articles/link/", "/admin/articles/redirect/", "/admin/articles/missedpath/"),
    *("/admin/articles/tag/", "/admin/articles/tag/merge/?tags=1&tags=2"),
    *("/admin/auth/user/", "/admin/auth/user/1/change/", "/admin/articles/sitesettings/"),
    "/admin/articles/importrun/",
]
# Opened once each, in one tab.
OTHERS = [
    *(
        f"{POSTS}add/",
        f"{POSTS}1/change/",
        f"{POSTS}1/history/",
        f"{POSTS}1/revisions/1/",
        f"{POSTS}1/delete/",
    ),
    *(f"{POSTS}1/restore/1/", f"{POSTS}1/preview/", f"{POSTS}999/change/", "/admin/articles/image/add/"),
    *("/admin/articles/category/", "/admin/articles/category/add/", "/admin/articles/category/1/change/"),
    *("/admin/articles/tag/add/", "/admin/articles/tag/1/change/", "/admin/articles/tag/1/delete/"),
    *("/admin/articles/redirect/add/?old_path=/gone/", "/admin/articles/link/hosts/"),
    *("/admin/articles/author/", "/admin/articles/author/1/change/", "/admin/articles/author/1/history/"),
    *("/admin/articles/series/", "/admin/articles/series/1/change/", "/admin/articles/series/1/delete/"),
    *("/admin/articles/page/", "/admin/articles/page/1/change/", "/admin/articles/"),
    *("/admin/auth/user/add/", "/admin/auth/user/1/password/", "/admin/password_change/"),
]


@pytest.fixture(scope="module")
def keys(browser, site):
    """Log in once, and leave something to be listed: a draft with a broken link, a redirect, a missed address."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/nobody-is-here/")
    page.goto(f"/admin/login/?next={POSTS}add/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", site.password)
    page.click("[type=submit]")
    page.fill("#id_title", "Leads nowhere")
    page.fill("#id_body", "To [an article](/articles/not-written-yet/).")
    page.click("[name=_continue]")
    page.wait_for_url("**/change/")
    page.goto("/admin/articles/redirect/add/")
    page.fill("#id_old_path", "/gone/")
    page.fill("#id_new_path", "/articles/going-alone/")
    page.click("[name=_save]")
    yield context.storage_state()
    context.close()


@pytest.fixture
def desk(browser, site, keys):
    context = browser.new_context(base_url=site.url, storage_state=keys)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert page.complaints == []


def problems(page) -> list[str]:
    """Return what keeps somebody out of the page as it is shown."""
    said, found = list(page.complaints), []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(SETTLED)
            results = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
            if results.violations_count:
                found.append(f"{scheme}, {width}: {results.generate_report()}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{scheme}: wider than {width}")
    page.complaints[:] = said  # the tool itself tries inline styles
    return found


@pytest.mark.parametrize("address", DAILY)
def test_nothing_keeps_anybody_out(desk, address):
    desk.goto(address)
    desk.wait_for_load_state("networkidle")
    assert problems(desk) == []


def test_nothing_keeps_anybody_from_logging_in(tab):
    tab.goto("/admin/")
    assert problems(tab) == []
    assert tab.complaints == []


def test_nothing_keeps_anybody_from_sharing(desk):
    desk.goto(f"{POSTS}?stage=draft")
    desk.click("text=Leads nowhere")
    desk.goto(desk.url.replace("change/", "share/"))
    desk.click("text=Make a preview link")
    desk.wait_for_selector("text=For whoever has it")
    assert problems(desk) == []


@pytest.mark.parametrize("address", OTHERS)
def test_nothing_is_blocked_on_any_other_page(desk, address):
    desk.goto(address)
    desk.wait_for_load_state("networkidle")
    assert desk.locator("h1").count() == 1


def test_nothing_is_blocked_where_unsaved_words_wait(desk):
    desk.goto(f"{POSTS}add/")
    desk.fill("#id_title", "Not saved yet")
    desk.wait_for_selector("[data-autosave-state]:has-text('Kept as unsaved text')")
    desk.goto(f"{POSTS}add/")
    desk.click("li:has-text('Not saved yet') >> text=Look")
    desk.click("text=Discard it")
    desk.wait_for_url("**/add/")
    desk.fill("#id_title", "Held")
    desk.context.clear_cookies()
    desk.click("[name=_continue]")
    desk.wait_for_selector("#held-form")
    assert [text for text in desk.complaints if "403 (Forbidden)" not in text] == []
    desk.complaints.clear()


def test_every_page_that_the_admin_leads_to_is_looked_at(desk):
    desk.goto("/admin/")
    links = desk.locator("a[href^='/admin/']").evaluate_all("links => links.map((link) => link.pathname)")
    desk.goto("/admin/articles/")
    links += desk.locator("main a[href^='/admin/']").evaluate_all(
        "links => links.map((link) => link.pathname)"
    )
    known = {urlsplit(address).path for address in (*DAILY, *OTHERS)}
    lists = {address for address in links if address.count("/") == 4}
    assert len(lists) > 8
    assert lists <= known
