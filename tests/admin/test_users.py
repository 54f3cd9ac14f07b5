import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles import roles
from articles.models import Author, Post, Revision
from tests.factories import make_author, make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/auth/user/"
ADD = f"{LIST}add/"
PASSWORD = "long words of three"
OWNER = {"is_staff": True, "is_superuser": True}


def make_person(role: str, username: str = "", **fields):
    user = make_user(username, is_staff=True, **fields)
    roles.give(user, role)
    return user


@pytest.fixture
def chief(client):
    user = make_person(roles.CHIEF_EDITORS, "chief", password=PASSWORD)
    client.force_login(user)
    return user


@pytest.fixture
def owner():
    return make_user("owner", password=PASSWORD, **OWNER)


def change(user) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def password_form(user) -> str:
    return reverse("admin:auth_user_password_change", args=[user.pk])


def form_of(user=None, **fields) -> dict:
    form = {"username": user.username if user else "ada", "email": "", "role": roles.AUTHORS}
    if user:
        form |= {"first_name": user.first_name, "role": roles.role_of(user), "is_active": "on"}
    else:
        form |= {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    return form | fields


def test_a_chief_editor_adds_a_user_who_signs_articles(client, chief):
    client.post(ADD, form_of(first_name="Ada", last_name="Lovelace", role=roles.EDITORS))
    user = User.objects.get(username="ada")
    assert roles.role_of(user) == roles.EDITORS
    assert user.is_staff
    assert user.is_active
    assert not user.is_superuser
    assert user.check_password(PASSWORD)
    assert (user.author.name, user.author.slug) == ("Ada Lovelace", "ada-lovelace")


def test_a_password_can_be_set_later(client, chief):
    client.post(ADD, form_of(usable_password="false", password1="", password2=""))
    user = User.objects.get(username="ada")
    assert not user.has_usable_password()
    assert "Set password" in client.get(change(user)).content.decode()
    client.post(password_form(user), {"password1": PASSWORD, "password2": PASSWORD, "set-password": "1"})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": ""},
        {"role": "Owners"},
        {"username": ""},
        {"username": "<script>alert(1)</script>"},
        {"username": "CHIEF"},
        {"username": "a\0"},
        {"first_name": "x" * 151},
        {"email": "javascript:alert(1)"},
        {"password2": "another one of three"},
        {"password1": "password", "password2": "password"},
    ],
)
def test_a_mistake_comes_back_as_a_form(client, chief, wrong):
    response = client.post(ADD, form_of(**wrong))
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert User.objects.count() == 1
    assert not Author.objects.exists()


def test_hostile_names_are_shown_as_they_are(client, chief):
    client.post(ADD, form_of(first_name="<b>&{{7*7}}", last_name="x" * 150))
    user = User.objects.get(username="ada")
    assert len(user.author.name) == 120
    for address in (LIST, change(user), reverse("admin:auth_user_history", args=[user.pk])):
        page = client.get(address).content.decode()
        assert "<b>&" not in page
        assert "49" not in page


def test_an_author_without_an_account_is_linked_and_nobody_is_there_twice(client, chief):
    known, taken = make_author("Ada Lovelace"), make_author("Grace Hopper", user=make_user())
    client.post(ADD, form_of(first_name="Ada", last_name="Lovelace"))
    client.post(ADD, form_of(username="grace", first_name="Grace", last_name="Hopper"))
    ada, grace = User.objects.get(username="ada"), User.objects.get(username="grace")
    assert ada.author == known
    assert grace.author != taken
    assert grace.author.slug == "grace-hopper-2"
    client.post(change(ada), form_of(ada, first_name="Augusta"))
    assert Author.objects.count() == 3
    known.refresh_from_db()
    assert known.name == "Ada Lovelace"


def test_a_new_role_takes_the_place_of_the_old(client, chief):
    user = make_person(roles.EDITORS)
    user.groups.add(Group.objects.create(name="Our own"))
    client.post(change(user), form_of(user, role=roles.AUTHORS))
    assert set(user.groups.values_list("name", flat=True)) == {roles.AUTHORS, "Our own"}
    logged = client.get(reverse("admin:auth_user_history", args=[user.pk])).content.decode()
    assert "Changed Role" in logged


def test_who_is_demoted_or_deactivated_loses_it_with_the_next_request(client, chief):
    user = make_person(roles.EDITORS)
    other = type(client)()
    other.force_login(user)
    tags = "/admin/articles/tag/"
    assert other.get(tags).status_code == 200
    client.post(change(user), form_of(user, role=roles.AUTHORS))
    assert other.get(tags).status_code == 403
    assert other.get("/admin/articles/post/").status_code == 200
    client.post(change(user), form_of(user, is_active=""))
    assert other.get("/admin/articles/post/").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old(client, chief):
    user = make_person(roles.EDITORS)
    other = type(client)()
    other.force_login(user)
    client.post(password_form(user), {"password1": PASSWORD, "password2": PASSWORD, "set-password": "1"})
    assert other.get("/admin/articles/post/").status_code == 302


FORGED = {
    "is_superuser": "on",
    "is_staff": "on",
    "groups": ["1", "2", "3"],
    "user_permissions": [str(number) for number in range(1, 60)],
    "password": "md5$salt$hash",
    "pk": "1",
    "id": "1",
    "date_joined_0": "2000-01-01",
    "date_joined_1": "00:00",
}


@pytest.mark.parametrize("address", ["add", "self", "other"])
def test_no_forged_field_makes_a_superuser(client, chief, address):
    other = make_person(roles.AUTHORS, "other")
    targets = {"add": (ADD, form_of()), "self": (change(chief), form_of(chief))}
    path, form = targets.get(address, (change(other), form_of(other)))
    response = client.post(path, form | FORGED)
    assert response.status_code == 302
    assert not User.objects.filter(is_superuser=True).exists()
    assert not Permission.objects.filter(user__isnull=False).exists()
    assert not User.objects.filter(password="md5$salt$hash").exists()
    assert not User.objects.filter(date_joined__year=2000).exists()
    assert [user.groups.count() for user in User.objects.all()] == [1] * User.objects.count()


def test_a_superuser_is_out_of_a_chief_editors_reach(client, chief, owner):
    before = User.objects.filter(pk=owner.pk).values()[0]
    role = {"role": roles.AUTHORS}
    assert client.post(change(owner), form_of(owner, username="mine", **role)).status_code == 403
    assert client.post(change(owner), form_of(owner, is_active="", **role)).status_code == 403
    passwords = {"password1": "another three words", "password2": "another three words", "set-password": "1"}
    assert client.get(password_form(owner)).status_code == 403
    assert client.post(password_form(owner), passwords).status_code == 403
    delete = reverse("admin:auth_user_delete", args=[owner.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"})
    assert User.objects.filter(pk=owner.pk).values()[0] == before
    assert not owner.groups.exists()


def test_a_superuser_can_be_looked_at(client, chief, owner):
    page = client.get(change(owner)).content.decode()
    assert "owner" in page
    assert 'name="username"' not in page
    assert password_form(owner) not in page
    assert "Superuser" in client.get(LIST).content.decode()


@pytest.mark.parametrize("secret", ["is_superuser", "is_staff", "user_permissions", "groups"])
def test_what_is_not_a_chief_editors_is_not_in_the_form(client, chief, secret):
    for address in (ADD, change(chief), change(make_person(roles.AUTHORS))):
        assert f'name="{secret}"' not in client.get(address).content.decode()


@pytest.mark.parametrize("fields", [{"role": roles.EDITORS}, {"role": ""}, {"is_active": ""}])
def test_nobody_locks_themselves_out(client, chief, fields):
    response = client.post(change(chief), form_of(chief, **fields))
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    chief.refresh_from_db()
    assert chief.is_active
    assert roles.role_of(chief) == roles.CHIEF_EDITORS
    assert client.post(change(chief), form_of(chief, first_name="Ada")).status_code == 302


@pytest.mark.parametrize("fields", [{}, {"is_superuser": "on", "is_active": ""}])
def test_no_superuser_locks_themselves_out(client, owner, fields):
    client.force_login(owner)
    assert client.post(change(owner), form_of(owner, **fields)).status_code == 200
    owner.refresh_from_db()
    assert owner.is_active
    assert owner.is_superuser
    client.post(reverse("admin:auth_user_delete", args=[owner.pk]), {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [owner.pk], "post": "yes"})
    assert User.objects.filter(pk=owner.pk).exists()


def test_a_superuser_makes_another_and_takes_it_back(client, owner):
    client.force_login(owner)
    user = make_person(roles.EDITORS)
    client.post(change(user), form_of(user, is_superuser="on", role=roles.EDITORS))
    user.refresh_from_db()
    assert user.is_superuser
    client.post(change(user), form_of(user, role=""))
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.is_staff


def test_a_superuser_needs_no_role(client, owner):
    client.force_login(owner)
    client.post(change(owner), form_of(owner, is_superuser="on", first_name="Ada"))
    owner.refresh_from_db()
    assert owner.first_name == "Ada"
    assert owner.is_staff
    assert not Author.objects.exists()


def test_chief_editors_deactivate_instead_of_deleting(client, chief, owner):
    user = make_person(roles.AUTHORS, first_name="Ada")
    post = Post(title="Weak ties", author=make_author("Ada", user=user))
    post.save(by=user)
    delete = reverse("admin:auth_user_delete", args=[user.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    client.post(change(user), form_of(user, is_active=""))
    user.refresh_from_db()
    assert not user.is_active
    client.force_login(owner)
    client.post(delete, {"post": "yes"})
    assert not User.objects.filter(pk=user.pk).exists()
    revision = Revision.objects.get(post=post)
    assert (revision.by, revision.by_name) == (None, "Ada")
    assert Post.objects.get().author.name == "Ada"


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}?password__startswith=md5",
        f"{LIST}?password=x",
        f"{LIST}?is_superuser__exact=1",
        f"{LIST}?user_permissions__codename=add_post",
        f"{LIST}?groups__user__password__startswith=md5",
        "/admin/articles/post/?author__user__password__startswith=md5",
        "/admin/articles/author/?user__password__startswith=md5",
        "/admin/articles/image/?hero_of__author__user__password__startswith=md5",
    ],
)
def test_no_filter_tells_of_passwords_and_rights(client, chief, path):
    assert client.get(path).status_code == 400


def test_no_page_shows_anything_of_a_password(client, chief):
    for address in (LIST, change(chief), password_form(chief)):
        page = client.get(address).content.decode()
        for part in ("md5", "algorithm", "salt", "hash"):
            assert part not in page


@pytest.mark.parametrize("role", ["", roles.AUTHORS, roles.EDITORS])
@pytest.mark.parametrize("path", [LIST, ADD, "/admin/articles/sitesettings/", "/admin/auth/group/"])
def test_others_find_neither_users_nor_settings_and_nobody_finds_groups(client, role, path):
    user = make_user(is_staff=True)
    if role:
        roles.give(user, role)
    client.force_login(user)
    assert client.get(path).status_code == (404 if "group" in path else 403)
    assert path not in client.get("/admin/").content.decode()


def test_staff_without_a_role_see_their_password_and_nothing_else(client):
    client.force_login(make_user(is_staff=True))
    page = client.get("/admin/").content.decode()
    assert "/admin/articles/" not in page
    assert "/admin/auth/" not in page
    assert client.get("/admin/password_change/").status_code == 200


def test_list_can_be_searched_and_filtered(client, chief):
    make_person(roles.AUTHORS, "grace", first_name="Grace")
    for query in ("?q=grace", "?_facets=True", "?role=Authors", "?is_active__exact=1&q=Grace", "?o=5"):
        assert "grace" in client.get(LIST + query).content.decode()
    assert "grace" not in client.get(f"{LIST}?role=Editors").content.decode()


@pytest.mark.parametrize("count", [3, 60])
def test_list_takes_the_same_queries_at_any_size(client, chief, django_assert_max_num_queries, count):
    for _ in range(count):
        make_post(author=make_author(user=make_person(roles.AUTHORS)))
    with django_assert_max_num_queries(10):
        page = client.get(LIST).content.decode()
    assert '<td class="field-article_count">1</td>' in page
    assert '<td class="field-role">Author</td>' in page
