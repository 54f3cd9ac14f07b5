import json
import re

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from articles.models import Page, SiteSettings
from articles.structured_data import to_json
from tests.factories import make_author, make_category, make_image, make_post, make_series

SITE = "http://127.0.0.1:8000"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "\u2028\u2029",
    "\\",
    '"}]',
    "&quot;&lt;",
    "]]>",
    "\x00\x1f",
]


def refuse(constant: str):
    raise ValueError(constant)


def things_of(client, path: str) -> dict[str, dict]:
    """The things that the one block of a page speaks of, by their kind, read as a browser and a strict parser do."""
    page = LexborHTMLParser(client.get(path).content)
    (block,) = page.css("script")
    assert block.attributes == {"type": "application/ld+json"}
    data = json.loads(block.text(), parse_constant=refuse)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


@pytest.mark.django_db
def test_an_article_says_what_it_is(client):
    SiteSettings(name="Handshake", profiles="https://example.org/@handshake").save()
    post = make_post(
        "Weak ties",
        tags=["One", "Two words"],
        body="Four words of text.",
        category=make_category("Meeting"),
        author=make_author("Ada", links="https://example.org/ada"),
        hero_image=make_image(),
        description="For engines.",
    )
    things = things_of(client, post.get_absolute_url())
    posting = things["BlogPosting"]
    publisher = posting.pop("publisher")
    assert posting.pop("image").startswith(f"{SITE}/media/images/")
    assert posting == {
        "@type": "BlogPosting",
        "headline": "Weak ties",
        "description": "For engines.",
        "datePublished": post.published_at.isoformat(),
        "dateModified": post.published_at.isoformat(),
        "author": {
            "@type": "Person",
            "name": "Ada",
            "url": f"{SITE}/author/ada/",
            "sameAs": ["https://example.org/ada"],
        },
        "mainEntityOfPage": f"{SITE}/articles/weak-ties/",
        "wordCount": 4,
        "articleSection": "Meeting",
        "keywords": ["One", "Two words"],
        "inLanguage": "en",
    }
    assert publisher["name"] == "Handshake"
    assert publisher["logo"] == {"@type": "ImageObject", "url": f"{SITE}/static/img/icon.svg"}
    assert publisher["sameAs"] == ["https://example.org/@handshake"]
    assert trail(things) == [
        (1, "Handshake", f"{SITE}/"),
        (2, "Meeting", f"{SITE}/category/meeting/"),
        (3, "Weak ties", f"{SITE}/articles/weak-ties/"),
    ]


def trail(things: dict) -> list[tuple[int, str, str]]:
    return [
        (step["position"], step["name"], step["item"]) for step in things["BreadcrumbList"]["itemListElement"]
    ]


@pytest.mark.django_db
def test_an_article_without_a_picture_shows_its_card(client):
    things = things_of(client, make_post("Weak ties").get_absolute_url())
    assert things["BlogPosting"]["image"].startswith(f"{SITE}/cards/weak-ties-")
    assert things["BlogPosting"]["author"]["@type"] == "Organization"


@pytest.mark.django_db
def test_the_logo_is_that_of_the_site(client):
    logo = make_image()
    SiteSettings(logo=logo).save()
    posting = things_of(client, make_post().get_absolute_url())["BlogPosting"]
    assert posting["publisher"]["logo"]["url"] == f"{SITE}{logo.file.url}"


@pytest.mark.django_db
def test_the_front_page_says_how_to_search(client):
    things = things_of(client, "/")
    assert things.keys() == {"WebSite"}
    action = things["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


@pytest.mark.django_db
def test_an_author_is_a_person(client):
    author = make_author(
        "Ada", bio="Wrote the first program.", links="https://example.org/ada", portrait=make_image()
    )
    make_post(author=author)
    things = things_of(client, author.get_absolute_url())
    assert things["Person"]["description"] == "Wrote the first program."
    assert things["Person"]["image"].startswith(f"{SITE}/media/images/")
    assert trail(things)[1:] == [(2, "Ada", f"{SITE}/author/ada/")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/category/meeting/", ["Categories", "Meeting"]),
        ("/tag/one/", ["Tags", "One"]),
        ("/series/letters/", ["Letters"]),
        ("/2026/", ["Archive", "2026"]),
        ("/2026/03/", ["Archive", "March 2026"]),
        ("/categories/", ["Categories"]),
        ("/tags/", ["Tags"]),
        ("/archive/", ["Archive"]),
        ("/about/", ["About & more"]),
    ],
)
def test_every_page_says_where_it_is(client, path, names):
    make_post(category=make_category("Meeting"), series=make_series("Letters"), tags=["One"])
    Page.objects.create(title="About & more", path="about", is_public=True)
    assert [name for _position, name, _path in trail(things_of(client, path))] == ["Rapport", *names]
    assert trail(things_of(client, path))[-1][2] == SITE + path


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_end_the_block(client, text):
    SiteSettings(name=text, tagline=text, description=text).save()
    author = make_author(text, slug="ada", bio=text)
    post = make_post("x", category=make_category(text, slug="meeting"), author=author, tags=["One"])
    type(post).objects.filter(pk=post.pk).update(title=text, excerpt=text, description=text)
    post.tags.all().update(name=text)
    posting = things_of(client, "/articles/x/")["BlogPosting"]
    assert posting["headline"] == posting["description"] == posting["articleSection"] == text
    assert posting["keywords"] == [text]
    for path in ("/", "/category/meeting/", "/tag/one/", "/author/ada/", "/2026/"):
        things_of(client, path)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=120))
def test_any_title_can_be_read(client, title):
    post = make_post("x")
    type(post).objects.filter(pk=post.pk).update(title=title)
    assert things_of(client, post.get_absolute_url())["BlogPosting"]["headline"] == title
    post.delete()


@given(st.text())
def test_nothing_in_a_block_means_anything_to_html(text):
    written = to_json({"name": text, text: 1})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written)["@graph"] == [{"name": text, text: 1}] or text == "name"


@pytest.mark.django_db
def test_a_preview_says_nothing_to_machines(admin_client):
    post = make_post("Canary", status="draft")
    page = admin_client.get(f"/admin/articles/post/{post.pk}/preview/").content.decode()
    assert escape(post.title) in page
    assert "ld+json" not in page
    assert "og:image" not in page
