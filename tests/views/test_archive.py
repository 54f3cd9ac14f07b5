import pytest

from articles.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts():
    return [
        make_post("Spring", published_at="2025-03-31T23:59Z"),
        make_post("Later", published_at="2025-04-01T00:00Z"),
        make_post("Next year", published_at="2026-04-02T00:00Z"),
        make_post("Canary", published_at="2024-04-02T00:00Z", status="draft"),
        make_post("Canary", published_at="2099-04-02T00:00Z"),
    ]


def test_years_and_months_are_listed_with_counts(client, posts):
    page = client.get("/archive/").content.decode()
    assert page.index('href="/2026/"') < page.index('href="/2025/"')
    assert 'href="/2025/03/">March <span class="count">1</span>' in page
    assert "2024" not in page
    assert "2099" not in page


def test_a_year_and_a_month_list_their_articles(client, posts):
    year = client.get("/2025/").content.decode()
    assert "Spring" in year
    assert "Later" in year
    assert "Next year" not in year
    month = client.get("/2025/03/").content.decode()
    assert "Spring" in month
    assert "March 2025" in month
    assert "Later" not in month


@pytest.mark.parametrize(
    "address", ["/2024/", "/2099/", "/2025/05/", "/2025/13/", "/2025/00/", "/0000/", "/2025/3/"]
)
def test_a_time_without_public_articles_is_not_found(client, posts, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/archive/", "/2025/", "/2025/03/"])
def test_writing_to_it_is_not_allowed(client, posts, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("count", [3, 60])
def test_queries_are_few_at_any_size(client, django_assert_num_queries, count):
    for number in range(count):
        make_post(published_at=f"2025-{number % 12 + 1:02}-01T00:00Z")
    with django_assert_num_queries(3):
        client.get("/archive/")
    with django_assert_num_queries(4):
        client.get("/2025/")


def test_months_are_those_of_the_sites_clocks(client, posts, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    page = client.get("/archive/").content.decode()
    assert 'href="/2025/04/">April <span class="count">2</span>' in page
    assert "/2025/03/" not in page


def test_months_of_many_years_are_counted_a_part_at_a_time(monkeypatch, posts):
    monkeypatch.setattr("articles.querysets.MONTHS_AT_ONCE", 5)
    months = [
        (row["month"].strftime("%Y-%m"), row["post_count"]) for row in Post.objects.published().months()
    ]
    assert months == [("2026-04", 1), ("2025-04", 1), ("2025-03", 1)]
    assert Post.objects.none().months() == []
