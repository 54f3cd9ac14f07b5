import json
import re
from datetime import UTC, datetime, timedelta
from html import escape
from xml.etree import ElementTree

import feedparser
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import SiteSettings, Tag
from tests.factories import make_author, make_category, make_image, make_post, make_series

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "http://127.0.0.1:8000"


def make_full_post(title: str = "Weak ties", **fields):
    return make_post(
        title,
        tags=["One", "Two words"],
        **{
            "body": "Read [this](/about/).\n\n## Why\n\nBecause.[^1]\n\n[^1]: A note.",
            "category": make_category("Meeting"),
            "author": make_author("Ada Lovelace"),
            "series": make_series("Letters"),
            "hero_image": make_image(alt="A long table", caption="In the hall"),
            "custom_excerpt": "A written excerpt.",
            **fields,
        },
    )


def feed_of(client, path: str = "/feed/"):
    parsed = feedparser.parse(client.get(path).content)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed


def root_of(client, path: str = "/feed/") -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).content)


def json_of(client, path: str = "/feed.json") -> dict:
    return json.loads(client.get(path).content)


def test_it_renders(client):
    post = make_full_post()
    response = client.get("/feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feed_of(client)
    assert parsed.version == "atom10"
    assert parsed.feed.title == "Rapport"
    assert parsed.feed.language == "en"
    assert {"rel": "self", "href": f"{SITE}/feed/"}.items() <= parsed.feed.links[1].items()
    (entry,) = parsed.entries
    assert entry.title == "Weak ties"
    assert entry.link == f"{SITE}/articles/weak-ties/"
    assert entry.summary == "A written excerpt."
    assert entry.author_detail == {"name": "Ada Lovelace", "href": f"{SITE}/author/ada-lovelace/"}
    assert [tag.term for tag in entry.tags] == ["Meeting", "One", "Two words"]
    assert entry.published == post.published_at.isoformat()


def test_an_article_is_there_in_full_with_addresses_that_work(client):
    make_full_post()
    entry = root_of(client).find("a:entry", ATOM)
    html = entry.find("a:content[@type='html']", ATOM).text
    assert html.startswith('<figure><img src="http://127.0.0.1:8000/media/images/')
    assert 'alt="A long table"><figcaption>In the hall</figcaption>' in html
    assert f'href="{SITE}/about/"' in html
    assert f'href="{SITE}/articles/weak-ties/#fn:1"' in html
    assert "Because." in html
    assert not re.search(r'(?:href|src|srcset)="(?!http)', html)


def test_its_hero_is_an_enclosure_of_the_right_length(client):
    post = make_full_post()
    (enclosure,) = feed_of(client).entries[0].enclosures
    name = enclosure.href.removeprefix(f"{SITE}/media/")
    assert enclosure.type == "image/jpeg"
    assert int(enclosure.length) == default_storage.size(name)
    assert name in post.hero_image.file_names


def test_the_storage_is_asked_once_for_a_length(client):
    post = make_full_post()
    before = client.get("/feed/").content
    for name in post.hero_image.file_names:
        default_storage.delete(name)
    assert client.get("/feed/").content == before
    cache.clear()
    assert feed_of(client).entries[0].enclosures == []


@pytest.mark.parametrize(
    "path", ["/category/meeting/", "/tag/two-words/", "/author/ada-lovelace/", "/series/letters/"]
)
def test_what_belongs_together_can_be_followed(client, path):
    make_full_post()
    make_post("Elsewhere")
    assert [entry.title for entry in feed_of(client, f"{path}feed/").entries] == ["Weak ties"]
    feed = json_of(client, f"{path}feed.json")
    assert [item["title"] for item in feed["items"]] == ["Weak ties"]
    assert feed["title"].endswith(" · Rapport")
    assert feed["home_page_url"] == f"{SITE}{path}"
    page = client.get(path).content.decode()
    assert f'type="application/atom+xml" title="{feed["title"]}" href="{path}feed/"' in page
    assert f'type="application/feed+json" title="{feed["title"]}" href="{path}feed.json"' in page


def test_every_page_names_the_feeds_of_the_site(client):
    for path in ("/", make_post().get_absolute_url(), "/tags/"):
        page = client.get(path).content.decode()
        assert '<link rel="alternate" type="application/atom+xml" title="Rapport" href="/feed/">' in page
        assert '<link rel="alternate" type="application/feed+json" title="Rapport" href="/feed.json">' in page


def test_json_feed_has_what_its_specification_asks_for(client):
    post = make_full_post()
    make_post("No picture, no author")
    response = client.get("/feed.json")
    assert response["Content-Type"] == "application/feed+json"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}/feed.json"
    assert feed["language"] == "en"
    assert feed["title"] == "Rapport"
    for item in feed["items"]:
        assert {"id", "url", "title", "content_html", "date_published", "date_modified"} <= item.keys()
        assert item["id"]
        assert all(datetime.fromisoformat(item[key]).tzinfo for key in ("date_published", "date_modified"))
    plain, full = feed["items"]
    assert full["authors"] == [{"name": "Ada Lovelace", "url": f"{SITE}/author/ada-lovelace/"}]
    assert full["tags"] == ["Meeting", "One", "Two words"]
    assert full["summary"] == "A written excerpt."
    (attachment,) = full["attachments"]
    assert attachment["url"] == full["image"]
    assert attachment["mime_type"] == "image/jpeg"
    assert attachment["size_in_bytes"] == default_storage.size(full["image"].removeprefix(f"{SITE}/media/"))
    assert "attachments" not in plain
    assert post.hero_image.stem in full["content_html"]


def test_both_forms_know_an_article_by_one_name_that_never_changes(client):
    post = make_post("Weak ties")
    before = feed_of(client).entries[0].id
    post.title, post.slug = "Strong ties", "strong-ties"
    post.save()
    assert feed_of(client).entries[0].id == before == json_of(client)["items"][0]["id"]
    assert before.startswith("urn:uuid:")
    assert before != feed_of_another(client)


def feed_of_another(client) -> str:
    make_post("Another")
    return feed_of(client).entries[0].id


def test_a_revision_is_told_by_its_time(client):
    post = make_post(published_at=timezone.now() - timedelta(days=3))
    post.body = "Other words."
    post.save()
    root = root_of(client)
    assert datetime.fromisoformat(root.find("a:updated", ATOM).text) == post.revised_at
    entry = root.find("a:entry", ATOM)
    assert datetime.fromisoformat(entry.find("a:updated", ATOM).text) == post.revised_at
    published = datetime.fromisoformat(entry.find("a:published", ATOM).text)
    assert published == post.published_at


def test_the_newest_twenty_are_there(client):
    for number in range(22):
        make_post(f"Article {number}", published_at=datetime(2026, 1, 1 + number, tzinfo=UTC))
    titles = [entry.title for entry in feed_of(client).entries]
    assert len(titles) == 20
    assert titles[0] == "Article 21"


def test_an_empty_feed_is_a_feed_and_always_the_same(client):
    assert feed_of(client).entries == []
    assert json_of(client)["items"] == []
    assert client.get("/feed/").content == client.get("/feed/").content


@pytest.mark.parametrize("path", ["/category/x/", "/tag/x/", "/author/x/", "/series/x/"])
def test_unknown_slug_is_not_found(client, path):
    assert client.get(f"{path}feed/").status_code == 404
    assert client.get(f"{path}feed.json").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post("/feed/").status_code == 405
    assert client.post("/feed.json").status_code == 405


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("form", ["feed/", "feed.json"])
def test_it_takes_few_queries(client, django_assert_num_queries, count, form):
    category, author, image = make_category("Meeting"), make_author(), make_image()
    for _ in range(count):
        make_post(category=category, author=author, hero_image=image, tags=["One", "Two"])
    with django_assert_num_queries(3):
        client.get(f"/{form}")
    with django_assert_num_queries(4):
        client.get(f"/category/meeting/{form}")
    with django_assert_num_queries(6):
        client.get(f"/tag/one/{form}")


def test_the_host_of_the_request_is_nowhere_in_it(client):
    make_full_post()
    for path in ("/feed/", "/feed.json"):
        assert b"localhost" not in client.get(path, headers={"host": "localhost"}).content


HOSTILE = "a\x00\x08\x0b\x1f\ufffe\uffffb ]]> & <b> \" ' </script><script> \u2028 👩‍🚀 é \\"


def test_what_xml_forbids_is_dropped_and_the_rest_survives(client):
    SiteSettings(name=HOSTILE, tagline=HOSTILE).save()
    tag = Tag.objects.create(name="Plain")
    # Past the form and the renderer, as an import or another program might.
    post = make_post("x", tags=["Plain"])
    type(post).objects.filter(pk=post.pk).update(
        title=HOSTILE, excerpt=HOSTILE, body_html=f"<p>{escape(HOSTILE)}</p>"
    )
    Tag.objects.filter(pk=tag.pk).update(name=HOSTILE)
    read = "ab ]]> & <b> \" ' </script><script> \u2028 👩‍🚀 é \\"
    root = root_of(client)
    assert root.find("a:title", ATOM).text == read
    entry = root.find("a:entry", ATOM)
    assert entry.find("a:title", ATOM).text == read
    assert entry.find("a:summary", ATOM).text == read
    assert entry.find("a:category", ATOM).get("term") == read
    assert entry.find("a:content", ATOM).text == f"<p>{escape(read)}</p>"
    assert json_of(client)["items"][0]["title"] == HOSTILE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=200))
def test_any_text_makes_a_feed(client, text):
    post = make_post("x")
    SiteSettings(name=text[:80], tagline=text[:160]).save()
    type(post).objects.filter(pk=post.pk).update(title=text, excerpt=text, body_html=f"<p>{escape(text)}</p>")
    root = root_of(client)
    assert len(root.findall("a:entry", ATOM)) == len(json_of(client)["items"])
    assert root.find("a:entry/a:title", ATOM).text in {without_forbidden(text), None}
    assert json_of(client)["items"][0]["title"] == text
    post.delete()


def without_forbidden(text: str) -> str:
    """What is left of a text after XML: no control characters, and one kind of line end."""
    kept = [c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")]
    return "".join(kept).replace("\r\n", "\n").replace("\r", "\n")


def test_a_hub_is_named_when_the_site_has_one(client):
    assert 'rel="hub"' not in client.get("/feed/").content.decode()
    assert "hubs" not in client.get("/feed.json").json()
    SiteSettings(hub="https://hub.example.org/").save()
    assert 'href="https://hub.example.org/" rel="hub"' in client.get("/feed/").content.decode()
    assert client.get("/feed.json").json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
