from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from articles import structured_data as data
from articles.metadata import card_address
from articles.models import SiteSettings
from articles.routes import path_to

from .metadata import listing_heading, listing_subject

register = template.Library()


@register.simple_tag(takes_context=True)
def article_data(context) -> SafeString:
    post, publication = context["post"], context["publication"]
    trail = [(publication.name, "/")]
    if post.category:
        trail.append((post.category.name, post.category.get_absolute_url()))
    posting = data.posting(
        post,
        [tag.name for tag in context["tags"]],
        publication,
        image=card_address(post, publication),
        logo=logo_of(publication),
        language=get_language() or "",
    )
    return script(posting, data.breadcrumbs([*trail, (post.title, post.get_absolute_url())]))


@register.simple_tag(takes_context=True)
def listing_data(context) -> SafeString:
    """Say where the listing stands; on an author's page also who that is, on the front page what site this is."""
    publication, base = context["publication"], context["base"]
    if base == "/":
        is_first = context["page"].number == 1
        return script(data.website(publication, get_language() or "")) if is_first else SafeString()
    trail = [(publication.name, "/"), *parents(context), (listing_heading(context), base)]
    things = [data.person_in_full(context["author"])] if "author" in context else []
    return script(data.breadcrumbs(trail), *things)


@register.simple_tag(takes_context=True)
def page_data(context, name: str, path: str) -> SafeString:
    return script(data.breadcrumbs([(context["publication"].name, "/"), (name, path)]))


def parents(context) -> list[tuple[str, str]]:
    if "category" in context:
        return [(gettext("Categories"), path_to("categories"))]
    if "tag" in context:
        return [(gettext("Tags"), path_to("tags"))]
    is_of_time = listing_subject(context) is None
    return [(gettext("Archive"), path_to("archive"))] if is_of_time else []


def logo_of(publication: SiteSettings) -> str:
    if publication.logo and publication.logo.is_ready:
        return publication.logo.file.url
    return static("img/icon.svg")


def script(*things: data.Thing) -> SafeString:
    # Safe, because to_json escapes what could end the element.
    return mark_safe(f'<script type="application/ld+json">{data.to_json(*things)}</script>')  # noqa: S308
