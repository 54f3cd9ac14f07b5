"""The picture library: what an editor does there by sight."""

import pytest

from tests.browser.test_writing_page import log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_focal_point_is_set_by_a_click(tab, site):
    log_in(tab, site)
    tab.goto("/admin/articles/image/")
    tab.click(".field-__str__ a >> nth=0")
    box = tab.locator("[data-focal-point]").bounding_box()
    tab.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    assert abs(float(tab.input_value("#id_focal_x")) - 0.25) < 0.02
    tab.click("[name=_continue] >> nth=0")
    assert "25x75" in tab.locator(".crop").first.get_attribute("src")
    assert tab.complaints == []
