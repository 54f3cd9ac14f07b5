"""Queries of PostgreSQL. What it is given are pieces of `text`, which hold no character that means something to it."""

from django.db.models import F, FloatField, Func, QuerySet, Value

from articles.querysets import PostQuerySet

from .documents import FORM
from .text import Query, Term


class Rank(Func):
    """How well a vector fits, negative so that the best comes first as on SQLite.

    The weights are those of body, excerpt and category, tags and author, title; 1 divides by the logarithm of length.
    """

    template = "-ts_rank('{0.1, 0.3, 0.6, 1.0}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()


def ranked(posts: PostQuerySet, query: Query, *candidates: QuerySet) -> PostQuerySet:
    """Limit posts to candidates, which match, with `search_rank`: the lower, the better."""
    first, *others = candidates
    # Asked once more what matches, it would unpack the vectors of all posts.
    chosen = posts.filter(pk__in=first.union(*others))
    # With a word to be left out in it, all would rank alike.
    wanted = expression(query._replace(excluded=()))
    return chosen.annotate(search_rank=Rank(F("search_index__vector"), Value(wanted)))


def named(words: str, category: str | None, tag: str | None) -> str:
    return words


def titles(query: Query) -> str:
    return expression(query, weight="A")


def expression(query: Query, weight: str = "") -> str:
    """Return the query; with a weight, it matches only where words have that."""
    wanted = [term_expression(term, weight) for term in query.wanted]
    return " & ".join([*wanted, *(f"!{term_expression(term)}" for term in query.excluded)])


def term_expression(term: Term, weight: str = "") -> str:
    *before, last = [f"'{piece.stem}':{weight}" if weight else f"'{piece.stem}'" for piece in term.pieces]
    choices, beginning = [last], term.pieces[-1].word
    if term.is_prefix:
        choices.append(f"'{beginning}':*{weight}")
    if term.is_prefix and not before and not weight:
        # Only alone: words in full have no places nor weights, and a phrase with them would match nothing.
        choices.append(f"'{FORM}{beginning}':*")
    ending = f"({' | '.join(choices)})"
    return f"({' <-> '.join([*before, ending])})"
