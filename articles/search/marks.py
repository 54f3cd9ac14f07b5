"""Where a text answers a query: excerpts with the words that matched marked, always escaped."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from .text import Piece, Query, Term, parse, pieces

EXCERPT_CHARACTERS = 240
LEAD_CHARACTERS = 60  # of the text before the first word that matched
# What an excerpt is looked for in: a very long article is not read to its end for each reader.
READ_CHARACTERS = 60_000
MOST_SPANS = 400


class Span(NamedTuple):
    start: int
    end: int
    term: int


def highlight(post, text: str) -> SafeString:
    """Return an excerpt of a post round the words that a query found, as safe HTML with `<mark>`.

    The part shown is the one where most of the query's terms meet. A post that was found by its title, tags or names
    shows its own excerpt.
    """
    query, body = parse(text), post.search_document.text
    spans = find_spans(body, query)
    if not spans:
        return mark(post.excerpt, text)
    start, end = window(body, spans)
    shown = [span for span in spans if start <= span.start and span.end <= end]
    before, after = "…\u00a0" * (start > 0), "\u00a0…" * (end < len(body))
    return format_html("{}{}{}", before, marked(body, shown, start, end), after)


def mark(source: str, text: str) -> SafeString:
    """Return a whole text, such as a title, as safe HTML with the words that a query asks for marked."""
    return marked(source, find_spans(source, parse(text)), 0, len(source))


def find_spans(source: str, query: Query) -> list[Span]:
    """Return where the wanted terms stand in a text, in order; spans may overlap.

    The beginning of a word is marked only where its whole does not occur: who typed "art" sees "art", not "artist".
    """
    found = list(pieces(source[:READ_CHARACTERS]))
    firsts: dict[str, list[int]] = defaultdict(list)
    for number, term in enumerate(query.wanted):
        firsts[term.pieces[0].stem].append(number)
    spans = [
        span
        for at, piece in enumerate(found)
        for number in firsts.get(piece.stem, ())
        for span in span_at(found, at, query.wanted[number], number)
    ]
    whole = {span.term for span in spans if not query.wanted[span.term].pieces[-1].is_pair}
    missing = set(range(len(query.wanted))) - whole
    return sorted([*spans, *beginnings(found, query, missing)])[:MOST_SPANS]


def beginnings(found: list[Piece], query: Query, numbers: set[int]) -> Iterator[Span]:
    """Yield the words that begin as one of the terms with these numbers does."""
    terms = [(number, query.wanted[number]) for number in sorted(numbers)]
    words = [
        (number, term.pieces[0].word) for number, term in terms if term.is_prefix and len(term.pieces) == 1
    ]
    prefixes = tuple(word for _number, word in words)
    for piece in found:
        if prefixes and piece.word.startswith(prefixes):
            yield from (
                prefix_span(piece, word, number) for number, word in words if piece.word.startswith(word)
            )


def span_at(found: list[Piece], at: int, term: Term, number: int) -> list[Span]:
    standing = found[at : at + len(term.pieces)]
    if len(standing) < len(term.pieces):
        return []
    last, asked = standing[-1], term.pieces[-1]
    is_last = last.stem == asked.stem or (term.is_prefix and last.word.startswith(asked.word))
    if not is_last or any(a.stem != b.stem for a, b in zip(standing[:-1], term.pieces[:-1], strict=True)):
        return []
    return [Span(standing[0].start, prefix_span(last, asked.word, number).end, number)]


def prefix_span(piece: Piece, beginning: str, number: int) -> Span:
    """Return the whole word; of a pair of characters only the one that was asked for."""
    is_half = piece.is_pair and len(beginning) == 1 and piece.end - piece.start == 2
    return Span(piece.start, piece.start + 1 if is_half else piece.end, number)


def window(source: str, spans: list[Span]) -> tuple[int, int]:
    """Return start and end of the part of a text where most terms meet, the first of several."""

    def terms_from(first: Span) -> int:
        reach = first.start + EXCERPT_CHARACTERS - LEAD_CHARACTERS
        return len({span.term for span in spans if first.start <= span.start and span.end <= reach})

    first = max(spans, key=terms_from)
    start = max(0, first.start - LEAD_CHARACTERS)
    if start:
        # At a word's start, where there is a space between words.
        start = (source.find(" ", start, first.start) + 1) or start
    end = max(start + EXCERPT_CHARACTERS, first.end)
    if end < len(source):
        space = source.rfind(" ", first.end, end + 1)
        end = space if space > 0 else end
    return start, min(end, len(source))


def marked(source: str, spans: list[Span], start: int, end: int) -> SafeString:
    parts, at = [], start
    for first, last in merged(spans):
        parts.append((source[at:first], source[first:last]))
        at = last
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), escape(source[at:end]))


def merged(spans: list[Span]) -> list[tuple[int, int]]:
    """Return spans as pairs of start and end in order, with those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end, _term in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
