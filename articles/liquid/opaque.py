"""Where a Markdown body is code, comment or raw text: nothing in there is an image or a template tag."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

_FENCE = r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)$"
_BLOCK_TAG = r"\{%-?\s*(?P<end>end)?(?P<kind>raw|comment|highlight)\b(?:[^%{]|%(?!\}))*%\}"
_BLOCK_MARK = re.compile(f"{_FENCE}|{_BLOCK_TAG}", re.M)
_FENCE_ALONE = re.compile(_FENCE, re.M)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+:]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t]")
_RUN_OR_COMMENT = re.compile(r"`+|<!--")
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n)")
_NOT_NEWLINE = re.compile(r"[^\n]")

Kind = Literal["fence", "indented", "code", "html_comment", "raw", "comment", "highlight"]


class Region(NamedTuple):
    """A stretch of a body that means itself; with Liquid's blocks, tags stand before and after what is inside."""

    start: int
    end: int
    kind: Kind
    inner_start: int
    inner_end: int


def mask_opaque(body: str, *, liquid: bool = True) -> str:
    """Blank out code, HTML comments and, with `liquid`, what is inside its raw, comment and highlight blocks.

    Every character keeps its place and every line its number. Linear in the length of the body.
    """
    return mask(body, regions(body, liquid=liquid))


def mask(body: str, found: Iterable[Region]) -> str:
    """Blank out what is inside the regions, which are in order."""
    parts, at = [], 0
    for region in found:
        parts += [body[at : region.inner_start], _blank(body, region.inner_start, region.inner_end)]
        at = region.inner_end
    return "".join(parts) + body[at:]


def _blank(body: str, start: int, end: int) -> str:
    return _NOT_NEWLINE.sub(" ", body[start:end])


def regions(body: str, *, liquid: bool = True) -> list[Region]:
    """List code, HTML comments and, with `liquid`, its raw, comment and highlight blocks, in order."""
    found: list[Region] = []
    masked = body
    if "```" in body or "~~~" in body or (liquid and "{%" in body):
        found += _blocks(body, liquid)
        masked = mask(body, found)
    if "\n    " in masked or "\n\t" in masked or masked.startswith(("    ", "\t")):
        indented = list(_indented_code(masked))
        masked, found = mask(masked, indented), found + indented
    if "`" in masked or "<!--" in masked:
        found += _code_and_comments(masked)
    return _outermost(found)


def _outermost(found: list[Region]) -> list[Region]:
    kept: list[Region] = []
    for region in sorted(found):
        if not kept or region.start >= kept[-1].end:
            kept.append(region)
    return kept


def _blocks(body: str, liquid: bool) -> Iterator[Region]:
    """Find fenced code and Liquid's blocks: whichever begins first holds the other."""
    marks = list((_BLOCK_MARK if liquid else _FENCE_ALONE).finditer(body))
    marks = _without_quoted(body, marks) if liquid and "`" in body else marks
    ends: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(marks):
        if not mark["fence"] and mark["end"]:
            ends[mark["kind"]].append(index)
    # What a mark cannot close further up it cannot close further down: keeps unclosed fences linear.
    hopeless: dict[str, int] = {}
    index = 0
    while index < len(marks):
        opening = marks[index]
        index += 1
        if opening["fence"]:
            closing = _closing_fence(marks, index, hopeless)
            if closing:
                yield _fence(opening, marks[closing])
                index = closing + 1
        elif not opening["end"] and (closing := _next(ends[opening["kind"]], index)):
            yield _block(opening, marks[closing])
            index = closing + 1


def _without_quoted(body: str, marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out the tags that inline code quotes, unless it holds a whole block."""
    fences = [_fence(mark, mark) for mark in marks if mark["fence"]]
    quoted = [region for region in _code_and_comments(mask(body, fences)) if _is_quotation(body, region)]
    starts = [region.start for region in quoted]
    homes = [bisect_right(starts, mark.start()) - 1 for mark in marks]
    return [
        mark
        for mark, home in zip(marks, homes, strict=True)
        if mark["fence"] or home < 0 or mark.start() >= quoted[home].end
    ]


def _is_quotation(body: str, region: Region) -> bool:
    """Judge backticks by their line: one in a block of code may seem to close one that is far off."""
    return region.kind == "html_comment" or "\n" not in body[region.start : region.end]


def _closing_fence(marks: list[re.Match[str]], index: int, hopeless: dict[str, int]) -> int:
    mark, length = marks[index - 1]["fence"][0], len(marks[index - 1]["fence"])
    if length >= hopeless.get(mark, length + 1):
        return 0
    closing = next((i for i in range(index, len(marks)) if _closes(marks[i], mark, length)), 0)
    if not closing:
        hopeless[mark] = length
    return closing


def _closes(fence: re.Match[str], mark: str, length: int) -> bool:
    run = fence["fence"] or ""
    return run[:1] == mark and len(run) >= length and not fence["info"].strip()


def _next(indices: list[int], index: int) -> int:
    at = bisect_left(indices, index)
    return indices[at] if at < len(indices) else 0


def _fence(opening: re.Match[str], closing: re.Match[str]) -> Region:
    start, end = opening.start("fence"), closing.end()
    return Region(start, end, "fence", start, end)


def _block(opening: re.Match[str], closing: re.Match[str]) -> Region:
    kind: Kind = opening["kind"]  # type: ignore[assignment]
    return Region(opening.start(), closing.end(), kind, opening.end(), closing.start())


def _indented_code(body: str) -> Iterator[Region]:
    """Find lines indented by four after a blank line, outside lists and footnotes."""
    at, after_blank, in_list = 0, True, False
    for line in body.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.strip():
            after_blank = True
            continue
        if line.startswith(("    ", "\t")):
            if after_blank and not in_list:
                yield Region(start, at, "indented", start, at)
            continue
        if after_blank or _LIST_ITEM.match(line):
            in_list = bool(_LIST_ITEM.match(line))
        after_blank = False


def _code_and_comments(body: str) -> Iterator[Region]:
    runs = list(_RUN_OR_COMMENT.finditer(body))
    paragraphs = [found.start() for found in _BLANK_LINE.finditer(body)]
    closers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for found in reversed(runs):
        closers[_run_key(found, paragraphs)].append(found.start())
    last_comment_end = body.rfind("-->")
    at = 0
    for found in runs:
        start = found.start()
        if start < at or body[start - 1 : start] == "\\":
            continue
        if found[0] == "<!--":
            if start < last_comment_end:
                at = body.index("-->", start) + 3
                yield Region(start, at, "html_comment", start, at)
            continue
        later = closers[_run_key(found, paragraphs)]
        while later and later[-1] <= start:
            later.pop()
        if later:
            at = later[-1] + len(found[0])
            yield Region(start, at, "code", start, at)


def _run_key(found: re.Match[str], paragraphs: list[int]) -> tuple[int, int]:
    """Name what may close a run of backticks: one as long, in the same paragraph."""
    return (len(found[0]) if found[0][0] == "`" else 0), bisect_left(paragraphs, found.start())
