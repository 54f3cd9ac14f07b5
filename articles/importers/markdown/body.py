"""What stands in the body of a Markdown file: pictures, links to other files, a heading that is its title."""

import re
from functools import cached_property
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import quote, unquote

from articles.liquid import mask_opaque
from articles.liquid.links import MARKED, TARGET, source_path

from ..base import ImportedPost
from ..body_scan import Body, FoundImage

MAX_NOTES = 40
MAX_REFS = 2_000

_HEADING = re.compile(r"\s*(?P<line># +[^\n]*|(?P<text>[^\s\-=#>*+|`\d][^\n]*)\n=+[ \t\r]*(?=\n|\Z))")
_WIKI = re.compile(r"!?\[\[[^\[\]\n]{1,300}\]\]")
_TEXT_FILE = re.compile(r"\.(?:md|markdown|mdown|mkd|txt|text)\Z", re.I)
_MARKS = re.compile(r"[*_`]|\{[:#][^{}\n]*\}|\[([^\[\]]*)\]\([^()]*\)")


class MarkdownBody(Body):
    """A body in which links may have Pelican's marks; `page` is the file, below the root."""

    page = ""

    @cached_property
    def visible(self) -> str:
        return mask_opaque(self.text, liquid=False)

    @cached_property
    def images(self) -> list[FoundImage]:
        found = Body(self.text, self.first_line).images
        return [_unmarked(image, self.page) for image in found]

    @cached_property
    def heading(self) -> tuple[str, str, int]:
        """Give the first heading, if the text begins with one: its lines, its words, its line's number."""
        found = _HEADING.match(self.visible)
        if not found:
            return "", "", 0
        line = self.text[found.start("line") : found.end("line")]
        words = (found["text"] or line.strip().strip("#")).strip()
        return line, " ".join(_MARKS.sub(r"\1", words).split()), self.line_of(found.start("line"))


def _unmarked(image: FoundImage, page: str) -> FoundImage:
    marked = MARKED.match(image.address)
    if not marked:
        return image
    address = quote("/" + source_path(image.address[marked.end() :], page))
    return FoundImage(address, image.alt, image.caption, image.width, image.height, image.start, image.end)


def markdown_variables(
    body: MarkdownBody, page: str, title: str, files: dict[str, str]
) -> dict[str, Any] | None:
    """Collect what the links of a body name; None where nothing needs a translation.

    `files` maps the path of each text, below the content folder, to that below the root.
    """
    targets = {found["target"].partition("#")[0] for found in TARGET.finditer(body.visible)}
    marked = {target for target in targets if MARKED.match(target)}
    refs = {}
    for target in sorted(targets)[:MAX_REFS]:
        if named := _source_of(target, page, files):
            refs[target] = named
    line, words, _number = body.heading
    has_title = bool(line) and words.casefold() == title.casefold()
    if not marked and not refs and not has_title:
        return None
    variables: dict[str, Any] = {
        "language": "pelican" if marked else "markdown",
        "page": {"path": page},
        "refs": refs,
    }
    return variables | ({"title": line.replace("\r", "")} if has_title else {})


def _source_of(target: str, page: str, files: dict[str, str]) -> str | None:
    marked = MARKED.match(target)
    if marked and marked["kind"].lower() != "filename":
        return None
    path = target[marked.end() :] if marked else target
    if not _TEXT_FILE.search(path) or "://" in path:
        return None
    places = [source_path(path, page), normpath(f"/{dirname(page)}/{unquote(path)}").lstrip("/")]
    return next((files[place] for place in places if place in files), None)


def note_links(post: ImportedPost, body: MarkdownBody, variables: dict[str, Any] | None) -> None:
    """Note links that nothing here understands, and those to files that are missing."""
    found = list(_WIKI.finditer(body.visible)) if "[[" in body.text else []
    for link in found[:MAX_NOTES]:
        post.warn(
            f"wiki link {link[0][:120]} is not understood: it stays in the text", body.line_of(link.start())
        )
    if len(found) > MAX_NOTES:
        post.warn(f"{len(found) - MAX_NOTES:,} further wiki links")
    refs = variables["refs"] if variables else {}
    missing = [
        link for link in TARGET.finditer(body.visible)
        if (marked := MARKED.match(link["target"])) and marked["kind"].lower() == "filename"
        and _TEXT_FILE.search(link["target"].partition("#")[0]) and link["target"].partition("#")[0] not in refs
    ]  # fmt: skip
    for link in missing[:MAX_NOTES]:
        post.warn(f"link {link['target'][:120]} names no file of this folder", body.line_of(link.start()))
