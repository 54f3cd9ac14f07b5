"""Checks of what lists and search engines show: title, excerpt, description."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from articles.outline import Contents
from articles.rendering.budget import gettext_noop
from articles.rendering.excerpt import EXCERPT_CHARACTERS

from .finding import Finding, of

LONGEST_TITLE = 65
SHORTEST_EXCERPT = 50
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 50, 160


def check_title(title: str) -> Iterator[Finding]:
    if len(title) > LONGEST_TITLE:
        template = gettext_noop(
            "The title has %(count)d characters; search results show about %(limit)d of them."
        )
        yield of("title", "title_long", template, count=len(title), limit=LONGEST_TITLE)


def check_excerpt(excerpt: str, contents: Contents) -> Iterator[Finding]:
    """Judge the first paragraph where it has to serve; who writes an excerpt knows how long."""
    first = contents.excerpt
    if excerpt.strip():
        return
    if not first:
        template = gettext_noop("There is no excerpt, and no paragraph in the body that could serve as one.")
        yield of("excerpt", "excerpt_missing", template)
    elif is_cut(first):
        template = gettext_noop(
            "No excerpt is written. The first paragraph serves, cut after %(limit)d characters."
        )
        yield of("excerpt", "excerpt_cut", template, limit=EXCERPT_CHARACTERS)
    elif columns(first) < SHORTEST_EXCERPT:
        template = gettext_noop(
            "No excerpt is written. The first paragraph serves, and says little: “%(text)s”"
        )
        yield of("excerpt", "excerpt_short", template, text=first)


def check_description(description: str) -> Iterator[Finding]:
    text = description.strip()
    if len(text) > LONGEST_DESCRIPTION:
        template = gettext_noop(
            "The description has %(count)d characters; search results show about %(limit)d of them."
        )
        yield of("description", "description_long", template, count=len(text), limit=LONGEST_DESCRIPTION)
    elif text and columns(text) < SHORTEST_DESCRIPTION:
        template = gettext_noop(
            "The description has %(count)d characters only: search results have room for more."
        )
        yield of("description", "description_short", template, count=len(text))


def is_cut(excerpt: str) -> bool:
    return excerpt.endswith("…") and len(excerpt) > EXCERPT_CHARACTERS // 2


def columns(text: str) -> int:
    """Measure a text by the room it takes: Chinese, Japanese and Korean say as much with half the signs."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
