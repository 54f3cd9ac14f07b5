"""Where a Markdown body is code, comment or raw text: nothing in there is an image or a template tag."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

_FENCE = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*)$", re.M
)
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+:]|\d{1,9}[.)]|\[\^[^\]\n]+\]:)[ \t]")
_BLOCK_TAG = re.compile(r"\{%-?\s*(?P<end>end)?(?P<kind>raw|comment|highlight)\b(?:[^%{]|%(?!\}))*%\}")
_RUN_OR_COMMENT = re.compile(r"`+|<!--")
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?=\n)")
_NOT_NEWLINE = re.compile(r"[^\n]")

Span = tuple[int, int]


def mask_opaque(body: str) -> str:
    """Blank out code, HTML comments and Liquid's raw, comment and highlight blocks.

    Every character keeps its place and every line its number. Linear in the length of the body.
    """
    if "```" in body or "~~~" in body:
        body = _blank(body, _fenced_code(body))
    if "\n    " in body or "\n\t" in body or body.startswith(("    ", "\t")):
        body = _blank(body, _indented_code(body))
    if "{%" in body:
        body = _blank(body, _liquid_blocks(body))
    if "`" in body or "<!--" in body:
        body = _blank(body, _code_and_comments(body))
    return body


def _blank(body: str, spans: Iterator[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [body[at:start], _NOT_NEWLINE.sub(" ", body[start:end])]
        at = end
    return "".join(parts) + body[at:]


def _fenced_code(body: str) -> Iterator[Span]:
    fences = list(_FENCE.finditer(body))
    # What a mark cannot close further up it cannot close further down: keeps unclosed fences linear.
    hopeless: dict[str, int] = {}
    index = 0
    while index < len(fences):
        opening = fences[index]
        mark, length = opening["fence"][0], len(opening["fence"])
        index += 1
        if length >= hopeless.get(mark, length + 1):
            continue
        closing = next((i for i in range(index, len(fences)) if _closes(fences[i], mark, length)), None)
        if closing is None:
            hopeless[mark] = length
            continue
        yield opening.start("fence"), fences[closing].end()
        index = closing + 1


def _closes(fence: re.Match[str], mark: str, length: int) -> bool:
    return fence["fence"][0] == mark and len(fence["fence"]) >= length and not fence["info"].strip()


def _indented_code(body: str) -> Iterator[Span]:
    """Find lines indented by four after a blank line, outside lists and footnotes."""
    at, after_blank, in_list = 0, True, False
    for line in body.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.strip():
            after_blank = True
            continue
        if line.startswith(("    ", "\t")):
            if after_blank and not in_list:
                yield start, at
            continue
        if after_blank or _LIST_ITEM.match(line):
            in_list = bool(_LIST_ITEM.match(line))
        after_blank = False


def _liquid_blocks(body: str) -> Iterator[Span]:
    tags = list(_BLOCK_TAG.finditer(body))
    last_end = {tag["kind"]: tag.start() for tag in tags if tag["end"]}
    opening: re.Match[str] | None = None
    for tag in tags:
        if opening is None and not tag["end"] and tag.start() < last_end.get(tag["kind"], -1):
            opening = tag
        elif opening and tag["end"] and tag["kind"] == opening["kind"]:
            yield opening.end(), tag.start()
            opening = None


def _code_and_comments(body: str) -> Iterator[Span]:
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
                yield start, at
            continue
        later = closers[_run_key(found, paragraphs)]
        while later and later[-1] <= start:
            later.pop()
        if later:
            at = later[-1] + len(found[0])
            yield start, at


def _run_key(found: re.Match[str], paragraphs: list[int]) -> tuple[int, int]:
    """Name what may close a run of backticks: one as long, in the same paragraph."""
    return (len(found[0]) if found[0][0] == "`" else 0), bisect_left(paragraphs, found.start())
