import pytest

from .page import opened


@pytest.fixture
def page(browser):
    page = opened(browser)
    yield page
    assert page.complaints == []
    page.context.close()


@pytest.fixture(scope="module")
def shared(browser):
    page = opened(browser)
    yield page
    page.context.close()
