"""From one item of a WordPress export to an article or a page."""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ..base import (
    ImportedAuthor,
    ImportedImage,
    ImportedPage,
    ImportedPost,
    Note,
    ReadOptions,
    Status,
    file_below,
)
from ..dates import parse_date
from ..html_markdown import to_markdown
from ..permalinks import slugify
from .addresses import address_path, old_paths
from .blocks import Site, Text
from .fates import CANONICALS, DESCRIPTIONS, FATES, PRIMARY, REDIRECTS, fates_of
from .index import Category, Index
from .xml import Item, Term

_STATUSES: dict[str, Status] = {
    "publish": "published",
    "future": "published",
    "pending": "in_review",
    "private": "draft",
}
_MEDIA_NUMBER = re.compile(r"\bwp-image-(\d+)\b")


@dataclass(slots=True)
class Reading:
    """One item on its way to becoming an article or a page."""

    item: Item
    index: Index
    root: Path
    options: ReadOptions
    path: str
    number: str
    notes: list[Note] = field(default_factory=list)
    pictures: list[ImportedImage] = field(default_factory=list)

    def warn(self, text: str) -> None:
        self.notes.append(Note("warning", text, self.item.line or None))

    def inform(self, text: str) -> None:
        self.notes.append(Note("info", text, self.item.line or None))

    @property
    def import_ref(self) -> str:
        return f"wordpress:{self.index.host}:{self.number}"

    def body(self) -> str:
        """Make the Markdown; what is lost on the way is noted with its line in the export."""
        item, first = self.item, max(self.item.content_line, 1)
        site = Site(self.index.attachments, self.index.reusable)
        text = Text(site, self.number, item.meta_of("footnotes"), first)
        html, keeps_lines = text.to_html(item["content:encoded"])
        made = to_markdown(html, resolve=self.resolve, keeps_lines=keeps_lines)
        self.notes += text.notes
        self.notes += [
            replace(note, line=note.line + first - 1 if note.line else None) for note in made.notes
        ]
        self.pictures = [self.located(picture, first) for picture in made.pictures]
        return made.markdown

    def resolve(self, address: str, element: Tag) -> str:
        """Name a picture by its original, and what is on the old site by its path."""
        if element.name != "img" and address.startswith(("#", "mailto:", "tel:")):
            return address
        try:
            whole = urljoin(f"{self.index.base_url.rstrip('/')}/", address)
        except ValueError:
            return address
        if path := self.file_path(whole):
            return path
        if element.name in ("img", "video", "audio", "source"):
            return self.media_address(whole, element)
        if self.index.is_own(whole) and not self.index.attachment_at(whole) and "/wp-content/" not in whole:
            return address_path(whole, self.index, with_fragment=True) or "/"
        return whole if address.startswith(("/", ".")) else address

    def file_path(self, address: str) -> str:
        """Return the path of a file that comes in with the articles, as it leads there from now on; "" of others."""
        media = self.index.attachment_at(address)
        if media is None or media.is_picture:
            return ""
        path, fragment = address_path(media.url, self.index), urlsplit(address).fragment
        if not path or file_below(self.root, path) is None:
            return ""
        return f"{path}#{fragment}" if fragment else path

    def media_address(self, address: str, element: Tag) -> str:
        """Name a picture by its original, and give it the words that the media library has for it."""
        number = _MEDIA_NUMBER.search(str(element.get("class") or ""))
        media = self.index.attachments.get(number[1]) if number else self.index.attachment_at(address)
        if media and media.alt and element.name == "img" and not element.get("alt"):
            element["alt"] = media.alt
        return media.url if media else address

    def located(self, picture: ImportedImage, first: int) -> ImportedImage:
        local = file_below(self.root, address_path(picture.address, self.index) or "-")
        line = picture.line + first - 1 if picture.line else None
        if not picture.alt:
            self.notes.append(Note("warning", f"image {picture.address[:200]} has no alternative text", line))
        return replace(picture, file=local, line=line)

    def hero(self) -> ImportedImage | None:
        number = self.item.meta_of("_thumbnail_id")
        if not number or number == "0":
            return None
        media = self.index.attachments.get(number)
        if media is None:
            self.warn(f"the featured image {number} is not in the export: export all content")
            return None
        image = ImportedImage(media.url, media.alt, plain(media.caption), origin="_thumbnail_id")
        return self.located(image, 1)

    def date(self, *names: str) -> datetime | None:
        for name in names:
            written = self.item[name]
            if written and not written.startswith("0000"):
                found = parse_date(written, UTC if name.endswith("_gmt") else self.options.timezone)
                if found:
                    return found
                self.warn(f"{name}: {written[:80]} is not a date")
        return None

    def status(self) -> Status:
        """Say who may see the article; what was not for everybody becomes a draft."""
        written = self.item["wp:status"] or "publish"
        if self.item["wp:post_password"]:
            self.warn("it had a password: a draft here, which no reader sees")
            return "draft"
        if written == "private":
            self.warn("it was private: a draft here, which no reader sees")
        elif written not in (*_STATUSES, "draft"):
            self.warn(f"its status is {written[:50]}, which WordPress itself does not have: a draft here")
        return _STATUSES.get(written, "draft")

    def first_of(self, keys: tuple[str, ...]) -> str:
        return next((value for key in keys if (value := self.item.meta_of(key))), "")

    def description(self) -> str:
        text = " ".join(plain(self.first_of(DESCRIPTIONS)).split())
        if re.search(r"%\w+%", text):
            self.warn(f"the description “{text[:100]}” names values that only its plugin knows: not kept")
            return ""
        return text

    def note_the_rest(self) -> None:
        """Name what an article here has no room for."""
        if self.item.comments:
            one = self.item.comments == 1
            self.warn(f"{self.item.comments:,} {'comment is' if one else 'comments are'} not imported")
        if self.item["wp:is_sticky"] == "1":
            self.inform("it was sticky: no article stays on top of a list here")
        kept = ("category", "post_tag", "tag")
        for kind in dict.fromkeys(term.kind for term in self.item.terms if term.kind not in kept):
            names = ", ".join(term.name for term in self.item.terms if term.kind == kind)
            what = "the post format" if kind == "post_format" else f"the terms of {kind[:50]}"
            self.inform(f"{what} {names} is not kept")
        custom = [key for key in self.item.meta if not key.startswith("_") and key not in FATES]
        if custom:
            self.inform(f"custom fields are not kept: {', '.join(custom)[:300]}")


def read_post(reading: Reading) -> ImportedPost:
    item = reading.item
    title = plain(item["title"])
    slug = slugify(unquote(item["wp:post_name"])) or slugify(title) or "untitled"
    post = ImportedPost(reading.import_ref, reading.path, title, slug, reading.body())
    if not title:
        post.title = "Untitled"
        reading.warn("it has no title")
    post.status = reading.status()
    post.published_at = reading.date("wp:post_date_gmt", "wp:post_date", "pubDate")
    if post.status != "published" and item["wp:status"] in ("draft", "pending"):
        post.published_at = reading.date("wp:post_date_gmt")
    post.dated_by = "front matter" if post.published_at else None
    post.modified_at = reading.date("wp:post_modified_gmt", "wp:post_modified")
    fill_terms(post, reading)
    fill_author(post, reading)
    post.excerpt = to_markdown(item["excerpt"], keeps_lines=True).markdown.strip()
    head, found, _ = post.body.partition("<!--more-->")
    post.lead = head.strip() if found else ""
    post.description = reading.description()
    fill_addresses(post, reading)
    post.hero = reading.hero()
    post.images = ([post.hero] if post.hero else []) + reading.pictures
    reading.note_the_rest()
    post.notes, post.fates = reading.notes, fates_of(item)
    return post


def fill_addresses(post: ImportedPost, reading: Reading) -> None:
    post.old_paths = old_paths(reading.item, reading.index)
    canonical = reading.first_of(CANONICALS)
    if canonical.startswith(("http://", "https://")) and not any(sign.isspace() for sign in canonical):
        post.canonical_url = canonical
    if target := reading.first_of(REDIRECTS):
        post.redirect_to, post.status = target, "draft"
        reading.warn(f"the old site sent readers on to {target[:200]}: not made public")


def fill_author(post: ImportedPost, reading: Reading) -> None:
    login = reading.item["dc:creator"]
    if login:
        post.authors = [ImportedAuthor(login, reading.index.authors.get(login) or login)]


def fill_terms(post: ImportedPost, reading: Reading) -> None:
    """Give the article its tags and its one category: the one marked primary, else the deepest."""
    terms = reading.item.terms
    post.tags = list(
        dict.fromkeys(plain(term.name) for term in terms if term.kind in ("post_tag", "tag") and term.name)
    )
    found = [
        paths
        for term in terms
        if term.kind == "category" and term.name and (paths := path_of(term, reading.index))
    ]
    if not found:
        return
    primary = reading.first_of(PRIMARY)
    chosen = max(
        found,
        key=lambda path: (path[-1].number == primary != "", path[-1].slug != "uncategorized", len(path)),
    )
    post.categories = post.strict_categories = [plain(chosen[-1].name)]
    above = " → ".join(plain(category.name) for category in chosen[:-1])
    if above:
        reading.inform(f"the category {post.categories[0]} was below {above}: categories are not nested here")
    others = [plain(path[-1].name) for path in found if path is not chosen and path[-1] not in chosen]
    if others:
        reading.warn(f"an article has one category; not kept: {', '.join(others)}")


def path_of(term: Term, index: Index) -> list[Category]:
    slug = unquote(term.slug)
    return index.category_path(slug) or [Category(term.name, slug)]


def read_page(reading: Reading) -> ImportedPage:
    item = reading.item
    link = address_path(item["link"], reading.index, below_base=True)
    address = "/".join(filter(None, (slugify(part, cased=True) for part in link.split("/"))))
    if not address or "?" in link:
        address = (
            reading.index.page_address(reading.number)
            or slugify(plain(item["title"]))
            or f"page-{reading.number}"
        )
    page = ImportedPage(
        reading.import_ref, reading.path, plain(item["title"]) or "Untitled", address, reading.body()
    )
    if not link.strip("/"):
        reading.inform(f"it was the front page of the old site: a page at /{address}/ here")
    page.is_public = reading.status() == "published" and item["wp:status"] in ("publish", "")
    if item["wp:status"] == "future":
        reading.warn("it was scheduled; pages are not: it is not public")
    page.description = reading.description()
    page.old_paths = old_paths(item, reading.index)
    hero = reading.hero()
    page.images = reading.pictures
    if hero:
        reading.warn(f"the featured image {hero.address[:200]} is not kept: pages have none")
    if item["excerpt"].strip():
        reading.inform("its excerpt is not kept: pages have none")
    reading.note_the_rest()
    page.notes, page.fates = reading.notes, fates_of(item)
    return page


def plain(text: str) -> str:
    """Return the text of a title or a name, which may hold entities and tags."""
    if "<" in text or "&" in text:
        text = BeautifulSoup(text, "html.parser").get_text()
    return " ".join(text.split())
