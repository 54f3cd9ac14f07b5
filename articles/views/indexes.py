"""What there is to browse by: all categories, all tags, all months."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Category, Post, Tag


@require_safe
def categories(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/categories.html", {"categories": Category.objects.with_counts()})


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/tags.html", {"tags": Tag.objects.with_counts()})


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    months = Post.objects.published().months()
    years = [(year, list(rows)) for year, rows in groupby(months, key=lambda row: row["month"].year)]
    return render(request, "articles/archive.html", {"years": years})
