"""HTML to Markdown of our dialect, such that rendering it gives the same text, headings, links and pictures."""

import re
from dataclasses import dataclass

from bs4 import Tag

from ..base import ImportedImage, Note
from .blocks import WRITERS
from .flow import Flow, indent, write_blocks
from .footnotes import FoundNote, take_footnotes
from .looks import lost_style
from .marks import loss
from .presentation import left_out
from .raw import LOST_WHOLE
from .spans import MEANT
from .tree import MAX_CHARACTERS, elements_with_blocks, parse, tags, tags_outside
from .writer import Resolve, Writer

__all__ = ["MAX_CHARACTERS", "Converted", "loss", "to_markdown"]

# Our own marks for breaks among them; no article can hold these.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Converted:
    markdown: str
    notes: list[Note]  # what is lost, each with its line in the HTML
    pictures: list[ImportedImage]


def as_written(address: str, element: Tag) -> str:
    return address


def has_script(element: Tag) -> bool:
    return any(name.startswith("on") for name in element.attrs)


def to_markdown(html: str, *, resolve: Resolve = as_written, keeps_lines: bool = False) -> Converted:
    """Convert HTML; ReadError if it is too long or nested too deeply.

    `resolve` turns an address of an element into the one that the article shall hold. With `keeps_lines`, a line
    end is a line break and a blank line parts paragraphs, as WordPress reads what its classic editor wrote.
    """
    html = _CONTROL.sub("", html.replace("\r\n", "\n"))
    tree = parse(html)
    notes = take_footnotes(tree)
    writer = Writer(resolve, elements_with_blocks(tree))
    for note in notes:
        writer.with_blocks |= elements_with_blocks(note.holder)
    for element in filter(has_script, tags(tree)):
        writer.lose(f"not kept: the script of <{element.name}>", element)
    look = name_look(writer, [tree, *(note.holder for note in notes)])
    flow = Flow(WRITERS, keeps_lines=keeps_lines)
    blocks = write_blocks(writer, tree.children, flow)
    blocks += [write_note(writer, note, flow) for note in notes]
    markdown = "\n\n".join(blocks).replace(MEANT, "")
    said = [*writer.notes(), *([Note("info", look)] if look else [])]
    return Converted(markdown + "\n" if markdown else "", said, writer.pictures)


def name_look(writer: Writer, trees: list[Tag]) -> str:
    """Name the styles that are lost each with its line, and return what all else of the look amounts to."""
    elements = [element for tree in trees for element in tags_outside(tree, LOST_WHOLE)]
    for element in elements:
        if style := lost_style(element):
            writer.lose(f"not kept: inline style of <{element.name}>: {style}", element, "info")
    return left_out(elements)


def write_note(writer: Writer, note: FoundNote, flow: Flow) -> str:
    text = "\n\n".join(write_blocks(writer, note.holder.children, flow))
    return f"[^{note.label}]: {indent(text, 4)}"
