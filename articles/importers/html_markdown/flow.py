"""How blocks follow one another: what a container holds, the text between them, what is said of a block."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bs4 import Tag
from bs4.element import PageElement

from .escape import guard_lines
from .looks import aligned_class, kept_classes
from .raw import FORMS, LEFT_OUT, lose_element, quoted
from .spans import (
    BREAK,
    EMPHASIS,
    PARAGRAPH,
    SOFT_BREAK,
    STRONG,
    STRUCK,
    Place,
    Spans,
    emphasise,
    kind_of,
    link_text,
    write_spans,
)
from .tree import BLOCKS, attribute, is_text
from .writer import Writer

BREAKS = re.compile(f" *[{BREAK}{SOFT_BREAK}] *")
VISIBLE = re.compile(r"[^ \t\n\u00a0]")
_WRAPPERS = STRONG | EMPHASIS | STRUCK | {"a"}
PARTED = "<!-- -->"


@dataclass(frozen=True, slots=True)
class Flow:
    """Where blocks stand: what is round them says how their texts are written."""

    writers: Mapping[str, "BlockWriter"]  # by the names of the elements
    keeps_lines: bool = False
    align: str = ""
    in_item: bool = False
    wrappers: tuple[Tag, ...] = field(default=())

    def place(self) -> Place:
        return Place(frozenset(kind_or_link(tag) for tag in self.wrappers), self.keeps_lines, self.in_item)


BlockWriter = Callable[[Writer, Tag, Flow], list[str]]


def kind_or_link(tag: Tag) -> str:
    return "a" if tag.name == "a" else kind_of(tag.name)


def write_blocks(writer: Writer, nodes: Iterable[PageElement], flow: Flow) -> list[str]:
    """Write what stands in a container; text between blocks becomes paragraphs."""
    blocks: list[str] = []
    run: list[PageElement] = []
    for node in nodes:
        if isinstance(node, Tag) and (node.name in BLOCKS or id(node) in writer.with_blocks):
            add_blocks(blocks, write_run(writer, run, flow))
            run = []
            add_blocks(blocks, write_block(writer, node, flow))
        elif isinstance(node, Tag) or is_text(node):
            run.append(node)
    add_blocks(blocks, write_run(writer, run, flow))
    return blocks


def add_blocks(blocks: list[str], more: list[str]) -> None:
    """Append blocks; two lists of a kind, one after the other, would be one."""
    for block in more:
        if blocks and is_list(block) and is_list(block) == is_list(blocks[-1]):
            blocks.append(PARTED)
        blocks.append(block)


def is_list(block: str) -> str:
    found = re.match(r"(?:(- )|([0-9]+\. )|(?:[^\n]+\n)+(: ))", block)
    return f"{found.lastindex}" if found else ""


def write_run(writer: Writer, run: list[PageElement], flow: Flow, attributes: str = "") -> list[str]:
    if not run:
        return []
    text = write_spans(writer, run, flow.place())
    for tag in reversed(flow.wrappers):
        spans = Spans()
        if not VISIBLE.search(text):
            return []
        if tag.name == "a":
            link_text(writer, tag, text, Place(), spans)
        else:
            emphasise(kind_of(tag.name), text, Place(), spans)
        text = spans.text()
    names = attributes or (f"{{: .text-{flow.align}}}" if flow.align else "")
    parts = [finish_lines(part, in_item=flow.in_item) for part in text.split(PARAGRAPH)]
    return [f"{part}\n{names}" if names else part for part in parts if VISIBLE.search(part)]


def finish_lines(text: str, *, in_item: bool = False) -> str:
    """Write breaks as two spaces and a line end; of several in a row all but the last as tags."""
    lines = [line.strip(" ") for line in BREAKS.split(text)]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        lines.pop()
    made: list[str] = []
    for line in lines:
        if line:
            made.append(line)
        else:
            made[-1] += "<br>"
    return guard_lines("  \n".join(made), in_item=in_item)


def write_block(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    if write := flow.writers.get(element.name):
        return write(writer, element, flow)
    if element.name in LEFT_OUT or element.name in FORMS or element.name in ("svg", "canvas"):
        lose_element(writer, element)
        return []
    return write_container(writer, element, flow)


def write_container(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    """Write what is in an element that says nothing itself, such as a div."""
    if element.name in _WRAPPERS and kind_or_link(element) not in flow.place().is_open:
        flow = replace(flow, wrappers=(*flow.wrappers, element))
    align = "center" if element.name == "center" else alignment(element)
    return write_blocks(writer, element.children, replace(flow, align=align or flow.align))


def alignment(element: Tag) -> str:
    names = f"{aligned_class(element)} {kept_classes(element)}".split()
    return next((name[5:] for name in names if name in ("text-left", "text-center", "text-right")), "")


def attribute_list(element: Tag, align: str = "", **more: str) -> str:
    """Write what a block says of itself as an attribute list for the line below it."""
    own = f"{aligned_class(element)} {kept_classes(element)}".split()
    names = [f".{name}" for name in dict.fromkeys(own if own or not align else [f"text-{align}"])]
    pairs = {name: attribute(element, name) for name in ("lang", "dir") if element.has_attr(name)} | more
    named = [f'{name}="{quoted(value)}"' for name, value in pairs.items() if value and "}" not in value]
    return f"{{: {' '.join(names + named)}}}" if names or named else ""


def indent(text: str, width: int) -> str:
    return "\n".join(
        " " * width + line if line and index else line for index, line in enumerate(text.split("\n"))
    )
