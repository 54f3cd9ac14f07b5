"""Blocks of HTML as blocks of Markdown: paragraphs, headings, quotes, code, and who writes all others."""

import re
from dataclasses import replace

from bs4 import Tag

from articles.rendering.extensions.headings import slug

from ..base import ImportedImage
from ..body_scan import Body
from .code import write_pre
from .escape import guard_heading
from .figures import write_embedded, write_figure, write_player
from .flow import BREAKS, VISIBLE, BlockWriter, Flow, attribute_list, write_blocks, write_container, write_run
from .lists import write_definitions, write_list
from .raw import raw_html
from .spans import BREAK, write_spans
from .tables import write_table
from .tree import attribute
from .writer import Writer

_HEADING_ID = re.compile(r"[^\W\d][-\w.:]*\Z")
_EMBEDDED = frozenset({"iframe", "object", "embed"})
_LISTS = frozenset({"ul", "ol", "menu"})


def write_paragraph(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    if id(element) in writer.with_blocks:
        return write_container(writer, element, flow)
    return write_run(writer, list(element.children), flow, attribute_list(element, flow.align))


def write_heading(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    text = write_spans(writer, element.children, replace(flow.place(), keeps_lines=False))
    text = BREAKS.sub("<br>", text.strip(f" {BREAK}"))
    if not VISIBLE.search(text):
        return []
    level, identifier = int(element.name[1]), attribute(element, "id")
    if identifier and identifier != slug(element.get_text()):
        if not _HEADING_ID.match(identifier):
            return [raw_html(writer, element)]
        text = f"{guard_heading(text)} {{#{identifier}}}"
    else:
        text = guard_heading(text)
    attributes = attribute_list(element, flow.align)
    return ["#" * level + " " + text + (f"\n{attributes}" if attributes else "")]


def write_quote(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    blocks = write_blocks(writer, element.children, replace(flow, align="", in_item=False))
    if not blocks:
        return []
    quote = "\n".join(f"> {line}" if line else ">" for line in "\n\n".join(blocks).split("\n"))
    attributes = attribute_list(element, flow.align, cite=writer.address(element, "cite"))
    return [quote + (f"\n{attributes}" if attributes else "")]


def write_details(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    summary = element.find("summary", recursive=False)
    rest = [child for child in element.children if child is not summary]
    blocks = write_blocks(writer, rest, replace(flow, in_item=False))
    head = raw_html(writer, summary).strip() if isinstance(summary, Tag) else ""
    opening = "<details open" if element.has_attr("open") else "<details"
    return ["\n\n".join(filter(None, [f'{opening} markdown="1">\n{head}'.rstrip(), *blocks, "</details>"]))]


def write_rule(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    # In an item, a rule of signs would end the list.
    return ["<hr>" if flow.in_item else "***"]


def write_source(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    """Take Markdown as its author wrote it."""
    source = attribute(element, "data-markdown").strip("\n")
    writer.pictures += [
        ImportedImage(image.address, image.alt, image.caption, image.width, image.height)
        for image in Body(source).images
    ]
    return [source] if source.strip() else []


def write_loss(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    severity = "info" if attribute(element, "data-severity") == "info" else "warning"
    writer.lose(attribute(element, "data-text"), element, severity)  # type: ignore[arg-type]
    return write_blocks(writer, element.children, flow)


def write_flow(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    return write_blocks(writer, element.children, replace(flow, keeps_lines=True))


def write_marker(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    return [f"<!--{attribute(element, 'data-text')}-->"]


def write_code_block(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    return write_pre(writer, element)


def write_whole_table(writer: Writer, element: Tag, flow: Flow) -> list[str]:
    return [table] if (table := write_table(writer, element)) else []


WRITERS: dict[str, BlockWriter] = {
    "p": write_paragraph,
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], write_heading),
    **dict.fromkeys(_LISTS, write_list),
    **dict.fromkeys(_EMBEDDED, write_embedded),
    "blockquote": write_quote,
    "pre": write_code_block,
    "table": write_whole_table,
    "dl": write_definitions,
    "figure": write_figure,
    "details": write_details,
    "video": write_player,
    "audio": write_player,
    "hr": write_rule,
    "import-source": write_source,
    "import-loss": write_loss,
    "import-flow": write_flow,
    "import-marker": write_marker,
}
