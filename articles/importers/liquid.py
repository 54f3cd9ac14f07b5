"""Notes the Liquid of a body; nothing of it is ever executed."""

import re
from collections.abc import Iterator

from articles.liquid import Construct, Liquid, translate
from articles.liquid.pieces import PICTURE_FILE

from .base import ImportedPage, ImportedPost
from .body_scan import Body, assigned_values

MAX_NOTES = 40

# Where the values are not at hand, names of the page and the site may well be known when it is shown.
_NAMED_VALUE = re.compile(r"\{\{-?\s*(?:site|page)\.\w+\s*-?\}\}")
_GALLERY = re.compile(r"\{%-?\s*include\s+gallery(?:\.html)?(?=[\s%-])(?P<given>[^%]*)")
_LEFT_OUT = (
    (re.compile(r"\{%-?\s*highlight\b[^%]*\blinenos\b"), "without the numbers of its lines"),
    (re.compile(r"\{%-?\s*include\s+figure\b[^%]*\bpopup\b"), "without a larger picture to open"),
    (re.compile(r"\{%-?\s*include\s+video\b"), "as a link: the player of another site is not loaded"),
)


def note_liquid(post: ImportedPost | ImportedPage, body: Body) -> None:
    """Note each Liquid construct once, where it first stands: a warning for what this site has no like of."""
    first: dict[str, Construct] = {}
    # Which files become articles is known once all of them are read.
    liquid = Liquid(post.variables or {}, lambda kind, argument: "/")
    for found in translate(body.text, liquid).constructs:
        first.setdefault(found.source, found)
    for found in list(first.values())[:MAX_NOTES]:
        _note(post, found, body.first_line + found.line - 1)
    if len(first) > MAX_NOTES:
        post.warn(f"{len(first) - MAX_NOTES} further Liquid constructs")


def _note(post: ImportedPost | ImportedPage, found: Construct, line: int) -> None:
    shown = f"Liquid {' '.join(found.source.split())[:120]}"
    is_named = post.variables is None and _NAMED_VALUE.fullmatch(found.source)
    if found.state == "not_understood" and not is_named:
        post.warn(f"{shown} is not understood: it stays in the text, readers do not see it", line)
    elif found.state == "shown_as_text":
        post.inform(f"{shown} is shown as it is written", line)
    else:
        left_out = [text for mark, text in _LEFT_OUT if mark.match(found.source)]
        post.inform(", ".join([shown, *left_out, *_larger_pictures(post, found)]), line)


def _larger_pictures(post: ImportedPost | ImportedPage, found: Construct) -> Iterator[str]:
    """Tell of the larger pictures that those of a gallery opened: here each leads to its own file."""
    named = _GALLERY.match(found.source)
    page = (post.variables or {}).get("page", {})
    rows = page.get(assigned_values(named["given"]).get("id") or "gallery") if named else None
    pairs = [
        (row.get("image_path"), row.get("url"))
        for row in (rows if isinstance(rows, list) else [rows])
        if isinstance(row, dict)
    ]
    larger = [url for path, url in pairs if path and url and url != path and PICTURE_FILE.search(str(url))]
    if larger:
        names = " ".join(map(str, larger))
        yield f"without the links to larger pictures: {names[:200]}{'…' * (len(names) > 200)}"
