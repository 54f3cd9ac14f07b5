from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NOON = (timezone.now() - timedelta(days=100)).replace(hour=12, minute=0)


def with_revisions(*days, **fields) -> Post:
    """Return a post with a revision made so many days after NOON, and a minute after another."""
    post = make_post(status="draft", **fields)
    for number in range(2, len(days) + 1):
        post.body = f"Words, {number}."
        post.save()
    for minute, (revision, after) in enumerate(zip(post.revisions.order_by("number"), days, strict=True)):
        revision.made_at = NOON + timedelta(days=after, minutes=minute)
        revision.save()
    return post


def left(post: Post) -> list[int]:
    return list(post.revisions.order_by("number").values_list("number", flat=True))


def test_of_each_old_day_the_last_revision_stays():
    post = with_revisions(0, 0, 0, 1, 1, 2, 99, 99, 99)
    other = with_revisions(0, 0, 0)
    call_command("prune_revisions", older_than=30)
    assert left(post) == [1, 3, 5, 6, 7, 8, 9]
    assert left(other) == [1, 3]


@pytest.mark.parametrize("fields", [{"is_published": True}, {"note": "Why?"}, {"overrode": True}])
def test_what_was_public_or_noted_stays(fields):
    post = with_revisions(0, 0, 0, 0)
    post.revisions.filter(number=2).update(**fields)
    call_command("prune_revisions", older_than=30)
    assert left(post) == [1, 2, 4]


def test_a_dry_run_deletes_nothing(capsys):
    post = with_revisions(0, 0, 0, 0)
    call_command("prune_revisions", older_than=30, dry_run=True)
    assert capsys.readouterr().out == "2 of 4 revisions would be deleted\n"
    assert left(post) == [1, 2, 3, 4]
    call_command("prune_revisions", older_than=30)
    assert capsys.readouterr().out == "2 of 4 revisions deleted\n"


@pytest.mark.parametrize("options", [{}, {"older_than": 0}])
def test_it_wants_to_be_told_how_old(options):
    with pytest.raises(CommandError):
        call_command("prune_revisions", **options)


def test_what_was_thinned_out_can_still_be_read(admin_client):
    post = with_revisions(0, 0, 0, 1)
    call_command("prune_revisions", older_than=30)
    page = admin_client.get(f"/admin/articles/post/{post.pk}/history/").content.decode()
    assert f"/admin/articles/post/{post.pk}/diff/1/3/" in page
