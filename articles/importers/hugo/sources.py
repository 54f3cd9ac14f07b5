"""The files of a Hugo site: pages, bundles with what lies beside them, sections, static files."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from ..source_paths import fault_of, relative_path, storable
from ..yaml_nodes import texts_of
from .site import HugoSite, language_of

MARKDOWN_SUFFIXES = {".md", ".mdown", ".markdown"}
HTML_SUFFIXES = {".html", ".htm"}
# What readers may have linked to; style sheets, scripts and fonts belong to the design.
DOCUMENT_SUFFIXES = frozenset(
    ".pdf .doc .docx .odt .rtf .epub .ppt .pptx .odp .key .xls .xlsx .ods .csv .tsv .zip .gz .ics .vcf "
    ".mp3 .m4a .ogg .oga .wav .flac .mp4 .m4v .webm .mov .ipynb .bib .gpx".split()
)
_OTHER_FORMATS = {
    ".org": "Org", ".rst": "reStructuredText", ".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".ad": "AsciiDoc",
    ".pandoc": "Pandoc", ".pdc": "Pandoc",
}  # fmt: skip
_TRANSLATION = "a translation"
_PAGE_SUFFIXES = MARKDOWN_SUFFIXES | HTML_SUFFIXES

Kind = Literal["page", "bundle", "section", "file"]


@dataclass(frozen=True, slots=True)
class HugoSource:
    """One file of the content folder or of a static one, and what its place says."""

    path: Path
    relative: str  # below the root, with forward slashes
    inside: str  # below its content or static folder
    kind: Kind
    bundle: str = ""  # of a file: path below the content folder of the bundle's page
    problem: str = ""  # why it is to be skipped
    is_static: bool = False
    language: str = ""  # of a text that the site has in another language than its own alone

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders above it; the one of a bundle is its name."""
        parts = PurePosixPath(self.inside).parts[:-1]
        return parts[:-1] if self.kind == "bundle" else parts

    @property
    def name(self) -> str:
        """The last part of its address, if nothing else names it."""
        if self.kind == "bundle":
            return PurePosixPath(self.inside).parent.name
        return PurePosixPath(self.inside).stem


def find_hugo_sources(path: Path, site: HugoSite) -> list[HugoSource]:
    """List the files to read, sorted; hidden ones left out, links to folders not followed."""
    if path.is_file():
        here = relative_path(path.parent, site.root)
        return [_describe(path, site, here, _bundle_page(here, _names_of(path.parent), site))]
    whole = os.path.abspath(path) == os.path.abspath(site.root)
    content = site.root / site.content if whole else path
    found = _with_untranslated(list(_walk_content(content, site)), site)
    if whole and site.config:
        for folder in site.foreign_folders():
            found += _walk_foreign(site, folder)
        for folder in texts_of(site.config.get("staticdir")) or ["static"]:
            found += _walk_static(site, folder)
    return found


def _with_untranslated(found: list[HugoSource], site: HugoSite) -> list[HugoSource]:
    """Take what is there in another language alone: it is nobody's translation."""
    taken = {source.inside for source in found if not source.problem}
    made = []
    for source in found:
        language = language_of(source.path.name, site)
        plain = _cut_language(source.inside)
        is_page = source.kind in {"page", "bundle"} and source.problem.startswith(_TRANSLATION)
        if is_page and language and plain not in taken:
            taken.add(plain)
            kind: Kind = "bundle" if PurePosixPath(plain).stem == "index" and "/" in plain else "page"
            source = replace(source, inside=plain, kind=kind, problem="", language=language)
        made.append(source)
    return made


def _walk_content(content: Path, site: HugoSite) -> Iterator[HugoSource]:
    bundles: dict[str, str] = {}  # folder -> the bundle's page that holds it
    foreign = tuple(f"{folder}/" for folder in site.foreign_folders())
    for folder, _names, files in _walk(content):
        here = relative_path(folder, site.root)
        if f"{here}/".startswith(foreign or ("//",)):
            continue
        bundle = bundles.get(here.rpartition("/")[0], "") or _bundle_page(here, files, site)
        if bundle:
            bundles[here] = bundle
        yield from (_describe(folder / name, site, here, bundle) for name in files)


def _walk(top: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    for folder, names, files in os.walk(top):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield Path(folder), names, sorted(name for name in files if not name.startswith((".", "#", "~")))


def _names_of(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def _bundle_page(here: str, files: list[str], site: HugoSite) -> str:
    """Give the path of the page that makes a bundle of a folder; nothing for a folder that is none."""
    if here in {".", site.content}:
        return ""
    for name in files:
        is_index = name.split(".", 1)[0] == "index" and Path(name).suffix.lower() in _PAGE_SUFFIXES
        if is_index and language_of(name, site) in {"", site.language}:
            return _unmarked(_inside(f"{here}/{name}", site.content), site)
    return ""


def _describe(file: Path, site: HugoSite, here: str, bundle: str) -> HugoSource:
    name = storable(file.name)
    relative = name if here == "." else f"{here}/{name}"
    inside = _unmarked(_inside(relative, site.content), site)
    suffix = file.suffix.lower()
    kind = _kind(inside, bundle, suffix in _PAGE_SUFFIXES or suffix in _OTHER_FORMATS)
    problem = fault_of(file, site.root, relative) or _text_problem(file, site, kind, bundle)
    return HugoSource(file, relative, inside, kind, bundle if kind == "file" else "", problem)


def _kind(inside: str, bundle: str, is_text: bool) -> Kind:
    if bundle:
        return "bundle" if inside == bundle else "file"
    if not is_text:
        return "file"
    return "section" if PurePosixPath(inside).stem == "_index" else "page"


def _text_problem(file: Path, site: HugoSite, kind: Kind, bundle: str) -> str:
    suffix, language = file.suffix.lower(), language_of(file.name, site)
    if suffix not in _PAGE_SUFFIXES and suffix not in _OTHER_FORMATS:
        return ""
    if language and language != site.language:
        return f"{_TRANSLATION} ({language}): articles here have one language, {site.language}"
    if kind == "file":
        return f"belongs to the bundle {bundle}: Hugo makes no page of it"
    return f"{_OTHER_FORMATS[suffix]} is not Markdown" if suffix in _OTHER_FORMATS else ""


def _walk_foreign(site: HugoSite, folder: str) -> Iterator[HugoSource]:
    language = site.foreign_folders()[folder]
    reason = f"{_TRANSLATION} ({language}): articles here have one language, {site.language}"
    for here, _names, files in _walk(site.root / folder):
        for name in files:
            if Path(name).suffix.lower() in _PAGE_SUFFIXES:
                relative = f"{relative_path(here, site.root)}/{storable(name)}"
                yield HugoSource(here / name, relative, _inside(relative, folder), "page", problem=reason)


def _walk_static(site: HugoSite, folder: str) -> Iterator[HugoSource]:
    for here, _names, files in _walk(site.root / folder):
        for name in files:
            relative = f"{relative_path(here, site.root)}/{storable(name)}"
            problem = fault_of(here / name, site.root, relative)
            inside = _inside(relative, folder)
            yield HugoSource(here / name, relative, inside, "file", problem=problem, is_static=True)


def _inside(relative: str, folder: str) -> str:
    return relative.removeprefix(f"{folder.strip('/')}/") if folder.strip("/") else relative


def _unmarked(inside: str, site: HugoSite) -> str:
    """Cut the site's own language out of a name such as index.en.md."""
    return _cut_language(inside) if language_of(PurePosixPath(inside).name, site) == site.language else inside


def _cut_language(inside: str) -> str:
    path = PurePosixPath(inside)
    parts = path.name.rsplit(".", 2)
    return str(path.with_name(f"{parts[0]}.{parts[2]}")) if len(parts) == 3 else inside
