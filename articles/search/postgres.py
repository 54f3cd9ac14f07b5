"""Queries of PostgreSQL. What it is given are pieces of `text`, which hold no character that means something to it."""

from django.db.models import F, FloatField, Func, Value

from articles.querysets import PostQuerySet

from .documents import FORM
from .text import Query, Term


class Rank(Func):
    """How well a vector fits, negative so that the best comes first as on SQLite.

    The weights are those of body, excerpt and category, tags and author, title; 1 divides by the logarithm of length.
    """

    template = "-ts_rank('{0.1, 0.3, 0.6, 1.0}', %(expressions)s::tsquery, 1)"
    output_field = FloatField()


def matching(posts: PostQuerySet, query: Query) -> PostQuerySet:
    """Limit posts to those that match, with `search_rank`: the lower, the better."""
    asked = expression(query)
    return posts.filter(search_index__vector__matches=asked).annotate(
        search_rank=Rank(F("search_index__vector"), Value(asked))
    )


def expression(query: Query) -> str:
    return " & ".join(
        [*map(term_expression, query.wanted), *(f"!{term_expression(t)}" for t in query.excluded)]
    )


def term_expression(term: Term) -> str:
    *before, last = [f"'{piece.stem}'" for piece in term.pieces]
    choices, beginning = [last], term.pieces[-1].word
    if term.is_prefix:
        choices.append(f"'{beginning}':*")
    if term.is_prefix and not before:
        # Only alone: words in full have no places, and a phrase with them would match nothing.
        choices.append(f"'{FORM}{beginning}':*")
    ending = f"({' | '.join(choices)})"
    return f"({' <-> '.join([*before, ending])})"
