"""What is told of a Jekyll site once all its files are read: listings, menu, and what was left out."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..base import (
    ImportedFile,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedSourceFile,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    file_below,
)
from ..source_files import read_source_files
from ..yaml_nodes import Node, text_of
from .default_pictures import default_pictures
from .fates import is_used
from .listings import CONFIG, Shown, list_listings
from .redirects import REDIRECTS, read_redirects
from .site import AUTHOR_FILES, CONFIG_NAMES, Site, read_first

MAX_MENU = 50
MENU_FILES = ("_data/navigation.yml", "_data/navigation.yaml")

_READ_SETTINGS = {
    "atom_feed", "author", "baseurl", "category_archive", "collections", "collections_dir", "defaults", "exclude",
    "excerpt_separator", "feed", "include", "jekyll-archives", "paginate", "paginate_path", "pagination",
    "permalink", "source", "tag_archive", "timezone", "url", "words_per_minute",
}  # fmt: skip


class Rest:
    """Remembers of each outcome what the site's own outcomes, which come last, depend on."""

    def __init__(self, site: Site, others: list[str]) -> None:
        self.site = site
        self.root = os.path.realpath(site.root)
        self.others = set(others)  # files that are no texts, and that none asks for so far
        self.shown = Shown()
        self.taken: set[str] = set()  # addresses of pages and of their like

    def is_news(self, outcome: Outcome) -> bool:
        """Take note of an outcome; say whether it was not told before."""
        if isinstance(outcome, ImportedPost | ImportedPage):
            found = (image.file for image in outcome.images if image.file)
            self.others.difference_update(os.path.relpath(file, self.root) for file in found)
        if isinstance(outcome, ImportedPost):
            self.shown.add(outcome, self.site)
        elif isinstance(outcome, ImportedPage | ImportedListing):
            self.taken.update(outcome.old_paths)
        elif isinstance(outcome, ImportedFile):
            if outcome.old_paths[0] in self.taken:
                return False
            self.taken.update(outcome.old_paths)
            self.others.discard(outcome.path)
        return True

    def outcomes(self) -> Iterator[Outcome]:
        yield from list_listings(self.site, self.shown, self.taken)
        yield from read_menu(self.site)
        yield from read_redirects(self.site)
        yield from site_files(self.site)
        if self.site.config or self.site.notes:
            yield ImportSkip(CONFIG, _told_of_settings(self.site))
        if told := _told_of_others(self.others):
            yield ImportSkip("other files", told)


def site_files(site: Site) -> Iterator[ImportedSourceFile | ImportSkip]:
    """Give what the site was read by: of each file the name that counts."""
    places: list[tuple[Path, tuple[str, ...]]] = [(site.config_root or site.root, CONFIG_NAMES)]
    places += [(site.root, names) for names in (AUTHOR_FILES, MENU_FILES, (REDIRECTS,))]
    for root, names in places:
        yield from read_source_files(root, [name for name in names if file_below(root, name)][:1])


def read_menu(site: Site) -> Iterator[ImportedMenu | ImportFailure]:
    """Give the main menu of Minimal Mistakes and its like; what lies below an entry follows it."""
    try:
        found = read_first(site.root, MENU_FILES)
    except ReadError as error:
        yield ImportFailure(MENU_FILES[0], error.reason.partition(": ")[2] or error.reason, error.line)
        return
    if links := _menu_links(found.get("main"), site)[:MAX_MENU]:
        yield ImportedMenu(MENU_FILES[0], links)


def _menu_links(rows: Node | None, site: Site) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            label, address = text_of(row.get("title")), text_of(row.get("url"))
            links += [(label, site.with_base(address))] if label and address else []
            links += _menu_links(row.get("children"), site)
    return links


def _told_of_settings(site: Site) -> str:
    notes = [note.text for note in site.notes]
    unused = [key for key in site.config if key not in _READ_SETTINGS]
    told = "settings of the old site, read for addresses, dates and defaults"
    if unused:
        told += f"; not used: {', '.join(unused[:40])}{' …' if len(unused) > 40 else ''}"
    if unused := _unused_defaults(site):
        told += f"; not used of the defaults: {', '.join(unused[:40])}"
    if pictures := default_pictures(site):
        told += f"; default picture of the old site, not used: {', '.join(pictures[:40])}"
    return "; ".join([told, *notes])


def _unused_defaults(site: Site) -> list[str]:
    rows = site.config.get("defaults")
    values = [row.get("values") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    keys = dict.fromkeys(key for value in values if isinstance(value, dict) for key in value)
    return [key for key in keys if not is_used(key)]


def _told_of_others(others: set[str]) -> str:
    if not others:
        return ""
    suffixes = Counter(sorted(map(_suffix, others)))
    common = ", ".join(
        f"{number:,} {suffix or 'without suffix'}" for suffix, number in suffixes.most_common(8)
    )
    return f"{len(others):,} files are no articles, and none shows or links to them ({common}): not imported"


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    return f".{suffix.lower()}" if stem and dot else ""
