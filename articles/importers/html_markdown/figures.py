"""Figures, and what is shown in a frame or by a player."""

import re
from dataclasses import replace

from bs4 import Tag
from bs4.element import PageElement

from .flow import Flow, write_container
from .raw import raw_html
from .spans import Place, Spans, link_text, write_image, write_spans
from .tree import attribute
from .writer import Writer

_OF_THEIR_OWN = ["figure", "blockquote", "pre", "ul", "iframe", "import-loss", "import-source"]


def write_figure(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    """Write a picture with its caption; figures of other things as what they hold."""
    if not stays_whole(element):
        return write_container(writer, element, flow)
    if caption := caption_of(element):
        return [write_captioned(writer, element, caption)]
    (picture,) = element.find_all("img")
    return write_lone_picture(writer, element, picture)


def stays_whole(figure: Tag) -> bool:
    """Whether a figure is one picture, or one table or player that has a caption."""
    if figure.find(_OF_THEIR_OWN) is not None:
        return False
    pictures, has_table = len(figure.find_all("img", limit=2)), figure.find("table") is not None
    if caption_of(figure):
        return pictures == 1 or (not pictures and (has_table or figure.find(["video", "audio"]) is not None))
    return pictures == 1 and not has_table


def caption_of(figure: Tag) -> Tag | None:
    caption = figure.find("figcaption")
    return caption if caption is not None and caption.get_text(strip=True) else None


def write_lone_picture(writer: Writer, figure: Tag, picture: Tag) -> list[str]:
    names = f"{attribute(picture, 'class')} {attribute(figure, 'class')}".strip()
    if names:
        picture["class"] = names
    link = picture.find_parent("a")
    image = write_image(writer, picture)
    if image and link is not None:
        spans = Spans()
        link_text(writer, link, image, Place(), spans)
        image = spans.text()
    return [image] if image else []


def write_captioned(writer: Writer, figure: Tag, caption: Tag) -> str:
    before = len(writer.pictures)
    written = raw_html(writer, figure)
    said = " ".join(caption.get_text(" ").split())
    writer.pictures[before:] = [replace(picture, caption=said) for picture in writer.pictures[before:]]
    return tidy_figure(written)


def tidy_figure(markup: str) -> str:
    """Put the parts of a figure on lines of their own."""
    markup = re.sub(r"(<figure[^<>]*>)\s*", r"\1\n", markup, count=1)
    markup = re.sub(r"\s*(<figcaption)", r"\n\1", markup, count=1)
    return re.sub(r"\s*</figure>\Z", "\n</figure>", markup)


def write_embedded(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    """Write a link in place of what another site would show in a frame."""
    name = "data" if element.name == "object" else "src"
    address = writer.address(element, name)
    if not address:
        writer.lose(f"<{element.name}> without an address that can be followed", element)
        return write_container(writer, element, flow)
    writer.lose(f"a frame of {address[:200]}: a link stands for it", element)
    element["href"] = attribute(element, name)
    spans = Spans()
    text = attribute(element, "title") or address
    link_text(
        writer, element, write_spans(writer, [text_node(text)], Place(frozenset({"a"}))), Place(), spans
    )
    return [spans.text()]


def text_node(text: str) -> PageElement:
    made = Tag(name="span")
    made.string = text
    return made


def write_player(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    return [raw_html(writer, element)] if element.find("source") or attribute(element, "src") else []
