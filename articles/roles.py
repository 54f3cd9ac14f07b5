"""Who may do what with an article. Roles are Django groups; the rules about one article are here."""

from typing import Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Transition(NamedTuple):
    action: str
    permission: str
    before: frozenset[str]
    after: str


def transition(action: str, permission: str, before: str, after: str) -> Transition:
    return Transition(action, permission, frozenset(before.split()), after)


# How an article goes from one status to another; there is no other way.
TRANSITIONS = (
    transition("submit", "change_post", "draft", "in_review"),
    transition("return", "change_post", "in_review", "draft"),
    transition("publish", "publish_post", "draft in_review withdrawn", "published"),
    transition("withdraw", "publish_post", "published", "withdrawn"),
    transition("redraft", "publish_post", "published withdrawn", "draft"),
    transition("bin", "delete_post", "draft in_review published withdrawn", "binned"),
    transition("unbin", "delete_post", "binned", "draft"),
    transition("unbin", "delete_post", "binned", "withdrawn"),
)
# Beside the transitions: what else is done with an article, and the permission that it takes.
PERMISSIONS = {
    "view": "view_post",
    "add": "add_post",
    "change": "change_post",
    "share": "change_post",
    "override": "override_checks",
    "destroy": "destroy_post",
    **{each.action: each.permission for each in TRANSITIONS},
}
EDIT_ANY = "articles.edit_any_post"
PUBLISH = "articles.publish_post"
# What an author may still do with an article of theirs, by its status; what is public is out of their hands.
OWN = {
    "draft": {"view", "change", "share", "submit", "bin"},
    "in_review": {"view", "change", "share", "return"},
    "published": {"view"},
    "withdrawn": {"view"},
    "binned": {"view", "unbin"},
}
# What anybody may do with what lies in the bin, as far as their permissions go.
IN_BIN = {"view", "unbin", "destroy"}

AUTHOR_PERMISSIONS = "add_post change_post view_post delete_post add_image change_image view_image".split()
EDITOR_PERMISSIONS = [
    *AUTHOR_PERMISSIONS,
    *"edit_any_post publish_post delete_image".split(),
    *(
        f"{verb}_{model}"
        for model in "category tag author series page redirect".split()
        for verb in "add change delete view".split()
    ),
    *"view_missedpath delete_missedpath view_link".split(),
]
CHIEF_PERMISSIONS = [
    *EDITOR_PERMISSIONS,
    *"override_checks destroy_post add_sitesettings change_sitesettings view_sitesettings".split(),
    *(f"{verb}_menulink" for verb in "add change delete view".split()),
    *(f"{verb}_user" for verb in "add change view".split()),
    *(f"{verb}_importrun" for verb in "add view delete".split()),
]
AUTHORS, EDITORS, CHIEF_EDITORS = "Authors", "Editors", "Chief editors"
# The groups, each with all that it may; later ones may more.
ROLES = {
    AUTHORS: AUTHOR_PERMISSIONS,
    EDITORS: EDITOR_PERMISSIONS,
    CHIEF_EDITORS: CHIEF_PERMISSIONS,
}
LABELS = {
    AUTHORS: gettext_lazy("Author"),
    EDITORS: gettext_lazy("Editor"),
    CHIEF_EDITORS: gettext_lazy("Chief editor"),
}


def may(user: Any, action: str, post: Any = None) -> bool:
    """Return whether the user may do this, with any article or with the one given."""
    if not user.is_staff or not user.has_perm(f"articles.{PERMISSIONS[action]}"):
        return False
    if post is None or action == "add":
        return True
    if post.status == "binned" and action not in IN_BIN:
        return False
    if post.is_public and action == "redraft":
        return False  # readers would not be told that it was withdrawn
    if user.has_perm(EDIT_ANY):
        return True
    if action == "view" and post.is_public:
        return True
    return is_own(user, post) and action in OWN[post.status]


def is_own(user: Any, post: Any) -> bool:
    return post.author is not None and post.author.user_id == user.pk


def find_transition(before: str, after: str) -> Transition | None:
    return next((each for each in TRANSITIONS if before in each.before and after == each.after), None)


def open_transitions(user: Any, post: Any) -> list[Transition]:
    """Return the ways out of the article's status, a new one's being None, that the user may take."""
    status = post.status if post else "draft"
    return [each for each in TRANSITIONS if status in each.before and may(user, each.action, post)]


def check_save(user: Any, before: Any, after: Any) -> None:
    """Raise PermissionDenied unless the user may turn the stored article (None for a new one) into this one."""
    status = before.status if before else "draft"
    if not before and not may(user, "add"):
        raise PermissionDenied(_("You may not write articles."))
    if status != after.status:
        step = find_transition(status, after.status)
        if step is None or not may(user, step.action, before):
            raise PermissionDenied(_("You may not take this step with this article."))
    elif before and not may(user, "change", before):
        raise PermissionDenied(_("You may not change this article."))
    if not user.has_perm(EDIT_ANY) and not is_own(user, after):
        raise PermissionDenied(_("You may write as yourself only."))
    if not user.has_perm(PUBLISH) and dates_of(before) != dates_of(after):
        raise PermissionDenied(_("You may not set when an article appears."))


def dates_of(post: Any) -> tuple:
    return (post.published_at, post.withdraw_at) if post else (None, None)


def store_roles(database: str) -> None:
    """Make the groups, and give them exactly their permissions, whatever they had."""
    known = Permission.objects.using(database).filter(content_type__app_label__in=["articles", "auth"])
    for name, codenames in ROLES.items():
        group, _created = Group.objects.using(database).get_or_create(name=name)
        group.permissions.set(known.filter(codename__in=codenames))


def role_of(user: Any) -> str:
    """Return the name of the user's group, of several the one that may most; "" without any."""
    names = {group.name for group in user.groups.all()}
    return next((role for role in reversed(ROLES) if role in names), "")


def give(user: Any, role: str) -> None:
    """Make this the user's only role; without one, only superusers have a way into the admin."""
    others = user.groups.exclude(name__in=ROLES)
    user.groups.set([*others, *Group.objects.filter(name=role)])
    user.is_staff = bool(role) or user.is_superuser
    user.save(update_fields=["is_staff"])
