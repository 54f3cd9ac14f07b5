"""Queries of FTS5. What it is given are pieces of `text`, which hold no character that means something to it."""

from django.db.models import F, Q, QuerySet

from articles.querysets import PostQuerySet

from .documents import FORM, join_tags, stems
from .text import Query, Term


def ranked(posts: PostQuerySet, query: Query, *candidates: QuerySet) -> PostQuerySet:
    """Limit posts to candidates, which match, with `search_rank`: the lower, the better.

    How much a word counts in which field is kept in the index itself; the migration that made it says so.
    """
    # By `post`, never by `key`: SQLite would ask the index of words anew for each of the keys.
    chosen = Q(*(("search_index__post__in", keys) for keys in candidates), _connector=Q.OR)
    matching = posts.filter(search_index__vector__matches=expression(query))
    return matching.filter(chosen).annotate(search_rank=F("search_index__rank"))


def named(words: str, category: str | None, tag: str | None) -> str:
    """Return an expression that also leaves out most of what has not the category or tag.

    Not to be ranked by: the rarest of the words, and so the one that counts most, would be that name.
    """
    conditions = [f"({words})"]
    if category and (stemmed := stems(category)):
        conditions.append(f"category : {phrase([stemmed])}")
    if tag and stems(tag):
        conditions.append(f"tags : {phrase([join_tags([stems(tag)])])}")
    return " AND ".join(conditions)


def titles(query: Query) -> str:
    return f"title : ({expression(query)})"


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
