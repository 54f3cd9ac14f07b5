"""Files of the old site that are no articles: given back as they came, with what only this site knows at their end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from pathlib import Path

from django.urls import reverse

from articles import redirects
from articles.importers.base import ImportedAuthor, ImportedRedirect, ReadError
from articles.importers.jekyll.authors import read_authors
from articles.importers.jekyll.redirects import redirects_in
from articles.importers.jekyll.site import AUTHOR_FILES, CONFIG_NAMES, Site
from articles.importers.load.rows import new_author
from articles.importers.source_files import extended
from articles.importers.yaml_nodes import Scalar, parse_yaml, text_of, unplaced
from articles.models import Author, SourceFile

from . import data
from .outcomes import Exported, ExportedFile, ExportFailure, ExportNote, is_safe

MOST_NAMED = 5


def plain_files() -> Iterator[ExportedFile | ExportFailure]:
    """Yield the files that go out as they came, whatever was changed here."""
    rows = SourceFile.objects.exclude(path__in=[*AUTHOR_FILES, data.REDIRECTS]).order_by("path")
    for row in rows.iterator(20):
        if is_safe(row.path):
            yield source_file(row, row.text)
        else:
            yield ExportFailure(row.path, "its path leads out of the folder")


def source_file(row: SourceFile, text: str) -> ExportedFile:
    return ExportedFile(row.path, text.encode(), is_source=True)


def has_configuration() -> bool:
    return SourceFile.objects.filter(path__in=CONFIG_NAMES).exists()


def base_path() -> str:
    """Return what stands before every address of the old site, by the configuration that goes out: `/blog`, or ""."""
    row = SourceFile.objects.filter(path__in=CONFIG_NAMES).first()
    try:
        entries = parse_yaml(row.text.removeprefix("\ufeff"))[0] if row else {}
    except ReadError:
        return ""
    base = text_of(entries["baseurl"].node).strip("/") if "baseurl" in entries else ""
    return f"/{base}" if base else ""


def authors_file(authors: Mapping[str, Author]) -> Iterator[Exported]:
    """Yield the file in which keys of headers are authors: the old site's with further ones, or a new one."""
    kept = {row.path: row for row in SourceFile.objects.filter(path__in=AUTHOR_FILES)}
    row = next((kept[path] for path in AUTHOR_FILES if path in kept), None)
    if row is None:
        if authors:
            yield data.authors_file(authors)
        return
    told = told_authors(row.text)
    names = {each.name.casefold(): each for each in told.values()}
    found = {key: told.get(key) or names.get(author.name.casefold()) for key, author in authors.items()}
    further = {key: author for key, author in authors.items() if found[key] is None}
    text = extended(row.text, data.author_lines(further) if further else "")
    if told_authors(text).keys() != {*told, *further}:
        yield ExportNote(row.path, f"goes out as it came; nothing can be added to it: {', '.join(further)}")
        text = row.text
    yield source_file(row, text)
    for key, known in found.items():
        if known and is_told_otherwise(authors[key], known):
            yield ExportNote(row.path, f"goes out as it came; {authors[key].name} was changed here")


def told_authors(text: str) -> dict[str, ImportedAuthor]:
    """Return the authors of the file by their keys; none where it cannot be read."""
    try:
        entries = parse_yaml(text.removeprefix("\ufeff"))[0]
    except ReadError:
        return {}
    site = Site(Path(), UTC, authors={key: unplaced(entry.node) for key, entry in entries.items()})
    return {key: author for key in entries for author in read_authors({"author": Scalar(key, key, 0)}, site)}


def is_told_otherwise(author: Author, told: ImportedAuthor) -> bool:
    """Say whether an import of the old site's file would make another author."""
    made = new_author(told.name, told, None)
    here = (author.name.casefold(), author.bio, author.addresses)
    has_new_portrait = author.portrait_id is not None and told.portrait is None
    return has_new_portrait or here != (made.name.casefold(), made.bio, made.addresses)


def redirects_file(rows: Iterable[tuple[str, str]]) -> Iterator[Exported]:
    """Yield the file of redirects: the old site's with further ones, or a new one."""
    row = SourceFile.objects.filter(path=data.REDIRECTS).first()
    if row is None:
        yield from filter(None, [data.redirects_file(rows)])
        return
    outcomes = list(redirects_in(row.text))
    told = {
        redirects.stem_of(redirects.tidy_address(each.old_path)): each.target
        for each in outcomes
        if isinstance(each, ImportedRedirect)
    }
    further, changed = [], []
    for old, new in rows:
        target = told.get(redirects.stem_of(old))
        if target is None:
            further.append((old, new))
        elif leads_elsewhere(target, new):
            changed.append(old)
    text = extended(row.text, data.redirect_lines(further))
    kinds = Counter(map(type, outcomes)) + Counter({ImportedRedirect: len(further)})
    if Counter(map(type, redirects_in(text))) != kinds:
        named = shown([old for old, _new in further])
        yield ExportNote(row.path, f"goes out as it came; nothing can be added to it: {named}")
        text = row.text
    yield source_file(row, text)
    if changed:
        yield ExportNote(row.path, f"goes out as it came; leads elsewhere here: {shown(changed)}")


def leads_elsewhere(target: str, new: str) -> bool:
    """Say whether an old target means an article of this site, and another one."""
    end = redirects.destination(target).path or target
    return end != new and end.startswith(reverse("article", args=["x"]).removesuffix("x/"))


def shown(paths: list[str]) -> str:
    rest = f" and {len(paths) - MOST_NAMED:,} more" if len(paths) > MOST_NAMED else ""
    return ", ".join(paths[:MOST_NAMED]) + rest
