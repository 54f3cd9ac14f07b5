"""Tags as people type them: names between commas, in an order that means something."""

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 100


def split_tags(text: str) -> list[str]:
    """Return the names between the commas of `text` (Latin, ideographic or Arabic), tidied, each once."""
    return distinct(re.split(r"[,，、،\n]", text))


def join_tags(tags) -> str:
    """Return tags as one editable line, in their order."""
    return ", ".join(tag.name for tag in tags)


def distinct(names: Iterable[str]) -> list[str]:
    """Return tidied names in order, the first spelling of each, without empty ones."""
    spellings: dict[str, str] = {}
    for name in map(tidy, names):
        if name:
            spellings.setdefault(fold(name), name)
    return list(spellings.values())


def checked(names: Iterable[str]) -> list[str]:
    """Return distinct names. Raises ValidationError for one that is too long."""
    checked = distinct(names)
    for name in checked:
        if len(name) > MAX_LENGTH:
            message = _("A tag has at most %(limit)d characters, and this one has more: %(name)s…")
            raise ValidationError(message, params={"limit": MAX_LENGTH, "name": name[:40]})
    return checked


def tidy(name: str) -> str:
    """Return `name` in NFC without outer or doubled white space, control characters or a leading `#`."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in name)
    return " ".join(name.split()).lstrip("#").strip()


def fold(name: str) -> str:
    """Return what two spellings of one tag have in common: case, width and composition do not count."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
