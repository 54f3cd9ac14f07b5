"""From one row of a Ghost export to an article or a page."""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import accumulate

from bs4 import BeautifulSoup, Tag

from ..base import (
    ImportedAuthor,
    ImportedImage,
    ImportedPage,
    ImportedPost,
    Note,
    ReadError,
    Status,
    file_below,
)
from ..dates import parse_date
from ..html_markdown import to_markdown
from ..permalinks import slugify
from .cards import markdown
from .fates import fates_of
from .site import HOME, UNSTORABLE, Row, Site, text
from .text import lexical_blocks, mobiledoc_blocks

_STATUSES: dict[str, Status] = {
    "published": "published",
    "scheduled": "published",
    "draft": "draft",
    "sent": "draft",
}


@dataclass
class Reading:
    """One row on its way to becoming an article or a page."""

    row: Row
    site: Site
    path: str
    import_ref: str
    notes: list[Note] = field(default_factory=list)
    pictures: list[ImportedImage] = field(default_factory=list)

    def __post_init__(self) -> None:
        extra = self.site.meta.get(text(self.row, "id"), {})
        self.row = {
            **{key: value for key, value in extra.items() if key not in ("id", "post_id")},
            **self.row,
        }
        if any(isinstance(value, str) and UNSTORABLE.search(value) for value in self.row.values()):
            self.warn("characters that no page can show are left out")

    def __getitem__(self, key: str) -> str:
        return text(self.row, key)

    def warn(self, said: str) -> None:
        self.notes.append(Note("warning", said))

    def inform(self, said: str) -> None:
        self.notes.append(Note("info", said))

    def blocks(self) -> list[str]:
        """Return the text as blocks of HTML: from the editor's own form, else from the HTML that Ghost made."""
        for key, read in (("lexical", lexical_blocks), ("mobiledoc", mobiledoc_blocks)):
            if self[key]:
                try:
                    return read(self[key])
                except ReadError as error:
                    if not self["html"]:
                        raise
                    self.warn(f"{error.reason}; its HTML is read")
        if self["markdown"] and not self["html"]:
            return [markdown({"markdown": self["markdown"]})]
        return [self["html"]]

    def body(self) -> str:
        blocks = [block.replace(HOME, "") for block in self.blocks()]
        made = to_markdown("\n".join(blocks), resolve=self.resolve)
        ends = list(accumulate(block.count("\n") + 1 for block in blocks))
        for note in made.notes:
            place = f" (block {bisect_right(ends, note.line - 1) + 1} of {len(blocks)})" if note.line else ""
            self.notes.append(Note(note.severity, note.text + place))
        self.pictures = [self.located(picture) for picture in made.pictures]
        return made.markdown

    def resolve(self, address: str, element: Tag) -> str:
        return address.replace(HOME, "")

    def located(self, picture: ImportedImage) -> ImportedImage:
        """Find the file of a picture in the `content` folder beside the export."""
        found = None
        if not picture.alt:
            self.warn(f"image {picture.address[:200]} has no alternative text")
        if picture.address.startswith("/") and not picture.address.startswith("//"):
            found = file_below(self.site.root, picture.address.partition("?")[0])
            if found is None:
                self.warn(
                    f"image {picture.address[:200]} is not beside the export: put Ghost's content folder there"
                )
        return replace(picture, file=found, line=None)

    def hero(self) -> ImportedImage | None:
        address = (self["feature_image"] or self["image"]).replace(HOME, "")
        if not address:
            return None
        caption = BeautifulSoup(self["feature_image_caption"], "html.parser").get_text()
        return self.located(
            ImportedImage(address, self["feature_image_alt"], caption, origin="feature_image")
        )

    def date(self, key: str) -> datetime | None:
        written = self[key]
        if re.fullmatch(r"\d{11,14}", written):
            return datetime.fromtimestamp(int(written) / 1000, UTC)
        found = parse_date(written, UTC) if written else None
        if written and not found:
            self.warn(f"{key}: {written[:80]} is not a date")
        return found

    def status(self) -> Status:
        written, seen_by = self["status"] or "draft", self["visibility"] or "public"
        if written == "sent":
            self.warn("it was sent as a newsletter alone: a draft here")
        elif written not in _STATUSES:
            self.warn(f"its status {written[:50]} is not known: a draft here")
        if seen_by != "public":
            self.warn(f"it was for {seen_by[:50]} only: a draft here, which no reader sees")
            return "draft"
        return _STATUSES.get(written, "draft")

    def note_the_rest(self) -> None:
        """Name what an article here has no room for."""
        for key, place in (("codeinjection_head", "head"), ("codeinjection_foot", "foot")):
            if self[key]:
                self.warn(f"code injected into the {place} of its page is not kept")
        if self.row.get("featured") in (True, 1):
            self.inform("it was featured: no article stands out here")
        if self["custom_template"]:
            self.inform(f"the template {self['custom_template'][:80]} is not kept")
        kept = (
            "meta_title",
            "og_title",
            "og_description",
            "og_image",
            "twitter_title",
            "twitter_description",
            "twitter_image",
        )
        if named := [key for key in kept if self[key]]:
            self.inform(f"not kept: {', '.join(named)}")


def read_post(reading: Reading) -> ImportedPost:
    title = " ".join(reading["title"].split())
    slug = slugify(reading["slug"]) or slugify(title) or "untitled"
    post = ImportedPost(reading.import_ref, reading.path, title or "Untitled", slug, reading.body())
    if not title:
        reading.warn("it has no title")
    post.status = reading.status()
    post.published_at, post.modified_at = reading.date("published_at"), reading.date("updated_at")
    post.dated_by = "front matter" if post.published_at else None
    fill_tags(post, reading)
    fill_authors(post, reading)
    post.excerpt = html_free(reading["custom_excerpt"])
    post.description = " ".join(reading["meta_description"].split())
    canonical = reading["canonical_url"].replace(HOME, "")
    if canonical.startswith(("http://", "https://")) and not any(sign.isspace() for sign in canonical):
        post.canonical_url = canonical
    elif canonical:
        reading.warn("canonical_url is no web address: not used")
    post.hero = reading.hero()
    post.images = ([post.hero] if post.hero else []) + reading.pictures
    post.old_paths = old_paths(reading)
    reading.note_the_rest()
    post.notes, post.fates = reading.notes, fates_of(reading.row)
    return post


def html_free(words: str) -> str:
    """Return plain text as Markdown that says the same."""
    return to_markdown(html.escape(words, quote=False)).markdown.strip()


def old_paths(reading: Reading) -> list[str]:
    slug = reading["slug"]
    return [f"/{slug}/", f"/{slug}", f"/{slug}/amp/"] if slug else []


def fill_tags(post: ImportedPost, reading: Reading) -> None:
    """Propose the primary tag as the category, the others as tags; Ghost itself has tags alone."""
    site, number = reading.site, reading["id"]
    names = list(dict.fromkeys(text(tag, "name") for tag in site.public_tags(number) if text(tag, "name")))
    post.categories, post.tags, post.strict_tags = names[:1], names[1:], names
    if names:
        reading.inform(f"the primary tag {names[0]} is proposed as the category")
    if internal := [text(tag, "name") for tag in site.tags_of(number) if site.is_internal(tag)]:
        reading.inform(f"internal tags are not kept: {', '.join(internal)[:300]}")


def fill_authors(post: ImportedPost, reading: Reading) -> None:
    site = reading.site
    numbers = site.post_authors.get(reading["id"]) or [reading["author_id"]]
    users = [site.users[number] for number in numbers if number in site.users]
    post.authors = [
        ImportedAuthor(text(user, "slug") or text(user, "id"), text(user, "name"), bio=text(user, "bio"))
        for user in users
        if text(user, "name")
    ]
    if len(post.authors) > 1:
        reading.inform(f"{len(post.authors)} authors: the first is the article's")


def read_page(reading: Reading) -> ImportedPage:
    title = " ".join(reading["title"].split())
    address = slugify(reading["slug"], cased=True) or slugify(title) or "untitled"
    page = ImportedPage(reading.import_ref, reading.path, title or "Untitled", address, reading.body())
    page.is_public = reading.status() == "published" and reading["status"] == "published"
    if reading["status"] == "scheduled":
        reading.warn("it was scheduled; pages are not: it is not public")
    page.description = " ".join(reading["meta_description"].split())
    hero = reading.hero()
    page.images = reading.pictures
    if hero:
        reading.warn(f"the feature image {hero.address[:200]} is not kept: pages have none")
    page.old_paths = old_paths(reading)
    reading.note_the_rest()
    page.notes, page.fates = reading.notes, fates_of(reading.row)
    return page
