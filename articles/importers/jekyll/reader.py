"""Reads Jekyll: one post, a folder of posts or a whole site, with the meaning Jekyll 4.4 gives them."""

from collections.abc import Iterator
from pathlib import Path

from ..base import (
    ImportedPage,
    ImportedPost,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    ReadOptions,
    read_text,
)
from ..front_matter import FrontMatter, parse_front_matter, split_front_matter
from ..source_paths import is_utf8
from .files import linked_files
from .page import read_page
from .post import fill_post
from .rest import Rest
from .site import open_site
from .sources import Source, find_sources

_FENCES = (b"---", b"\xef\xbb\xbf---")


class JekyllReader:
    """Yields the outcomes of a Jekyll site, of a folder of posts, or of a single post.

    Each file gives its own, in the order of their paths; after them come those of a site as a whole.
    Opening raises ReadError for a missing path or an unreadable configuration.
    """

    def __init__(self, path: Path, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        self.site = open_site(path, self.options)
        self.found = find_sources(path, self.site)

    def __len__(self) -> int:
        return len(self.found.sources)

    def __iter__(self) -> Iterator[Outcome]:
        rest = Rest(self.site, self.found.others)
        for source in self.found.sources:
            outcomes = self.read(source)
            if not outcomes:
                rest.others.add(source.relative)
            yield from (outcome for outcome in outcomes if rest.is_news(outcome))
        if self.found.is_site:
            yield from rest.outcomes()

    def read(self, source: Source) -> list[Outcome]:
        """Read one file; what is wrong with it comes back as a failure, never as an exception.

        Nothing comes of a file that Jekyll copies as it is.
        """
        if not is_utf8(source.path):
            return [ImportFailure(source.relative, "its name is not UTF-8")]
        if source.problem:
            return [ImportSkip(source.relative, source.problem)]
        try:
            if source.is_page and not _has_fence(source.path):
                return []
            return self._read(source)
        except ReadError as error:
            return [ImportFailure(source.relative, error.reason, error.line)]

    def _read(self, source: Source) -> list[Outcome]:
        text = read_text(source.path, self.options.max_characters)
        front_matter, block, body = split_front_matter(text)
        has_header = front_matter.strip("\ufeff") != ""
        if reason := _reason_to_skip(source, has_header):
            return [ImportSkip(source.relative, reason)]
        header = parse_front_matter(block) if has_header else FrontMatter()
        ref, path = f"jekyll:{source.relative}", source.relative
        if source.is_page:
            page = ImportedPage(ref, path, "", "", body, front_matter, path, notes=header.notes)
            return read_page(page, header, source, self.site)
        post = ImportedPost(ref, path, "", "", body, front_matter, path, notes=header.notes)
        body_read = fill_post(post, header, source, self.site)
        if source.is_alone and not (source.date or source.folder):
            # A bare name such as article.txt says little: two different articles may well share it.
            post.import_ref += f"#{post.slug}"
        return [post, *linked_files(body_read, source, self.site)]


def _has_fence(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(6).startswith(_FENCES)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror}") from error


def _reason_to_skip(source: Source, has_header: bool) -> str:
    if source.is_alone:
        return ""
    if source.is_page:
        return "" if has_header else "its front matter does not end"
    if source.folder == "_posts" and not source.date:
        return "Jekyll ignores a post whose name does not begin with a date"
    if not source.folder and not has_header and not source.date:
        return "no front matter and no date in the name: not an article"
    return ""
