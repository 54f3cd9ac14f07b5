from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Post, Revision
from articles.models.state import apply_state, state_of
from tests.factories import make_category, make_post, make_user

pytestmark = pytest.mark.django_db


def told(post: Post) -> list[tuple]:
    return list(post.revisions.order_by("number").values_list("number", "action", "changed"))


def test_every_save_that_changes_something_is_a_revision():
    post = make_post("Weak ties", status="draft", tags=["Events"])
    post.save()
    post.body = "Other words."
    post.save()
    post.save(tags=["Events", "Mentors"])
    post.rerender()
    assert told(post) == [(1, "created", []), (2, "edited", ["body"]), (3, "edited", ["tags"])]
    assert [revision.state["tags"] for revision in post.revisions.order_by("number")] == [
        ["Events"],
        ["Events"],
        ["Events", "Mentors"],
    ]


@pytest.mark.parametrize(
    ("statuses", "actions"),
    [
        ("draft in_review", "created submitted"),
        ("draft in_review draft", "created submitted returned"),
        ("draft published withdrawn", "created published withdrawn"),
        ("draft binned draft", "created binned unbinned"),
        ("published binned withdrawn", "created binned unbinned"),
    ],
)
def test_a_revision_says_what_was_done(statuses, actions):
    first, *others = statuses.split()
    post = make_post(status=first)
    for status in others:
        post.status = status
        post.save()
    assert [action for _number, action, _changed in told(post)] == actions.split()


def test_publishing_for_a_time_to_come_is_scheduling():
    post = make_post(status="draft", published_at="2099-01-01T00:00Z")
    post.status = "published"
    post.save()
    assert told(post)[-1][1] == "scheduled"


def test_a_note_is_kept_though_nothing_else_changed():
    post = make_post()
    post.save(note="Is the second name right?", by=make_user(is_staff=True, is_superuser=True))
    assert told(post)[-1][1] == "noted"
    assert post.revisions.first().note == "Is the second name right?"


def test_who_saved_outlives_the_account():
    user = make_user("ada", is_staff=True, is_superuser=True, first_name="Ada", last_name="Lovelace")
    post = make_post(status="draft")
    post.body = "Other words."
    post.save(by=user)
    user.delete()
    revision = post.revisions.first()
    assert (revision.by, revision.by_name) == (None, "Ada Lovelace")


def test_an_article_without_revisions_keeps_its_state_before_a_change():
    post = make_post(title="As it was")
    post.revisions.all().delete()
    post.title = "As it is"
    post.save()
    assert [revision.state["title"] for revision in post.revisions.order_by("number")] == [
        "As it was",
        "As it is",
    ]


def test_a_state_put_back_is_the_same_state():
    post = make_post(category=make_category(), withdraw_at="2099-01-01T00:00Z", series_position=3)
    state = state_of(post, ["Events"])
    other = make_post()
    assert apply_state(other, state) == []
    assert state_of(other, ["Events"]) == state


def test_published_states_are_marked():
    post = make_post(status="draft")
    for status in ("published", "withdrawn"):
        post.status = status
        post.save()
    assert [revision.is_published for revision in post.revisions.order_by("number")] == [False, True, False]


def test_a_save_that_is_not_theirs_to_make_stores_nothing():
    post = make_post(status="draft")
    post.body = "Forged."
    with pytest.raises(PermissionDenied):
        post.save(by=make_user(is_staff=True))
    post.refresh_from_db()
    assert post.body == "Some words."
    assert Revision.objects.count() == 1


def test_the_time_to_withdraw_ends_what_readers_see(client):
    post = make_post(withdraw_at="2026-03-02T00:00Z")
    assert not post.is_public
    assert post.stage == "withdrawn"
    assert Post.objects.published().count() == 0
    assert client.get(post.get_absolute_url()).status_code == 410


def test_what_lies_in_the_bin_is_gone_for_readers(client):
    seen, draft = make_post(), make_post(status="draft")
    for post in (seen, draft):
        post.status = "binned"
        post.save()
    assert client.get(seen.get_absolute_url()).status_code == 410
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_date_that_is_moved_or_taken_away_is_scheduling_or_publishing():
    post = make_post(published_at="2099-01-01T00:00Z")
    for moment in (datetime(2098, 1, 1, tzinfo=UTC), None, datetime(2026, 3, 1, tzinfo=UTC)):
        post.published_at = moment
        post.save()
    assert [action for _number, action, _changed in told(post)] == [
        "created",
        "scheduled",
        "published",
        "edited",
    ]
