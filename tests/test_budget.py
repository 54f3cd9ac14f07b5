"""A page takes as many queries on a large site as on a small one."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Category, Post, Series, Tag
from tests.factories import make_user

SMALL, LARGE = 100, 2_000
ADMIN = "/admin/articles/"


def addresses() -> dict[str, str]:
    posts = Post.objects.newest_first()
    post = posts.filter(sidebar="counts")[30]
    category, tag, author, series = (model.objects.first() for model in (Category, Tag, Author, Series))
    tag = Tag.objects.get(pk=min(Tag.objects.values_list("pk", flat=True)))  # the one with most articles
    pages = (posts.count() + 9) // 10
    return {
        "home": "/",
        "middle": f"/page/{pages // 2}/",
        "last": f"/page/{pages}/",
        "article": post.get_absolute_url(),
        "category": category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "author": author.get_absolute_url(),
        "series": series.get_absolute_url(),
        "year": f"/{post.published_at.year}/",
        "month": f"/{post.published_at.year}/{post.published_at.month:02}/",
        "archive": "/archive/",
        "categories": "/categories/",
        "tags": "/tags/",
        "search": f"/search/?q={tag.name.split()[0]}",
        "search in vain": "/search/?q=zzzzzz",
        "feed": "/feed/",
        "tag feed": f"{tag.get_absolute_url()}feed/",
        "category feed": f"{category.get_absolute_url()}feed.json",
        "sitemap": "/sitemap.xml",
        "sitemap of posts": "/sitemap-posts-1.xml",
        "sitemap of tags": "/sitemap-tags-1.xml",
        "not found": "/articles/nothing-like-it/",
        "dashboard": "/admin/",
        "admin list": f"{ADMIN}post/",
        "admin list, second page": f"{ADMIN}post/?p=2",
        "admin list of a category": f"{ADMIN}post/?category__id__exact={category.pk}",
        "admin list of a stage": f"{ADMIN}post/?stage=published",
        "admin list of a year": f"{ADMIN}post/?published_at__year={post.published_at.year}",
        "admin list of an author": f"{ADMIN}post/?author__id__exact={author.pk}",
        "admin list, in need of care": f"{ADMIN}post/?care=undescribed",
        "admin list by title": f"{ADMIN}post/?o=2",
        "admin list by category": f"{ADMIN}post/?o=4",
        "admin list, searched": f"{ADMIN}post/?q={post.slug}",
        "admin form": f"{ADMIN}post/{post.pk}/change/",
        "admin tags": f"{ADMIN}tag/",
        "admin tags by use": f"{ADMIN}tag/?o=-3",
        "admin tags out of use": f"{ADMIN}tag/?use=hidden",
        "admin tag": f"{ADMIN}tag/{tag.pk}/change/",
        "admin categories": f"{ADMIN}category/",
        "admin authors": f"{ADMIN}author/",
        "admin series": f"{ADMIN}series/",
        "admin images": f"{ADMIN}image/",
        "admin links": f"{ADMIN}link/",
        "admin hosts": f"{ADMIN}link/hosts/",
    }


def queries(client) -> dict[str, int]:
    counts = {}
    for name, address in addresses().items():
        client.get(address)  # what is asked for once, such as content types, is none of its queries
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts[name] = len(captured)
    return counts


@pytest.mark.django_db
def test_a_page_takes_the_same_queries_at_any_size(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    call_command("make_posts", SMALL, jobs=1)
    small = queries(client)
    call_command("make_posts", LARGE, jobs=1)
    assert queries(client) == small
