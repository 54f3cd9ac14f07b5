"""Which public address comes nearest to one that leads nowhere, for many at once."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from difflib import get_close_matches
from heapq import nlargest
from urllib.parse import quote

from articles import redirects
from articles.models import Post

from .destinations import kind_of

WORD = re.compile(r"[^\W_]+")
# Of the words that either of two names has both have so many, or else so many of the letters.
SAME_WORDS, SAME_LETTERS = 0.5, 0.75
COMPARED = 20
# A word in more names than this tells little.
COMMON = 1_000


def suggestions(paths: Collection[str]) -> dict[str, str]:
    """Return the nearest public addresses, quoted, of paths that have one; more paths take no more queries."""
    by_kind: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        kind, key = kind_of(path)
        by_kind[kind if kind in redirects.SUBJECTS else "article"][path] = key
    return {
        path: quote(found)
        for kind, asked in by_kind.items()
        for path, found in (subjects_near(kind, asked) if kind != "article" else articles_near(asked)).items()
    }


def subjects_near(kind: str, asked: dict[str, str]) -> dict[str, str]:
    slugs = list(redirects.SUBJECTS[kind][0].objects.with_counts().values_list("slug", flat=True))
    near = {path: get_close_matches(slug, slugs, 1) for path, slug in asked.items()}
    return {path: f"/{kind}/{slugs[0]}/" for path, slugs in near.items() if slugs}


def articles_near(paths: Collection[str]) -> dict[str, str]:
    slugs = list(Post.objects.published().order_by().values_list("slug", flat=True))
    words = [words_of(slug) for slug in slugs]
    having: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(words):
        for word in own:
            having[word].append(index)
    found = {}
    for path in paths:
        asked = words_of(last_part(path))
        telling = (having[word] for word in asked if len(having[word]) <= COMMON)
        shared = Counter(index for indexes in telling for index in indexes)
        likeness = {index: count / len(asked | words[index]) for index, count in shared.items()}
        if best := nearest(last_part(path), {slugs[index]: share for index, share in likeness.items()}):
            found[path] = f"/articles/{best}/"
    return found


def nearest(name: str, likeness: dict[str, float]) -> str:
    """Return the slug that shares most words with a name or, of those that share any, is spelled most like it."""
    first = nlargest(COMPARED, likeness, key=lambda slug: likeness[slug])
    if first and likeness[first[0]] >= SAME_WORDS:
        return first[0]
    return next(iter(get_close_matches(name, first, 1, SAME_LETTERS)), "")


def last_part(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].partition(".")[0]


def words_of(name: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(name)}
