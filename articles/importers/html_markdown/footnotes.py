"""Footnotes: a mark that links to a note which links back, however the two are marked up."""

import re
from dataclasses import dataclass

from bs4 import Tag

from .tree import Tree, attribute, tags

_HOLDERS = ("li", "p", "div", "dd", "aside", "td")
_NUMBER = re.compile(r"\s*[\[(]?\s*(?:\d{1,4}|[↩↑^*↵⤴])?\s*[\])]?\s*[.:]?\s*[\ufe0e\ufe0f]?\s*\Z")


@dataclass(frozen=True, slots=True)
class FoundNote:
    label: str
    holder: Tag


def take_footnotes(tree: Tree) -> list[FoundNote]:
    """Take the notes out of the tree and put our marks in place of the links to them."""
    targets = named_elements(tree)
    links = [tag for tag in tags(tree) if tag.name == "a" and attribute(tag, "href")[:1] == "#"]
    if not links:
        return []
    notes: dict[int, FoundNote] = {}
    for link in links:
        target = targets.get(attribute(link, "href")[1:])
        holder = target if target is None or target.name in _HOLDERS else target.find_parent(_HOLDERS)
        if (
            holder is None
            or link.parent is None
            or not _NUMBER.match(link.get_text())
            or within(link, holder)
        ):
            continue
        if id(holder) in notes or links_back(holder, link):
            note = notes.setdefault(id(holder), FoundNote(str(len(notes) + 1), holder))
            put_mark(tree, link, note.label)
    for note in notes.values():
        take_out(note.holder, targets)
    return list(notes.values())


def named_elements(tree: Tree) -> dict[str, Tag]:
    named: dict[str, Tag] = {}
    for element in tags(tree):
        for name in ("id", "name") if element.name == "a" else ("id",):
            if value := attribute(element, name):
                named.setdefault(value, element)
    return named


def within(element: Tag, holder: Tag) -> bool:
    return any(above is holder for above in element.parents)


def links_back(holder: Tag, link: Tag) -> bool:
    """Whether the note holds a link to its mark, or to what is right round it."""
    around = [link, *list(link.parents)[:2], *link.find_all(True, limit=3)]
    names = {attribute(tag, name) for tag in around for name in ("id", "name")} - {""}
    return any(attribute(back, "href")[1:] in names for back in holder.find_all("a", href=True, limit=50))


def put_mark(tree: Tree, link: Tag, label: str) -> None:
    mark = tree.new_tag("import-note", attrs={"data-label": label})
    parent = link.parent
    is_alone = (
        parent is not None and parent.name == "sup" and parent.get_text().strip() == link.get_text().strip()
    )
    (parent if is_alone and parent is not None else link).replace_with(mark)


def take_out(holder: Tag, targets: dict[str, Tag]) -> None:
    """Part a note from the page with its links back, and the list that holds no other."""
    for back in holder.find_all("a", href=re.compile(r"\A#")):
        if back.parent is not None and _NUMBER.match(back.get_text()):
            around = back.parent
            back.extract()
            if around is not holder and around.name in ("sup", "span") and not around.get_text(strip=True):
                around.extract()
    parent = holder.parent
    holder.extract()
    while (
        parent is not None
        and parent.name in ("ol", "ul", "div", "section")
        and not parent.get_text(strip=True)
    ):
        if parent.find("img") is not None:
            break
        above = parent.parent
        parent.extract()
        parent = above
