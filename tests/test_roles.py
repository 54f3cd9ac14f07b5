from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from articles import roles
from articles.models import Post
from tests.factories import A_DAY, make_author, make_post, make_user

pytestmark = pytest.mark.django_db
PEOPLE = ["none", *roles.ROLES, "superuser"]
STATUSES = Post.Status.values

# Who may bring an article from one status to another: N staff without a role, A author, E editor, C chief editor,
# S superuser. What is not here nobody may.
STEPS_OF_OWN = {
    "draft in_review": "AECS",
    "draft published": "ECS",
    "draft binned": "AECS",
    "in_review draft": "AECS",
    "in_review published": "ECS",
    "in_review binned": "ECS",
    "published withdrawn": "ECS",
    "published binned": "ECS",
    "withdrawn draft": "ECS",
    "withdrawn published": "ECS",
    "withdrawn binned": "ECS",
    "binned draft": "AECS",
    "binned withdrawn": "AECS",
}
CHANGES_OF_OWN = {
    "draft": "AECS",
    "in_review": "AECS",
    "published": "ECS",
    "withdrawn": "ECS",
    "binned": "",
}
# What is not a step: with an own article of this status, and with another's.
BESIDE = {
    "view draft": ("AECS", "ECS"),
    "view published": ("AECS", "AECS"),
    "view withdrawn": ("AECS", "ECS"),
    "view binned": ("AECS", "ECS"),
    "share draft": ("AECS", "ECS"),
    "share in_review": ("AECS", "ECS"),
    "share binned": ("", ""),
    "override in_review": ("CS", "CS"),
    "destroy draft": ("CS", "CS"),
    "destroy binned": ("CS", "CS"),
}
LETTERS = dict(zip(PEOPLE, "NAECS", strict=True))


def make_person(role: str):
    user = make_user(is_staff=True, is_superuser=role == "superuser")
    if role in roles.ROLES:
        roles.give(user, role)
    make_author(user=user)
    return user


def save_as(user, post: Post, **fields) -> bool:
    """Save as this user and return whether it was stored."""
    for name, value in fields.items():
        setattr(post, name, value)
    try:
        post.save(by=user)
    except PermissionDenied:
        return False
    stored = Post.objects.get(pk=post.pk)
    assert all(getattr(stored, name) == value for name, value in fields.items())
    return True


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("after", STATUSES)
@pytest.mark.parametrize("before", STATUSES)
def test_every_role_takes_only_its_own_steps(role, before, after):
    user = make_person(role)
    date = A_DAY if before in {"published", "withdrawn"} else None
    own, foreign = (
        make_post(author=author, status=before, published_at=date) for author in (user.author, make_author())
    )
    may = CHANGES_OF_OWN[before] if before == after else STEPS_OF_OWN.get(f"{before} {after}", "")
    assert save_as(user, own, status=after, title="New") == (LETTERS[role] in may)
    assert save_as(user, foreign, status=after, title="New") == (LETTERS[role] in may.replace("A", ""))


@pytest.mark.parametrize(
    ("status", "may"),
    [("draft", "AECS"), ("in_review", "AECS"), ("published", "ECS"), ("withdrawn", ""), ("binned", "AECS")],
)
@pytest.mark.parametrize("role", PEOPLE)
def test_a_new_article_is_a_draft_that_took_one_step(role, status, may):
    user = make_person(role)
    post = Post(title="New", author=user.author)
    assert save_as(user, post, status=status) == (LETTERS[role] in may)
    assert Post.objects.exists() == (LETTERS[role] in may)


@pytest.mark.parametrize(("action", "cells"), BESIDE.items())
@pytest.mark.parametrize("role", PEOPLE)
def test_what_is_no_step_has_its_rules_too(role, action, cells):
    user, (verb, status) = make_person(role), action.split()
    own, foreign = (make_post(author=author, status=status) for author in (user.author, make_author()))
    assert roles.may(user, verb, own) == (LETTERS[role] in cells[0])
    assert roles.may(user, verb, foreign) == (LETTERS[role] in cells[1])


@pytest.mark.parametrize(
    "fields",
    [
        {"author": None},
        {"published_at": A_DAY},
        {"withdraw_at": A_DAY},
        {"status": "published"},
    ],
)
def test_an_author_writes_as_nobody_else_and_sets_no_dates(fields):
    user = make_person(roles.AUTHORS)
    post = make_post(author=user.author, status="draft")
    assert not save_as(user, post, **fields)
    assert not save_as(user, Post(title="New", author=user.author), **fields)


def test_an_author_hands_no_article_to_another():
    user = make_person(roles.AUTHORS)
    assert not save_as(user, make_post(author=user.author, status="draft"), author=make_author())
    assert not save_as(user, make_post(author=make_author(), status="draft"), author=user.author)


def test_steps_on_offer_are_those_that_would_be_taken():
    user = make_person(roles.AUTHORS)
    own = make_post(author=user.author, status="draft")
    assert [step.action for step in roles.open_transitions(user, own)] == ["submit", "bin"]
    assert roles.open_transitions(user, make_post(status="draft")) == []
    editor = make_person(roles.EDITORS)
    assert [step.action for step in roles.open_transitions(editor, own)] == ["submit", "publish", "bin"]


@pytest.mark.parametrize("role", roles.ROLES)
def test_who_is_not_active_or_not_staff_may_nothing(role):
    for lost in ("is_active", "is_staff"):
        user = make_person(role)
        setattr(user, lost, False)
        post = make_post(author=user.author, status="draft")
        assert not any(roles.may(user, action, post) for action in roles.PERMISSIONS)


def test_groups_hold_exactly_what_the_table_says():
    for name, codenames in roles.ROLES.items():
        held = Group.objects.get(name=name).permissions.values_list("codename", flat=True)
        assert sorted(held) == sorted(codenames)


def test_migrating_puts_the_groups_right_again():
    authors, foreign = Group.objects.get(name=roles.AUTHORS), Group.objects.create(name="Our own")
    authors.permissions.set(Permission.objects.filter(codename__in=["delete_user", "add_post"]))
    foreign.permissions.set(Permission.objects.filter(codename="delete_user"))
    Group.objects.get(name=roles.EDITORS).delete()
    for _ in range(2):
        call_command("migrate", stdout=StringIO())
        test_groups_hold_exactly_what_the_table_says()
        assert Group.objects.count() == 4
        assert foreign.permissions.count() == 1


def test_a_role_takes_the_place_of_another_but_leaves_other_groups():
    user = make_user()
    user.groups.add(Group.objects.create(name="Our own"))
    roles.give(user, roles.CHIEF_EDITORS)
    roles.give(user, roles.AUTHORS)
    assert roles.role_of(user) == roles.AUTHORS
    assert set(user.groups.values_list("name", flat=True)) == {"Our own", roles.AUTHORS}
    assert user.is_staff
    roles.give(user, "")
    assert roles.role_of(user) == ""
    assert not user.is_staff


def test_who_has_several_roles_has_the_highest():
    user = make_user()
    user.groups.set(Group.objects.all())
    assert roles.role_of(user) == roles.CHIEF_EDITORS


def test_only_what_readers_have_not_seen_goes_back_to_draft():
    user = make_person("superuser")
    assert save_as(user, make_post(published_at="2099-01-01T00:00Z"), status="draft")
    assert not save_as(user, make_post(), status="draft")
