"""What the fields of the writing page ask for while somebody types."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, When
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import tagging
from articles.metadata import absolute
from articles.models import Post, Tag

OFFERED = 10
TAKEN = _("Another article has this slug.")
writers_only = permission_required("articles.change_post", raise_exception=True)


@require_safe
@writers_only
def tags(request: HttpRequest) -> JsonResponse:
    """Find tags by a part of their names: first those that begin with it, then by use."""
    key = tagging.fold(tagging.tidy(request.GET.get("q", "")))
    found = Tag.objects.filter(key__contains=key).annotate(count=Count("tagged_posts"))
    best_first = found.order_by(Case(When(key__startswith=key, then=0), default=1), "-count", "name")
    return JsonResponse({"tags": list(best_first.values("name", "count")[:OFFERED])})


@require_safe
@writers_only
def address(request: HttpRequest) -> JsonResponse:
    """Say which address an article of this title and slug will have, or what speaks against it."""
    key = request.GET.get("post", "")
    post = Post(
        pk=int(key) if key.isascii() and key.isdecimal() else None,
        title=request.GET.get("title", "")[:200],
        slug=request.GET.get("slug", "").strip(),
    )
    post.fill_slug()
    problem = slug_problem(post)
    return JsonResponse({"address": "" if problem else absolute(post.get_absolute_url()), "problem": problem})


def slug_problem(post: Post) -> str:
    try:
        Post._meta.get_field("slug").run_validators(post.slug)
    except ValidationError as error:
        return " ".join(error.messages)
    is_taken = Post.objects.exclude(pk=post.pk).filter(slug=post.slug).exists()
    return str(TAKEN) if is_taken else ""
