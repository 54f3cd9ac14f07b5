"""What has to be known of a WordPress export before its first article is read."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from ..base import ImportedListing, Listed
from ..permalinks import slugify
from .media import Attachment
from .xml import Export, Item

_RENDITION = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|e\d{10,})(?=\.\w+\Z)")
_FEEDS = ("feed", "feed/rss", "feed/rss2", "feed/atom", "feed/rdf")
MAX_PARENTS = 20


@dataclass(frozen=True, slots=True)
class Category:
    name: str
    slug: str
    parent: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    menu: str
    title: str
    address: str
    order: int


@dataclass
class Index:
    """Media, terms, authors and page paths by the names under which items refer to them."""

    base_url: str = ""
    host: str = ""
    base: str = ""  # path before every address of the old site
    authors: dict[str, str] = field(default_factory=dict)
    author_numbers: dict[str, str] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    tags: dict[str, Category] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    by_url: dict[str, Attachment] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> slug, id of the page above
    links: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> title, address
    menus: list[MenuEntry] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, export: Export) -> None:
        """Read an export through; the number of its items is kept, flaws are not."""
        count = 0
        for item in export.items():
            count += 1
            if item["wp:post_id"]:
                self._add_item(item)
        self.counts.append(count)
        self._add_head(export)

    def _add_head(self, export: Export) -> None:
        channel = export.channel
        self.base_url = self.base_url or channel.get("wp:base_blog_url") or channel.get("link", "")
        parts = urlsplit(self.base_url)
        self.host, self.base = (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
        self.authors |= export.authors
        for term in export.terms:
            self._add_term(term)

    def _add_term(self, term: dict[str, str]) -> None:
        name, number = term.get("wp:cat_name", "") or term.get("wp:tag_name", ""), term.get("wp:term_id", "")
        if term[""] == "wp:category":
            slug = unquote(term.get("wp:category_nicename", ""))
            self.categories[slug] = Category(
                name or slug, slug, unquote(term.get("wp:category_parent", "")), number
            )
        elif term[""] == "wp:tag":
            slug = unquote(term.get("wp:tag_slug", ""))
            self.tags[slug] = Category(name or slug, slug, "", number)

    def _add_item(self, item: Item) -> None:
        number, kind = item["wp:post_id"], item["wp:post_type"]
        if kind == "attachment":
            url = item["wp:attachment_url"] or item["guid"]
            caption, alt = item["excerpt"].strip(), item.meta_of("_wp_attachment_image_alt")
            made = Attachment(url, alt, caption, item["title"], item["wp:post_parent"])
            self.attachments[number] = self.by_url[plain_url(url)] = made
        elif kind == "wp_block":
            self.reusable[number] = item["content:encoded"]
        elif kind == "page":
            self.pages[number] = (item["wp:post_name"], item["wp:post_parent"])
        elif kind == "nav_menu_item":
            self._add_menu_item(item)
        if kind in ("page", "post"):
            self.links[number] = (item["title"], item["link"])

    def _add_menu_item(self, item: Item) -> None:
        menu = next((term.name for term in item.terms if term.kind == "nav_menu"), "")
        address = item.meta_of("_menu_item_url") or f"#{item.meta_of('_menu_item_object_id')}"
        order = item["wp:menu_order"]
        self.menus.append(MenuEntry(menu, item["title"], address, int(order) if order.isdecimal() else 0))

    def category_path(self, slug: str) -> list[Category]:
        """Return a category below those above it, the topmost first."""
        path: list[Category] = []
        while (found := self.categories.get(slug)) and found not in path and len(path) < MAX_PARENTS:
            path.insert(0, found)
            slug = found.parent
        return path

    def page_address(self, number: str) -> str:
        parts: list[str] = []
        seen: set[str] = set()
        while number in self.pages and number not in seen and len(parts) < MAX_PARENTS:
            seen.add(number)
            slug, number = self.pages[number]
            parts.insert(0, slugify(unquote(slug), cased=True))
        return "/".join(filter(None, parts))

    def attachment_at(self, url: str) -> Attachment | None:
        """Find the media file of an address, which may be that of a smaller rendition."""
        plain = plain_url(url)
        return self.by_url.get(plain) or self.by_url.get(_RENDITION.sub("", plain))

    def is_own(self, url: str) -> bool:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        return bool(self.host) and host.removeprefix("www.") == self.host

    def forms(self, path: str, *queries: str) -> list[str]:
        """Return the addresses of one listing: with and without its last slash, and by query."""
        whole = f"{self.base}/{path.strip('/')}"
        return [f"{whole}/", whole, *(f"{self.base}/{query}" for query in queries)]

    def listings(self, name: str) -> list[ImportedListing]:
        """Return every address under which WordPress listed articles or fed them to readers."""
        home = [form for feed in (*_FEEDS, "comments/feed") for form in self.forms(feed)]
        home += [f"{self.base}/{word}.php" for word in ("wp-rss", "wp-rss2", "wp-atom", "wp-feed")]
        home += [f"{self.base}/?feed={word}" for word in ("rss", "rss2", "atom", "rdf")]
        made = [ImportedListing(name, "home", is_feed=True, old_paths=home)]
        for slug, category in self.categories.items():
            path = "/".join(each.slug for each in self.category_path(slug))
            made += self._pair(name, "category", category.name, f"category/{path}", f"?cat={category.number}")
        for slug, tag in self.tags.items():
            made += self._pair(name, "tag", tag.name, f"tag/{slug}", f"?tag={slug}")
        for login, shown in self.authors.items():
            made += self._pair(name, "author", shown, f"author/{slugify(login)}", "")
        return made

    def _pair(self, name: str, kind: Listed, shown: str, path: str, query: str) -> list[ImportedListing]:
        queries = [query] if query and not query.endswith("=") else []
        feeds = [form for feed in _FEEDS for form in self.forms(f"{path}/{feed}")]
        return [
            ImportedListing(name, kind, shown, old_paths=self.forms(path, *queries)),
            ImportedListing(name, kind, shown, is_feed=True, old_paths=feeds),
        ]


def plain_url(url: str) -> str:
    """Return an address without its scheme, `www.` and query, for comparing."""
    return re.sub(r"\A(?:https?:)?//(?:www\.)?", "", url.strip()).partition("?")[0].partition("#")[0]
