"""What an editor changed since the import, put into the header of the file that an article came from."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from articles import tagging
from articles.importers.yaml_nodes import Node, Scalar, text_of, texts_of, value_of

from . import dates
from .checking import Path
from .header import Header
from .spelling import Verbatim
from .vocabulary import Keys, Vocabulary

Fields = Mapping[str, Any]
STATUSES = {"draft", "in_review", "published", "withdrawn"}


def fold_name(name: str) -> str:
    return tagging.fold(tagging.tidy(name))


class Changes:
    """Puts fields, in the words of `stored_fields`, into one header; `before` are those of the last import."""

    def __init__(
        self, header: Header, words: Vocabulary, before: Fields, zones: Sequence[tzinfo] = (UTC,)
    ) -> None:
        self.header, self.words, self.before, self.zones = header, words, before, zones

    def put(self, name: str, value: Any) -> None:
        """Put one field; status and hero image, which are told by several keys, have methods of their own."""
        match name:
            case "published_at" | "withdraw_at":
                self.put_moment(name, value)
            case "category":
                self.put_category(value)
            case "tags":
                self.put_tags(value)
            case "author":
                self.put_author(value)
            case "sidebar":
                self.put_sidebar(value)
            case _ if name in self.words.plain:
                self.put_plain(self.words.plain[name], value)
            case _:
                self.header.notes.append(f"{name}: such headers have no key for it")

    def put_plain(self, keys: Keys, value: Any) -> None:
        """Give the key that is there the value; an empty value removes all of them."""
        if value in ("", None) or (value == 0 and value is not False):
            for path in keys:
                self.header.put(path, None)
        else:
            self.header.put(self.chosen(keys), value)

    def chosen(self, keys: Keys) -> Path:
        return next((path for path in keys if self.header.node(path) is not None), keys[0])

    def put_moment(self, name: str, value: str | None) -> None:
        keys = self.words.plain[name]
        if value is None:
            self.put_plain(keys, None)
            return
        path, before = self.chosen(keys), self.before.get(name)
        moment = datetime.fromisoformat(value)
        meant = datetime.fromisoformat(before) if before else None
        if written := self.header.text_at(path):
            text = dates.like(written, moment, meant, self.zones)
        else:
            text = dates.in_full(moment.astimezone(self.zones[0]))
        self.header.put(path, Verbatim(text))

    def put_category(self, name: str) -> None:
        """Put the category in the place of the former one; others that the file names stay."""
        keys, former = self.words.terms["category"], fold_name(self.before.get("category", ""))
        if not name:
            self.put_plain(keys, None)
            return
        for path in reversed(keys):
            names = self.names_at(path)
            if former in map(fold_name, names):
                place = [fold_name(each) for each in names].index(former)
                self.put_names(path, [*names[:place], name, *names[place + 1 :]])
                return
        path = self.chosen(keys)
        self.put_names(path, [name, *self.names_at(path)])

    def put_tags(self, names: Sequence[str]) -> None:
        plural, singular = self.words.terms["tags"]
        wins = texts_of(self.header.node(singular)) or self.header.node(plural) is None
        path = singular if wins and self.header.node(singular) is not None else plural
        self.put_names(path, names)

    def put_author(self, name: str) -> None:
        keys = self.words.terms["author"]
        if not name:
            self.put_plain(keys, None)
            return
        path = self.chosen(keys)
        node = self.header.node(path)
        if isinstance(node, list):
            others = [name_of(item) for item in node[1:]]
            self.header.put(path, [name, *filter(None, others)], fold_name)
        else:
            self.header.put(path, name)

    def put_sidebar(self, name: str) -> None:
        path = self.words.sidebar
        if not path:
            self.header.notes.append("sidebar: such headers have no key for it")
            return
        is_text = isinstance(self.header.node(path[:1]), Scalar) and self.header.text_at(path[:1])
        self.put_plain((path[:1] if is_text else path,), name)

    def names_at(self, path: Path) -> list[str]:
        """Return the terms of a key as its author meant them."""
        node = self.header.node(path)
        if isinstance(node, Scalar) and is_plural(path):
            return [part.strip() for part in text_of(node).split(",") if part.strip()]
        return texts_of(node)

    def put_names(self, path: Path, names: Sequence[str]) -> None:
        """Write terms the way the key has them: as a list, or as a text with spaces or commas between."""
        spellings: dict[str, str] = {}
        for name in names:
            spellings.setdefault(fold_name(name), name)
        names = list(spellings.values())
        text = self.written_together(path, names)
        if text is None:
            self.header.put(path, names, fold_name)
        else:
            self.header.put(path, text)

    def written_together(self, path: Path, names: Sequence[str]) -> str | None:
        """Return terms as the one text that a key has, or None where a list is called for."""
        node = self.header.node(path)
        is_text = isinstance(node, Scalar) and node.value is not None
        if isinstance(node, (list, dict)) or not names or (is_plural(path) and not is_text):
            return None
        if not is_plural(path):
            return names[0] if len(names) == 1 else None
        if any("," in name for name in names):
            return None
        has_blanks = any(" " in name for name in names)
        if path[-1] not in self.words.split_at_spaces or ("," in text_of(node) and len(names) > 1):
            return ", ".join(names)
        return None if has_blanks else " ".join(names)

    def put_status(self, status: str, *, is_in_drafts: bool = False) -> None:
        key, hides = self.words.hidden
        is_hidden = status != "published"
        if is_hidden and not is_in_drafts and not self.hides():
            self.header.put((key,), hides)
        elif not is_hidden and self.hides():
            self.header.put((key,), not hides if isinstance(hides, bool) else None)
        if key != self.words.status:
            self.name_status(status)
        if not is_hidden:
            self.unhide()

    def hides(self) -> bool:
        """Say whether the header hides the article; a switch without a value counts as false."""
        key, hides = self.words.hidden
        node = self.header.node((key,))
        if not isinstance(node, Scalar):
            return False
        return value_of(node) == hides or (hides is False and node.value is None)

    def name_status(self, status: str) -> None:
        path = (self.words.status,)
        if status in {"in_review", "withdrawn"}:
            self.header.put(path, status)
        elif self.header.text_at(path) in STATUSES:
            self.header.put(path, None)

    def unhide(self) -> None:
        """Take away what else keeps an article that is public here from readers there."""
        if value_of(self.header.node(("draft",))) is True:
            self.header.put(("draft",), False)
        if texts_of(self.header.node(("redirect_to",))):
            self.header.put(("redirect_to",), None)

    def put_hero(self, address: str, alt: str = "", caption: str = "") -> None:
        """Put the lead image where the former one stood; without one, all keys of it go."""
        keys = [path for path in self.words.heroes if self.header.text_at(path)]
        former = [path for path in keys if self.header.text_at(path) == self.before.get("hero")]
        if not address:
            for path in keys:
                self.describe_hero(path, "", "")
                self.header.put(path, None)
            return
        path = next(iter([*former, *keys, self.words.heroes[0]]))
        self.header.put(path, address)
        self.describe_hero(path, alt, caption)

    def describe_hero(self, path: Path, alt: str, caption: str) -> None:
        for key, value in zip(beside_hero(path), (alt, caption), strict=True):
            if value or self.header.node(key) is not None:
                self.header.put(key, value or None)

    def add_former(self, paths: Sequence[str]) -> None:
        """Name addresses that lead to the article beside those that the header names already."""
        key = (self.words.former,)
        known = texts_of(self.header.node(key))
        if new := [path for path in paths if path not in known]:
            self.header.put(key, [*known, *new], str)


def is_plural(path: Path) -> bool:
    return path[-1].lower() in {"categories", "tags"}


def name_of(node: Node) -> str:
    return text_of(node.get("name")) if isinstance(node, dict) else text_of(node)


def beside_hero(path: Path) -> tuple[Path, Path]:
    """Return the keys of an image's description and caption."""
    if path[0] == "header":
        return ("header", "image_description"), ("header", "caption")
    if len(path) > 1:
        return (path[0], "alt"), (path[0], "caption")
    return ("image_alt",), ("image_caption",)
