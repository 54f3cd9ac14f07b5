from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, to_locale

from articles import cards, metadata

register = template.Library()
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
def social_image(context) -> dict:
    """Return address and size of the card of the post at hand, or of the site."""
    path = metadata.card_address(context.get("post"), context["publication"])
    return {"address": metadata.absolute(path), "width": cards.WIDTH, "height": cards.HEIGHT}


@register.simple_tag
def locale() -> str:
    return to_locale(get_language() or "en")


@register.filter
def changed_at(post):
    return metadata.changed_at(post)
