import re
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Category, Image, Post, Tag
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
STARTER = ROOT / "articles" / "starter"


@pytest.fixture
def starter(db):
    call_command("import_posts", "jekyll", str(STARTER), brief=True)


def test_twelve_articles_in_four_categories_are_public(starter, client):
    assert Post.objects.published().count() == 12
    assert [category.post_count for category in Category.objects.with_counts()] == [3, 3, 3, 3]
    for row in [*Post.objects.all(), *Category.objects.all(), *Tag.objects.all()]:
        assert client.get(row.get_absolute_url()).status_code == 200


def test_each_is_a_whole_article(starter):
    for post in Post.objects.all():
        assert 700 <= post.words <= 1250, post.slug
        assert post.excerpt
        assert post.tags.names()


def test_every_picture_is_described_and_shown(starter):
    assert Image.objects.count() == 6
    assert not Image.objects.without_alt().exists()
    assert all(image.is_ready for image in Image.objects.all())
    assert sum(post.body_html.count("<img") for post in Post.objects.all()) == 2


def test_every_link_between_them_leads_somewhere(starter, client):
    links = {link for post in Post.objects.all() for link in re.findall(r'href="(/[^"]*)"', post.body_html)}
    assert len(links) > 8
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize(
    "markup",
    ["<table>", "<blockquote>", "<figure>", "footnote", "<dl>", "<abbr", 'type="checkbox"', "<pre", "<ol>"],
)
def test_they_show_what_the_renderer_can_do(starter, markup):
    assert any(markup in post.body_html for post in Post.objects.all())


def test_no_line_speaks_of_a_file_that_is_not_there():
    for path in Path(STARTER, "_posts").iterdir():
        for name in re.findall(r"/assets/([\w.-]+)", path.read_text()):
            assert (STARTER / "assets" / name).exists()
