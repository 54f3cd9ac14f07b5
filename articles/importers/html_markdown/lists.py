"""Lists: items with signs or numbers, and terms with their definitions."""

import re
from dataclasses import replace

from bs4 import Tag
from bs4.element import PageElement

from .escape import guard_lines
from .flow import BREAKS, PARTED, Flow, attribute_list, indent, is_list, write_blocks, write_container
from .raw import raw_html
from .spans import BREAK, Place, write_spans
from .tree import attribute, is_text
from .writer import Writer

_BULLET = re.compile(r"\n {0,3}(?:[+*-]|[0-9]+\.)[\t| ]")


def write_list(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    items = list_items(element)
    if not items:
        return []
    is_loose = any(isinstance(child, Tag) and child.name == "p" for item in items for child in item)
    written, number = [], first_number(element)
    for item in items:
        marker = f"{number}. " if element.name == "ol" else "- "
        number += 1
        written.append(write_item(writer, item, marker, replace(flow, align="", in_item=True), is_loose))
    more = {name: attribute(element, name) for name in ("type",) if element.name == "ol"}
    if element.name == "ol" and element.has_attr("reversed"):
        more["reversed"] = "reversed"
    if element.name == "ol" and attribute(element, "start").startswith("-"):
        more["start"] = attribute(element, "start")
    attributes = attribute_list(element, **more)
    return [("\n\n" if is_loose else "\n").join(written) + (f"\n{attributes}" if attributes else "")]


def first_number(element: Tag) -> int:
    start = attribute(element, "start")
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def list_items(element: Tag) -> list[list[PageElement]]:
    """Part a list into items; what stands between items belongs to the one before."""
    items: list[list[PageElement]] = []
    for child in element.children:
        if isinstance(child, Tag) and child.name == "li":
            items.append(list(child.children))
        elif isinstance(child, Tag) or (is_text(child) and str(child).strip()):
            if not items:
                items.append([])
            items[-1].append(child)
    return items


def write_item(writer: Writer, nodes: list[PageElement], marker: str, flow: Flow, is_loose: bool) -> str:
    blocks = write_blocks(writer, nodes, flow)
    text = ""
    for index, block in enumerate(blocks):
        if index:
            is_nested = is_list(block) and is_list(block) != "3" and not blocks[index - 1].startswith("<")
            text += "\n" if is_nested and not is_loose else "\n\n"
        elif not is_list(block) and _BULLET.search(block):
            # A line in it that looks like an item would part it; a blank line before keeps it whole.
            text += f"{PARTED}\n\n"
        text += block
    return marker + indent(text, len(marker))


def write_definitions(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    """Write terms and their definitions; as HTML where a definition lacks its term or a term runs over lines."""
    parts = [part for part in element.find_all(["dt", "dd"]) if part.find_parent("dl") is element]
    if not parts or parts[0].name != "dt" or parts[-1].name != "dd":
        return [raw_html(writer, element)] if parts else write_container(writer, element, flow)
    lines: list[str] = []
    for part in parts:
        line = write_term(writer, part) if part.name == "dt" else write_definition(writer, part, flow)
        if not line:
            return [raw_html(writer, element)]
        if part.name == "dt" and lines and lines[-1].startswith(":"):
            lines.append("")
        lines.append(line)
    return ["\n".join(lines)]


def write_term(writer: Writer, part: Tag) -> str:
    """Write a term on one line; nothing where it holds blocks."""
    text = "" if id(part) in writer.with_blocks else write_spans(writer, part.children, Place())
    return guard_lines(BREAKS.sub("<br>", text.strip(f" {BREAK}")))


def write_definition(writer: Writer, part: Tag, flow: Flow) -> str:
    blocks = write_blocks(writer, part.children, replace(flow, align="", in_item=True))
    return ":   " + indent("\n\n".join(blocks), 4) if blocks else ""
