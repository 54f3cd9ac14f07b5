"""From a stored post to the text of its file: the imported one with what was changed here, or a new one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from articles import rendering
from articles.importers.jekyll.terms import read_categories
from articles.importers.load.post_fields import fields_since
from articles.importers.load.rows import plain
from articles.importers.permalinks import slugify as jekyll_slug
from articles.models import ImportRecord, Post
from articles.slugs import slugify

from .changes import Changes, fold_name
from .header import Header
from .tidy import tidy_header
from .vocabulary import JEKYLL, Vocabulary, vocabulary_of

# What records of earlier imports do not have: nothing of it can have come from there.
NEW_FIELDS: Mapping[str, Any] = {"withdraw_at": None, "series": "", "series_position": 0}
UNFINISHED = {Post.Status.DRAFT, Post.Status.IN_REVIEW}
_MARKDOWN = (re.compile(r"([\\`*_\[\]<>])"), re.compile(r"([\\`*_{}\[\]<>#+\-.!|~:=^])"))
_AS_TYPED = str.maketrans(
    {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: "--", 0x2014: "---", 0x2026: "..."}
)
_LONE_FILE = re.compile(r"#[^/#]*$")


@dataclass
class Text:
    """A file's path and text, and what is to be said of it."""

    path: str
    text: str
    notes: list[str] = field(default_factory=list)


def source_file(post: Post) -> str:
    """Return where the post's own text lay; "" for what was not imported, or made from something else."""
    record: ImportRecord | None = getattr(post, "import_record", None)
    if record is None or record.source_file or not (post.import_ref or "").startswith("jekyll:"):
        return record.source_file if record else ""
    # Imports once kept the path in the reference alone.
    return _LONE_FILE.sub("", (post.import_ref or "").removeprefix("jekyll:"))


def imported_text(post: Post, path: str, former: Sequence[str]) -> Text:
    """Put into an imported file what was changed here. Raises ReadError for a header that can't be read any more."""
    base = post.import_record.fields
    changed = changed_fields(post, base)
    in_drafts = is_draft_path(path)
    file = Text(path, post.front_matter + post.body)
    if in_drafts and post.status not in UNFINISHED:
        path, in_drafts = published_path(post, path), False
        file.notes.append(f"is no draft any more: {path}")
        changed.setdefault("published_at", fields_since(post, base)["published_at"])
    if not changed and not former and path == file.path:
        return file
    words = vocabulary_of(post.import_ref or "")
    if words.has_pelican and "title" in changed and is_named_by_title(base, path):
        changed.setdefault("slug", post.slug)
    header = Header(post.front_matter, words, eol_of(post.body))
    apply(Changes(header, words, base, zones()), post, changed, in_drafts=in_drafts)
    if former:
        Changes(header, words, base).add_former(former)
    file.path, file.text = path, header.text + post.body
    file.notes += [*header.notes, *told_otherwise(header, words, changed, path)]
    return file


def changed_fields(post: Post, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are not as the last import found them, without the body."""
    if not base:
        return {}
    now = fields_since(post, base)
    base = {**NEW_FIELDS, **base}
    changed = {name: value for name, value in now.items() if name in base and value != base[name]}
    changed.pop("body", None)
    if "tags" in changed and [*map(fold_name, now["tags"])] == [*map(fold_name, base["tags"])]:
        del changed["tags"]
    return changed


def is_named_by_title(base: Mapping[str, Any], path: str) -> bool:
    """Say whether the system made the slug of the title, which would be another one for another title."""
    name = slugify(base.get("title", ""))
    return base.get("source_slug") == name and not slugify(PurePosixPath(path).stem).endswith(name)


def apply(changes: Changes, post: Post, changed: Mapping[str, Any], *, in_drafts: bool) -> None:
    for name, value in changed.items():
        if name == "hero":
            image = post.hero_image
            changes.put_hero(value, image.alt if image else "", image.caption if image else "")
        elif name == "status":
            changes.put_status(value, is_in_drafts=in_drafts)
        elif name == "custom_excerpt":
            changes.put(name, as_markdown(value))
        else:
            changes.put(name, value)


def told_otherwise(header: Header, words: Vocabulary, changed: Mapping[str, Any], path: str) -> list[str]:
    """Say which changes the header cannot tell, because something outside it counts more."""
    notes = []
    if changed.get("hero") == "":
        notes.append(
            "the hero image was removed here; a picture at the top of the text may be taken for it again"
        )
    if changed.get("custom_excerpt") == "" and words.plain["custom_excerpt"]:
        notes.append("the excerpt was removed here; one that the text itself marks is taken again")
    if (name := changed.get("category")) and words is JEKYLL:
        proposed = read_categories(folders_above(path), {}, header.nodes).proposed[:1]
        if [*map(fold_name, proposed)] != [fold_name(name)]:
            notes.append(f"the category {name} stands beside others that count before it")
    return notes


def new_text(post: Post, path: str, former: Sequence[str], *, own_slug: bool = False) -> Text:
    """Write the file of an article that came from no file."""
    fields = fields_since(post, {})
    hero = post.hero_image
    header = {
        "image": fields["hero"],
        "image_description": hero.alt if hero else "",
        "caption": hero.caption if hero else "",
    }
    own = post.slug if own_slug or jekyll_slug(post.slug) != post.slug else ""
    special = {
        "header": header,
        "own_slug": own,
        "custom_excerpt": as_markdown(fields["custom_excerpt"]),
        "is_in_drafts": is_draft_path(path),
        "is_literal": post.liquid is None and ("{{" in post.body or "{%" in post.body),
    }
    return Text(path, tidy_header({**fields, **special}, zones()[0], former=former) + post.body)


def new_path(post: Post, ending: str = "") -> str:
    return (
        f"_drafts/{post.slug}{ending}.md"
        if post.status in UNFINISHED
        else dated_path(post, f"{post.slug}{ending}.md")
    )


def dated_path(post: Post, name: str) -> str:
    moment = timezone.localtime(post.published_at or post.created_at)
    return f"_posts/{moment.year:04}-{moment:%m-%d}-{name}"


def published_path(post: Post, path: str) -> str:
    """Return where the file of a former draft belongs."""
    folder, _, name = path.rpartition("/")
    return f"{folder.removesuffix('_drafts')}{dated_path(post, name)}" if folder.endswith("_drafts") else path


def folders_above(path: str) -> list[str]:
    """Return the folders that Jekyll takes for categories."""
    folders = path.split("/")[:-1]
    special = next((name for name in folders if name in {"_posts", "_drafts"}), None)
    return folders[: folders.index(special)] if special else []


def is_draft_path(path: str) -> bool:
    return "_drafts" in path.split("/")[:-1]


def zones() -> list[tzinfo]:
    return [timezone.get_current_timezone(), UTC]


def eol_of(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def as_markdown(text: str) -> str:
    """Write a text so that Markdown says the same; quotes and dashes may become those of good print."""
    spellings = (text, *(marks.sub(r"\\\1", text) for marks in _MARKDOWN))
    return next((each for each in spellings if says(each, text)), text)


def says(markdown: str, text: str) -> bool:
    try:
        return unprinted(plain(markdown)) == unprinted(text)
    except rendering.RenderError:
        return False


def unprinted(text: str) -> str:
    return text.translate(_AS_TYPED)


def is_article(path: str) -> bool:
    return path.endswith((".md", ".markdown", ".txt"))
