"""Read an article's body; repair an address in it."""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote

from articles.liquid import Liquid, Translated
from articles.rendering import RenderError
from articles.rendering.addresses import unescape
from articles.rendering.budget import gettext_noop
from articles.rendering.convert import UNSTORABLE, clean_source
from articles.rendering.extensions.blocks import Definitions
from articles.rendering.extensions.nodes import Node

from .nodes import Parsed, parse
from .parts import Contents, Hashtag, Reference, Section
from .places import Place, Places, hashtag_key, heading_key
from .survey import Found, Part, Survey

LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
# What would end an address, or a cell of a table, where one stands.
UNSAFE = re.compile(r"[\s<>\"'()|\\`\[\]{}]")
# Without any of these there is no link in Markdown, HTML or Liquid.
MAY_REFER = re.compile(r"[\[<@{]|//|www\.", re.IGNORECASE)
READS_AS_CHARACTER = re.compile(r"&(?=#?\w+;)")


class Reading:
    """One source with what was found in it, and where."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed, self.survey = parsed, Survey(parsed)
        self.places = Places(self.parsed.translated.text, self.parsed.definitions, self.survey.block_lines)
        self.references: list[tuple[Reference, Place | None]] = []
        self.hashtags: list[Hashtag] = []
        for found in self.survey.found:
            self.locate(found)

    def locate(self, found: Found) -> None:
        if found.kind == "hashtag":
            place = self.places.take(hashtag_key(found.key), found.line)
            self.hashtags.append(Hashtag(self.line_of(place, found.line), found.text))
            return
        place = self.places.take(found.key, found.line)
        line = self.line_of(place, found.line)
        reference = Reference(line, unescape(found.key), found.text, found.kind, found.decorative)
        self.references.append((reference, place))

    def line_of(self, place: Place | None, otherwise: int) -> int:
        return self.places.line_of(place) if place else otherwise

    def section(self, part: Part, following: Part | None) -> Section | None:
        if part.heading is None:
            return None
        place = self.places.take(heading_key(part.heading.level), part.heading.line)
        heading = part.heading._replace(line=self.line_of(place, part.heading.line))
        goes_on = following and following.heading and following.heading.level > heading.level
        return Section(heading, " ".join(part.paragraphs), not (part.shows_something or goes_on))

    def sections(self) -> Iterator[Section]:
        parts = self.survey.parts
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            if section := self.section(part, following):
                yield section

    def in_order(self) -> list[Reference]:
        return sorted((reference for reference, _ in self.references), key=lambda found: found.line)

    def contents(self) -> Contents:
        sections = tuple(self.sections())
        references = self.in_order()
        return Contents(
            headings=tuple(section.heading for section in sections),
            links=tuple(found for found in references if found.kind == "link"),
            images=tuple(found for found in references if found.kind == "image"),
            ids=frozenset(self.survey.ids),
            sections=sections,
            hashtags=tuple(self.hashtags),
            excerpt=self.parsed.excerpt,
            words=self.parsed.words,
            unknown=tuple(self.parsed.translated.unknown),
        )


def reading(source: str, liquid: Liquid | None) -> Reading:
    try:
        return Reading(parse(source, liquid))
    except RecursionError:
        raise RenderError(gettext_noop("This article is nested too deeply to be rendered.")) from None


def read(source: str, liquid: Liquid | None = None) -> Contents:
    """Return what the rendered body will have, with lines. Raises RenderError, and nothing else."""
    return reading(source, liquid).contents()


def may_refer(source: str) -> bool:
    """Return whether there may be a link or an image: reading takes as long as rendering."""
    return bool(MAY_REFER.search(source))


def references(source: str, root: Node, definitions: Definitions) -> list[Reference]:
    """Return the links and images of a source without Liquid, as `read()` does, from what rendering it has parsed.

    To be called by `on_parsed` of `rendering.render()`.
    """
    if not may_refer(source):
        return []
    source = clean_source(source)
    return Reading(Parsed(source, Translated(source), root, definitions)).in_order()


def replace_address(source: str, line: int, old: str, new: str, liquid: Liquid | None = None) -> str:
    """Return the source with `new` for the first address `old` of `line`, as `read()` gives both.

    An address that is defined apart (`[name]: address`) is replaced in its definition, and Liquid that gives it as a whole
    with it. All else keeps its bytes. Raises LookupError where the address is not found, and RenderError.
    """
    found = reading(source, liquid)
    named = (place for each, place in found.references if (each.line, each.address) == (line, old))
    places = (found.places.address_of(place) for place in named if place)
    spans = (found.parsed.translated.origin(*place) for place in places if place)
    if span := next(filter(None, spans), None):
        return put(source, found.parsed.source, span, new)
    raise LookupError(f"Line {line} has no address {old}")


def put(source: str, cleaned: str, span: tuple[int, int], new: str) -> str:
    """Replace a span of the cleaned source in the source itself, with its own line ends and odd characters."""
    line_start = cleaned.rfind("\n", 0, span[0]) + 1
    first, last = span[0] - line_start, span[1] - line_start
    line = next(islice(LINE.finditer(source), cleaned.count("\n", 0, span[0]), None))
    kept = [at for at in range(*line.span()) if is_kept(source, at)]
    if last > len(kept):
        raise LookupError("The address goes on in the next line")
    start = kept[first] if first < len(kept) else line.end()
    end = kept[last - 1] + 1 if last > first else start
    new = READS_AS_CHARACTER.sub("&amp;", UNSAFE.sub(lambda found: quote(found[0]), new))
    return source[:start] + (f'"{new}"' if source[start - 1] == "=" else new) + source[end:]


def is_kept(source: str, at: int) -> bool:
    return not UNSTORABLE.match(source, at) and not (at == 0 and source[0] == "\ufeff")
