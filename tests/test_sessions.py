from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import EditingSession
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=10)


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def row(user):
    return EditingSession.objects.open(user, make_post())


def age(row: EditingSession, **ago) -> None:
    moment = timezone.now() - timedelta(**ago)
    EditingSession.objects.filter(pk=row.pk).update(seen_at=moment, opened_at=min(moment, row.opened_at))


def test_each_opening_has_a_key_of_its_own(user, row):
    assert EditingSession.objects.open(user, row.post).key != row.key
    assert len(row.key) == 32


def test_forms_that_ended_without_text_are_forgotten_after_a_day(user, row):
    typed = EditingSession.objects.open(user, row.post)
    typed.keep({"body": ["Words"]}, timezone.now())
    elsewhere = EditingSession.objects.open(user, make_post())
    for each in (row, typed, elsewhere):
        age(each, days=2)
    newest = EditingSession.objects.open(make_user(), row.post)
    assert set(EditingSession.objects.all()) == {typed, elsewhere, newest}


def test_what_was_typed_earlier_and_comes_later_is_not_taken(row):
    now = timezone.now()
    assert row.keep({"body": ["Second"]}, now)
    assert not row.keep({"body": ["First"]}, now - SOON)
    row.refresh_from_db()
    assert row.fields == {"body": ["Second"]}


def test_what_was_typed_before_a_save_does_not_come_back_after_it(row):
    typed_at = timezone.now()
    row.close()
    assert not row.keep({"body": ["Saved long ago"]}, typed_at)
    assert row.keep({"body": ["Typed after"]}, timezone.now() + SOON)


def test_a_form_writes_to_the_row_of_its_name(user, row):
    assert EditingSession.objects.of_form(user, row.post, row.name) == row
    assert EditingSession.objects.of_form(user, row.post, row.key) == row


def test_of_two_forms_with_one_text_the_older_goes_on_in_a_row_of_its_own(user, row):
    row.keep({"body": ["Words"]}, timezone.now())
    older = row.name
    row.opened_at -= SOON
    row.reopen()
    row.opened_at += SOON
    row.save()
    other = EditingSession.objects.of_form(user, row.post, older)
    assert other != row
    assert other == EditingSession.objects.of_form(user, row.post, older)
    row.refresh_from_db()
    assert row.fields == {"body": ["Words"]}


def test_a_form_whose_row_was_forgotten_gets_another(user, row):
    name, post = row.name, row.post
    row.delete()
    first = EditingSession.objects.of_form(user, post, name)
    assert first == EditingSession.objects.of_form(user, post, name)
    assert first.post == post


def test_nobody_writes_to_the_row_of_another_user_or_article(user, row):
    rows = EditingSession.objects
    assert rows.of_form(make_user(), row.post, row.name) is None
    assert rows.of_form(user, make_post(), row.name) is None
    assert rows.of_form(user, None, row.name) is None


@pytest.mark.parametrize("name", ["", "x" * 33, "a b", "key.1.2", "key.", "schlüssel"])
def test_names_that_no_form_has_are_refused(user, name):
    assert EditingSession.objects.of_form(user, None, name) is None


@pytest.mark.parametrize(
    ("heard", "minutes", "is_present"),
    [(True, 1, True), (True, 3, False), (False, 20, True), (False, 31, False)],
)
def test_a_form_is_present_while_it_is_heard_of(row, heard, minutes, is_present):
    age(row, minutes=minutes)
    row.refresh_from_db()
    if not heard:
        EditingSession.objects.update(seen_at=row.opened_at)
    else:
        EditingSession.objects.update(opened_at=row.opened_at - timedelta(hours=1))
    assert EditingSession.objects.present().exists() == is_present


def test_a_form_that_was_left_is_not_present(row):
    row.see()
    assert EditingSession.objects.present().exists()
    row.leave()
    assert not EditingSession.objects.present().exists()


def test_a_form_is_live_where_scripts_were_heard_of_in_the_last_minute(row):
    assert not row.is_live
    row.see()
    assert row.is_live
    age(row, minutes=2)
    row.refresh_from_db()
    assert not row.is_live


def test_text_outlives_its_article(row):
    row.keep({"title": ["Kept"]}, timezone.now())
    row.post.delete()
    row.refresh_from_db()
    assert row.post is None
    assert row.title == "Kept"


def test_what_is_typed_on_after_a_discarded_text_is_kept(row):
    now = timezone.now()
    row.keep({"body": ["Discarded"]}, now - SOON)
    row.drop()
    assert not row.keep({"body": ["Discarded"]}, now - SOON)
    assert row.keep({"body": ["Discarded and more"]}, now - SOON / 2)
