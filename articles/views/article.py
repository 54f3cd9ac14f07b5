"""One article, as readers see it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Category, Post
from articles.related import SHOWN


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    post = posts_with_all().published().filter(slug=slug).first()
    if post is None:
        get_object_or_404(Post, slug=slug, status=Post.Status.WITHDRAWN)
        return render(request, "articles/withdrawn.html", status=410)
    return render(request, "articles/article.html", article_context(post))


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The author's Markdown, to the byte."""
    post = get_object_or_404(Post.objects.published().only("body"), slug=slug)
    return HttpResponse(post.body.encode(), content_type="text/markdown; charset=utf-8")


def posts_with_all():
    return Post.objects.with_neighbours().select_related(
        "category", "author__portrait", "hero_image", "series"
    )


def article_context(post) -> dict:
    """Return what the page of a post from `posts_with_all()` shows; the editors' preview shows the same."""
    related = [key for key, _likeness in post.related]
    wanted = Q(pk__in=[post.previous_key, post.next_key, *related])
    if post.series_id:
        wanted |= Q(series=post.series_id)
    linked = {other.pk: other for other in Post.objects.published().filter(wanted).for_listing()}
    parts = [other for other in linked.values() if post.series_id and other.series_id == post.series_id]
    return {
        "post": post,
        "tags": post.tags.all(),
        "previous": linked.get(post.previous_key),
        "next": linked.get(post.next_key),
        "parts": sorted(parts, key=Post.place_in_series),
        "related": [linked[key] for key in related if key in linked][:SHOWN],
        "categories": Category.objects.with_counts() if post.sidebar == Post.Sidebar.COUNTS else [],
    }
