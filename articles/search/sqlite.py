"""Queries of FTS5. What it is given are pieces of `text`, which hold no character that means something to it."""

from django.db.models import F

from articles.querysets import PostQuerySet

from .documents import FORM
from .text import Query, Term


def matching(posts: PostQuerySet, query: Query) -> PostQuerySet:
    """Limit posts to those that match, with `search_rank`: the lower, the better.

    How much a word counts in which field is kept in the index itself; the migration that made it says so.
    """
    return posts.filter(search_index__vector__matches=expression(query)).annotate(
        search_rank=F("search_index__rank")
    )


def expression(query: Query) -> str:
    wanted = " AND ".join(map(term_expression, query.wanted))
    return " NOT ".join([f"({wanted})", *map(term_expression, query.excluded)])


def term_expression(term: Term) -> str:
    stems = [piece.stem for piece in term.pieces]
    choices = [phrase(stems)]
    if term.is_prefix:
        beginning = term.pieces[-1].word
        choices.append(f"{phrase([*stems[:-1], beginning])} *")
        if len(stems) == 1:
            choices.append(f"{phrase([FORM + beginning])} *")
    return f"({' OR '.join(choices)})"


def phrase(words: list[str]) -> str:
    return f'"{" ".join(words)}"'
