"""Liquid's blocks that hold text as it is: raw, comment and highlight."""

import html
import re

from .opaque import Region
from .parts import Edit

RAW_TAG = re.compile(r"\{%-?\s*(?P<end>end)?raw\s*-?%\}")
_HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(?P<language>[\w.+#:-]+)(?P<options>(?:[^%{]|%(?!\}))*?)-?%\}")
_MARKED = re.compile(r"mark_lines\s*=\s*[\"']?(?P<lines>[\d\s]+)")
_BEFORE_BLOCK = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*\Z")
_REST_OF_LINE = re.compile(r"[ \t]*(?=\n|\Z)")
_EMPTY_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)*")
_EMPTY_END = re.compile(r"\n[ \t\n]*\Z")
_RUN = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
LONGEST_FENCE = 90
MOST_MARKED = 100


def newlines(source: str, start: int, end: int) -> str:
    return "\n" * source.count("\n", start, end)


def emptied(source: str, start: int, end: int) -> Edit:
    return Edit(start, end, newlines(source, start, end))


def comment_edits(source: str, region: Region) -> list[Edit]:
    return [emptied(source, region.start, region.end)]


def raw_edits(source: str, region: Region) -> list[Edit]:
    """Drop the tags round raw text; in code only pairs of them, which Jekyll needs there."""
    if region.kind == "raw":
        return [
            emptied(source, region.start, region.inner_start),
            emptied(source, region.inner_end, region.end),
        ]
    return raw_pairs(source, region.inner_start, region.inner_end)


def raw_pairs(source: str, start: int, end: int) -> list[Edit]:
    edits: list[Edit] = []
    opening: re.Match[str] | None = None
    for tag in RAW_TAG.finditer(source, start, end):
        if opening is None and not tag["end"]:
            opening = tag
        elif opening and tag["end"]:
            edits += [emptied(source, *opening.span()), emptied(source, *tag.span())]
            opening = None
    return edits


def highlight_edits(source: str, region: Region, alone: bool) -> list[Edit]:
    """Make fenced code of a block; where it has no lines of its own, an HTML element or inline code."""
    opening = _HIGHLIGHT.match(source, region.start, region.inner_start)
    language = opening["language"] if opening else "text"
    before = source[source.rfind("\n", region.inner_start, region.inner_end) + 1 : region.inner_end]
    code = source[region.inner_start : region.inner_end]
    ends_line = bool(_REST_OF_LINE.match(source, region.end))
    fence = fence_for(code)
    if alone and ends_line and fence and "\n" in code:
        starts_line = _REST_OF_LINE.match(source, region.inner_start)
        if starts_line and _BEFORE_BLOCK.match(before):
            return fenced(source, region, fence, language + marked_lines(opening))
    if alone and ends_line:
        return whole(source, region, f'<pre><code class="language-{html.escape(language)}">', "</code></pre>")
    return [] if _BLANK_LINE.search(code) else spanned(source, region)


def fence_for(code: str) -> str:
    """Return a fence that nothing in the code closes; "" if there is none."""
    for sign in "`~":
        longest = max((len(run) for run in re.findall(f"{sign}{{3,}}", code)), default=0)
        if longest < LONGEST_FENCE:
            # The renderer takes a fence that is a little shorter for the end too.
            return sign * max(longest + 3, 3) if longest else sign * 3
    return ""


def marked_lines(opening: re.Match[str] | None) -> str:
    found = _MARKED.search(opening["options"]) if opening else None
    lines = found["lines"].split()[:MOST_MARKED] if found else []
    return f"?mark_lines={','.join(lines)}" if lines else ""


def fenced(source: str, region: Region, fence: str, info: str) -> list[Edit]:
    """Put the fences so that empty lines at both ends are not part of the code."""
    first = _EMPTY_LINES.match(source, region.inner_start)
    start = first.end() if first else region.inner_start
    before = source[source.rfind("\n", 0, region.start) + 1 : region.start]
    if before.strip() or not first or start >= region.inner_end:
        start = region.inner_start
        opening = Edit(region.start, start, newlines(source, region.start, start) + fence + info)
    else:
        above = newlines(source, region.start, start)[1:]
        opening = Edit(region.start, start, f"{above}{before if above else ''}{fence}{info}\n")
    tail = _EMPTY_END.search(source, opening.end, region.inner_end)
    if tail is None or tail[0].count("\n") == 1:
        closing = Edit(region.inner_end, region.end, fence + newlines(source, region.inner_end, region.end))
    else:
        below = newlines(source, tail.start(), region.end)[1:]
        indent = tail[0].rpartition("\n")[2]
        closing = Edit(tail.start(), region.end, f"\n{indent}{fence}{below}")
    return [opening, *raw_pairs(source, opening.end, closing.start), closing]


def whole(source: str, region: Region, opening: str, closing: str) -> list[Edit]:
    inner = html.escape(without_raw_tags(source, region), quote=False)
    lines = newlines(source, region.start, region.inner_start), newlines(source, region.inner_end, region.end)
    return [Edit(region.start, region.end, f"{lines[0]}{opening}{inner}{closing}{lines[1]}")]


def spanned(source: str, region: Region) -> list[Edit]:
    code = without_raw_tags(source, region)
    ticks = "`" * (max((len(run) for run in _RUN.findall(code)), default=0) + 1)
    space = " " if len(ticks) > 1 else ""
    text = f"{ticks}{space}{code.strip()}{space}{ticks}" if code.strip() else ""
    missing = source.count("\n", region.start, region.end) - text.count("\n")
    return [Edit(region.start, region.end, text + "\n" * missing)]


def without_raw_tags(source: str, region: Region) -> str:
    parts, at = [], region.inner_start
    for edit in raw_pairs(source, region.inner_start, region.inner_end):
        parts += [source[at : edit.start], edit.text]
        at = edit.end
    return "".join(parts) + source[at : region.inner_end]
