from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import get_language, to_locale

from articles import cards, metadata
from articles.models import Post, Tag

register = template.Library()
CARD = '<meta name="twitter:card" content="summary_large_image">'
LONGEST = 300  # characters of a description
SUBJECTS = ("category", "tag", "author", "series")


@register.simple_tag(takes_context=True)
def listing_heading(context) -> str:
    """Return what the listing is of, as its h1 has it."""
    subject = listing_subject(context)
    if subject is not None:
        return subject.name
    if "month" in context:
        return date_format(context["month"], "YEAR_MONTH_FORMAT")
    return str(context["year"]) if "year" in context else context["publication"].name


@register.simple_tag(takes_context=True)
def listing_subject(context) -> Any:
    """Return the category, tag, author or series of the listing; None on the front page and in archives."""
    return next((context[name] for name in SUBJECTS if name in context), None)


@register.simple_tag(takes_context=True)
def listing_address(context) -> str:
    """Return the address of this very page of the listing."""
    number = context["page"].number
    return metadata.absolute(context["base"] + (f"page/{number}/" if number > 1 else ""))


@register.filter
def description_of(subject) -> str:
    """Return what a category, author or series says of itself; tags say nothing, nor do the months."""
    return getattr(subject, "description", "") or getattr(subject, "bio", "")


@register.simple_tag
def canonical_address(post) -> str:
    return post.canonical_url or metadata.absolute(post.get_absolute_url())


@register.simple_tag(takes_context=True)
def meta(context, title: str, address: str, description: str = "") -> SafeString:
    """Say of a page, for search engines and where it is shared, what it is and where."""
    publication, post = context["publication"], context.get("post")
    said = description or publication.description or publication.tagline or publication.name
    if len(said) > LONGEST:  # it counts letter by letter
        said = Truncator(said).chars(LONGEST)
    image = metadata.absolute(metadata.card_address(post, publication))
    properties = [
        ("og:type", "article" if post else "website"),
        ("og:title", title),
        ("og:description", said),
        ("og:url", address),
        ("og:site_name", publication.name),
        ("og:locale", to_locale(get_language() or "en")),
        ("og:image", image),
        ("og:image:width", cards.WIDTH),
        ("og:image:height", cards.HEIGHT),
        ("og:image:alt", title),
        *(of_article(post, context["tags"]) if post else ()),
    ]
    # Every value is escaped; format_html does that too, in four times the time.
    lines = [
        f'<meta name="description" content="{escape(said)}">\n<link rel="canonical" href="{escape(address)}">'
    ]
    lines += [f'<meta property="{name}" content="{escape(str(value))}">' for name, value in properties]
    return mark_safe("\n".join([*lines, CARD]))  # noqa: S308


def of_article(post: Post, tags: Iterable[Tag]) -> Iterator[tuple[str, str]]:
    yield "article:published_time", localtime(post.published_at).isoformat()
    yield "article:modified_time", localtime(metadata.changed_at(post)).isoformat()
    if post.author:
        yield "article:author", metadata.absolute(post.author.get_absolute_url())
    if post.category:
        yield "article:section", post.category.name
    yield from (("article:tag", tag.name) for tag in tags)
