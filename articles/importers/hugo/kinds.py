"""What a text of a Hugo site becomes here: an article, or a page."""

import re
from datetime import UTC, datetime

from ..base import ImportedPage
from ..yaml_nodes import text_of
from .keys import tell_hugo_fates
from .page import HugoReading
from .sections import is_plain_name

_POST_TYPES = {"post", "posts", "blog", "article", "articles"}
_PAGE_TYPES = {"page", "pages"}


def is_article(reading: HugoReading, *, is_flat: bool) -> bool:
    """Tell articles from pages: by type, by section, by date. `is_flat`: the site has no sections."""
    kind = text_of(reading.data.get("type")).lower()
    section = reading.source.folders[0] if reading.source.folders else ""
    if reading.source.kind == "section" or kind in _PAGE_TYPES:
        return False
    if kind in _POST_TYPES:
        return True
    if not section:
        return is_flat and reading.post.published_at is not None
    return is_plain_name(section) or section in reading.site.main_sections or reading.has_own_date


def propose_section(reading: HugoReading) -> None:
    """Make the section the category of an article that has none, where its name says something."""
    post, folders = reading.post, reading.source.folders
    if (
        not folders
        or post.categories
        or is_plain_name(folders[0])
        or folders[0] in reading.site.main_sections
    ):
        return
    title = reading.sections.title(folders[0])
    post.categories = [title]
    post.inform(f"no category: proposed is the section, “{title}”")


def as_page(reading: HugoReading) -> ImportedPage:
    """Give what was read as a page: it has an address of its own, and neither date nor terms."""
    post = reading.post
    is_due = post.published_at is None or post.published_at <= datetime.now(UTC)
    address = re.sub(r"(?:/index)?\.html?\Z", "", reading.address.partition("://")[2].partition("/")[2]
                     if "://" in reading.address else reading.address).strip("/")  # fmt: skip
    fates = tell_hugo_fates(reading.header.entries, {}, is_page=True)
    if post.withdraw_at:
        post.warn("a page is never withdrawn by itself: expiryDate is kept, not used")
    return ImportedPage(
        post.import_ref, post.path, post.title, address or post.slug, post.body, post.front_matter,
        post.source_file, post.variables, post.description, post.status == "published" and is_due,
        post.images, post.old_paths, fates, post.notes,
    )  # fmt: skip
