"""Reads Hugo: a whole site, a folder of its content, or one file, with the meaning Hugo gives them."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..base import (
    ImportedFile,
    ImportedListing,
    ImportedPage,
    ImportedPost,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    ReadOptions,
    read_text,
)
from ..markdown.headers import parse_header, split_header
from ..pictures import IMAGE_SUFFIXES
from ..source_files import read_source_files
from ..source_paths import is_utf8
from ..yaml_nodes import text_of, value_of
from .body import HugoNames
from .kinds import as_page, is_article, propose_section
from .listings import HugoListings
from .page import HugoReading, fill_hugo
from .sections import HugoSections
from .site import configuration_files, open_hugo_site
from .sources import DOCUMENT_SUFFIXES, HugoSource, find_hugo_sources

_DESIGN = "belong to the design or are pictures, which come with the articles that show them"


class HugoReader:
    """Yields what each file of a Hugo site is, then the addresses under which the site listed its articles.

    Opening raises ReadError for a missing path or an unreadable configuration.
    """

    def __init__(self, path: Path, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        self.site = open_hugo_site(path, self.options)
        found = find_hugo_sources(path, self.site)
        self.sources = [source for source in found if not _is_picture_or_design(source)]
        self.unread = [source for source in found if _is_picture_or_design(source)]
        texts = [source for source in self.sources if source.kind != "file"]
        self.is_whole = path.is_dir()
        self.is_flat = not any(source.folders for source in texts if source.kind == "page")
        self.sections = HugoSections.of(self.site, texts, self.options.max_characters)
        self.names = HugoNames([source.relative for source in texts], self.site.content)
        self.bundles = {source.inside: source for source in texts if source.kind == "bundle"}

    def __len__(self) -> int:
        return len(self.sources)

    def __iter__(self) -> Iterator[Outcome]:
        listings = HugoListings(self.site, self.sections)
        sections: list[str] = []  # without a text, which tell what holds for the articles below them
        for source in self.sources:
            outcome = self.read(source, listings)
            if source.kind == "section" and not source.problem and isinstance(outcome, ImportSkip):
                sections.append(source.relative)
            yield outcome
        if self.unread:
            kinds = ", ".join(
                sorted({source.path.suffix.lower() or source.path.name for source in self.unread})
            )
            yield ImportSkip("static", f"{len(self.unread):,} files ({kinds[:200]}) {_DESIGN}")
        if self.is_whole:
            yield from listings.outcomes()
            yield from read_source_files(self.site.root, [*configuration_files(self.site.root), *sections])

    def read(self, source: HugoSource, listings: HugoListings) -> Outcome:
        """Read one file; what is wrong with it comes back as a failure, never as an exception."""
        if not is_utf8(source.path):
            return ImportFailure(source.relative, "its name is not UTF-8")
        if source.problem:
            return ImportSkip(source.relative, source.problem)
        try:
            return self._file(source) if source.kind == "file" else self._text(source, listings)
        except ReadError as error:
            return ImportFailure(source.relative, error.reason, error.line)

    def _text(self, source: HugoSource, listings: HugoListings) -> Outcome:
        reading = self._reading(source)
        fill_hugo(reading)
        if reason := self._reason_to_skip(reading):
            return ImportSkip(source.relative, reason)
        if is_article(reading, is_flat=self.is_flat):
            propose_section(reading)
            if reading.post.status == "published":
                listings.add(reading.post, source.folders, reading.terms)
            return reading.post
        outcome = self._page(reading)
        if source.kind == "section" and isinstance(outcome, ImportedPage):
            listings.pages.add("/".join(source.folders))
        return outcome

    def _reading(self, source: HugoSource) -> HugoReading:
        header = split_header(read_text(source.path, self.options.max_characters))
        front_matter = parse_header(header)
        post = ImportedPost(
            f"hugo:{source.relative}",
            source.relative,
            "",
            "",
            header.body,
            header.front_matter,
            source.relative,
        )
        post.notes += front_matter.notes
        return HugoReading(source, self.site, self.sections, self.names, front_matter, post)

    def _page(self, reading: HugoReading) -> Outcome:
        if reading.post.body.strip():
            return as_page(reading)
        path = reading.source.relative
        if text_of(reading.data.get("layout")).lower() in {"archives", "archive"}:
            return ImportedListing(path, "archive", old_paths=reading.post.old_paths)
        if reading.source.kind == "section":
            return ImportSkip(path, "names a section and holds no text: its address leads to its articles")
        return ImportSkip(path, "holds no text of its own: its layout filled the page")

    def _reason_to_skip(self, reading: HugoReading) -> str:
        source, folders = reading.source, reading.source.folders
        if value_of(reading.data.get("headless")) is True:
            return "headless: a store of resources, no page"
        if not folders and source.name in {"index", "_index"}:
            what = "its text has no place here" if reading.post.body.strip() else "it holds settings alone"
            return f"the front page, which lists articles here: {what}"
        if source.kind == "section" and folders[0] in self.site.taxonomies.values():
            what = "its text has no place here" if reading.post.body.strip() else "it holds no text"
            return f"describes a list of {folders[0]}: {what}"
        return ""

    def _file(self, source: HugoSource) -> Outcome:
        addresses = self.site.addresses
        if source.bundle in self.bundles:
            page = self._reading(self.bundles[source.bundle])
            fill_hugo(page)
            beside = PurePosixPath(source.inside).relative_to(PurePosixPath(source.bundle).parent)
            path = f"{page.address.removesuffix('.html').rstrip('/')}/{beside}"
        elif source.is_static:
            return ImportedFile(source.relative, source.path, [f"{addresses.root}/{source.inside}"])
        else:
            path = "/" + "/".join(map(addresses.segment, source.inside.split("/")))
        return ImportedFile(source.relative, source.path, [f"{addresses.base}{path}"])


def _is_picture_or_design(source: HugoSource) -> bool:
    suffix = source.path.suffix.lower()
    if source.kind != "file" or source.problem:
        return False
    if suffix in IMAGE_SUFFIXES:
        return True
    return suffix not in DOCUMENT_SUFFIXES
