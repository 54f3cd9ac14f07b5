"""From a stored page to the text of its file."""

from typing import Any
from urllib.parse import unquote

from articles.models import Page

from .changes import Changes
from .header import Header
from .posts import Text, eol_of
from .spelling import Value, lines
from .vocabulary import vocabulary_of


def page_text(page: Page) -> Text:
    """Return the imported file with what was changed here, or a new one. Raises ReadError."""
    record: Any = getattr(page, "import_record", None)
    if record is None or not record.source_file:
        return Text(f"{page.path}.md", new_header(page) + page.body)
    changed = {
        name: getattr(page, name)
        for name in ("title", "path", "description", "is_public")
        if name in record.fields and getattr(page, name) != record.fields[name]
    }
    if not changed:
        return Text(record.source_file, page.front_matter + page.body)
    words = vocabulary_of(page.import_ref or "")
    header = Header(page.front_matter, words, eol_of(page.body))
    changes = Changes(header, words, record.fields)
    for name, value in changed.items():
        if name == "is_public":
            changes.put_status("published" if value else "draft")
        elif name == "path":
            changes.put_plain(words.address, address_of(page))
        else:
            changes.put(name, value)
    return Text(record.source_file, header.text + page.body, header.notes)


def new_header(page: Page) -> str:
    keys: dict[str, Value] = {"title": page.title, "permalink": address_of(page)}
    if page.description:
        keys["description"] = page.description
    if not page.is_public:
        keys["published"] = False
    written = [line for key, value in keys.items() for line in lines(key, value)]
    return "\n".join(["---", "layout: page", *written, "---", "", ""])


def address_of(page: Page) -> str:
    return unquote(page.get_absolute_url())
