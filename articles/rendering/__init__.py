"""Markdown in, safe HTML out: `render()` is the only door to trusted HTML.

The steps: convert (Python-Markdown with our extensions, deciding as kramdown does), then sanitise. Nothing here knows
Django, settings or the database; what depends on them comes in as an argument.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from articles.liquid import Liquid, translate

from .budget import MAX_CHARACTERS, RenderError
from .convert import clean_source, convert
from .extensions.blocks import Definitions
from .extensions.nodes import Node
from .request import Heading, Picture, Rendered, Request, Source, fold_hashtag
from .sanitize import sanitize

VERSION = 1

__all__ = [
    "MAX_CHARACTERS",
    "VERSION",
    "Heading",
    "Picture",
    "RenderError",
    "Rendered",
    "Source",
    "fold_hashtag",
    "render",
]


def render(
    source: str,
    *,
    image_for: Callable[[str], Picture | None] | None = None,
    hashtags: Mapping[str, str] | None = None,
    hero: Collection[str] = (),
    top_heading: int = 1,
    remote: Literal["keep", "link"] = "keep",
    liquid: Liquid | None = None,
    on_parsed: Callable[[Node, Definitions], None] | None = None,
) -> Rendered:
    """Render an article's Markdown to safe HTML, its contents, excerpt and number of words.

    `image_for` is asked for every image's address; `hashtags` maps folded hashtags (see `fold_hashtag`) to addresses of
    tag pages; `hero` holds addresses of the hero image; `top_heading=2` moves headings down where the article has an
    h1; `remote="link"` turns what would load from another host into links; without `liquid`, its signs are plain text;
    `on_parsed` is shown the article's own nodes, before hero, hashtags and contents change them.
    Raises RenderError, and nothing else.
    """
    request = Request(image_for, hashtags or {}, hero, top_heading, remote, on_parsed)
    translated = translate(clean_source(source), liquid) if liquid else None
    converted = convert(translated.text if translated else source, request)
    html = sanitize(converted.html, remote, converted.own_addresses)
    constructs = translated.constructs if translated else ()
    return Rendered(html, converted.toc, converted.excerpt, converted.words, constructs)
