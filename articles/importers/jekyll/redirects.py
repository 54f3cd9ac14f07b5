"""Redirects that belong to no article, as `export_posts` keeps them: a line for each old path and where it leads."""

from collections.abc import Iterator
from contextlib import suppress

from ..base import ImportedRedirect, ImportFailure, ImportSkip, ReadError, file_below, read_text
from ..yaml_nodes import YamlError, parse_yaml, text_of
from .site import Site

Told = ImportedRedirect | ImportFailure | ImportSkip
REDIRECTS = "_data/redirects.yml"
MAX_CHARACTERS = 20_000_000
TOGETHER = 1_000  # lines: a large file has more values than one text of YAML may have


def read_redirects(site: Site) -> Iterator[Told]:
    """Give each `old: new` that is about addresses of this site; other people's lists and maps are passed over."""
    found = file_below(site.root, REDIRECTS)
    if found is None:
        return
    try:
        text = read_text(found, MAX_CHARACTERS)
    except ReadError as error:
        yield ImportFailure(REDIRECTS, error.reason, error.line)
        return
    yield from redirects_in(text)


def redirects_in(text: str) -> Iterator[Told]:
    """Give the redirects of the file's text."""
    lines = text.removeprefix("\ufeff").split("\n")
    for start in range(0, len(lines), TOGETHER):
        yield from _read(lines[start : start + TOGETHER], start + 1)


def _read(lines: list[str], first_line: int) -> Iterator[Told]:
    """Read some lines; where one of them is broken, it is named and the others are read each by itself."""
    try:
        yield from _redirects("\n".join(lines), first_line)
    except YamlError as error:
        yield ImportFailure(REDIRECTS, error.reason, error.line)
        for number, line in enumerate(lines, first_line):
            with suppress(ReadError):
                yield from _redirects(line, number)
    except ReadError as error:
        yield ImportSkip(REDIRECTS, f"is no list of `old: new` lines: {error.reason}")


def _redirects(text: str, first_line: int) -> list[ImportedRedirect]:
    entries, _repeated = parse_yaml(text, first_line)
    told = [(old_path, text_of(entry.node)) for old_path, entry in entries.items()]
    return [ImportedRedirect(REDIRECTS, old, new) for old, new in told if old.startswith("/") and new]
