"""The types of this package's door."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from articles.liquid import Construct


class Heading(NamedTuple):
    """`level` is as written: rendering moves all down by one where the article has an h1."""

    line: int
    level: int
    text: str
    id: str


class Reference(NamedTuple):
    """A link or image. `text` is what a link is called by (its words, else an image's alt); an image's alt.

    `decorative` is an image that says so itself, or stands in a link beside words.
    """

    line: int
    address: str
    text: str
    kind: Literal["link", "image"]
    decorative: bool = False


class Hashtag(NamedTuple):
    line: int
    name: str


class Section(NamedTuple):
    """What stands between a heading and the next: `text` of its paragraphs, not of lists and tables."""

    heading: Heading
    text: str
    is_empty: bool


@dataclass(frozen=True)
class Contents:
    """What a reader of the page finds; `ids` are all anchors of the rendered body, `unknown` is Liquid."""

    headings: tuple[Heading, ...]
    links: tuple[Reference, ...]
    images: tuple[Reference, ...]
    ids: frozenset[str]
    sections: tuple[Section, ...]
    hashtags: tuple[Hashtag, ...]
    excerpt: str
    words: int
    unknown: tuple[Construct, ...] = ()
