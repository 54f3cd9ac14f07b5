from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .article import article_context, posts_with_all


@require_safe
@never_cache
@staff_member_required
@permission_required("articles.view_post", raise_exception=True)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    context = article_context(get_object_or_404(posts_with_all(), pk=pk))
    response = render(request, "articles/article.html", {**context, "is_preview": True})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
