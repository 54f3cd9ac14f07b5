"""The pictures of the README and the editors' guide: `make screenshots` takes them anew.

What readers see comes from the starter articles; for the editors' side, three people have worked for some days.
"""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Site, free_port, furnish, printed_password, start

FOLDER = ROOT / "docs" / "images"
ADDRESS = "http://rapport.example"  # shown in pictures, in place of one with a port of today
ARTICLES = "/admin/articles/post/"
PASSWORD = "we write on Mondays"
VIEWS = [
    ("home-light", "/", 1280, "light"),
    ("home-dark", "/", 1280, "dark"),
    ("article-light", "/articles/mentors-in-the-plural/", 1280, "light"),
    ("article-dark", "/articles/the-same-staircase/", 1280, "dark"),
    ("article-phone", "/articles/going-alone/", 390, "light"),
    ("search-phone-dark", "/search/?q=mentor", 390, "dark"),
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    process = start(["env", f"SITE_URL={ADDRESS}", sys.executable, "-m", "cms.run"], folder, port)
    try:
        furnish(folder / "var")
        work(folder / "var")
        yield Site(f"http://127.0.0.1:{port}", printed_password(folder))
    finally:
        process.terminate()
        process.wait(timeout=30)


def work(folder) -> None:
    environment = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    script = f"from tests import newsroom; newsroom.work({PASSWORD!r})"
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", script]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture
def sit_down(browser, site):
    """Make browsers for pictures: each call is another computer, with somebody logged in."""
    contexts = []

    def opened(name="kim", width=1440, height=900, **options):
        viewport = {"width": width, "height": height}
        context = browser.new_context(base_url=site.url, viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    yield opened
    for context in contexts:
        context.close()


def open_article(page, title: str) -> None:
    page.goto(f"{ARTICLES}?q={title}")
    page.click(f"#result_list a:text-is('{title}')")
    page.wait_for_selector("#id_body")
    page.wait_for_load_state("networkidle")


def take(page, name: str, **options) -> None:
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)  # for what moves or fades in
    assert page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=82, **options)


def take_part(page, name: str, selector: str, height: int, margin: int = 0) -> None:
    """Take an element from its beginning, so much of it as is that high."""
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 1600})
    part = page.locator(selector)
    part.evaluate("element => element.scrollIntoView()")
    box = part.bounding_box()
    left, top = box["x"] - margin, box["y"] - margin
    size = {"width": box["width"] + 2 * margin, "height": height + 2 * margin}
    take(page, name, clip={"x": left, "y": top, **size})


@pytest.mark.parametrize(("name", "address", "width", "scheme"), VIEWS)
def test_take_a_picture(browser, site, name, address, width, scheme):
    context = browser.new_context(
        base_url=site.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    take(page, name)
    context.close()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("editor-writing", {}),
        ("editor-writing-dark", {"color_scheme": "dark"}),
        ("editor-writing-phone", {"width": 390, "height": 844}),
    ],
)
def test_take_the_writing_page(sit_down, name, options):
    page = sit_down(**options)
    open_article(page, "The Week After")
    take(page, name)


def test_take_the_dashboard(sit_down):
    page = sit_down(width=1280, height=1180)
    page.goto(f"{ARTICLES}add/")
    page.fill("#id_title", "Breakfast with Strangers")
    page.fill("#id_body", "Nobody is at their best before eight, and that is the charm of it.\n")
    page.wait_for_selector("[data-autosave-state]:has-text('Kept as unsaved text')")
    page.goto("/admin/")
    take(page, "editor-dashboard")


def test_take_what_holds_up_publication(sit_down):
    page = sit_down()
    open_article(page, "Name Badges")
    page.click("[data-publish]")
    page.wait_for_selector(".desk-errors")
    take(page, "editor-checks")


def test_take_the_history(sit_down):
    page = sit_down(width=1024)
    open_article(page, "The Week After")
    history = page.url.replace("/change/", "/history/")
    page.goto(history)
    take_part(page, "editor-history", "main", 620)
    page.goto(history.replace("/history/", "/diff/1/4/"))
    take_part(page, "editor-differences", "main", 740)


def test_take_the_dialog_for_pictures(sit_down):
    page = sit_down()
    open_article(page, "The Week After")
    page.click("[data-command=image]")
    page.set_input_files("#picture-file", ROOT / "articles/starter/assets/the-open-door.jpg")
    page.fill("#picture-alt", "A coral door standing open at the end of a dark office")
    take_part(page, "editor-picture", ".picture-dialog", 688, margin=32)


def test_take_the_details(sit_down):
    page = sit_down(height=1600)
    open_article(page, "The Week After")
    page.click("[data-hero-choose] > summary")
    page.locator("[data-panel=hero]").evaluate("panel => panel.scrollIntoView()")
    take_part(page, "editor-hero", ".desk-side", 840)


def test_take_the_links(sit_down):
    page = sit_down(width=1024)
    page.goto("/admin/articles/link/")
    take_part(page, "editor-links", "main", 640)


def test_take_a_conflict(sit_down):
    page, other = sit_down(width=1024), sit_down("sam")
    for tab in (page, other):
        open_article(tab, "A Table for Six")
    change(other, "still has one conversation", "can still have one conversation")
    other.click("[name=_continue]")
    other.wait_for_selector(".messagelist")
    change(page, "still has one conversation", "still holds one conversation together")
    page.click("[name=_continue]")
    page.wait_for_selector("#conflict_form")
    take_part(page, "editor-conflict", "main", 810)


def change(page, old: str, new: str) -> None:
    page.fill("#id_body", page.input_value("#id_body").replace(old, new))
