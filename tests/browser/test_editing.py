import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories import picture_bytes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def desk(tab, site):
    """The admin, logged in with the account that the first start printed."""
    tab.goto("/admin/")
    tab.fill("#id_username", "editor")
    tab.fill("#id_password", site.password)
    tab.click("[type=submit]")
    tab.wait_for_url("**/admin/")
    return tab


def choose(page, field: str, text: str) -> None:
    page.click(f"#id_{field} + .select2")
    page.fill(".select2-search__field", text)
    page.click(f".select2-results__option:has-text('{text}')")


def test_an_article_with_a_picture_is_written_published_and_withdrawn(desk, site):
    desk.goto("/admin/articles/image/add/")
    desk.set_input_files(
        "#id_file", {"name": "harbour.jpg", "mimeType": "image/jpeg", "buffer": picture_bytes()}
    )
    desk.fill("#id_alt", "A quiet harbour")
    desk.click("[name=_save]")
    desk.goto("/admin/articles/post/add/")
    desk.type("#id_title", "A Harbour of One’s Own")
    assert desk.input_value("#id_slug").startswith("a-harbour-of-one")
    desk.fill("#id_body", "Boats lie here. #Harbours\n\n## First\n\nText.")
    choose(desk, "category", "Meeting People")
    desk.fill("#id_tags", "Harbours, Small boats")
    choose(desk, "hero_image", "harbour.jpg")
    desk.select_option("#id_status", "published")
    desk.click("[name=_continue] >> nth=0")
    address = desk.get_attribute("a.viewsitelink", "href")
    reader = desk.request
    assert "A quiet harbour" in reader.get(address).text()
    assert "/tag/small-boats/" in reader.get("/").text() + reader.get(address).text()
    desk.select_option("#id_status", "withdrawn")
    desk.click("[name=_continue] >> nth=0")
    assert reader.get(address).status == 410
    assert address not in reader.get("/").text()
    assert desk.complaints == []


def test_a_preview_shows_the_public_page_of_a_draft(desk):
    desk.goto("/admin/articles/post/add/")
    desk.fill("#id_title", "Not Yet")
    desk.fill("#id_body", "Some words.")
    desk.click("[name=_continue] >> nth=0")
    desk.click("text=Preview")
    assert desk.locator("h1").inner_text() == "Not Yet"
    assert "Draft" in desk.locator(".preview-note").inner_text()
    assert desk.complaints == []


def test_the_focal_point_is_set_by_a_click(desk):
    desk.goto("/admin/articles/image/")
    desk.click(".field-__str__ a >> nth=0")
    box = desk.locator("[data-focal-point]").bounding_box()
    desk.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    assert abs(float(desk.input_value("#id_focal_x")) - 0.25) < 0.02
    desk.click("[name=_continue] >> nth=0")
    assert "25x75" in desk.locator(".crop").first.get_attribute("src")
    assert desk.complaints == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/articles/post/",
        "/admin/articles/post/add/",
        "/admin/articles/post/1/change/",
        "/admin/articles/image/",
        "/admin/articles/image/1/change/",
    ],
)
def test_nothing_keeps_an_editor_out(desk, address):
    standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            desk.set_viewport_size({"width": width, "height": 900})
            desk.goto(address)
            desk.wait_for_load_state("networkidle")
            results = Axe().run(desk, options={"runOnly": {"type": "tag", "values": standards}})
            assert results.violations_count == 0, (scheme, width, results.generate_report())


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/articles/post/",
        "/admin/articles/post/1/change/",
        "/admin/articles/image/",
        "/admin/articles/image/1/change/",
        "/admin/articles/category/",
        "/admin/articles/tag/",
        "/admin/articles/author/",
        "/admin/auth/user/",
    ],
)
def test_the_policy_holds_on_every_page_of_the_admin(desk, address):
    desk.goto(address)
    desk.wait_for_load_state("networkidle")
    assert desk.complaints == []
