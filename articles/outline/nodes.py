"""The renderer's parsers, stopped before HTML is made: what they found, as nodes."""

import threading
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from articles.liquid import Liquid, Translated, translate
from articles.rendering.convert import ArticleMarkdown, clean_source
from articles.rendering.extensions.blocks import Definitions
from articles.rendering.extensions.nodes import Node
from articles.rendering.extensions.tree import TreeBuilder
from articles.rendering.request import Request

LOCAL = threading.local()


class NodeKeeper(TreeBuilder):
    """Stands in for the builder of elements, which is most of the work of rendering."""

    def build(self, node: Node) -> Element:
        self.root = node
        return Element("div")


class OutlineMarkdown(ArticleMarkdown):
    def __init__(self) -> None:
        super().__init__()
        self.keeper = self.blocks.tree = NodeKeeper()


@dataclass(frozen=True)
class Parsed:
    source: str
    translated: Translated  # the source as Markdown alone, which was parsed
    root: Node
    definitions: Definitions
    excerpt: str = ""
    words: int = 0


def markdown_of_this_thread() -> OutlineMarkdown:
    if not hasattr(LOCAL, "markdown"):
        LOCAL.markdown = OutlineMarkdown()
    return LOCAL.markdown


def parse(source: str, liquid: Liquid | None) -> Parsed:
    """Parse an article as `rendering.render()` does. Raises RenderError, and RecursionError."""
    markdown = markdown_of_this_thread()
    source = clean_source(source)
    translated = translate(source, liquid) if liquid else Translated(source)
    markdown.keeper.root = Node("root")
    converted = markdown.convert_article(translated.text, Request())
    definitions = markdown.blocks.definitions
    root = markdown.keeper.root
    return Parsed(source, translated, root, definitions, converted.excerpt, converted.words)
