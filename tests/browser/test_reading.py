import os
import re
import subprocess
from pathlib import Path

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.waiting import wait_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PAGES = [
    "/",
    "/page/2/",
    "/articles/leaving-a-job/",
    "/articles/mentors-in-the-plural/",
    "/articles/borrowing-a-name/",
    "/category/career-and-work/",
    "/tag/weak-ties/",
    "/author/the-editors/",
    "/series/beginnings/",
    "/articles/going-alone/",
    "/2026/",
    "/2026/06/",
    "/archive/",
    "/categories/",
    "/tags/",
    "/about/",
    "/search/",
    "/search/?q=mentor",
    "/search/?q=xylophone",
    "/nowhere/",
]


def complaints_of_the_nu_checker(pages: dict[str, str], folder: Path) -> str:
    """Check all pages at once: the checker takes seconds to start. Nothing to say where it is not installed."""
    jar = os.environ.get("VNU_JAR")
    if not jar:
        return ""
    for number, page in enumerate(pages.values()):
        (folder / f"{number}.html").write_text(page)
    command = ["java", "-jar", jar, "--errors-only", *map(str, folder.glob("*.html"))]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.stderr if result.returncode else ""


def test_a_crawl_finds_whole_pages_and_nothing_foreign(tab, site, tmp_path):
    waiting, seen, pages = ["/"], set(), {}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = tab.request.get(address)
        assert response.status == 200, address
        if "text/html" not in response.headers["content-type"]:
            continue
        page = pages[address] = response.text()
        assert "<script" not in page.replace('<script type="application/ld+json">', "")
        assert not re.search(r"\son\w+=", page)
        loaded = re.findall(r'(?:src|srcset)="([^"]*)"', page) + re.findall(r'<link[^>]*href="([^"]*)"', page)
        assert [part for part in loaded if "//" in part.replace(site.url, "")] == []
        links = re.findall(r'(?:href|src)="(/[^"#]*)', page) + re.findall(r"(/media/[^\s\"]+)", page)
        waiting += {link for link in links if link not in seen and link not in waiting}
    # Twelve starter articles, and what other tests have left on the same site.
    articles = {address for address in seen if re.fullmatch("/articles/[^/]+/", address)}
    assert len(articles) >= 12
    assert {f"{address.removesuffix('/')}.md" for address in articles} <= seen
    assert sum(bool(re.fullmatch("/category/[^/]+/", address)) for address in seen) >= 4
    assert {"/archive/", "/tags/", "/categories/", "/about/", "/series/beginnings/"} <= seen
    assert sum(address.startswith("/media/") for address in seen) > 20
    assert complaints_of_the_nu_checker(pages, tmp_path) == ""


PICTURES_ARE_THERE = "[...document.images].every((image) => image.complete && image.naturalWidth > 0)"


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
    wait_in(tab, lambda: tab.evaluate(PICTURES_ARE_THERE))


WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_the_window(tab, address):
    tab.goto(address)
    for direction in ("ltr", "rtl"):
        tab.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
        for width in (320, 390, 768, 1280, 1920):
            tab.set_viewport_size({"width": width, "height": 900})
            assert not tab.evaluate(WIDER), (direction, width)


@pytest.mark.parametrize("address", ["/", "/articles/what-the-corridor-used-to-do/", "/search/?q=mentor"])
def test_text_of_twice_the_size_still_fits(browser, site, address):
    context = browser.new_context(base_url=site.url, viewport={"width": 640, "height": 900})
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.evaluate(WIDER)
    context.close()


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


def test_every_target_can_be_reached_and_seen_by_keyboard(tab):
    tab.goto("/articles/going-alone/")
    links = tab.locator("a[href]:not([tabindex='-1']), input:enabled, [tabindex='0']").count()
    reached = set()
    for _ in range(links + 2):
        tab.keyboard.press("Tab")
        place, name, outline = tab.evaluate("""() => [
            [...document.querySelectorAll("*")].indexOf(document.activeElement),
            document.activeElement.tagName,
            getComputedStyle(document.activeElement).outlineStyle,
        ]""")
        if name != "BODY":
            assert outline != "none", name
            reached.add(place)
    assert len(reached) >= links - 1


def test_paper_shows_the_text_and_where_its_links_lead(tab):
    tab.goto("/articles/what-the-corridor-used-to-do/")
    tab.emulate_media(media="print", color_scheme="dark")
    for selector in (".toc", ".share", ".site-menu", ".site-footer", ".related", ".neighbours"):
        assert not tab.locator(selector).first.is_visible(), selector
    assert tab.locator(".prose").is_visible()
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    tab.evaluate("document.querySelector('.prose a').href = 'https://example.org/'")
    shown = tab.evaluate("getComputedStyle(document.querySelector('.prose a'), '::after').content")
    assert "https://example.org/" in shown


def test_contents_stay_in_view_on_a_wide_screen(tab):
    tab.goto("/articles/mentors-in-the-plural/")
    tab.evaluate("window.scrollTo(0, 2500)")
    wait_in(tab, lambda: tab.evaluate("window.scrollY > 2000"))
    box = tab.locator(".toc").bounding_box()
    assert 0 <= box["y"] < 200


def test_nothing_moves_for_those_who_asked_for_calm(browser, site):
    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/articles/mentors-in-the-plural/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_an_article_page_is_light(tab):
    page = tab.request.get("/articles/mentors-in-the-plural/").text()
    styles = [tab.request.get(link).body() for link in re.findall(r'rel="stylesheet" href="([^"]+)"', page)]
    weight = sum(len(brotli.compress(part)) for part in [page.encode(), *styles])
    assert weight <= 14 * 1024


def test_a_search_leads_to_an_article(tab):
    tab.goto("/")
    tab.click("[rel=search]")
    tab.fill("input[name=q]", "staircase")
    tab.keyboard.press("Enter")
    assert tab.locator("mark").first.inner_text().lower().startswith("staircase")
    tab.click("text=The Same Staircase")
    assert tab.url.endswith("/articles/the-same-staircase/")


@pytest.mark.parametrize("address", PAGES)
def test_nothing_keeps_anyone_out(browser, site, address):
    standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            results = Axe().run(page, options={"runOnly": {"type": "tag", "values": standards}})
            assert results.violations_count == 0, (scheme, width, results.generate_report())
    context.close()
