"""Who wrote an article, when, and how long it takes: in Python, because a listing has it ten times."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext

from articles.models import Author, Post

register = template.Library()


@register.simple_tag
def byline(post: Post, author_link: bool = False) -> SafeString:
    minutes = post.reading_minutes
    length = ngettext("%(minutes)s min read", "%(minutes)s min read", minutes) % {"minutes": minutes}
    return format_html("{}{}<span>{}</span>", written_by(post.author, author_link), day_of(post), length)


def written_by(author: Author | None, is_linked: bool) -> str:
    if author is None:
        return ""
    if is_linked:
        link = '<span><a href="{}" rel="author">{}</a></span>'
        return format_html(link, author.get_absolute_url(), author.name)
    return format_html("<span>{}</span>", author.name)


def day_of(post: Post) -> str:
    if post.published_at is None:
        return ""
    moment = localtime(post.published_at)
    day = in_words(moment.date(), get_language())
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), day)


@lru_cache(maxsize=2_000)
def in_words(day: date, language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")
