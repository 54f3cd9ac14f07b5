"""What articles belong to, found by its name or made; asked for once in a run."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from articles import rendering
from articles.addresses import is_web_address
from articles.importers.base import ImportedAuthor
from articles.models import Author, Category, Image, Series, Tag
from articles.visible import visible_text

REMEMBERED = 5_000


class Rows:
    def __init__(self) -> None:
        self.known: dict[tuple[type[Model], str], Any] = {}

    def forget(self) -> None:
        """To be called when a transaction is undone: what it made is no more."""
        self.known.clear()

    def category(self, name: str) -> Category | None:
        return self.named(Category, name, lambda: Category(name=name))

    def series(self, name: str) -> Series | None:
        return self.named(Series, name, lambda: Series(name=name))

    def author(self, name: str, imported: ImportedAuthor | None, portrait: Image | None) -> Author | None:
        return self.named(Author, name, lambda: new_author(name, imported, portrait))

    def named(self, model: Any, name: str, make: Callable[[], Any]) -> Any:
        if not name:
            return None
        if len(self.known) > REMEMBERED:
            self.forget()
        if (model, name) not in self.known:
            found = model.objects.filter(name__iexact=name).first()
            self.known[model, name] = found or stored(make())
        return self.known[model, name]

    def tags(self, names: list[str]) -> list[Tag]:
        """Return the tags of distinct names, in order. Raises ValidationError."""
        if len(self.known) > REMEMBERED:
            self.forget()
        new = [name for name in names if (Tag, name) not in self.known]
        if new:
            self.known |= {(Tag, name): tag for name, tag in zip(new, Tag.objects.named(new), strict=True)}
        return [self.known[Tag, name] for name in names]

    def has_author(self, name: str) -> bool:
        return (Author, name) in self.known or Author.objects.filter(name__iexact=name).exists()


def new_author(name: str, imported: ImportedAuthor | None, portrait: Image | None) -> Author:
    if imported is None:
        return Author(name=name)
    bio = plain(imported.bio or str(imported.data.get("bio", "")))
    links = "\n".join(filter(is_web_address, imported.links))
    return Author(name=name, bio=bio, links=links, portrait=portrait)


def stored(row):
    row.full_clean()
    row.save()
    return row


def plain(markdown: str) -> str:
    """Return short Markdown as the text that a reader would see."""
    return visible_text(rendering.render(markdown).html) if markdown else ""
