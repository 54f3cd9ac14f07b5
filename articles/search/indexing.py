"""Writing: what posts are found by, made anew whenever one of them or something it belongs to changes."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import connection, transaction

from articles.models import Post, SearchDocument, SearchWord
from articles.querysets import PostQuerySet

from .documents import Composed, compose, join_tags, stems

BATCH = 100
KNOWN_WORDS = 100_000
REFRESHING = {
    "sqlite": [
        "INSERT INTO articles_searchwords (articles_searchwords) VALUES ('rebuild')",
        "INSERT INTO articles_searchwords (articles_searchwords) VALUES ('optimize')",
    ],
    # The planner passes the index by until a vacuum has counted what is in it.
    "postgresql": ["VACUUM ANALYZE articles_searchdocument, articles_post"],
}
FIELDS = ["title", "excerpt", "body", "tags", "category", "author", "forms", "text"]


def index_posts(posts: PostQuerySet) -> Iterator[int]:
    """Store what posts are found by, a batch at a time in a few queries; yield how many each batch held."""
    keys = list(posts.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = Post.objects.filter(pk__in=keys[start : start + BATCH]).select_related("category", "author")
        yield store(batch.prefetch_related("tags"))  # type: ignore[misc]  # taggit has no types


def index_all(posts: PostQuerySet) -> None:
    """Store what posts are found by, within the transaction of the change that asks for it."""
    with transaction.atomic():
        for _size in index_posts(posts):
            pass


def forget_words() -> None:
    """Empty the words of suggestions; indexing brings back those that some post has."""
    SearchWord.objects.all().delete()


def refresh() -> None:
    """Let the database put its index in order, after much of it has changed; not within a transaction."""
    statements = [] if connection.in_atomic_block else REFRESHING.get(connection.vendor, [])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def store(posts: Iterable[Post], known: set[str] | None = None) -> int:
    """Store what posts are found by, within the transaction that stores them; `known` words are stored already."""
    return store_composed({post.pk: compose_post(post) for post in posts}, known)


def store_composed(composed: Mapping[int, Composed], known: set[str] | None = None) -> int:
    SearchDocument.objects.bulk_create(
        [SearchDocument(post_id=key, **document.fields) for key, document in composed.items()],
        update_conflicts=True,
        unique_fields=["post"],
        update_fields=FIELDS,
    )
    words = set().union(*(document.words for document in composed.values())) - (known or set())
    # In one order everywhere: two writers that wait for each other's words must not do so crosswise.
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(words)], ignore_conflicts=True)
    if known is not None and len(known) < KNOWN_WORDS:
        known |= words
    return len(composed)


def compose_post(post: Post, tags: Iterable[str] | None = None) -> Composed:
    return compose(
        title=post.title,
        excerpt=post.excerpt,
        text=post.visible_text,
        tags=[tag.name for tag in post.tags.all()] if tags is None else tags,
        category=post.category.name if post.category else "",
        author=post.author.name if post.author else "",
    )


def posts_of_category(category) -> PostQuerySet:
    """Return the posts of a category that are still found by another name of it."""
    return category.posts.exclude(search_document__category=stems(category.name))


def posts_of_author(author) -> PostQuerySet:
    return author.posts.exclude(search_document__author=stems(author.name))


def posts_of_tag(tag) -> PostQuerySet:
    return Post.objects.filter(tags=tag).exclude(search_document__tags__contains=join_tags([stems(tag.name)]))


def posts_found_by_tag(tag) -> PostQuerySet:
    """Return the posts that are found by the name of a tag, as they still are when it has just been deleted."""
    return Post.objects.filter(search_document__tags__contains=join_tags([stems(tag.name)]))
