from django.contrib.auth.models import User
from django.urls import reverse

from articles import roles
from tests.factories import make_user

from .desk import admin_url

PASSWORD = "long words of three"


def person(role: str = roles.AUTHORS) -> User:
    user = make_user(is_staff=True, is_superuser=role == "superuser", first_name="Ada")
    roles.give(user, "" if role == "superuser" else role)
    return user


def list_users(desk, what) -> bool:
    return desk.sees(admin_url(person(), "changelist"), "Ada")


def add_user(desk, what) -> bool:
    form = {"username": "ada", "role": roles.AUTHORS, "password1": PASSWORD, "password2": PASSWORD}
    desk.client.post(admin_url(User(), "add"), {**form, "usable_password": "true"})
    return User.objects.filter(username="ada").exists()


def change_user(desk, what, **fields) -> bool:
    user = person(what)
    form = {"username": user.username, "first_name": "Grace", "role": roles.role_of(user), "is_active": "on"}
    return desk.alters(user, admin_url(user, "change"), {**form, **fields}, first_name="Grace")


def deactivate_user(desk, what) -> bool:
    return change_user(desk, what, is_active="")


def change_role(desk, what) -> bool:
    user = person()
    form = {"username": user.username, "role": what, "is_active": "on"}
    desk.client.post(admin_url(user, "change"), form)
    return roles.role_of(user) == what


def make_superuser(desk, what) -> bool:
    user = desk.user or person() if what == "of oneself" else person()
    form = {"username": user.username, "role": roles.role_of(user), "is_active": "on"}
    before = user.is_superuser
    desk.client.post(admin_url(user, "change"), {**form, "is_superuser": "on", "is_staff": "on"})
    user.refresh_from_db()
    return user.is_superuser and not before


def set_password(desk, what) -> bool:
    user = person(what)
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    form = {"password1": PASSWORD, "password2": PASSWORD, "set-password": "1"}
    return desk.alters(user, url, form)


def delete_user(desk, what) -> bool:
    user = person(what)
    return desk.alters(user, admin_url(user, "delete"), {"post": "yes"})


def see_password_page(desk, what) -> bool:
    return desk.sees(reverse("admin:password_change"), "old_password")
