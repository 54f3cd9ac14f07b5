"""What readers see."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import Category, Post, Tag
from articles.querysets import PostQuerySet

POSTS_PER_PAGE = 10  # the first large, the others in rows of three


@require_safe
def home(request: HttpRequest, page: int = 1) -> HttpResponse:
    return listing(request, "articles/home.html", Post.objects.published(), page, "/")


@require_safe
def category(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    posts = Post.objects.published().filter(category=category)
    return listing(
        request, "articles/category.html", posts, page, category.get_absolute_url(), category=category
    )


@require_safe
def tag(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    posts = Post.objects.published().filter(tags=tag)
    return listing(request, "articles/tag.html", posts, page, tag.get_absolute_url(), tag=tag)


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    posts = Post.objects.published().select_related("category", "author__portrait", "hero_image")
    return render(request, "articles/article.html", article_context(get_object_or_404(posts, slug=slug)))


def listing(
    request: HttpRequest, template: str, posts: PostQuerySet, number: int, base: str, **context
) -> HttpResponse:
    if request.path.endswith("/page/1/"):
        return redirect(base, permanent=True)
    paginator = Paginator(posts.for_listing(), POSTS_PER_PAGE)
    if not 1 <= number <= paginator.num_pages:
        raise Http404
    page = paginator.page(number)
    return render(
        request, template, {"page": page, "base": base, "categories": counted_categories(), **context}
    )


def article_context(post: Post) -> dict:
    """Return what the article's page shows; the editors' preview shows the same."""
    public = Post.objects.published().only("title", "slug", "published_at")
    dated = post.published_at is not None
    return {
        "post": post,
        "tags": post.tags.all(),
        "previous": public.before(post).first() if dated else None,
        "next": public.after(post).first() if dated else None,
        "categories": counted_categories() if post.sidebar == Post.Sidebar.COUNTS else [],
    }


def counted_categories() -> list[Category]:
    return list(Category.objects.with_counts())
