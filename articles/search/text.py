"""What a word is: cut texts and queries into the same pieces, in any script. Pure: no Django, no database.

Both databases store and are asked for pieces made here, so that they, the marks in excerpts and the suggestions
agree on what matches.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from snowballstemmer.english_stemmer import EnglishStemmer

QUERY_CHARACTERS = 200
WORD_CHARACTERS = 64
# As-you-type: shorter last words are looked for as they stand ("AI" is not "aim").
PREFIX_CHARACTERS = 3

# Scripts written without spaces, or (Korean) with particles on the word: their runs are cut into pairs of characters.
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ec4\u0ec8-\u0ece\u0edc-\u0edf\u1000-\u109f\u1100-\u11ff\u1780-\u17d3"
    "\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f"
    "\U00020000-\U0003347f"
)
MARKS = "".join(c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.category(c)[0] == "M")
# Soft hyphen, joiners and the like: inside words, and no part of them.
INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
# The English possessive is passed over. Underscores part words.
# The list of marks is long to go through: not for letters, and not for what is ASCII.
TOKEN = re.compile(rf"(?<=\w['’])[sS](?!\w)|((?:\w++|(?=[^\0-\x7f])[{MARKS}{INVISIBLE}]++)++)")
RUN = re.compile(f"([{UNSPACED}]+)")
# Marks that readers leave out when they type: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels.
DIACRITICS = re.compile(
    f"[{INVISIBLE}\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
)
# Letters that Unicode doesn't take apart.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
CHUNK = re.compile(r'(-?)"([^"]*)("?)|([^\s"]+)')
QUOTES = str.maketrans("“”„‟«»\uff02", '"' * 7)


class Piece(NamedTuple):
    """One word of a text, or one pair of characters of a run without spaces, and where it stands."""

    word: str
    stem: str
    start: int
    end: int
    is_pair: bool = False


class Term(NamedTuple):
    """What a query asks for: pieces in a row, the last of them perhaps as a beginning."""

    pieces: tuple[Piece, ...]
    is_prefix: bool = False


class Query(NamedTuple):
    wanted: tuple[Term, ...]
    excluded: tuple[Term, ...]


def fold(text: str) -> str:
    """Return what spellings of a text have in common: case, width, composition and diacritics don't count."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", DIACRITICS.sub("", folded).translate(LETTERS))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    # A stemmer keeps its word in itself, so threads must not share one.
    return EnglishStemmer().stemWord(word) if word.isascii() and word.isalpha() else word


def tokens(text: str) -> list[str]:
    """Return what `pieces` cuts a text into first, each of which it cuts alone as it does there."""
    return [token for token in TOKEN.findall(text.replace("_", " ")) if token]


def pieces(text: str) -> Iterator[Piece]:
    """Cut a text into its pieces; `start` and `end` count its characters."""
    for match in TOKEN.finditer(text.replace("_", " ")):
        token, start = match[1], match.start()
        if token is None:
            continue
        if token.isascii():
            yield word_piece(token.lower(), start, match.end())
            continue
        for part in RUN.split(token):
            cut = run_pieces if RUN.match(part) else word_pieces
            yield from cut(part, start)
            start += len(part)


def word_piece(word: str, start: int, end: int) -> Piece:
    word = word[:WORD_CHARACTERS]
    return Piece(word, stem(word), start, end)


def word_pieces(token: str, start: int) -> Iterator[Piece]:
    # Folding may part what was one: ½ is 1 and 2.
    for match in TOKEN.finditer(fold(token)):
        if match[1] and any(map(str.isalnum, match[1])):
            yield word_piece(match[1], start, start + len(token))


def run_pieces(run: str, start: int) -> Iterator[Piece]:
    """Cut "日本語" into 日本, 本語 and 語: the last one alone, so that every character begins a piece."""
    folded, end = fold(run), start + len(run)
    # Half-width letters with marks fold to fewer characters; such a run is marked as a whole.
    is_even = len(folded) == len(run)
    for at in range(len(folded)):
        pair = folded[at : at + 2]
        yield Piece(
            pair, pair, start + at if is_even else start, start + at + len(pair) if is_even else end, True
        )


def tidy(text: str) -> str:
    """Return a query as a person may see it again: one line, no control characters, at most 200 characters."""
    head = "".join(
        " " if unicodedata.category(c)[0] in "CZ" else c for c in text[: 4 * QUERY_CHARACTERS].lstrip()
    )
    return head[:QUERY_CHARACTERS]


def parse(text: str) -> Query:
    """Read any text as a query: words, "phrases", beginnings such as `netw*`, and `-excluded` ones."""
    text = tidy(text).translate(QUOTES)
    wanted: list[Term] = []
    excluded: list[Term] = []
    for match in CHUNK.finditer(text):
        term, is_excluded = read_chunk(match, is_last=match.end() == len(text))
        if term.pieces:
            (excluded if is_excluded else wanted).append(term)
    # A minus needs something to take away from.
    return Query(distinct(wanted or excluded), distinct(excluded if wanted else []))


def distinct(terms: list[Term]) -> tuple[Term, ...]:
    first = {(tuple(piece.stem for piece in term.pieces), term.is_prefix): term for term in reversed(terms)}
    return tuple(reversed(first.values()))


def read_chunk(match: re.Match, is_last: bool) -> tuple[Term, bool]:
    minus, phrase, _closed, word = match.groups()
    content = phrase if word is None else word
    is_excluded = bool(minus) or (word is not None and word.startswith("-") and len(word) > 1)
    found = query_pieces(content, match.start(2 if word is None else 4))
    is_prefix = word is not None and (word.endswith("*") or (is_last and not is_excluded and is_typed(found)))
    # One character of a run is the beginning of some pair.
    is_prefix = is_prefix or bool(found and found[-1].is_pair and len(found[-1].word) == 1)
    return Term(found, is_prefix), is_excluded


def is_typed(found: tuple[Piece, ...]) -> bool:
    return bool(found) and not found[-1].is_pair and len(found[-1].word) >= PREFIX_CHARACTERS


def query_pieces(content: str, start: int) -> tuple[Piece, ...]:
    found = [piece._replace(start=piece.start + start, end=piece.end + start) for piece in pieces(content)]
    # The character that ends a run need not end it in the text: 日本 is in 日本語.
    if len(found) > 1 and found[-1].is_pair and len(found[-1].word) == 1 and len(found[-2].word) == 2:
        adjoins = found[-2].is_pair and found[-2].end == found[-1].end
        found = found[:-1] if adjoins else found
    return tuple(found)
