"""Reads WordPress' export files: articles, pages, categories, tags, authors, media, old addresses."""

from collections.abc import Iterator
from pathlib import Path

from ..base import (
    ImportedFile,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    ReadOptions,
    file_below,
)
from .addresses import address_path
from .index import Index
from .post import Reading, read_page, read_post
from .xml import Export, Item

_SKIPPED = {
    "wp_block": "a reusable block: its text is copied into the articles that show it",
    "revision": "an earlier state of an article",
    "custom_css": "styles of the old theme",
    "customize_changeset": "settings of the old theme",
    "oembed_cache": "a cache",
    "wp_global_styles": "styles of the old theme",
    "wp_navigation": "a menu of the block editor",
    "wp_template": "a template of the old theme",
    "wp_template_part": "a template of the old theme",
    "wp_font_family": "a font of the old theme",
    "wp_font_face": "a font of the old theme",
}


class WordPressReader:
    """Yields one outcome for each item of an export, then the redirects, listings and menus of the old site.

    Those come last, since they lead to what the items become.

    `path` is an export, or a folder of its parts; media that lie beside it, as in wp-content/uploads, are
    taken from there. Opening raises ReadError for a file that holds no WordPress export at all.
    """

    def __init__(self, path: Path, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        self.root = path if path.is_dir() else path.parent
        self.exports = [Export(each) for each in (sorted(path.glob("*.xml")) if path.is_dir() else [path])]
        self.index = Index()
        for export in self.exports:
            self.index.add(export)
        if not self.exports:
            raise ReadError("holds no .xml file: choose Tools → Export in WordPress")
        if not sum(self.index.counts) and not self.index.base_url:
            flaw = self.exports[0].flaw
            raise flaw or ReadError("is no WordPress export: choose Tools → Export in WordPress")
        self.listings: list[ImportedListing] = self.index.listings(self.exports[0].path.name)
        self.menus = self._menus()
        self.seen: set[str] = set()

    def __len__(self) -> int:
        flaws = sum(bool(export.flaw) + bool(export.left_out) for export in self.exports)
        return len(self.listings) + len(self.menus) + sum(self.index.counts) + flaws

    def __iter__(self) -> Iterator[Outcome]:
        self.seen.clear()
        redirects: list[Outcome] = []
        for export in self.exports:
            for item in export.items():
                outcome = self.read(item, export)
                if isinstance(outcome, ImportedRedirect):
                    redirects.append(outcome)
                else:
                    yield outcome
            yield from _flaws(export)
        yield from [*redirects, *self.listings, *self.menus]

    def read(self, item: Item, export: Export) -> Outcome:
        """Read one item; what is wrong with it comes back as a failure, never as an exception."""
        number = item["wp:post_id"]
        path = f"{export.path.name}#{number or item['wp:post_name'] or f'line {item.line}'}"
        try:
            return self._read(item, path, number or item["wp:post_name"])
        except ReadError as error:
            line = error.line + item.content_line - 1 if error.line else item.line
            return ImportFailure(path, error.reason, line)

    def _read(self, item: Item, path: str, number: str) -> Outcome:
        kind, status = item["wp:post_type"] or "post", item["wp:status"] or "publish"
        if not number:
            raise ReadError("has neither an id nor a slug")
        if number in self.seen:
            raise ReadError(f"has the id {number}, which an earlier item has too")
        self.seen.add(number)
        if item.problem:
            raise ReadError(item.problem)
        if kind == "attachment":
            return self._read_attachment(item, path)
        if kind == "redirect_rule":
            return _read_redirect(item, path)
        if kind not in ("post", "page"):
            return ImportSkip(path, _reason(kind))
        if status in ("trash", "auto-draft", "inherit"):
            return ImportSkip(path, f"its status is {status}: not an article")
        reading = Reading(item, self.index, self.root, self.options, path, number)
        return self._check(read_page(reading) if kind == "page" else read_post(reading))

    def _check(self, made: ImportedPost | ImportedPage) -> ImportedPost | ImportedPage:
        if len(made.body) > self.options.max_characters:
            raise ReadError(f"its Markdown is longer than {self.options.max_characters:,} characters")
        return made

    def _read_attachment(self, item: Item, path: str) -> Outcome:
        url = item["wp:attachment_url"] or item["guid"]
        old_path = address_path(url, self.index)
        found = file_below(self.root, old_path) if old_path else None
        if found and not self.index.attachments[item["wp:post_id"] or ""].is_picture:
            return ImportedFile(path, found, [old_path])
        return ImportSkip(path, f"media file {url[:200]}: comes with the articles that show it")

    def _menus(self) -> list[Outcome]:
        """Return the menu with most entries; a site here has one."""
        menus: dict[str, list[tuple[int, str, str]]] = {}
        for entry in self.index.menus:
            title, address = entry.title, entry.address
            if address.startswith("#") and address[1:] in self.index.links:
                linked_title, address = self.index.links[address[1:]]
                title = title or linked_title
            path = address_path(address, self.index) if self.index.is_own(address) else address
            if title and path and not path.startswith("#"):
                menus.setdefault(entry.menu or "menu", []).append((entry.order, title, path))
        name = self.exports[0].path.name
        found = sorted(menus.items(), key=lambda menu: -len(menu[1]))
        made: list[Outcome] = [
            ImportedMenu(f"{name}: {menu}", [(title, path) for _, title, path in sorted(rows)])
            for menu, rows in found[:1]
        ]
        return made + [
            ImportSkip(f"{name}: {menu}", "a second menu: a site has one") for menu, _ in found[1:]
        ]


def _flaws(export: Export) -> Iterator[Outcome]:
    if export.left_out:
        yield ImportSkip(
            export.path.name, f"{export.left_out:,} control characters, which XML forbids, read as spaces"
        )
    if export.flaw:
        yield ImportFailure(export.path.name, export.flaw.reason, export.flaw.line)


def _read_redirect(item: Item, path: str) -> Outcome:
    source, target = item.meta_of("_redirect_rule_from"), item.meta_of("_redirect_rule_to")
    if not source or not target or "*" in source or item.meta_of("_redirect_rule_from_regex") == "1":
        raise ReadError("a redirect by pattern, or without a source or a target, is not kept")
    return ImportedRedirect(path, source, target)


def _reason(kind: str) -> str:
    if kind == "nav_menu_item":
        return "an entry of a menu: read with its menu"
    return _SKIPPED.get(kind, f"the post type {kind[:50]} is of a plugin or theme: not an article")
