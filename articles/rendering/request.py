"""What the caller of `render()` says and gets, apart from the text: the types of this package's door."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypedDict

from articles.liquid import Construct

if TYPE_CHECKING:
    from .extensions.blocks import Definitions
    from .extensions.nodes import Node

SEPARATORS = re.compile(r"[\s_\-]+")


class Source(NamedTuple):
    """One `<source>` of a picture: media type and srcset."""

    type: str
    srcset: str


class Picture(NamedTuple):
    """An image that is at hand: address and size in pixels of the fallback, renditions by media type."""

    src: str
    width: int
    height: int
    sources: tuple[Source, ...] = ()
    srcset: str = ""


class Heading(TypedDict):
    """An entry of the table of contents; `title` is plain text."""

    id: str
    title: str
    children: list[Heading]


@dataclass(frozen=True)
class Rendered:
    """Safe HTML and what was found in the article: h2 and h3 nested, first paragraph, number of words, Liquid."""

    html: str
    toc: list[Heading]
    excerpt: str
    words: int
    constructs: tuple[Construct, ...] = ()


@dataclass(frozen=True)
class Request:
    """The arguments of one call of `render()`."""

    image_for: Callable[[str], Picture | None] | None = None
    hashtags: Mapping[str, str] = field(default_factory=dict)
    hero: Collection[str] = ()
    top_heading: int = 1
    remote: Literal["keep", "link"] = "keep"
    on_parsed: Callable[[Node, Definitions], None] | None = None


def fold_hashtag(name: str) -> str:
    """Fold a tag's name or a hashtag to what both have in common: no case, spaces, hyphens or underscores."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return SEPARATORS.sub("", folded.removeprefix("#"))
