"""Did you mean: what a reader may have wanted to type, in words that lead to a published article."""

from collections.abc import Iterator

from django.db.models import Q
from django.db.models.functions import Length

from articles.models import SearchWord

from .documents import SUGGESTED_CHARACTERS, is_suggestible
from .matching import matching
from .text import Piece, Query, Term, parse, pieces, tidy

MOST_REPAIRS = 4
MOST_CANDIDATES = 6
MOST_NEIGHBOURS = 5_000
MOST_COUNTED = 1_000  # articles; of two words in more either will do
MOST_READ = 5  # articles that a spelling is taken from


def suggest(text: str) -> str:
    """Return a query near `text` that finds published articles, or "" when there is none or `text` finds some itself.

    Every word put in stands so in a published article, so nothing of an unpublished one shows.
    """
    query, repaired = parse(text), tidy(text)
    if not query.wanted or matching(query).exists():
        return ""
    unknown = [piece for term in query.wanted for piece in term.pieces if not is_known(piece, term)]
    if not unknown or len(unknown) > MOST_REPAIRS:
        return ""
    for piece in reversed(unknown):
        word = nearest(piece) if is_suggestible(piece) else ""
        if not word:
            return ""
        repaired = repaired[: piece.start] + word + repaired[piece.end :]
    return repaired if matching(parse(repaired)).exists() else ""


def is_known(piece: Piece, term: Term) -> bool:
    return matching(single(piece, is_prefix=term.is_prefix and piece == term.pieces[-1])).exists()


def single(piece: Piece, is_prefix: bool = False) -> Query:
    return Query((Term((piece,), is_prefix),), ())


def nearest(piece: Piece) -> str:
    """Return the word that fewest slips of the hand part from `piece`; of several, the one in most articles."""
    choices = []
    for slips, word in sorted(candidates(piece.word))[:MOST_CANDIDATES]:
        hits = matching(single(next(pieces(word))))
        if count := hits[:MOST_COUNTED].count():
            choices.append((slips, -count, word))
    return published_spelling(min(choices)[2]) if choices else ""


def published_spelling(word: str) -> str:
    """Return a word as a published article has it: with its diacritics, and in its form when only the stem agrees."""
    wanted, spellings = next(pieces(word)), []
    hits = matching(single(wanted)).select_related("search_document", "category", "author")
    for post in hits.prefetch_related("tags")[:MOST_READ]:
        names = [str(part) for part in (post.category, post.author, *post.tags.all()) if part]
        text = " ¶ ".join([post.title, post.excerpt, post.search_document.text, *names])
        alike = (piece for piece in pieces(text) if piece.stem == wanted.stem)
        spellings += [(piece.word != word, text[piece.start : piece.end]) for piece in alike]
    return min(spellings)[1].lower() if spellings else ""


def candidates(word: str) -> Iterator[tuple[int, str]]:
    """Yield known words near `word` with the number of slips between them.

    A single slip leaves either the beginning or the end of a word as it was, so only words that share one are
    looked at.
    """
    limit = 1 if len(word) < 7 else 2
    shared = 1 if len(word) < 5 else 2 if len(word) < 7 else 3
    letters = set(word)
    known = SearchWord.objects.annotate(length=Length("word")).filter(
        Q(word__startswith=word[:shared]) | Q(word__endswith=word[-shared:]),
        length__gte=max(SUGGESTED_CHARACTERS, len(word) - limit),
        length__lte=len(word) + limit,
    )
    for near in known.values_list("word", flat=True)[:MOST_NEIGHBOURS]:
        # A slip changes two letters at most: cheap to see, and rules out nearly all.
        if len(letters.symmetric_difference(near)) > 2 * limit:
            continue
        slips = distance(word, near, limit)
        if 0 < slips <= limit:
            yield slips, near


def distance(a: str, b: str, limit: int) -> int:
    """Return how many slips part two words: letters left out, put in, mistaken or swapped with the next.

    Anything above `limit` is returned as limit + 1.
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, above, row = row, before, [i]
        for j, other in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
