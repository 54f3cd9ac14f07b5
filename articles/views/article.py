"""One article, as readers see it."""

from collections.abc import Sequence
from itertools import zip_longest

from django.db.models import BigIntegerField, CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import generation
from articles.models import Category, Post, Series, Tag
from articles.prepared import Prepared, Slot
from articles.related import SHOWN
from articles.surrogate_keys import keyed

# What a page shows of a picture, of another article's card, and of the article itself.
PICTURE = ("file", "width", "height", "focal_x", "focal_y")
CARD = (
    *("title", "slug", "excerpt", "words", "status", "published_at", "withdraw_at"),
    *("category__name", "category__slug", "author__name", "author__slug"),
    *(f"hero_image__{name}" for name in PICTURE),
)
ARTICLE = (
    *("body_html", "toc", "related", "custom_excerpt", "description", "canonical_url", "revised_at"),
    *("show_toc", "show_author", "sidebar", "author__bio", "author__links"),
    *("series", "series__name", "series__slug"),
    *(f"hero_image__{name}" for name in ("alt", "caption", "credit")),
    *(f"author__portrait__{name}" for name in PICTURE),
)
# As many as a page links to: two are the neighbours.
LINKED = [f"other_{number}" for number in range(2 + SHOWN)]


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = public_posts(slug=slug)
    if not found:
        get_object_or_404(Post.objects.withdrawn(), slug=slug)
        return render(request, "articles/withdrawn.html", status=410)
    post, context = found[0], article_context(found[0])
    shown = (*context["tags"], context["previous"], context["next"], *context["related"], *context["parts"])
    response = render(request, "articles/article.html", context)
    return keyed(response, post, post.category, post.author, post.series, *shown)


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The author's Markdown, to the byte."""
    post = get_object_or_404(Post.objects.published().only("body"), slug=slug)
    response = HttpResponse(post.body.encode(), content_type="text/markdown; charset=utf-8")
    return keyed(response, post)


def posts_with_all():
    return Post.objects.with_neighbours().select_related(
        "category", "author__portrait", "hero_image", "series"
    )


def post_at_slot():
    return posts_with_all().published().filter(slug=Slot("slug", CharField())).only(*CARD, *ARTICLE)


def posts_at_slots():
    # Also what is not public: a condition on that would lead SQLite through all posts.
    found = Post.objects.filter(pk__in=[Slot(place, BigIntegerField()) for place in LINKED])
    return found.for_listing().only(*CARD).order_by()


def tags_at_slot():
    tagged = Tag.objects.filter(tagged_posts__content_object=Slot("post", BigIntegerField()))
    return tagged.order_by("tagged_posts__position").only("name", "slug")


public_posts: Prepared[Post] = Prepared("post", post_at_slot)
linked_at: Prepared[Post] = Prepared("linked posts", posts_at_slots)
tags_of: Prepared[Tag] = Prepared("tags", tags_at_slot)


def article_context(post, tags=None) -> dict:
    """Return what the page of a post from `posts_with_all()` shows; the editors' preview shows the same.

    `tags` are given where they are not those that are stored.
    """
    related = [key for key, _likeness in post.related]
    previous, following = getattr(post, "previous_key", None), getattr(post, "next_key", None)
    linked = linked_posts([previous, following, *related[:SHOWN]])
    if not linked.keys() >= set(related[:SHOWN]):  # some of the nearest are not public
        linked = {**linked, **linked_posts(related[SHOWN:])}
    parts = parts_of(post.series) if post.series else []
    return {
        "post": post,
        "tags": tags_of(post=post.pk) if tags is None else tags,
        "previous": linked.get(previous),
        "next": linked.get(following),
        "parts": parts,
        "part_number": next((number for number, part in enumerate(parts, 1) if part.pk == post.pk), 0),
        "related": [linked[key] for key in related if key in linked][:SHOWN],
        "categories": counted_categories() if post.sidebar == Post.Sidebar.COUNTS else [],
    }


def linked_posts(keys: Sequence[int | None]) -> dict[int | None, Post]:
    """Return those of the posts that are public, by their keys; each is kept for the other pages that link to it."""
    asked = [("post", key) for key in keys if key is not None]
    found = generation.remember_each(asked, public_among)
    return {key: post for (_kind, key), post in found.items() if post}


def public_among(asked: Sequence[tuple]) -> dict[tuple, Post | None]:
    found = linked_at(**dict(zip_longest(LINKED, [key for _kind, key in asked[: len(LINKED)]])))
    return {("post", post.pk): post if post.is_public else None for post in found}


def parts_of(series: Series) -> list[Post]:
    parts = Post.objects.published().filter(series=series).order_by(*Post.SERIES_ORDER).only("title", "slug")
    return generation.remember(("parts", series.pk), lambda: list(parts))


def counted_categories() -> list[Category]:
    return generation.remember(("categories",), lambda: list(Category.objects.with_counts()))
