"""Reads any folder of Markdown files, or one file: with a header of any kind, Pelican's too, or none."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..base import (
    ImportedFile,
    ImportedPost,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    ReadOptions,
    read_text,
)
from ..hugo.sources import DOCUMENT_SUFFIXES
from ..permalinks import STYLES
from ..pictures import IMAGE_SUFFIXES, ImageFolder
from ..source_files import read_source_files
from ..source_paths import fault_of, is_utf8, relative_path
from ..yaml_nodes import text_of
from .headers import parse_header, split_header
from .pelican import SETTINGS, PelicanListings, read_pelican
from .post import MarkdownReading, as_markdown_page, fill_markdown

TEXT_SUFFIXES = {".md", ".markdown", ".mdown", ".mkd", ".txt", ".text"}
_OTHER_TEXTS = {".rst": "reStructuredText", ".org": "Org", ".adoc": "AsciiDoc", ".mdx": "MDX"}
_UNREAD_FOLDERS = {"node_modules", "vendor", "output", "_site", "__pycache__", "theme", "themes", "venv"}
_OF_THE_FOLDER = {
    "readme", "license", "licence", "copying", "changelog", "contributing", "code_of_conduct", "security", "robots",
    "humans", "requirements", "requirements-dev", "todo", "authors", "ads",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    path: Path
    relative: str  # below the root
    inside: str  # below the content folder
    is_text: bool
    problem: str = ""


class MarkdownReader:
    """Yields what each text file of a folder is. Opening raises ReadError for what is missing or unreadable."""

    def __init__(self, path: Path, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        if not path.exists():
            raise ReadError(f"{path} does not exist")
        self.is_alone = path.is_file()
        self.root = path.parent if self.is_alone else path
        self.pelican = read_pelican(self.root)
        self.content = self._content_folder()
        files = [path] if self.is_alone else list(_walk(self.root))
        found = [source for file in files if (source := self._describe(file))]
        self.sources = [
            source for source in found if source.is_text or source.problem or _is_document(source)
        ]
        self.files = {source.inside: source.relative for source in self.sources if source.is_text}
        self.now = datetime.now(UTC).astimezone(self.pelican.zone(self.options.timezone))
        style = self.options.permalink or ""
        self.permalink = STYLES.get(style, style)

    def __len__(self) -> int:
        return len(self.sources)

    def __iter__(self) -> Iterator[Outcome]:
        listings = PelicanListings(self.pelican)
        for source in self.sources:
            outcome = self.read(source)
            if isinstance(outcome, ImportedPost) and outcome.status == "published":
                listings.add(outcome)
            yield outcome
        if not self.is_alone:
            yield from listings.outcomes()
            yield from read_source_files(self.root, SETTINGS)

    def read(self, source: MarkdownSource) -> Outcome:
        """Read one file; what is wrong with it comes back as a failure, never as an exception."""
        if not is_utf8(source.path):
            return ImportFailure(source.relative, "its name is not UTF-8")
        if source.problem:
            return ImportSkip(source.relative, source.problem)
        if not source.is_text:
            return ImportedFile(source.relative, source.path, [f"{self.pelican.base}/{source.inside}"])
        try:
            return self._text(source)
        except ReadError as error:
            return ImportFailure(source.relative, error.reason, error.line)

    def _text(self, source: MarkdownSource) -> Outcome:
        header = split_header(read_text(source.path, self.options.max_characters), pelican=True)
        if not header.form and not self.is_alone and source.path.stem.lower() in _OF_THE_FOLDER:
            return ImportSkip(
                source.relative, "its name says that it is about the folder, and it has no header"
            )
        front_matter = parse_header(header)
        post = ImportedPost(
            f"markdown:{source.relative}", source.relative, "", "", header.body, header.front_matter,
            source.relative,
        )  # fmt: skip
        post.notes += front_matter.notes
        beside = source.inside.rpartition("/")[0]
        images = ImageFolder(self.root / self.content, beside, self.pelican.base, self.pelican.host)
        reading = MarkdownReading(
            source.inside, front_matter, header.form, post, self.pelican, images, self.files, self.now,
            self.permalink,
        )  # fmt: skip
        if reason := self._reason_to_skip(reading):
            return ImportSkip(source.relative, reason)
        fill_markdown(reading)
        return as_markdown_page(reading) if reading.is_page else post

    def _reason_to_skip(self, reading: MarkdownReading) -> str:
        language, usual = text_of(reading.data.get("lang")), self.pelican.text("DEFAULT_LANG")
        if text_of(reading.data.get("status")).lower() == "skip":
            return "its status is skip"
        if text_of(reading.data.get("translation")).lower() == "true" or (
            usual and language not in {"", usual}
        ):
            return f"a translation ({language or 'Translation: true'}): articles here have one language"
        return ""

    def _content_folder(self) -> str:
        folder = self.pelican.text("PATH").strip("/").removeprefix("./")
        return folder if folder not in {"", "."} and (self.root / folder).is_dir() else ""

    def _describe(self, file: Path) -> MarkdownSource | None:
        relative = relative_path(file, self.root)
        if self.content and not self.is_alone and not relative.startswith(f"{self.content}/"):
            return None
        inside = relative.removeprefix(f"{self.content}/") if self.content else relative
        suffix = file.suffix.lower()
        problem = fault_of(file, self.root, relative)
        if not problem and suffix in _OTHER_TEXTS:
            problem = f"{_OTHER_TEXTS[suffix]} is not Markdown"
        is_text = suffix in TEXT_SUFFIXES or self.is_alone
        return MarkdownSource(file, relative, inside, is_text, problem)


def _is_document(source: MarkdownSource) -> bool:
    suffix = source.path.suffix.lower()
    return suffix in DOCUMENT_SUFFIXES and suffix not in IMAGE_SUFFIXES


def _walk(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in _UNREAD_FOLDERS)
        yield from (Path(folder) / name for name in sorted(files) if not name.startswith((".", "#", "~")))
