"""Addresses as Hugo makes them: of pages, of sections and of taxonomy terms."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from posixpath import normpath
from urllib.parse import quote, unquote

from ..base import ReadError
from ..permalinks import served_paths
from ..yaml_nodes import Node, Scalar, text_of, value_of

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_TOKEN = re.compile(r":(?P<name>\w+)(?:\[(?P<slice>[^\]/]{1,40})\])?")
_HEX = re.compile(r"%[0-9A-Fa-f]{2}")
_SAFE = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class HugoPage:
    """What an address can name of one page."""

    folders: tuple[str, ...]
    name: str  # of the file, or of the bundle's folder; empty for a section
    title: str = ""
    slug: str = ""
    date: datetime | None = None  # in the old site's zone
    sections: tuple[
        str, ...
    ] = ()  # those of the folders that are sections: the first, and what has an _index

    @property
    def section(self) -> str:
        return self.folders[0] if self.folders else ""


@dataclass(frozen=True, slots=True)
class HugoAddresses:
    """What a site's configuration says about addresses."""

    base: str = ""  # path of baseURL, with the language's where the site writes one
    permalinks: dict[str, str] = field(default_factory=dict)  # section -> template, for pages
    section_permalinks: dict[str, str] = field(default_factory=dict)
    term_permalinks: dict[str, str] = field(default_factory=dict)
    ugly: Node | None = None  # true, or a map of sections
    keeps_case: bool = False
    strips_accents: bool = False
    language: str = ""  # the last part of `base`, which is not before static files
    is_older: bool = False  # spells as Hugo did before 0.123: of several spaces and signs one hyphen

    @property
    def spellings(self) -> "list[HugoAddresses]":
        return [self, replace(self, is_older=True)]

    @property
    def root(self) -> str:
        return self.base.removesuffix(f"/{self.language}") if self.language else self.base

    def segment(self, text: str) -> str:
        """Write the name of a file, a folder or a term as Hugo does in a path."""
        if self.keeps_case or self.is_older:
            return self._spelled(text)
        return self._spelled(text.lower().replace(" ", "-"))

    def word(self, text: str) -> str:
        """Write a text as Hugo does where a permalink names it."""
        return self._spelled(text if self.is_older else unquote(text).replace("+", " ").replace("#", ""))

    def _spelled(self, text: str) -> str:
        if self.strips_accents:
            marked = unicodedata.normalize("NFD", text)
            text = unicodedata.normalize("NFC", "".join(c for c in marked if unicodedata.category(c) != "Mn"))
        made = _sanitize(text)
        return made if self.keeps_case else made.lower()

    def of_page(self, page: HugoPage) -> str:
        """Give the path of a page, without the base. Raises ReadError for a template nobody can fill."""
        if template := self.permalinks.get(page.section or "/"):
            return self._cased(self._filled(template, page))
        last = self._spelled(page.slug.strip("-")) if page.slug else self.segment(page.name)
        path = "/".join(["", *map(self.segment, page.folders), last])
        return f"{path}.html" if self._is_ugly(page.section) else f"{path}/"

    def of_section(self, sections: tuple[str, ...]) -> str:
        template = self.section_permalinks.get(sections[0]) if sections else None
        if template:
            return self._cased(
                self._filled(template, HugoPage(sections, "", sections[-1], sections=sections))
            )
        return "/".join(["", *map(self.segment, sections), ""])

    def of_term(self, taxonomy: str, term: str) -> str:
        if template := self.term_permalinks.get(taxonomy):
            return self._cased(self._filled(template, HugoPage((taxonomy,), term, term, term)))
        return f"/{self.segment(taxonomy)}/{self.segment(term).strip('/')}/"

    def of_own_url(self, url: str, page: HugoPage) -> str:
        """Give the path that a page's own `url` names; it may hold the tokens of a permalink."""
        if "://" in url:
            return url
        try:
            return self._filled(url, page)
        except ReadError:  # a colon of its own
            return f"/{url.lstrip('/')}"

    def of_alias(self, alias: str, address: str) -> str:
        """Give the path of an alias; without a leading slash it lies beside the page."""
        if alias.startswith("/") or "://" in alias:
            return alias
        above = address.rstrip("/").rpartition("/")[0]
        return normpath(f"/{above}/{alias}") + ("/" if alias.endswith("/") else "")

    def served(self, path: str) -> list[str]:
        """List the paths under which a web server answers, below the base, decoded."""
        quoted = "".join(
            part if _HEX.fullmatch(part) else quote(part, safe=_SAFE)
            for part in re.split(r"(%[0-9A-Fa-f]{2})", path)
        )
        return served_paths(quoted, "" if "://" in path else self.base)

    def _is_ugly(self, section: str) -> bool:
        if isinstance(self.ugly, dict):
            return value_of(self.ugly.get(section)) is True
        return value_of(self.ugly) is True

    def _cased(self, path: str) -> str:
        return path if self.keeps_case else path.lower()

    def _filled(self, template: str, page: HugoPage) -> str:
        filled = _TOKEN.sub(lambda found: self._fill(found, page), template)
        return re.sub("/+", "/", f"/{filled}")

    def _fill(self, found: re.Match[str], page: HugoPage) -> str:
        name, chosen = found["name"], found["slice"]
        if name in {"sections", "sectionslugs"}:
            return "/".join(self.segment(name).replace("+", "-") for name in _slice(page.sections, chosen))
        rest = f"[{chosen}]" if chosen else ""
        if name in _TOKENS:
            return self.word(_TOKENS[name](page)) + rest
        if name in _DATE_TOKENS:
            if page.date is None:
                raise ReadError(f"the permalink names :{name}, and there is no date")
            return _DATE_TOKENS[name](page.date) + rest
        raise ReadError(f"the permalink names :{name}, which is not known")


def _sanitize(text: str) -> str:
    """Keep letters, digits and the signs that Hugo keeps (its `paths.Sanitize`); a space becomes a hyphen."""
    made: list[str] = []
    waits = after_hyphen = False
    for at, character in enumerate(text):
        if _is_kept(text, at, character):
            after_hyphen = character == "-"
            if waits and not after_hyphen:
                made.append("-")
            waits = False
            made.append(character)
        elif made and not after_hyphen and character.isspace():
            waits = True
    return "".join(made)


def _is_kept(text: str, at: int, character: str) -> bool:
    if character.isalnum() or character in "./\\_#+~-@":
        return True
    return unicodedata.category(character)[0] == "M" or (character == "%" and bool(_HEX.match(text, at)))


def _slice(sections: tuple[str, ...], chosen: str | None) -> tuple[str, ...]:
    """Take what Hugo's `[1:]`, `[:last]` or `[0]` names of the sections."""
    if not chosen:
        return sections
    first, colon, stop = chosen.partition(":")
    last = len(sections) - 1
    ends = [last if part == "last" else int(part) if part.isdecimal() else None for part in (first, stop)]
    if not colon:
        at = ends[0]
        return sections[at : at + 1] if at is not None else sections
    return sections[ends[0] or 0 : ends[1]] if stop else sections[ends[0] or 0 :]


_TOKENS: dict[str, Callable[[HugoPage], str]] = {
    "section": lambda page: page.section,
    "sectionslug": lambda page: page.section,
    "title": lambda page: re.sub(r"[/\\\\]", " ", page.title),
    "slug": lambda page: page.slug or page.title,
    "slugorfilename": lambda page: page.slug or page.name,
    "slugorcontentbasename": lambda page: page.slug or page.name,
    "filename": lambda page: page.name,
    "contentbasename": lambda page: page.name,
}
_DATE_TOKENS: dict[str, Callable[[datetime], str]] = {
    "year": lambda d: f"{d.year:04}",
    "month": lambda d: f"{d.month:02}",
    "monthname": lambda d: _MONTHS[d.month - 1],
    "day": lambda d: f"{d.day:02}",
    "weekday": lambda d: str(d.isoweekday() % 7),
    "weekdayname": lambda d: _DAYS[d.weekday()],
    "yearday": lambda d: str(d.timetuple().tm_yday),
    # Any other name is a layout of Go's reference time.
    "2006": lambda d: f"{d.year:04}",
    "06": lambda d: f"{d.year % 100:02}",
    "January": lambda d: _MONTHS[d.month - 1],
    "Jan": lambda d: _MONTHS[d.month - 1][:3],
    "01": lambda d: f"{d.month:02}",
    "1": lambda d: str(d.month),
    "02": lambda d: f"{d.day:02}",
    "2": lambda d: str(d.day),
    "Monday": lambda d: _DAYS[d.weekday()],
    "Mon": lambda d: _DAYS[d.weekday()][:3],
    "15": lambda d: f"{d.hour:02}",
    "04": lambda d: f"{d.minute:02}",
    "05": lambda d: f"{d.second:02}",
}


def permalink_tables(config: Node | None) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Read `permalinks`: of pages, of sections and of terms, in the old shape (for both) or the new."""
    table = config if isinstance(config, dict) else {}
    flat = {key: text_of(node) for key, node in table.items() if isinstance(node, Scalar)}
    pages, sections, terms = (_strings(table.get(key)) for key in ("page", "section", "term"))
    return flat | pages, sections, {**flat, **terms}


def _strings(node: Node | None) -> dict[str, str]:
    return {key: text_of(item) for key, item in node.items()} if isinstance(node, dict) else {}
