from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Post

from .reading import article_context


@require_safe
@never_cache
@staff_member_required
@permission_required("articles.view_post", raise_exception=True)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    posts = Post.objects.select_related("category", "author__portrait", "hero_image")
    context = article_context(get_object_or_404(posts, pk=pk))
    response = render(request, "articles/article.html", {**context, "is_preview": True})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
