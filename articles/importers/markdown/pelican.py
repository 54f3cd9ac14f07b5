"""What Pelican's settings say about addresses. They are a Python file: its plain values are read, nothing is run."""

import ast
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..base import ImportedListing, ImportedPost, Listed, ReadError, file_below, read_text
from ..dates import named_zone
from ..permalinks import served_paths

SETTINGS = ("pelicanconf.py", "publishconf.py")
_MAX_SETTINGS = 200_000
_FIELD = re.compile(r"\{(?P<name>\w+)(?::(?P<form>[^{}]{0,60}))?\}")
_DIRECTIVE = re.compile(r"%-?(?P<letter>[A-Za-z])")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_LONG_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_DIRECTIVES: dict[str, Callable[[datetime], str]] = {
    "Y": lambda d: f"{d.year:04}",
    "y": lambda d: f"{d.year % 100:02}",
    "m": lambda d: f"{d.month:02}",
    "d": lambda d: f"{d.day:02}",
    "j": lambda d: f"{d.timetuple().tm_yday:03}",
    "H": lambda d: f"{d.hour:02}",
    "M": lambda d: f"{d.minute:02}",
    "S": lambda d: f"{d.second:02}",
    "b": lambda d: _MONTHS[d.month - 1],
    "B": lambda d: _LONG_MONTHS[d.month - 1],
}
_DEFAULTS = {
    "ARTICLE_URL": "{slug}.html",
    "PAGE_URL": "pages/{slug}.html",
    "CATEGORY_URL": "category/{slug}.html",
    "TAG_URL": "tag/{slug}.html",
    "AUTHOR_URL": "author/{slug}.html",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_RSS": "feeds/{slug}.rss.xml",
    "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml",
    "DRAFT_URL": "drafts/{slug}.html",
    "DEFAULT_LANG": "",
}
_LISTS: list[tuple[Listed, str]] = [
    ("categories", "/categories.html"), ("tags", "/tags.html"), ("archive", "/archives.html"),
    ("home", "/authors.html"),
]  # fmt: skip


@dataclass(slots=True)
class Pelican:
    """The settings of a Pelican site; `settings` is empty for a folder that is none."""

    settings: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.settings.get(name, _DEFAULTS.get(name, ""))
        return value if isinstance(value, str) else ""

    def texts(self, name: str, otherwise: list[str]) -> list[str]:
        value = self.settings.get(name, otherwise)
        return (
            [item for item in value if isinstance(item, str)]
            if isinstance(value, list | tuple)
            else otherwise
        )

    def zone(self, otherwise: tzinfo) -> tzinfo:
        return named_zone(self.text("TIMEZONE")) or otherwise

    @property
    def base(self) -> str:
        try:
            return urlsplit(self.text("SITEURL")).path.rstrip("/")
        except ValueError:  # such as http://[
            return ""

    @property
    def host(self) -> str:
        address = self.text("SITEURL").rstrip("/")
        return address.removesuffix(self.base) if "://" in address else ""

    def address(self, setting: str, names: dict[str, str], date: datetime | None) -> str:
        """Fill the template of a setting; nothing where it needs a date and there is none."""
        return filled(self.text(setting), names, date)

    def served(self, path: str) -> list[str]:
        return served_paths(path, self.base)


_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "œ": "oe", "þ": "th", "ð": "d"})
_DROPPED = re.compile(r"[^\w\s-]")
_BETWEEN = re.compile(r"[-\s]+")


def pelican_slug(text: str) -> str:
    """Make a slug as Pelican does: accents and punctuation dropped, lower case. Other scripts stay as they are."""
    marked = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED))
    plain = unicodedata.normalize("NFC", "".join(c for c in marked if not unicodedata.combining(c)))
    return _BETWEEN.sub("-", _DROPPED.sub("", plain).strip())


def filled(template: str, names: dict[str, str], date: datetime | None) -> str:
    """Fill `{slug}` and `{date:%Y}` as Pelican does, without the powers of Python's own format."""
    if not template or ("{date" in template and date is None):
        return ""
    made = _FIELD.sub(
        lambda found: _dated(found["form"] or "%Y-%m-%d", date) if found["name"] == "date" and date
        else names.get(found["name"], ""),
        template,
    )  # fmt: skip
    return re.sub("/+", "/", f"/{made}")


def _dated(form: str, date: datetime) -> str:
    def part(found: re.Match[str]) -> str:
        text = _DIRECTIVES[found["letter"]](date) if found["letter"] in _DIRECTIVES else ""
        return text.lstrip("0") if found[0][1] == "-" else text

    return _DIRECTIVE.sub(part, form)


def read_pelican(root: Path) -> Pelican:
    """Read the settings of a folder: those for publishing over the usual ones. Raises ReadError."""
    settings: dict[str, Any] = {}
    for name in SETTINGS:
        if found := file_below(root, name):
            settings |= _plain_values(name, read_text(found, _MAX_SETTINGS))
            settings.setdefault("PATH", "content")
    return Pelican(settings)


def _plain_values(name: str, source: str) -> dict[str, Any]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ReadError(f"{name}: is not Python", error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:  # nested without end
        raise ReadError(f"{name}: is not Python that can be read") from error
    return {
        target.id: value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
        and target.id.isupper()
        and (value := _literal(statement.value)) is not None
    }


def _literal(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):  # computed: not ours to run
        return None


@dataclass(slots=True)
class PelicanListings:
    """Collects, while articles are read, what Pelican lists them under."""

    pelican: Pelican
    names: dict[Listed, dict[str, str]] = field(default_factory=dict)  # kind -> slug -> name

    def add(self, post: ImportedPost) -> None:
        terms: list[tuple[Listed, list[str]]] = [
            ("category", post.categories[:1]), ("tag", post.tags),
            ("author", [author.name for author in post.authors]),
        ]  # fmt: skip
        for kind, names in terms:
            for name in names or ([""] if kind == "category" else []):
                slug = pelican_slug(name or self.pelican.text("DEFAULT_CATEGORY") or "misc")
                self.names.setdefault(kind, {}).setdefault(slug, name)

    def outcomes(self) -> Iterator[ImportedListing]:
        if not self.pelican.settings:
            return
        place = "pelicanconf.py"
        if self.pelican.base:
            base = self.pelican.base
            yield ImportedListing(place, "home", old_paths=[f"{base}/", base, f"{base}/index.html"])
        language = {"lang": self.pelican.text("DEFAULT_LANG") or "en"}
        for setting in ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS", "TRANSLATION_FEED_ATOM"):
            if feed := self.pelican.address(setting, language, None):
                yield ImportedListing(place, "home", is_feed=True, old_paths=[self.pelican.base + feed])
        for kind, path in _LISTS:
            yield ImportedListing(place, kind, old_paths=self.pelican.served(path))
        for kind, names in self.names.items():
            yield from self._terms(place, kind, names)

    def _terms(self, place: str, kind: Listed, names: dict[str, str]) -> Iterator[ImportedListing]:
        for slug, name in names.items():
            listed = kind if name else "home"
            if path := self.pelican.address(f"{kind.upper()}_URL", {"slug": slug}, None):
                yield ImportedListing(place, listed, name, old_paths=self.pelican.served(path))
            for form in ("ATOM", "RSS"):
                if feed := self.pelican.address(f"{kind.upper()}_FEED_{form}", {"slug": slug}, None):
                    yield ImportedListing(
                        place, listed, name, is_feed=True, old_paths=[self.pelican.base + feed]
                    )
