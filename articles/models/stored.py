"""Telling those who follow what is stored of posts: after each save, or after many of them at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.dispatch import Signal

# Sent inside the transaction, once `posts` and all their rows are stored: tags and pictures included. In `memory`
# receivers keep what they need again when the next posts of the same work come.
posts_stored = Signal()
GATHERED: ContextVar["dict[int, Any] | None"] = ContextVar("gathered", default=None)


def tell(post) -> None:
    """Say that a post is stored: now, or at the end of what gathers such news."""
    gathered = GATHERED.get()
    if gathered is None:
        posts_stored.send(type(post), posts=[post], memory={})
        return
    if post.pk in gathered:
        post.newest_revision = None  # tells of the second save alone
    gathered[post.pk] = post


@contextmanager
def gathered(memory: dict[Any, Any] | None = None) -> Iterator[dict[int, Any]]:
    """Tell of all posts that are stored meanwhile at the end and together; within another such work, at its end.

    To stand inside the transaction. Yields the posts by their keys. Of what an exception ends, nothing is told.
    """
    posts: dict[int, Any] = {}
    outer = GATHERED.get()
    token = GATHERED.set(posts)
    try:
        yield posts
    finally:
        GATHERED.reset(token)
    if outer is not None:
        outer |= posts
    elif posts:
        told = list(posts.values())
        posts_stored.send(type(told[0]), posts=told, memory={} if memory is None else memory)
