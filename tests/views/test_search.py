import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db

UNPUBLISHED = [
    {"status": "draft"},
    {"status": "in_review"},
    {"status": "withdrawn", "published_at": datetime(2025, 1, 1, tzinfo=UTC)},
    {"published_at": timezone.now() + timedelta(days=9)},
]


def read(client, **parameters) -> str:
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response.content.decode()


def titles(page: str) -> list[str]:
    found = re.findall(r'<h2 class="card-title"><a [^>]*>(.*?)</a>', page)
    return [unescape(re.sub("</?mark>", "", title)) for title in found]


def facet_links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<a href="([^"]*)" rel="nofollow">', page)]


def test_it_renders(client):
    make_post("Weak ties", category=make_category("Meeting"), body="On professional networking.")
    make_post("Elsewhere")
    page = read(client, q="networks")
    assert titles(page) == ["Weak ties"]
    assert "On professional <mark>networking</mark>." in page
    assert "1 article<" in page
    assert "Meeting" in page
    assert "min read" in page
    assert 'name="robots" content="noindex' in page


@pytest.mark.parametrize("fields", UNPUBLISHED)
def test_what_is_not_published_is_nowhere(client, fields):
    category, author = make_category("Categorycanary"), make_author("Authorcanary")
    texts = {"body": "Bodycanary words.", "custom_excerpt": "Excerptcanary."}
    make_post("Titlecanary", category=category, author=author, tags=["Tagcanary"], **texts, **fields)
    make_post("Ordinary", body="Ordinary words.")
    for asked in (
        "titlecanary",
        "bodycanary",
        "excerptcanary",
        "tagcanary",
        "categorycanary",
        "authorcanary",
    ):
        for query in (asked, asked[:-1] + "z", f'"{asked}"', "words"):
            page = read(client, q=query)
            shown = re.sub(r'(value|href)="[^"]*"|“.*?”|<title>.*?</title>', "", page, flags=re.S)
            assert "canary" not in shown.lower(), query
    assert "1 article<" in read(client, q="words")


def test_unknown_and_broken_filters_and_pages_are_not_found(client):
    make_post("Weak ties", category=make_category("Meeting"))
    for parameters in (
        "category=nowhere",
        "tag=nowhere",
        "tag=%00",
        "category=%ed%a0%80",
        "year=abc",
        "year=0",
        "year=-1",
        "year=9999",
        "year=99999999999999",
        "year=٢٠٢٤",
        "page=0",
        "page=-1",
        "page=2",
        "page=abc",
        "page=",
        "page=%00",
        "page=99999999999999999999",
        "page=1e3",
        "page=01",
    ):
        assert client.get(f"/search/?q=weak&{parameters}").status_code == 404, parameters


def test_writing_to_it_is_not_allowed(client):
    assert client.post("/search/").status_code == 405


@pytest.mark.parametrize("count", [5, 200])
def test_it_takes_seven_queries(client, django_assert_num_queries, count):
    categories = [make_category(), make_category()]
    author = make_author()
    for number in range(count):
        make_post("Ties", category=categories[number % 2], author=author, tags=["a", f"b{number % 3}"])
    with django_assert_num_queries(7):
        client.get("/search/?q=ties")


def test_without_a_query_there_is_the_form(client):
    make_post("Weak ties")
    for parameters in ({}, {"q": ""}, {"q": "  "}):
        page = read(client, **parameters)
        assert '<label for="search-text">' in page
        assert titles(page) == []
        assert "No article" not in page


def test_a_page_holds_ten_and_the_first_has_no_number(client):
    for _ in range(23):
        make_post("Weak ties")
    first, second = read(client, q="weak ties"), read(client, q="weak ties", page=2)
    assert len(titles(first)) == len(titles(second)) == 10
    assert len(titles(read(client, q="weak ties", page=3))) == 3
    assert 'rel="next" href="/search/?q=weak+ties&amp;page=2"' in first
    assert 'rel="prev" href="/search/?q=weak+ties"' in second
    assert "Page 2 of 3" in second
    response = client.get("/search/?q=weak+ties&page=1")
    assert (response.status_code, response["Location"]) == (301, "/search/?q=weak+ties")


def test_a_search_is_narrowed_by_links_with_counts(client):
    meeting, work = make_category("Meeting"), make_category("Work")
    make_post("Ties one", category=meeting, tags=["x"], published_at=datetime(2024, 1, 1, tzinfo=UTC))
    make_post("Ties two", category=work, tags=["x", "y"], published_at=datetime(2025, 1, 1, tzinfo=UTC))
    make_post("Ties three", category=work, published_at=datetime(2025, 2, 1, tzinfo=UTC))
    make_post("Ties four", category=work, status="draft")
    page = read(client, q="ties")
    assert facet_links(page) == [
        "/search/?q=ties&category=meeting",
        "/search/?q=ties&category=work",
        "/search/?q=ties&tag=x",
        "/search/?q=ties&tag=y",
        "/search/?q=ties&year=2025",
        "/search/?q=ties&year=2024",
    ]
    counts = re.findall(r'<span class="count">(\d+)</span>', page)
    assert counts == ["1", "2", "2", "1", "2", "1"]
    for link in facet_links(page):
        assert len(titles(client.get(link).content.decode())) == int(counts.pop(0)), link
    narrowed = read(client, q="ties", category="work", year="2025")
    assert sorted(titles(narrowed)) == ["Ties three", "Ties two"]
    assert 'href="/search/?q=ties&amp;category=work"' in narrowed
    assert 'href="/search/?q=ties&amp;year=2025"' in narrowed
    assert '<input type="hidden" name="year" value="2025">' in narrowed


def test_a_typo_is_answered_with_what_was_meant(client):
    make_post("Professional networking")
    page = read(client, q="netwroking")
    assert 'Did you mean <a href="/search/?q=networking">networking</a>?' in page


def test_finding_nothing_leads_on(client):
    category = make_category("Meeting")
    make_post("Weak ties", category=category)
    page = read(client, q="zzzz")
    assert "No article matches “zzzz”" in page
    assert category.get_absolute_url() in page
    page = read(client, q="weak", year="1999")
    assert '<a href="/search/?q=weak">Search in all articles</a>' in page


def test_what_was_typed_is_shown_escaped(client):
    page = read(client, q='"><script>alert(1)</script>')
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_title_is_escaped_in_the_marks(client):
    make_post("Weak <b>ties</b> & more", body="Some *words*.")
    assert "<mark>Weak</mark> &lt;b&gt;ties&lt;/b&gt; &amp; more" in read(client, q="weak")


def test_a_long_query_is_cut_and_the_page_says_so(client):
    make_post("Weak ties")
    page = read(client, q="weak " * 1000)
    assert titles(page) == ["Weak ties"]
    assert "Only the first 200 characters" in page
    assert len(page) < 20_000
    assert "Only the first" not in read(client, q="w" * 200)


@pytest.mark.parametrize(
    "query",
    ['"', "*", "NEAR(", "AND OR", "%", "_", "-", "\0", "x" * 100_000, "ab " * 10_000, "%ff%fe", "%ed%a0%80"],
)
def test_no_query_breaks_the_page(client, query):
    make_post("Weak ties")
    raw = query if "%" in query and len(query) > 1 else quote(query)
    assert client.get(f"/search/?q={raw}").status_code == 200


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8")))
def test_any_query_has_a_page(client, query):
    assert client.get("/search/", {"q": query}).status_code == 200


def test_of_very_many_it_says_that_there_are_more_and_still_narrows(client, monkeypatch):
    for module in ("articles.search.matching", "articles.views.search"):
        monkeypatch.setattr(f"{module}.MOST_RANKED", 12)
    first, second = make_category("Meeting"), make_category("Work")
    for number in range(20):
        moment = datetime(2024 + number % 2, 1, 1, tzinfo=UTC)
        make_post("A", body="Ties.", category=[first, second][number % 2], published_at=moment)
    page = read(client, q="ties")
    assert "More than 12 articles" in page
    assert "Page 1 of 2" in page
    assert 'class="count"' not in page  # they would be of those twelve
    assert facet_links(page) == [
        "/search/?q=ties&category=meeting",
        "/search/?q=ties&category=work",
        "/search/?q=ties&year=2025",
        "/search/?q=ties&year=2024",
    ]
    assert "10 articles" in client.get(facet_links(page)[0]).content.decode()
