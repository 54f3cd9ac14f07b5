"""Triggers move the generation with every change of what readers may see, by whatever way it comes."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from articles import generation, triggers
from articles.models import (
    Author,
    Category,
    Image,
    ImportRecord,
    MenuLink,
    MissedPath,
    Page,
    Post,
    PostTerm,
    Redirect,
    Series,
    SiteSettings,
    Tag,
    TaggedPost,
)
from tests import postgresql
from tests.factories import make_author, make_category, make_image, make_post, make_series

# A deferred trigger waits for a real commit.
pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone")


def at() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at FROM articles_generation")
        return cursor.fetchone()[0]


class Watch:
    """Tells whether the generation moved since it was last asked."""

    def __init__(self) -> None:
        self.at = at()

    @property
    def moved(self) -> bool:
        before, self.at = self.at, at()
        assert self.at >= before
        return self.at > before


def make_menu_link() -> MenuLink:
    SiteSettings().save()
    return MenuLink.objects.create(site_id=1, label="About", address="/about/")


def make_site() -> SiteSettings:
    SiteSettings().save()
    return SiteSettings.objects.get()


def make_tagged_post() -> TaggedPost:
    make_post(tags=["Letters"])
    return TaggedPost.objects.get()


# One row of each table that public pages read, and a column to change.
ROWS = {
    Author: (make_author, {"bio": "Words"}),
    Category: (make_category, {"order": 7}),
    Image: (make_image, {"alt": "A room"}),
    MenuLink: (make_menu_link, {"label": "Us"}),
    Page: (lambda: Page.objects.create(title="About", path="about", is_public=True), {"excerpt": "Words"}),
    Post: (make_post, {"excerpt": "Words"}),
    Series: (make_series, {"description": "Words"}),
    SiteSettings: (make_site, {"tagline": "Words"}),
    Tag: (lambda: Tag.objects.create(name="Letters"), {"slug": "written"}),
    TaggedPost: (make_tagged_post, {"position": 3}),
}


def test_every_watched_table_is_tried():
    assert set(ROWS) == set(triggers.SHOWN)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_an_insert_an_update_and_a_delete_move_it(model):
    make, change = ROWS[model]
    watch = Watch()
    row = make()
    assert watch.moved
    model.objects.filter(pk=row.pk).update(**change)
    assert watch.moved
    model.objects.filter(pk=row.pk).delete()
    assert watch.moved


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn", "binned"])
def test_what_is_not_public_does_not_move_it(status):
    watch = Watch()
    post = make_post(status=status, published_at=timezone.now())
    assert not watch.moved
    Post.objects.filter(pk=post.pk).update(title="Another")
    assert not watch.moved
    post.delete()
    assert not watch.moved


def test_a_step_into_the_public_moves_it_and_so_does_the_one_back():
    post = make_post(status="draft", published_at=timezone.now())
    watch = Watch()
    for status in ("published", "withdrawn"):
        Post.objects.filter(pk=post.pk).update(status=status)
        assert watch.moved


def test_a_scheduled_article_moves_it_before_its_time():
    watch = Watch()
    make_post(published_at=timezone.now() + timedelta(days=1))
    assert watch.moved


def test_many_rows_at_once_move_it():
    watch = Watch()
    Post.objects.bulk_create(
        Post(title="Words", slug=slug, status="published", published_at=timezone.now()) for slug in "abc"
    )
    assert watch.moved
    Post.objects.update(title="Others")
    assert watch.moved
    Post.objects.all().delete()
    assert watch.moved


def test_what_is_rolled_back_does_not_move_it():
    post = make_post()
    watch = Watch()
    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(title="Another")
        transaction.set_rollback(True)
    assert not watch.moved
    assert generation.standing().at == watch.at


def test_what_is_kept_beside_what_is_rolled_back_moves_it():
    first, second = make_post(), make_post()
    watch = Watch()
    with transaction.atomic():
        with transaction.atomic():
            Post.objects.filter(pk=first.pk).update(title="Another")
            transaction.set_rollback(True)
        Post.objects.filter(pk=second.pk).update(title="Another")
    assert watch.moved


def test_what_readers_never_see_does_not_move_it():
    post, watch = make_post(), Watch()
    with transaction.atomic():
        Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
        MissedPath.objects.record("/nowhere/", "")
        post.revisions.update(note="Said to others")
        ImportRecord.objects.all().delete()
        PostTerm.objects.all().delete()
        Redirect.objects.leave("/old/", "/new/")
        get_user_model().objects.create_user("somebody")
    assert not watch.moved


def test_two_changes_within_one_second_are_two():
    numbers = []
    for name in "abc":
        make_category(name)
        numbers.append(generation.standing())
    assert len(set(numbers)) == len(numbers)


@on_postgresql  # a SQLite database in memory, as tests have it, lets nobody else read meanwhile
def test_the_number_is_known_to_others_only_when_the_change_is_committed():
    post = make_post()
    before = generation.standing()
    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(title="Another")
        assert generation.standing() == before
    assert generation.standing() != before


@on_postgresql
def test_a_writer_who_has_not_come_to_the_end_keeps_no_other_waiting():
    post, watch = make_post(), Watch()
    other = connection.copy()
    try:
        with transaction.atomic():
            Post.objects.filter(pk=post.pk).update(title="Another")
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = 2000")
                cursor.execute("INSERT INTO articles_tag (name, slug, key) VALUES ('a', 'a', 'a')")
            assert watch.moved
        assert watch.moved
    finally:
        other.close()


@on_postgresql
def test_an_emptied_table_moves_it():
    watch = Watch()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_taggedpost")
    assert watch.moved


@on_sqlite
def test_a_table_that_a_migration_made_anew_is_watched_again():
    field = Post._meta.get_field("title")
    wider = models.CharField(field.verbose_name, max_length=field.max_length + 1)
    wider.set_attributes_from_name("title")
    wider.model = Post
    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Post, field, wider)
        assert {trigger.table for trigger in triggers.missing("default")} == {Post._meta.db_table}
        watch = Watch()
        call_command("migrate", verbosity=0)
        assert watch.moved  # for what was changed in between
        assert triggers.missing("default") == []
        make_post()
        assert watch.moved
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Post, wider, field)
        triggers.watch("default")


def test_without_a_trigger_nothing_is_known(monkeypatch):
    monkeypatch.setattr(generation, "is_watched", False)  # as in a process that starts now
    trigger = next(triggers.triggers(connection.vendor))
    where = "" if connection.vendor == "sqlite" else f" ON {trigger.table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name}{where}")
    try:
        with pytest.raises(generation.UnknownError):
            generation.read()
    finally:
        triggers.watch("default")


@on_sqlite
@pytest.mark.skipif(not postgresql.answers(), reason=postgresql.MISSING)
def test_the_same_holds_on_postgresql(tmp_path):
    postgresql.check(tmp_path, "generation", __file__)
