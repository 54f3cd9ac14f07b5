"""Notes the Liquid of a body; nothing of it is ever executed."""

import re

from .base import ImportedPost
from .body_scan import Body, FoundTag

MAX_NOTES = 40

_KNOWN_TAGS = {
    "highlight", "endhighlight", "raw", "endraw", "comment", "endcomment", "post_url", "link",
}  # fmt: skip
_KNOWN_INCLUDE = re.compile(r"\{%-?\s*include\s+(?:figure|gallery|video|toc)(?:\.html)?[\s%-]")
_KNOWN_OUTPUT = re.compile(
    r"\{\{-?\s*(?:site\.(?:baseurl|url)|page\.\w+|[\"'][^\"']*[\"']\s*\|\s*(?:relative_url|absolute_url))\s*-?\}\}"
)


def note_liquid(post: ImportedPost, body: Body) -> None:
    """Note each Liquid construct once, where it first stands: a warning for what this site has no like of."""
    first: dict[str, FoundTag] = {}
    for tag in body.template_tags():
        first.setdefault(tag.source, tag)
    for tag in list(first.values())[:MAX_NOTES]:
        shown = " ".join(tag.source.split())[:120]
        line = body.line_of(tag.start)
        if _is_known(tag):
            post.inform(f"Liquid {shown}", line)
        else:
            post.warn(f"Liquid {shown} is not understood: it stays in the text", line)
    if len(first) > MAX_NOTES:
        post.warn(f"{len(first) - MAX_NOTES} further Liquid constructs")


def _is_known(tag: FoundTag) -> bool:
    if not tag.name:
        return _KNOWN_OUTPUT.fullmatch(tag.source) is not None
    return tag.name in _KNOWN_TAGS or _KNOWN_INCLUDE.match(tag.source) is not None
