"""What is not public is nowhere: a crawl of everything that a reader or a machine can be told of."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Page
from tests.factories import make_author, make_category, make_image, make_post, make_series

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
STANDS = ["draft", "in_review", "withdrawn", "scheduled"]
ADDRESS = re.compile(rf'(?:{SITE}|(?:href|src|content)="|(?:<loc>|"url":")(?:{SITE})?)(/[^"<#\s\\?]*)')


def make_canary(stand: str, tags=("One", "Canary tag"), **fields):
    if stand == "scheduled":
        fields |= {"published_at": timezone.now() + timedelta(hours=1)}
    else:
        fields |= {"status": stand}
    hero = make_image(alt="Canary picture", caption="Canary caption")
    words = {"custom_excerpt": "Canary excerpt", "description": "Canary description", "body": "Canary body"}
    return make_post("Canary title", tags=tags, hero_image=hero, **words, **fields)


def crawl(client) -> dict[str, str]:
    """Every answer that can be reached from the front page and from what search engines and readers ask for."""
    waiting = [
        "/",
        "/feed/",
        "/feed.json",
        "/sitemap.xml",
        "/robots.txt",
        "/archive/",
        "/tags/",
        "/categories/",
    ]
    answers: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path in answers or path.startswith(("/admin/", "/static/", "/media/", "/covers/", "/accent/")):
            continue
        response = client.get(path)
        assert response.status_code == 200, path
        answers[path] = response.content.decode(errors="replace") + str(response.headers)
        waiting += ADDRESS.findall(answers[path])
    return answers


@pytest.mark.parametrize("stand", STANDS)
def test_canaries_are_nowhere(client, stand):
    fields = {
        "category": make_category("Meeting"),
        "author": make_author("Ada"),
        "series": make_series("Letters"),
    }
    for _ in range(2):
        make_post(tags=["One"], hero_image=make_image(), **fields)
    canary = make_canary(stand, **fields)
    Page.objects.create(title="Canary page", path="canary", body="Canary", is_public=False)
    answers = crawl(client)
    kinds = ("/articles/", "/category/", "/tag/", "/author/", "/series/", "/cards/", "/sitemap-", "/20")
    assert all(any(path.startswith(kind) for path in answers) for kind in kinds)
    assert sum(path.endswith(("/feed/", "/feed.json")) for path in answers) == 10
    for path, answer in answers.items():
        assert "canary" not in answer.lower(), path
        assert canary.hero_image.stem not in answer, path


@pytest.mark.parametrize("stand", STANDS)
def test_what_was_public_is_gone_at_once(client, stand):
    fields = {
        "category": make_category("Meeting"),
        "author": make_author("Ada"),
        "series": make_series("Letters"),
    }
    for _ in range(2):
        make_post(tags=["One"], **fields)
    canary = make_canary("published", tags=["One"], **fields)
    before = crawl(client)
    assert sum("Canary title" in answer for answer in before.values()) >= 15
    if stand == "scheduled":
        canary.published_at = timezone.now() + timedelta(hours=1)
    else:
        canary.status = stand
    canary.save()
    for path in before:
        response = client.get(path)
        assert "canary" not in response.content.decode(errors="replace").lower(), path
    for path in before:
        if path.startswith(("/articles/canary", "/cards/canary")):
            assert client.get(path).status_code in {404, 410}, path


@pytest.mark.parametrize("stand", STANDS)
def test_a_canary_of_its_own_category_is_in_no_feed_of_it(client, stand):
    make_canary(
        stand, category=make_category("Meeting"), author=make_author("Ada"), series=make_series("Letters")
    )
    for path in ("/category/meeting/", "/tag/one/", "/author/ada/", "/series/letters/"):
        for form in ("feed/", "feed.json", ""):
            assert "canary" not in client.get(path + form).content.decode().lower()
    for form in ("feed/", "feed.json"):
        assert client.get(f"/tag/canary-tag/{form}").status_code == 404
