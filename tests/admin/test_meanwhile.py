"""Somebody saves just then: before any query that another's request makes outside of a transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from articles.models import Post
from tests.factories import make_post
from tests.plain_browser import PlainBrowser

pytestmark = pytest.mark.django_db
BODY = "The first line.\n\nThe second line.\n\nThe third line.\n"
MORE_QUERIES_THAN_ANY = 40


class Meanwhile:
    """Does something once, before the query of this number; those inside a transaction have the row to themselves."""

    def __init__(self, act: Callable[[], None], number: int) -> None:
        self.act, self.left, self.depth = act, number, len(connection.savepoint_ids)
        self.has_acted = False

    def __call__(self, execute, sql, params, many, context):
        is_apart = len(connection.savepoint_ids) == self.depth and not sql.startswith(
            ("SAVEPOINT", "RELEASE")
        )
        if is_apart and not self.has_acted:
            self.left -= 1
            if self.left < 0:
                self.has_acted = True
                self.act()
        return execute(sql, params, many, context)


@contextmanager
def meanwhile(act: Callable[[], None], number: int) -> Iterator[Meanwhile]:
    wrapper = Meanwhile(act, number)
    with connection.execute_wrapper(wrapper):
        yield wrapper


def add_words(post: Post) -> None:
    stored = Post.objects.get(pk=post.pk)
    stored.body = stored.body.replace("The third line.", "The third line, and theirs.")
    stored.save()


def at_each_query(ask: Callable[[Post], Any], status: str = "draft") -> Iterator[tuple[Post, Any]]:
    """Yield an article for each query of a request, before which somebody else added words to it."""
    for number in range(MORE_QUERIES_THAN_ANY):
        post = make_post(f"Article {number}", body=BODY, status=status)
        with meanwhile(lambda post=post: add_words(post), number) as other:
            answer = ask(post)
        if not other.has_acted:
            assert number > 1
            return
        yield post, answer
    raise AssertionError("it never ends")


def check_words(post: Post, *, mine: str = "The first line.") -> None:
    post.refresh_from_db()
    assert mine in post.body
    assert "and theirs" in post.body
    assert "and theirs" in post.body_html


def log_in(admin_user) -> PlainBrowser:
    browser = PlainBrowser()
    browser.client.force_login(admin_user)
    return browser


def test_a_form_that_is_opened_just_then_takes_nothing_back(admin_user):
    browser = log_in(admin_user)

    def open_form(post: Post):
        return browser.open(reverse("admin:articles_post_change", args=[post.pk]))

    for post, form in at_each_query(open_form):
        body = form.value("body")
        form.fill(body=body.replace("The first line.", "The first line, and mine.")).press("Save")
        check_words(post, mine="and mine")


@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
def test_a_step_taken_in_the_list_leaves_the_words_as_they_are(admin_client, action):
    status = "published" if action == "withdraw" else "draft"

    def choose(post: Post):
        return admin_client.post(
            reverse("admin:articles_post_changelist"), {"action": action, "_selected_action": [post.pk]}
        )

    for post, _answer in at_each_query(choose, status):
        check_words(post)
        assert post.status != status


def test_the_bin_keeps_what_was_saved_just_then(admin_client):
    def discard(post: Post):
        return admin_client.post(reverse("admin:articles_post_delete", args=[post.pk]), {"post": "yes"})

    for post, _answer in at_each_query(discard):
        check_words(post)
        assert post.status == "binned"


def test_what_comes_back_from_the_bin_has_its_newest_words(admin_client):
    def bring_back(post: Post):
        return admin_client.post(reverse("admin:articles_post_bring_back", args=[post.pk]))

    for post, _answer in at_each_query(bring_back, "binned"):
        check_words(post)
        assert post.status == "draft"


def test_rendering_again_shows_the_newest_words():
    stale = make_post("An article", body=BODY)
    add_words(stale)
    stale.rerender()
    check_words(stale)
