import pytest
from django.core.management import CommandError, call_command

from articles.models import Link, Post, Revision, SearchDocument, Tag
from articles.search import search
from tests.factories import make_post

FIELDS = ["title", "slug", "body", "body_html", "excerpt", "words", "published_at", "category__name"]
pytestmark = pytest.mark.django_db


def made(number: int, **options) -> list[dict]:
    call_command("make_posts", number, **options)
    return list(Post.objects.order_by("pk").values(*FIELDS))


def test_it_makes_published_articles_with_all_that_belongs_to_them():
    made(30)
    assert Post.objects.published().count() == 30
    assert Revision.objects.count() == SearchDocument.objects.count() == 30
    assert Tag.objects.count() == 10
    assert Link.objects.exists()
    post = Post.objects.order_by("-pk")[0]
    assert post.related
    assert post.tags.exists()
    assert post in search(post.title)


def test_an_article_is_as_its_own_save_would_make_it():
    made(5)
    for post in Post.objects.all():
        before = post.body_html, post.excerpt, post.toc, post.words
        post.save()
        assert (post.body_html, post.excerpt, post.toc, post.words) == before
        assert post.revisions.count() == 1


def test_the_same_seed_makes_the_same_articles():
    first = made(12)
    Post.objects.all().delete()
    assert made(12) == first
    Post.objects.all().delete()
    assert made(12, seed=2) != first


def test_it_goes_on_where_it_was_interrupted():
    made(10)
    assert len(made(15)) == 15
    assert len(made(15)) == 15


def test_a_site_with_other_articles_is_left_alone_unless_asked():
    post = make_post()
    with pytest.raises(CommandError):
        made(10)
    assert list(Post.objects.all()) == [post]
    assert len(made(10, add=True)) == 11


@pytest.mark.django_db(transaction=True)
def test_several_processes_make_the_same_as_one(monkeypatch):
    one = made(20)
    Post.objects.all().delete()
    monkeypatch.setattr("articles.management.commands.make_posts.TOGETHER", 5)
    assert made(20, jobs=2) == one
