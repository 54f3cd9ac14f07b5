import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Post
from articles.search import search, suggest

SUGGESTED = 3
LONGEST = 200  # characters of an address that are looked at


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here and, at an article's address, which articles come nearest."""
    posts = nearest(request.path) if request.path.startswith("/articles/") else []
    return render(request, "404.html", {"posts": posts}, status=404)


def nearest(path: str) -> list[Post]:
    words = " ".join(re.findall(r"[^\W_]+", path[:LONGEST].partition(".")[0])[1:])
    found = search(words).for_listing()[:SUGGESTED] if words else []
    if not found and (better := suggest(words)):
        found = search(better).for_listing()[:SUGGESTED]
    return list(found)
