"""Reads Jekyll: one post, a folder of posts or a whole site, with the meaning Jekyll 4.4 gives them."""

from collections.abc import Iterator
from pathlib import Path

from .base import ImportedPost, ImportFailure, ImportSkip, Outcome, ReadError, ReadOptions, read_text
from .front_matter import FrontMatter, parse_front_matter, split_front_matter
from .jekyll_post import fill_post
from .jekyll_site import Source, find_sources, open_site


class JekyllReader:
    """Yields one outcome for each file of a Jekyll site, a folder of posts, or a single post.

    Opening raises ReadError for a missing path or an unreadable configuration.
    """

    def __init__(self, path: Path, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        self.site = open_site(path, self.options)
        self.sources = find_sources(path, self.site)

    def __len__(self) -> int:
        return len(self.sources)

    def __iter__(self) -> Iterator[Outcome]:
        for source in self.sources:
            yield self.read(source)

    def read(self, source: Source) -> Outcome:
        """Read one file; what is wrong with it comes back as a failure, never as an exception."""
        if not source.is_utf8:
            return ImportFailure(source.relative, "its name is not UTF-8")
        if source.problem:
            return ImportSkip(source.relative, source.problem)
        try:
            return self._read(source)
        except ReadError as error:
            return ImportFailure(source.relative, error.reason, error.line)

    def _read(self, source: Source) -> Outcome:
        text = read_text(source.path, self.options.max_characters)
        front_matter, block, body = split_front_matter(text)
        has_header = front_matter.strip("\ufeff") != ""
        if reason := _reason_to_skip(source, has_header):
            return ImportSkip(source.relative, reason)
        post = ImportedPost(f"jekyll:{source.relative}", source.relative, "", "", body, front_matter)
        header = parse_front_matter(block) if has_header else FrontMatter()
        post.notes += header.notes
        fill_post(post, header, source, self.site)
        if source.is_alone and not (source.date or source.folder):
            # A bare name such as article.txt says little: two different articles may well share it.
            post.import_ref += f"#{post.slug}"
        return post


def _reason_to_skip(source: Source, has_header: bool) -> str:
    if source.is_alone:
        return ""
    if source.folder == "_posts" and not source.date:
        return "Jekyll ignores a post whose name does not begin with a date"
    if not source.folder and not has_header and not source.date:
        return "no front matter and no date in the name: not an article"
    return ""
