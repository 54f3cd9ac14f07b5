"""The configured Markdown instance: one a thread, made once, reset for each article."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

from markdown import Markdown
from markdown.util import Registry

from .budget import MAX_CHARACTERS, Budget, RenderError, gettext_noop
from .excerpt import count_words, first_paragraph
from .extensions.abbreviations import AbbreviationExtension
from .extensions.asides import AsideExtension
from .extensions.attributes import AttributeExtension
from .extensions.blocks import BlockParser
from .extensions.contents import ContentsExtension, outline
from .extensions.definition_lists import DefinitionListExtension
from .extensions.emphasis import EmphasisExtension
from .extensions.footnotes import FootnoteExtension
from .extensions.hashtags import HashtagExtension
from .extensions.headings import HeadingExtension
from .extensions.hero import HeroExtension
from .extensions.highlighting import HighlightExtension
from .extensions.leaves import LeafExtension
from .extensions.links import LinkExtension
from .extensions.lists import ListExtension
from .extensions.maths import MathsExtension
from .extensions.media import MediaExtension
from .extensions.nodes import Node
from .extensions.raw_html import RawHtmlExtension
from .extensions.references import ReferenceExtension
from .extensions.spans import SpanParser
from .extensions.tables import TableExtension
from .extensions.typography import TypographyExtension
from .request import Heading, Request

EXTENSIONS = (
    LeafExtension,
    ListExtension,
    DefinitionListExtension,
    TableExtension,
    RawHtmlExtension,
    ReferenceExtension,
    AttributeExtension,
    AsideExtension,
    EmphasisExtension,
    LinkExtension,
    TypographyExtension,
    MathsExtension,
    FootnoteExtension,
    AbbreviationExtension,
    HeadingExtension,
    HeroExtension,
    HashtagExtension,
    ContentsExtension,
    HighlightExtension,
    MediaExtension,
)
LINE_ENDS = re.compile(r"\r\n?")
# No XML (so no feed) may hold these; lone surrogates cannot be stored or sent.
CONTROL_SPACES = re.compile("[\x0b\x0c\x1c-\x1f]")
UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff\ud800-\udfff]")
LOCAL = threading.local()


@dataclass(frozen=True)
class Converted:
    """HTML that is not yet safe, and what was found in the article."""

    html: str
    toc: list[Heading]
    excerpt: str
    words: int
    own_addresses: frozenset[str]


class ArticleMarkdown(Markdown):
    """Python-Markdown with our parsers in place of its own."""

    def __init__(self) -> None:
        self.budget = Budget()
        super().__init__(output_format="html")
        for registry in ("preprocessors", "treeprocessors", "postprocessors"):
            setattr(self, registry, Registry())
        self.parser = self.blocks = BlockParser(self, self.budget)
        self.blocks.spans = SpanParser(self.blocks)
        self.blocks.register_finisher(self.fill_spans, 100)
        self.blocks.register_finisher(self.show, 46)
        self.blocks.register_finisher(self.summarise, 42)
        self.registerExtensions([extension() for extension in EXTENSIONS], {})

    def fill_spans(self, root: Node) -> None:
        self.blocks.spans.fill(root)
        for note in self.blocks.definitions.footnotes.values():
            self.blocks.spans.fill(note)

    def show(self, root: Node) -> None:
        if self.blocks.request.on_parsed:
            self.blocks.request.on_parsed(root, self.blocks.definitions)

    def summarise(self, root: Node) -> None:
        self.summary = outline(root), first_paragraph(root), count_words(root)

    def convert_article(self, source: str, request: Request) -> Converted:
        self.budget.start()
        self.blocks.reset(request)
        self.summary = [], "", 0
        html = self.convert(source)
        self.budget.check_html(html)
        toc, excerpt, words = self.summary
        return Converted(html, toc, excerpt, words, frozenset(self.blocks.own_addresses))


def markdown_of_this_thread() -> ArticleMarkdown:
    if not hasattr(LOCAL, "markdown"):
        LOCAL.markdown = ArticleMarkdown()
    return LOCAL.markdown


def clean_source(source: str) -> str:
    if len(source) > MAX_CHARACTERS:
        template = gettext_noop("This article has %(size)s characters; at most %(limit)s can be rendered.")
        raise RenderError(template, size=f"{len(source):,}", limit=f"{MAX_CHARACTERS:,}")
    source = LINE_ENDS.sub("\n", source.removeprefix("\ufeff"))
    return UNSTORABLE.sub("", CONTROL_SPACES.sub(" ", source))


def convert(source: str, request: Request) -> Converted:
    """Convert Markdown to HTML that still has to be sanitised. Raises RenderError."""
    try:
        return markdown_of_this_thread().convert_article(clean_source(source), request)
    except RecursionError:
        raise RenderError(gettext_noop("This article is nested too deeply to be rendered.")) from None
