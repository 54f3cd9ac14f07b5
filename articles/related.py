"""Related articles, decided when one is saved, so that a page only reads a list of keys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Count

from articles.likeness import score, terms
from articles.models import Post, PostTerm
from articles.visible import visible_text

KEPT = 8  # some of them may not be public; a page shows the first few that are
SHOWN = 3
COMPARED = 4000  # rows of terms looked at for one post, rarest terms first: bounded at any size of the site


def relate(post: Post) -> None:
    """Store what `post` is about and its nearest articles, and put it among theirs where it is nearer."""
    mine = terms(post.title, visible_text(post.body_html), post.tags.names())
    stored = dict(post.terms.values_list("term", "weight"))
    if stored == mine:
        return
    post.terms.all().delete()
    PostTerm.objects.bulk_create(
        PostTerm(post=post, term=term, weight=weight) for term, weight in mine.items()
    )
    scores = compare(post, mine)
    post.related = nearest(scores.items())
    Post.objects.filter(pk=post.pk).update(related=post.related)
    others = list(Post.objects.filter(pk__in=dict(post.related)).only("related"))
    for other in others:
        kept = [(key, likeness) for key, likeness in other.related if key != post.pk]
        other.related = nearest([*kept, (post.pk, scores[other.pk])])
    Post.objects.bulk_update(others, ["related"], batch_size=200)


def compare(post: Post, mine: Mapping[str, float]) -> dict[int, float]:
    """Return the likeness of the posts that share the rarest of these terms, by their keys."""
    spread = dict(
        PostTerm.objects.filter(term__in=mine)
        .values_list("term")
        .annotate(posts=Count("pk"))
        .order_by("posts")
    )
    looked_at, total = [], 0
    for term, posts in spread.items():
        total += posts
        if total > COMPARED:
            break
        looked_at.append(term)
    rows = PostTerm.objects.filter(term__in=looked_at).exclude(post=post)
    others: dict[int, dict[str, float]] = defaultdict(dict)
    for key, term, weight in rows.values_list("post_id", "term", "weight"):
        others[key][term] = weight
    posts = Post.objects.count()
    return {key: score(mine, theirs, spread, posts) for key, theirs in others.items()}


def nearest(scores: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return the best few (key, likeness) pairs; of equal ones the newer article."""
    ranked = sorted(scores, key=lambda pair: (-pair[1], -pair[0]))
    return [(key, round(likeness, 3)) for key, likeness in ranked[:KEPT] if likeness > 0]
