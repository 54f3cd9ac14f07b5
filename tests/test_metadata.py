import re
from datetime import timedelta

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.models import Page, SiteSettings
from tests.factories import make_author, make_category, make_post, make_series

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def head_of(client, path: str) -> dict[str, str]:
    """The metadata of a page by name; of several with one name, their values with a | between."""
    head: dict[str, list[str]] = {}
    page = LexborHTMLParser(client.get(path).content)
    for meta in page.css("head > meta[content]"):
        name = meta.attributes.get("property") or meta.attributes.get("name")
        head.setdefault(name, []).append(meta.attributes["content"])
    head["canonical"] = [link.attributes["href"] for link in page.css("link[rel=canonical]")]
    return {name: "|".join(values) for name, values in head.items()}


def test_an_article_is_described(client):
    post = make_post(
        'Weak "ties" & <more>',
        slug="weak-ties",
        tags=["One", "Two"],
        category=make_category("Meeting"),
        author=make_author("Ada"),
        custom_excerpt="A written excerpt.",
        published_at=timezone.now() - timedelta(days=2),
    )
    post.body = "Other words."
    post.save()
    head = head_of(client, "/articles/weak-ties/")
    image = head.pop("og:image")
    assert re.fullmatch(rf"{SITE}/cards/weak-ties-[0-9a-f]{{20}}\.png", image)
    assert client.get(image.removeprefix(SITE)).status_code == 200
    for name in ("viewport", "color-scheme", "theme-color"):
        del head[name]
    assert head == {
        "description": "A written excerpt.",
        "canonical": f"{SITE}/articles/weak-ties/",
        "og:type": "article",
        "og:title": 'Weak "ties" & <more>',
        "og:description": "A written excerpt.",
        "og:url": f"{SITE}/articles/weak-ties/",
        "og:site_name": "Rapport",
        "og:locale": "en",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'Weak "ties" & <more>',
        "article:published_time": post.published_at.isoformat(),
        "article:modified_time": post.revised_at.isoformat(),
        "article:author": f"{SITE}/author/ada/",
        "article:section": "Meeting",
        "article:tag": "One|Two",
        "twitter:card": "summary_large_image",
    }


def test_an_article_from_elsewhere_names_that_address(client):
    address = "https://example.org/first/?a=1&b=2"
    head = head_of(client, make_post(canonical_url=address).get_absolute_url())
    assert head["canonical"] == head["og:url"] == address


@pytest.mark.parametrize(
    ("path", "title", "description"),
    [
        ("/", "Rapport", "Articles on the people side of work"),
        ("/category/meeting/", "Meeting", "Of meeting people."),
        ("/author/ada/", "Ada", "Wrote the first program."),
        ("/series/letters/", "Letters", "Articles on the people side of work"),
        ("/tag/one/", "One", "Articles on the people side of work"),
        ("/2026/03/", "March 2026", "Articles on the people side of work"),
        ("/tags/", "Tags", "Articles on the people side of work"),
        ("/about/", "About", "Who we are."),
    ],
)
def test_every_page_is_described(client, path, title, description):
    make_post(
        category=make_category("Meeting", description="Of meeting people."),
        author=make_author("Ada", bio="Wrote the first program."),
        series=make_series("Letters"),
        tags=["One"],
    )
    Page.objects.create(title="About", path="about", is_public=True, body="Who we are.")
    head = head_of(client, path)
    assert head["og:title"] == title
    assert head["og:description"] == head["description"] == description
    assert head["canonical"] == head["og:url"] == SITE + path
    assert head["og:type"] == "website"
    assert re.fullmatch(rf"{SITE}/cards/[0-9a-f]{{20}}\.png", head["og:image"])


def test_further_pages_are_pages_of_their_own_and_may_be_found(client):
    category = make_category("Meeting")
    for _ in range(11):
        make_post(category=category)
    for path in ("/page/2/", "/category/meeting/page/2/"):
        head = head_of(client, path)
        assert head["canonical"] == head["og:url"] == SITE + path
        assert "robots" not in head


def test_the_description_of_the_site_serves_where_there_is_none(client):
    SiteSettings(name="Handshake", tagline="", description="").save()
    assert head_of(client, "/")["description"] == "Handshake"
    SiteSettings(name="Handshake", description="On people.").save()
    assert head_of(client, "/")["description"] == "On people."
