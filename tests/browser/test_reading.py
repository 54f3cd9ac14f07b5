import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = [
    "/",
    "/page/2/",
    "/articles/leaving-a-job/",
    "/articles/mentors-in-the-plural/",
    "/articles/borrowing-a-name/",
    "/category/career-and-work/",
    "/tag/weak-ties/",
    "/nowhere/",
]


def test_a_crawl_finds_whole_pages_and_nothing_foreign(tab, site):
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = tab.request.get(address)
        assert response.status == 200, address
        if "text/html" not in response.headers["content-type"]:
            continue
        page = response.text()
        assert "<script" not in page
        assert not re.search(r"\son\w+=", page)
        loaded = re.findall(r'(?:src|srcset)="([^"]*)"', page) + re.findall(r'<link[^>]*href="([^"]*)"', page)
        assert [part for part in loaded if "//" in part.replace(site.url, "")] == []
        links = re.findall(r'(?:href|src)="(/[^"#]*)', page) + re.findall(r"(/media/[^\s\"]+)", page)
        waiting += {link for link in links if link not in seen and link not in waiting}
    assert sum(address.startswith("/articles/") for address in seen) == 12
    assert sum(address.startswith("/category/") for address in seen) == 4
    assert sum(address.startswith("/media/") for address in seen) > 20


@pytest.mark.parametrize("address", PAGES)
def test_pages_load_without_a_complaint(tab, address):
    requests = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    assert [complaint for complaint in tab.complaints if "404" not in complaint] == []
    assert all(request.startswith(tab.url.split("/", 3)[0]) for request in requests)
    assert tab.context.cookies() == []
    for image in tab.locator("img").all():
        image.scroll_into_view_if_needed()
    tab.wait_for_function("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_the_window(tab, address, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_text_column_is_comfortable_to_read(tab):
    tab.goto("/articles/going-alone/")
    characters = tab.evaluate("""() => {
        const paragraph = document.querySelector(".prose > p");
        const lines = Math.round(paragraph.getClientRects()[0].height
            / parseFloat(getComputedStyle(paragraph).lineHeight));
        return paragraph.textContent.length / lines;
    }""")
    assert 55 <= characters <= 78


def test_the_theme_follows_the_system(browser, site):
    shades = []
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=site.url, color_scheme=scheme)
        page = context.new_page()
        page.goto("/")
        shades.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        context.close()
    brightness = [sum(map(int, re.findall(r"\d+", shade)[:3])) for shade in shades]
    assert brightness[0] > 600
    assert brightness[1] < 150


def test_the_first_key_leads_past_the_header(tab):
    tab.goto("/articles/going-alone/")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip-link"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"


def test_contents_lead_to_their_headings(tab):
    tab.goto("/articles/mentors-in-the-plural/")
    link = tab.locator(".toc a").first
    target = link.get_attribute("href")
    link.click()
    assert tab.evaluate("location.hash") == target
    assert tab.locator(target).bounding_box()["y"] < 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_keeps_anyone_out(browser, site, address, scheme):
    context = browser.new_context(base_url=site.url, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    results = Axe().run(page)
    context.close()
    assert results.violations_count == 0, results.generate_report()
