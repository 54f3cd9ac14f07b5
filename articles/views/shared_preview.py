"""An article that is not public yet, for somebody without an account who was given its preview link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles.models import PreviewLink

from .article import article_context, posts_with_all

# Nobody keeps the page, and no other site learns its address.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    link = PreviewLink.objects.of_token(token)
    if link is None:
        raise Http404
    post = get_object_or_404(posts_with_all().kept(), pk=link.post_id)
    response: HttpResponse = redirect(post) if post.is_public else page(request, post, link)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def page(request: HttpRequest, post, link: PreviewLink) -> HttpResponse:
    context = {**article_context(post), "is_preview": True, "link": link}
    return render(request, "articles/shared_preview.html", context)
