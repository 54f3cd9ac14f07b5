"""The addresses under which a Hugo site listed its articles: home, sections, taxonomies, and their feeds."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..base import ImportedListing, ImportedMenu, ImportedPost, ImportSkip, Listed, Outcome
from ..yaml_nodes import Node, text_of, value_of
from .sections import HugoSections, is_plain_name
from .site import HugoSite, table_of

_TERM_KINDS: dict[str, Listed] = {"categories": "category", "authors": "author", "author": "author"}
_LIST_KINDS: dict[str, Listed] = {"categories": "categories"}
_UNLISTED = {"series"}
MAX_MENU = 50


@dataclass(slots=True)
class HugoListings:
    """Collects, while articles are read, what Hugo lists them under."""

    site: HugoSite
    sections: HugoSections
    categories: dict[str, str] = field(default_factory=dict)  # section -> the category made of it, or ""
    terms: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)  # taxonomy -> paths -> term
    pages: set[str] = field(default_factory=set)  # sections whose own text became a page

    def add(self, post: ImportedPost, folders: tuple[str, ...], terms: dict[str, list[str]]) -> None:
        if folders:
            proposed = post.categories[0] if post.categories and not post.strict_categories else ""
            self.categories.setdefault(folders[0], "" if is_plain_name(folders[0]) else proposed)
        for taxonomy in self.site.taxonomies.values():
            for term in terms.get(taxonomy, ()):
                paths = tuple(spelling.of_term(taxonomy, term) for spelling in self.site.addresses.spellings)
                self.terms.setdefault(taxonomy, {}).setdefault(paths, term)

    def outcomes(self) -> Iterator[Outcome]:
        disabled = self.site.disabled_kinds
        yield from self._home()
        if "section" not in disabled:
            yield from self._sections()
        for taxonomy in sorted(self.terms.keys() - _UNLISTED):
            if "taxonomy" not in disabled:
                kind = _LIST_KINDS.get(taxonomy, "home" if taxonomy in _TERM_KINDS else "tags")
                path = f"/{self.site.addresses.segment(taxonomy)}/"
                yield from self._both(self._place(taxonomy), kind, "", [path])
        if "term" not in disabled:
            yield from self._terms()
        yield from main_menu(self.site)

    def _home(self) -> Iterator[ImportedListing]:
        base, place = self.site.addresses.base, self._place("")
        if base:
            yield ImportedListing(place, "home", old_paths=[f"{base}/", base, f"{base}/index.html"])
        if "rss" not in self.site.disabled_kinds:
            yield ImportedListing(place, "home", is_feed=True, old_paths=[f"{base}/{self.site.feed_name}"])

    def _sections(self) -> Iterator[ImportedListing]:
        taxonomies = set(self.site.taxonomies.values())
        folders = {
            folder for folder in self.sections.files if folder and folder.split("/")[0] not in taxonomies
        }
        for folder in sorted(folders | self.categories.keys()):
            category = self.categories.get(folder.split("/")[0], "")
            kind: Listed = "category" if category else "home"
            paths = [
                spelling.of_section(tuple(folder.split("/"))) for spelling in self.site.addresses.spellings
            ]
            yield from self._both(self._place(folder), kind, category, paths, is_page=folder in self.pages)

    def _terms(self) -> Iterator[Outcome]:
        for taxonomy, terms in self.terms.items():
            if taxonomy in _UNLISTED:
                names = ", ".join([paths[0] for paths in terms][:20])
                yield ImportSkip(self._place(taxonomy), f"lists of series have no address here: {names}")
                continue
            for paths, term in terms.items():
                kind = _TERM_KINDS.get(taxonomy, "tag")
                yield from self._both(self._place(taxonomy), kind, " ".join(term.split()), list(paths))

    def _both(
        self, place: str, kind: Listed, name: str, paths: list[str], *, is_page: bool = False
    ) -> Iterator[ImportedListing]:
        addresses = self.site.addresses
        if not is_page:
            served = [each for path in paths for each in addresses.served(path)]
            yield ImportedListing(place, kind, name, old_paths=list(dict.fromkeys(served)))
        if "rss" in self.site.disabled_kinds:
            return
        feeds = [f"{addresses.base}{path.rstrip('/')}/{self.site.feed_name}" for path in dict.fromkeys(paths)]
        yield ImportedListing(place, kind, name, is_feed=True, old_paths=feeds)

    def _place(self, folder: str) -> str:
        found = self.sections.files.get(folder)
        name = f"{self.site.content}/{folder}".strip("/")
        return f"{name}/{found.name}" if found else name


def main_menu(site: HugoSite) -> Iterator[ImportedMenu]:
    """Read the main menu that the configuration writes out, lightest first."""
    menus = table_of(site.config.get("menu") or site.config.get("menus"))
    rows = menus.get("main")
    links = [link for row in _by_weight(rows) if (link := _menu_link(row, site))]
    if links:
        yield ImportedMenu("menu.main", links[:MAX_MENU])


def _by_weight(rows: Node | None) -> list[dict[str, Node]]:
    tables = [table_of(row) for row in rows] if isinstance(rows, list) else []
    return sorted(tables, key=lambda row: _weight(row.get("weight")))


def _weight(node: Node | None) -> float:
    value = value_of(node)
    return value if isinstance(value, int | float) and value != 0 else float("inf")


def _menu_link(row: dict[str, Node], site: HugoSite) -> tuple[str, str] | None:
    label = text_of(row.get("name")) or text_of(row.get("identifier"))
    address = text_of(row.get("url")) or text_of(row.get("pageref"))
    if not label or not address:
        return None
    if "://" in address or address.startswith(("mailto:", "#")):
        return label, address
    path = address if "." in address.rpartition("/")[2] or "#" in address else f"{address.rstrip('/')}/"
    return label, f"{site.addresses.base}/{path.lstrip('/')}"
