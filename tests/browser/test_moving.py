"""Moving in and out, as somebody at the screen meets it."""

import io
import re
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .test_history import STANDARDS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PLACE = "/admin/articles/importrun/"
SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished))"


@pytest.fixture
def desk(tab, site):
    tab.goto(f"/admin/login/?next={PLACE}")
    tab.fill("#id_username", "editor")
    tab.fill("#id_password", site.password)
    tab.click("#login-form [type=submit]")
    return tab


def source(number: int) -> dict:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for each in range(number):
            text = f"---\ntitle: Moved {each}\nmood: calm\n---\nWords {each}.\n"
            archive.writestr(f"_posts/2025-01-{each + 1:02}-moved-{each}.md", text)
        archive.writestr("_posts/2025-02-01-latin.md", b"---\ntitle: Caf\xe9\n---\n")
    return {"name": "moved.zip", "mimeType": "application/zip", "buffer": file.getvalue()}


def obstacles(page) -> list:
    page.evaluate(SETTLED)
    found = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


def test_a_site_moves_in_by_itself(desk):
    desk.set_input_files("[type=file]", {**source(1), "name": "moved.exe"})
    desk.click("text=Send and check")
    expect(desk.locator(".errorlist")).to_contain_text("Jekyll needs one of these")
    desk.set_input_files("[type=file]", source(20))
    desk.click("text=Send and check")
    expect(desk.locator(".moving-standing-checked")).to_be_visible(timeout=30_000)
    desk.click("summary:has-text('moved-3.md')")
    expect(desk.locator("[open] .moving-fates")).to_contain_text("mood")
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            desk.set_viewport_size({"width": width, "height": 900})
            assert obstacles(desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.click("button:text-is('Import')")
    expect(desk.locator(".moving-standing-done")).to_be_visible(timeout=30_000)
    assert obstacles(desk) == []
    desk.click("nav >> text=Failed")
    expect(desk.locator(".moving-entries")).to_contain_text("is not UTF-8")
    desk.goto("/articles/moved-3/")
    expect(desk.locator("h1")).to_have_text("Moved 3")
    assert not desk.complaints


def test_without_scripts_a_button_does_it(browser, site, desk):
    context = browser.new_context(
        base_url=site.url, storage_state=desk.context.storage_state(), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(PLACE)
    page.set_input_files("[type=file]", source(3))
    page.click("text=Send and check")
    page.click("button:text-is('Begin')")
    expect(page.locator(".moving-standing-checked")).to_be_visible()
    page.click("text=Delete this import")
    expect(page.locator(".messagelist")).to_contain_text("are deleted")
    context.close()


def test_everything_can_be_taken_out(desk):
    for button, name in [("Download the articles", "articles"), ("Download the site", "site")]:
        with desk.expect_download(timeout=60_000) as download:
            desk.click(f"text={button}")
        assert re.fullmatch(rf".+-{name}-\d{{4}}-\d\d-\d\d\.zip", download.value.suggested_filename)
        with zipfile.ZipFile(download.value.path()) as archive:
            assert archive.testzip() is None
            assert "ERRORS.txt" not in archive.namelist()
            assert len(archive.namelist()) > 12
