"""WordPress' blocks as HTML: what their comments say, its marks for more and next page; shortcodes in them."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..base import Note
from ..html_markdown import loss
from .media import Attachment
from .shortcodes import Shortcodes

# None of these looks further than the next mark of its kind: unclosed ones cost no more than closed ones.

# None of these looks further than the next mark of its kind: unclosed ones cost no more than closed ones.
_BLOCK = re.compile(
    r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_/\-]*)\s(?P<data>(?:[^<\-]|-(?!->)|<(?!!--))*+)-->", re.S
)
_MORE = re.compile(r"<!--more([^<>]{0,200}?)-->|<!--nextpage-->")
_TAG = re.compile(r"<[^<>]*>")
MAX_DEPTH = 3
_STATIC = frozenset(
    "paragraph heading list list-item quote pullquote code preformatted verse table image gallery cover media-text "
    "columns column group row stack buttons button file audio video embed separator spacer more nextpage shortcode "
    "html details freeform missing footnotes block classic text-columns subhead accordion accordion-item "
    "accordion-heading accordion-panel math".split()
)
_LAYOUT = {
    "columns": "columns: their texts follow one another",
    "cover": "a cover: its picture and its text follow one another",
    "media-text": "media beside text: they follow one another",
    "gallery": "a gallery: its pictures follow one another",
    "spacer": "a spacer: empty space",
}


@dataclass
class Site:
    """What an article's text may name: media, reusable blocks, notes."""

    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    reusable: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Text:
    """One article's text on its way to HTML; `first_line` is its line in the export."""

    site: Site
    post_id: str = ""
    footnotes: str = ""
    first_line: int = 1
    notes: list[Note] = field(default_factory=list)

    def to_html(self, content: str) -> tuple[str, bool]:
        """Return HTML, and whether line ends in it are line breaks (the classic editor's way)."""
        content = content.replace("\r\n", "\n").replace("\r", "\n")
        has_blocks = bool(_BLOCK.search(content))
        if has_blocks:
            content = "".join(self.blocks(content, 0))
        content = _MORE.sub(more_marker, content)
        return self.shortcodes().expand_all(content, links_lines=not has_blocks), not has_blocks

    def blocks(self, content: str, depth: int) -> Iterator[str]:
        """Give the pieces of a text of blocks; what stands outside them is the classic editor's."""
        at, level = 0, 0
        for found in _BLOCK.finditer(content):
            piece = content[at : found.start()]
            yield f"<import-flow>{piece}</import-flow>" if level == 0 and piece.strip() else piece
            at = found.end()
            yield "\n" * found[0].count("\n")
            name = found["name"].removeprefix("core/")
            if found["end"]:
                level = max(level - 1, 0)
                continue
            level += 0 if is_alone(found) else 1
            yield self.block(name, found, depth)
        piece = content[at:]
        yield f"<import-flow>{piece}</import-flow>" if level == 0 and piece.strip() else piece

    def block(self, name: str, found: re.Match[str], depth: int) -> str:
        if name == "block":
            return self.reusable_block(data_of(found), depth)
        if name == "footnotes":
            return self.note_list()
        if name in _LAYOUT:
            return loss(f"not kept: the layout of {_LAYOUT[name]}", "info")
        if name in _STATIC or not is_alone(found):
            return (
                ""
                if name in _STATIC
                else loss(f"the block {name}: its HTML is read, its behaviour is lost", "info")
            )
        return self.dynamic(name, data_of(found))

    def dynamic(self, name: str, data: dict[str, object]) -> str:
        address = data.get("url")
        link = (
            f'<p><a href="{html.escape(address)}">{html.escape(address)}</a></p>'
            if isinstance(address, str)
            else ""
        )
        return link + loss(
            f"the block {name}: WordPress makes its content on each visit, none is in the export"
        )

    def reusable_block(self, data: dict[str, object], depth: int) -> str:
        reference = str(data.get("ref", ""))
        content = self.site.reusable.get(reference)
        if content is None or depth >= MAX_DEPTH:
            return loss(f"the reusable block {reference[:20]} is not in the export")
        copied = on_one_line("".join(self.blocks(content, depth + 1)))
        return loss("a reusable block: its text is copied here", "info") + copied

    def note_list(self) -> str:
        try:
            notes = json.loads(self.footnotes or "[]")
        except ValueError:
            notes = None
        if not isinstance(notes, list):
            return loss("footnotes that cannot be read")
        rows = [note for note in notes if isinstance(note, dict) and isinstance(note.get("id"), str)]
        items = "".join(
            f'<li id="{html.escape(note["id"])}">{note.get("content", "")} '
            f'<a href="#{html.escape(note["id"])}-link">↩</a></li>'
            for note in rows
        )
        return on_one_line(f"<ol>{items}</ol>") if items else ""

    def shortcodes(self) -> Shortcodes:
        return Shortcodes(self.site.attachments, self.post_id, self.first_line, self.notes)


def on_one_line(markup: str) -> str:
    """Write line ends as references: what is put in must not move the lines below it."""
    markup = _TAG.sub(lambda tag: tag[0].replace("\n", " "), markup)
    return markup.replace("\n", "&#10;")


def is_alone(found: re.Match[str]) -> bool:
    return found["data"].endswith("/")


def data_of(found: re.Match[str]) -> dict[str, object]:
    try:
        data = json.loads(found["data"].removesuffix("/").strip() or "{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def more_marker(found: re.Match[str]) -> str:
    if found[0] == "<!--nextpage-->":
        return loss("not kept: a page break: the article is one page")
    said = " ".join((found[1] or "").split()).replace("--", "")
    return '<import-marker data-text="more"></import-marker>' + (
        loss(f"not kept: the words “{said}” of the more link") if said else ""
    )
