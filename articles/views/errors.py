from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.redirects import nearest


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here and, at an article's address, which articles come nearest."""
    below = request.path.removeprefix("/articles/")
    posts = nearest(below) if below != request.path else []
    return render(request, "404.html", {"posts": posts}, status=404)
