"""The pictures of the README and the docs: `make screenshots` takes them anew from the starter articles."""

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "images"
VIEWS = [
    ("home-light", "/", 1280, "light"),
    ("home-dark", "/", 1280, "dark"),
    ("article-light", "/articles/mentors-in-the-plural/", 1280, "light"),
    ("article-dark", "/articles/the-same-staircase/", 1280, "dark"),
    ("article-phone", "/articles/going-alone/", 390, "light"),
    ("search-phone-dark", "/search/?q=mentor", 390, "dark"),
]


@pytest.mark.parametrize(("name", "address", "width", "scheme"), VIEWS)
def test_take_a_picture(browser, site, name, address, width, scheme):
    context = browser.new_context(
        base_url=site.url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=82)
    context.close()
