"""Related articles, decided when one is saved, so that a page only reads a list of keys."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import accumulate, chain, takewhile

from django.db import connection
from django.db.models import Count

from articles.likeness import terms
from articles.models import Post, PostTerm

KEPT = 8  # some of them may not be public; a page shows the first few that are
SHOWN = 3
COMPARED = 4000  # rows of terms looked at for one post, rarest terms first: bounded at any size of the site
REMEMBERED = 300_000  # rows of terms kept in memory while many posts are stored

Terms = Mapping[str, float]
Nearest = list[tuple[int, float]]


class Index:
    """Which posts have which terms: asked of the database when first needed, and kept in step from then on."""

    def __init__(self, compared: int = COMPARED) -> None:
        self.compared = compared
        self.spread: dict[str, int] = {}
        self.rows: dict[str, dict[int, float]] = {}
        self.current: dict[int, Terms] = {}

    def open(self, current: Mapping[int, Terms], wanted: Iterable[str]) -> None:
        """Make ready for posts whose terms will change; of theirs, the database is asked only here."""
        if sum(map(len, self.rows.values())) > REMEMBERED:
            self.spread, self.rows = {}, {}
        self.current = dict(current)
        new = sorted(term for term in wanted if term not in self.spread)
        counted = PostTerm.objects.filter(term__in=new).order_by().values_list("term").annotate(Count("pk"))
        self.spread |= {**dict.fromkeys(new, 0), **dict(counted)}

    def replace(self, post: int, mine: Terms) -> None:
        """Put new terms in the place of those that a post had."""
        for term in self.current[post]:
            self.spread[term] -= 1
            self.rows.get(term, {}).pop(post, None)
        for term, weight in mine.items():
            self.spread[term] += 1
            if term in self.rows:
                self.rows[term][post] = weight
        self.current[post] = mine

    def compare(self, post: int, posts: int) -> dict[int, float]:
        """Return how like a post those are that share the rarest of its terms, by their keys."""
        mine = self.current[post]
        scores: dict[int, float] = defaultdict(float)
        looked_at = self.rarest(mine)
        self.read(looked_at)
        for term in looked_at:
            worth = mine[term] * math.log((1 + posts) / self.spread[term])
            for other, weight in self.rows[term].items():
                scores[other] += worth * weight
        scores.pop(post, None)
        return scores

    def rarest(self, mine: Iterable[str]) -> list[str]:
        spread = sorted((self.spread[term], term) for term in mine)
        totals = accumulate(count for count, _term in spread)
        fits = takewhile(lambda total: total <= self.compared, totals)
        return [term for _total, (_count, term) in zip(fits, spread, strict=False)]

    def read(self, wanted: Iterable[str]) -> None:
        """Get the rows of terms: from the database, but of posts at hand as they are by now."""
        new = [term for term in wanted if term not in self.rows]
        if not new:
            return
        self.rows |= {term: {} for term in new}
        rows = PostTerm.objects.filter(term__in=new).values_list("post_id", "term", "weight")
        for key, term, weight in rows.iterator():
            if key not in self.current:
                self.rows[term][key] = weight
        for key, mine in self.current.items():
            for term in mine.keys() & new:
                self.rows[term][key] = mine[term]


def relate(posts: Iterable[Post], index: Index) -> None:
    """Store what posts are about and their nearest articles, and put them among theirs where they are nearer.

    The outcome is that of one after the other.
    """
    relate_by({post: terms(post.title, post.visible_text, tags_of(post)) for post in posts}, index)


def relate_by(found: Mapping[Post, Terms], index: Index) -> None:
    before = stored_terms(found)
    changed = {post: mine for post, mine in found.items() if mine != before[post.pk]}
    if not changed:
        return
    index.open(before, chain(*changed.values(), *before.values()))
    # In one query: one after the other, each would ask for some of it.
    index.read(set(chain.from_iterable(map(index.rarest, changed.values()))))
    count = Post.objects.count() - sum(not before[post.pk] for post in changed)
    scores: dict[int, dict[int, float]] = {}
    for post, mine in changed.items():
        count += not before[post.pk]
        index.replace(post.pk, mine)
        scores[post.pk] = index.compare(post.pk, count)
    store_terms(changed)
    store_nearest(changed, scores)


def tags_of(post: Post) -> list[str]:
    return [tag.name for tag in post.tags.all()]


def stored_terms(posts: Iterable[Post]) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {post.pk: {} for post in posts}
    for key, term, weight in PostTerm.objects.filter(post__in=found).values_list("post_id", "term", "weight"):
        found[key][term] = weight
    return found


def store_terms(changed: Mapping[Post, Terms]) -> None:
    PostTerm.objects.filter(post__in=list(changed)).delete()
    rows = [(post.pk, term, weight) for post, mine in changed.items() for term, weight in mine.items()]
    execute_many("INSERT INTO articles_postterm (post_id, term, weight) VALUES (%s, %s, %s)", rows)


def store_nearest(posts: Iterable[Post], scores: Mapping[int, Mapping[int, float]]) -> None:
    mine = {key: nearest(best(likeness)) for key, likeness in scores.items()}
    others = set(chain.from_iterable(dict(near) for near in mine.values()))
    lists = dict(Post.objects.filter(pk__in=others).values_list("pk", "related"))
    for post in posts:
        post.related = lists[post.pk] = mine[post.pk]
        for other, likeness in mine[post.pk]:
            if other in lists:
                kept = [(key, score) for key, score in lists[other] if key != post.pk]
                lists[other] = nearest([*kept, (post.pk, likeness)])
    store_lists(lists)


def store_lists(lists: Mapping[int, Sequence[tuple[int, float]]]) -> None:
    field = Post._meta.get_field("related")
    rows = [(field.get_db_prep_save(kept, connection), key) for key, kept in sorted(lists.items())]
    execute_many("UPDATE articles_post SET related = %s WHERE id = %s", rows)


def execute_many(statement: str, rows: Sequence[tuple]) -> None:
    # Prepared once for all rows: Django's own ways of storing many cost ten times as much.
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def best(scores: Mapping[int, float]) -> list[tuple[int, float]]:
    """Return the pairs that may be among the nearest: few of very many."""
    least = min(nlargest(KEPT, scores.values()), default=0)
    return [(key, likeness) for key, likeness in scores.items() if likeness >= least]


def nearest(scores: Iterable[tuple[int, float]]) -> Nearest:
    """Return the best few (key, likeness) pairs; of equal ones the newer article."""
    ranked = sorted(((likeness, key) for key, likeness in scores), reverse=True)[:KEPT]
    return [(key, round(likeness, 3)) for likeness, key in ranked if likeness > 0]
