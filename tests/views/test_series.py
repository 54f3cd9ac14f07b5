import pytest

from tests.factories import make_post, make_series

pytestmark = pytest.mark.django_db


def test_it_renders_in_the_order_of_its_parts(client):
    series = make_series("Beginnings", description="How to begin.")
    make_post("Second step", series=series, series_position=2)
    make_post("First step", series=series, series_position=1)
    make_post("Canary", series=series, status="draft")
    page = client.get("/series/beginnings/").content.decode()
    assert page.index("First step") < page.index("Second step")
    assert "A series in 2 parts" in page
    assert "How to begin." in page
    assert "Canary" not in page


def test_unknown_slug_is_not_found(client):
    assert client.get("/series/nowhere/").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(make_series("Beginnings").get_absolute_url()).status_code == 405


@pytest.mark.parametrize("count", [3, 60])
def test_it_takes_five_queries(client, django_assert_num_queries, count):
    series = make_series()
    for _ in range(count):
        make_post(series=series)
    with django_assert_num_queries(5):
        client.get(series.get_absolute_url())
