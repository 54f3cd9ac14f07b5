"""An article that is not public, as readers would see it: what is stored, and what is being typed."""

from contextlib import suppress

from django import forms
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles import outline, rendering, roles, tagging
from articles.admin.moments import MomentField
from articles.admin.posts import checks
from articles.models import Post, Tag
from articles.models.liquid import liquid_of
from articles.models.post import explain
from articles.slugs import slugify

from .article import article_context, posts_with_all

TYPED = [
    *("title", "body", "custom_excerpt", "description", "category", "author", "series", "series_position"),
    *("hero_image", "show_toc", "show_author", "sidebar"),
]


class TypedForm(forms.ModelForm):
    """What has been typed so far; what is wrong yet is left out, the form around it says so."""

    published_at = MomentField(required=False)

    class Meta:
        model = Post
        fields = TYPED

    def _post_clean(self):
        for name, value in self.cleaned_data.items():
            setattr(self.instance, name, value)


@require_safe
@never_cache
@staff_member_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(posts_with_all(), pk=pk)
    if not roles.may(request.user, "view", post):
        raise PermissionDenied
    if post.liquid is not None:
        show_notes(post)
    response = render(request, "articles/article.html", {**article_context(post), "is_preview": True})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def show_notes(post: Post) -> None:
    """Show Liquid that is not understood, which what is stored for readers leaves out."""
    with suppress(rendering.RenderError):
        post.render(post.stored_tags(), post.stored_images(), notes=True)


@require_POST
@never_cache
@staff_member_required
@xframe_options_sameorigin
def preview_typed(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show the unsaved form as the page it would be; nothing is stored.

    A script that asks for JSON gets the page with the checks, and the lines of what it can find in the page.
    """
    post = get_object_or_404(posts_with_all(), pk=pk) if pk else Post()
    if not roles.may(request.user, "view" if pk else "add", post):
        raise PermissionDenied
    context, tags = {"is_preview": True, "is_typed": True, "post": post}, put_typed(post, request.POST)
    try:
        post.render(tags, post.stored_images(), notes=True)
        contents = outline.read(post.body, liquid_of(post))
    except rendering.RenderError as error:
        context["errors"], contents = ValidationError(explain(error)).messages, None
    else:
        context |= article_context(post, tags)
    if request.get_preferred_type(["text/html", "application/json"]) != "application/json":
        return render(request, "articles/article.html", context)
    return JsonResponse(
        {
            "page": render_to_string("articles/article.html", context, request),
            **judged(request, post, tags, contents),
            **places(contents),
        }
    )


def judged(request: HttpRequest, post: Post, tags: list[Tag], contents: outline.Contents | None) -> dict:
    found = checks.shown(post, [tag.name for tag in tags], contents)
    return {
        "checks": render_to_string("admin/articles/post/_findings.html", {"checks": found}, request),
        "blocking": found["blocking"],
        "count": len(found["findings"]),
    }


def places(contents: outline.Contents | None) -> dict:
    """Return on which lines headings stand, by their anchors, and images, in their order."""
    if contents is None:
        return {"headings": {}, "images": []}
    return {
        "headings": {heading.id: heading.line for heading in contents.headings if heading.id},
        "images": [image.line for image in contents.images],
    }


def put_typed(post: Post, data) -> list[Tag]:
    """Put what was typed on the post; return its tags, of which some may not exist yet."""
    form = TypedForm(data, instance=post)
    form.is_valid()
    post.slug = post.slug or slugify(post.title) or "article"
    return typed_tags(data.get("tags", ""))


def typed_tags(text: str) -> list[Tag]:
    names = {tagging.fold(name): name for name in tagging.split_tags(text)}
    known = Tag.objects.in_bulk(list(names), field_name="key")
    return [known.get(key) or Tag(name=name, slug=slugify(name) or "tag") for key, name in names.items()]
