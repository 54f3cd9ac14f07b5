"""Lists of articles, newest first, ten a page."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.metadata import THIN
from articles.models import Author, Category, Post, Series, Tag
from articles.paging import KeyPages, PublicPages, tagged_keys
from articles.querysets import PostQuerySet
from articles.surrogate_keys import LISTING, keyed

from .article import counted_categories

POSTS_PER_PAGE = 10  # the first large, the others in rows of three


@require_safe
def home(request: HttpRequest, page: int = 1) -> HttpResponse:
    return listing(request, "articles/home.html", Post.objects.published(), page, "/")


@require_safe
def category(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    category = get_object_or_404(Category, slug=slug)
    posts = Post.objects.published().filter(category=category)
    base = category.get_absolute_url()
    return listing(request, "articles/category.html", posts, page, base, category=category)


@require_safe
def tag(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    tag = get_object_or_404(Tag, slug=slug)
    pages = KeyPages(tagged_keys(tag), POSTS_PER_PAGE)
    return page_of(request, "articles/tag.html", pages, page, tag.get_absolute_url(), tag=tag)


@require_safe
def author(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    author = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    posts = Post.objects.published().filter(author=author)
    return listing(request, "articles/author.html", posts, page, author.get_absolute_url(), author=author)


@require_safe
def series(request: HttpRequest, slug: str, page: int = 1) -> HttpResponse:
    series = get_object_or_404(Series, slug=slug)
    posts = Post.objects.published().filter(series=series)
    base = series.get_absolute_url()
    return listing(request, "articles/series.html", posts, page, base, Post.SERIES_ORDER, series=series)


@require_safe
def year(request: HttpRequest, year: int, page: int = 1) -> HttpResponse:
    posts = Post.objects.published().filter(published_at__year=year)
    base = reverse("year", args=[year])
    return listing(request, "articles/year.html", posts, page, base, year=year)


@require_safe
def month(request: HttpRequest, year: int, month: int, page: int = 1) -> HttpResponse:
    if not 1 <= month <= 12:
        raise Http404
    posts = Post.objects.published().in_month(year, month)
    base = reverse("month", args=[year, month])
    first = date(year, month, 1)
    return listing(request, "articles/month.html", posts, page, base, month=first)


def listing(
    request: HttpRequest,
    template: str,
    posts: PostQuerySet,
    number: int,
    base: str,
    order: tuple[str, ...] = (),
    **about,
) -> HttpResponse:
    posts, shown = posts.newest_first(), Post.objects.for_listing()
    if order:
        posts, shown = posts.order_by(*order), shown.order_by(*order)
    pages = PublicPages(posts, POSTS_PER_PAGE, (base,), shown)
    return page_of(request, template, pages, number, base, **about)


def page_of(
    request: HttpRequest, template: str, paginator: Paginator, number: int, base: str, **about
) -> HttpResponse:
    # A list of nothing would tell that there is a tag, say, which only a draft has; the home page alone may be empty.
    if not 1 <= number <= paginator.num_pages or (base != "/" and not paginator.count):
        raise Http404
    if request.path.endswith("/page/1/"):
        return redirect(base, permanent=True)
    shown = paginator.page(number)
    context = {
        "page": shown,
        "base": base,
        "is_thin": base != "/" and paginator.count < THIN,
        "categories": counted_categories(),
    }
    response = render(request, template, {**context, **about})
    subjects = (subject for subject in about.values() if isinstance(subject, Model))
    return keyed(response, LISTING, *subjects, *shown)
