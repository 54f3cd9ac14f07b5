"""The article that all this began with, where it is at hand; and always the starter article of its form."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Post
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
SEED = ROOT.parent / "shared" / "seed" / "article.txt"
LIKE_IT = ROOT / "articles" / "starter" / "_posts" / "2026-08-20-leaving-a-job.md"


def import_file(path: Path, *arguments: str) -> tuple[Post, str]:
    output = io.StringIO()
    call_command("import_posts", "jekyll", str(path), "--no-fetch", *arguments, stdout=output)
    return Post.objects.get(), output.getvalue()


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_seed_article_arrives_exactly(client):
    post, report = import_file(SEED, "--date", "2023-04-05")
    assert post.title == "The Importance of Networking and Building Professional Relationships"
    assert post.category.name == "Career and Work"
    assert post.tags.names() == [
        "Hashtags",
        "Networking",
        "ProfessionalRelationships",
        "CareerGrowth",
        "Success",
        "Connections",
        "Advice",
        "JobOpportunities",
    ]
    hero = post.hero_image
    assert (hero.alt, hero.width, hero.height) == ("Networking", 1260, 750)
    assert hero.source_url == (
        "https://images.pexels.com/photos/378570/pexels-photo-378570.jpeg"
        "?auto=compress&cs=tinysrgb&dpr=2&h=750&w=1260"
    )
    assert post.excerpt.startswith("In today’s world, having a strong professional network")
    assert post.reading_minutes == 2
    assert "dated 2023-04-05" in report
    page = client.get(post.get_absolute_url()).content.decode()
    assert "pexels" not in page
    assert re.findall(r'<h2 id="([^"]+)"', post.body_html) == [
        "what-is-networking",
        "why-is-networking-important",
        "how-to-network-effectively",
        "building-professional-relationships",
        "conclusion",
        "summary",
    ]
    check_form(post, SEED, page)


def test_a_starter_article_of_its_form_arrives_exactly(client):
    post, _report = import_file(LIKE_IT)
    assert post.category.name == "Career and Work"
    assert len(post.tags.names()) == 8
    assert post.tags.names()[0] == "Hashtags"
    page = client.get(post.get_absolute_url()).content.decode()
    assert len(re.findall("<h2 id=", post.body_html)) == 6
    check_form(post, LIKE_IT, page)


def check_form(post: Post, path: Path, page: str) -> None:
    assert (post.front_matter + post.body).encode() == path.read_bytes()
    assert (post.show_toc, post.show_author, post.sidebar) == (False, False, "counts")
    assert "<h1" not in post.body_html
    assert "<img" not in post.body_html
    assert page.count("<h1") == 1
    assert 'class="toc"' not in page
    assert 'class="author-box"' not in page
    assert 'class="counts"' in page
    for tag in post.tags.all():
        assert f'<a class="hashtag" href="{tag.get_absolute_url()}">#{tag.name}</a>' in post.body_html
