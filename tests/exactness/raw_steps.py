"""What somebody does at the database's own prompt. Each step is a list of statements, which are one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.exactness.words import SLUGS, sentence

Rows = Callable[[str], list[tuple]]


def key(rng, rows: Rows, table: str) -> int:
    """Return the key of some row, 0 where there is none."""
    keys = sorted(rows(f"SELECT id FROM {table}"))
    return rng.choice(keys)[0] if keys else 0


def retitle(rng, rows: Rows, now: datetime) -> list[str]:
    post = key(rng, rows, "articles_post")
    return [f"UPDATE articles_post SET title = '{sentence(rng)}' WHERE id = {post}"]


def publish(rng, rows: Rows, now: datetime) -> list[str]:
    post = key(rng, rows, "articles_post")
    moment = now + timedelta(seconds=rng.choice([-90, 0, 3]))
    return [
        f"UPDATE articles_post SET status = 'published', published_at = '{moment.isoformat(' ')[:-6]}', "
        f"withdraw_at = NULL WHERE id = {post}"
    ]


def withdraw(rng, rows: Rows, now: datetime) -> list[str]:
    return [f"UPDATE articles_post SET status = 'withdrawn' WHERE id = {key(rng, rows, 'articles_post')}"]


def swap_slugs(rng, rows: Rows, now: datetime) -> list[str]:
    first, second = rng.sample(sorted(rows("SELECT id, slug FROM articles_post")), 2)
    return [
        f"UPDATE articles_post SET slug = 'in-between' WHERE id = {first[0]}",
        f"UPDATE articles_post SET slug = '{first[1]}' WHERE id = {second[0]}",
        f"UPDATE articles_post SET slug = '{second[1]}' WHERE id = {first[0]}",
    ]


def untag(rng, rows: Rows, now: datetime) -> list[str]:
    return [f"DELETE FROM articles_taggedpost WHERE id = {key(rng, rows, 'articles_taggedpost')}"]


def retag(rng, rows: Rows, now: datetime) -> list[str]:
    post, tag = key(rng, rows, "articles_post"), key(rng, rows, "articles_tag")
    return [
        f"DELETE FROM articles_taggedpost WHERE content_object_id = {post} AND tag_id = {tag}",
        f"INSERT INTO articles_taggedpost (content_object_id, tag_id, position) SELECT {post}, {tag}, 0 WHERE {tag} > 0",
    ]


def rewrite_rest(rng, rows: Rows, now: datetime) -> list[str]:
    said = sentence(rng)
    return rng.choice(
        [
            [f"UPDATE articles_author SET bio = '{said}' WHERE id = {key(rng, rows, 'articles_author')}"],
            [f"UPDATE articles_category SET description = '{said}'"],
            [f"UPDATE articles_series SET description = '{said}'"],
            [f"UPDATE articles_image SET alt = '{said}' WHERE id = {key(rng, rows, 'articles_image')}"],
            [f"UPDATE articles_page SET title = '{said}', is_public = true"],
            [f"UPDATE articles_sitesettings SET tagline = '{said}'"],
            ["UPDATE articles_sitesettings SET menus = '{}'"],
        ]
    )


def redirect(rng, rows: Rows, now: datetime) -> list[str]:
    old, new = rng.sample(SLUGS, 2)
    return [
        f"DELETE FROM articles_redirect WHERE old_path = '/articles/{old}/'",
        "INSERT INTO articles_redirect (old_path, new_path, created_at) "
        f"VALUES ('/articles/{old}/', '/articles/{new}/', '2026-01-01 00:00:00')",
    ]


STEPS = {
    f"raw_{step.__name__}": step
    for step in (retitle, publish, withdraw, swap_slugs, untag, retag, rewrite_rest, redirect)
}
