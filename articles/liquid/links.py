"""Addresses of links that lead to files of the source: to `other.md`, or with Pelican's marks in front."""

import html
import re
from collections.abc import Iterator
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import quote, unquote

from .opaque import mask, regions
from .parts import Construct, Edit, Liquid, State, Translated

TARGET = re.compile(
    r"(?P<opening>\]\([ \t]*<?|^[ ]{0,3}\[(?!\^)[^\]\n]{1,500}\]:[ \t]*<?|\b(?:href|src)=[\"']?)"
    r"(?P<target>[^\s()<>\"']{1,1000})",
    re.M,
)
MARKED = re.compile(
    r"(?:%7B|\{|\|)(?P<kind>filename|static|attach|category|tag|author|index)(?:%7D|\}|\|)", re.I
)
# What ends a link, so that the first of several words in brackets is none: `[a](b c)` is text.
_TITLE = r"(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|\([^()\n]{0,500}\))"
_INLINE_END = re.compile(rf"\(|>?\s{{0,100}}(?:\)|(?<=\s){_TITLE}\s{{0,100}}\))")
_DEFINITION_END = re.compile(r">?[ \t]{0,100}(?:\r?$|(?<=[ \t])[\"'(])", re.M)
_UNRESOLVED = "unresolved:"
_LISTINGS = {"category": "/category/{}/", "tag": "/tag/{}/", "author": "/author/{}/"}


def link_edits(source: str, masked: str, liquid: Liquid) -> tuple[list[Edit], list[Construct]]:
    """Put addresses of this site in place of links that the variables `refs` and `links` know.

    `refs` maps a link as written, without its fragment, to the source file it means; `links` to another address. What
    leads nowhere stays as it is, and is told.
    """
    edits: list[Edit] = []
    constructs: list[Construct] = []
    line, counted = 1, 0
    known = {*_table(liquid, "refs"), *_table(liquid, "links")}
    for found in links(masked) if known else ():
        path, mark, fragment = found["target"].partition("#")
        if path not in known or MARKED.match(path):
            continue
        address = _known(path, liquid)
        line, counted = line + source.count("\n", counted, found.start()), found.start()
        if address is None:
            constructs.append(Construct(line, found["target"], "leads_nowhere"))
        else:
            edits.append(Edit(*found.span("target"), address + mark + fragment))
    return edits, constructs


def links(masked: str) -> Iterator[re.Match[str]]:
    """Find the targets of links and images in a source whose code is blanked out."""
    for found in TARGET.finditer(masked):
        opening, end = found["opening"], None
        if opening.startswith("]("):
            end = _INLINE_END
        elif opening.lstrip().startswith("["):
            end = _DEFINITION_END
        if end is None or end.match(masked, found.end()):
            yield found


def _table(liquid: Liquid, name: str) -> dict[str, Any]:
    table = liquid.variables.get(name)
    return table if isinstance(table, dict) else {}


def _known(path: str, liquid: Liquid) -> str | None:
    if isinstance(named := _table(liquid, "refs").get(path), str):
        return liquid.address_of("link", named)
    address = _table(liquid, "links").get(path)
    return address if isinstance(address, str) else None


def translate_marked_links(source: str, liquid: Liquid) -> Translated:
    """Replace the marks of Pelican's links, `{filename}` and its kin, and links to files of the source.

    `variables["page"]["path"]` is the file of this text, below the folder of all. A first heading that is
    `variables["title"]` is left out: the page has it already. Never raises.
    """
    masked = mask(source, regions(source, liquid=False))
    edits, constructs = link_edits(source, masked, liquid)
    edits += _without_title(source, liquid.variables.get("title"))
    line, counted = 1, 0
    for found in TARGET.finditer(masked):
        marked = MARKED.match(found["target"])
        if not marked:
            continue
        address = _marked_address(found["target"], marked, liquid)
        line, counted = line + source.count("\n", counted, found.start()), found.start()
        state: State = "leads_nowhere" if address is None else "translated"
        constructs.append(Construct(line, found["target"], state))
        edits.append(Edit(*found.span("target"), _UNRESOLVED if address is None else address))
        if address is None and liquid.notes is not None:
            title = html.escape(liquid.notes.get("leads_nowhere", ""))
            edits += _note_after(source, found.end("target"), found["target"], title)
    edits = _in_order(edits)
    return Translated(_joined(source, edits), tuple(sorted(constructs)), tuple(edits))


def _in_order(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _without_title(source: str, title: object) -> list[Edit]:
    start = len(source) - len(source.lstrip())
    if not isinstance(title, str) or not title or not source.startswith(title, start):
        return []
    end = start + len(title)
    return [Edit(start, end, "\n" * title.count("\n"))] if source[end : end + 1] in {"", "\n", "\r"} else []


def source_path(target: str, page: str) -> str:
    """Give the path below the root that a link names: from the root with a leading /, else beside the page."""
    path = unquote(target)
    joined = path if path.startswith("/") else f"{dirname(page)}/{path}"
    return normpath(f"/{joined}").lstrip("/")


def _marked_address(target: str, marked: re.Match[str], liquid: Liquid) -> str | None:
    path, mark, fragment = target[marked.end() :].partition("#")
    kind, page = marked["kind"].lower(), liquid.variables.get("page")
    if kind == "index":
        return "/" + mark + fragment
    if kind in _LISTINGS:
        return _LISTINGS[kind].format(path.strip("/").lower().replace(" ", "-"))
    if not path:
        return mark + fragment if mark else None
    here = page.get("path", "") if isinstance(page, dict) else ""
    named = _table(liquid, "refs").get(target.partition("#")[0])
    file = named if isinstance(named, str) else source_path(path, here)
    if kind == "filename":
        address = liquid.address_of("link", file)
        if address is not None or file.lower().endswith((".md", ".markdown", ".rst", ".txt", ".html")):
            return None if address is None else address + mark + fragment
    return quote(f"/{file}") + mark + fragment


def _note_after(source: str, at: int, target: str, title: str) -> list[Edit]:
    end = source.find("\n", at)
    end = len(source) if end < 0 else end
    return [Edit(end, end, f' <code class="liquid-note" title="{title}">{html.escape(target)}</code>')]


def _joined(source: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for edit in edits:
        parts += [source[at : edit.start], edit.text]
        at = edit.end
    return "".join(parts) + source[at:]
