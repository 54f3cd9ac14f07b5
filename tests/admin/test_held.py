import json

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from articles import roles
from articles.models import EditingSession, Post
from tests.factories import make_author, make_post, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/post/add/"
SITE = "http://testserver"
TEXT = 'One “word” <b>&amp;\r\n\r\n\tTwo & "three"\r\n'


@pytest.fixture
def ann():
    return make_editor("ann")


@pytest.fixture
def post():
    return make_post("Weak ties", body="One.\n")


def make_editor(name: str, role: str = roles.EDITORS):
    user = make_user(name, password="a long word")
    roles.give(user, role)
    return user


def change(post) -> str:
    return f"/admin/articles/post/{post.pk}/change/"


def form_of(**fields) -> dict:
    return {
        "title": "Weak ties",
        "slug": "weak-ties",
        "body": TEXT,
        "base": "1",
        "series_position": "0",
        **fields,
    }


def held_in(response, **fields) -> tuple[str, dict]:
    """Where the form of a page goes, and what a browser would send of it."""
    form = LexborHTMLParser(response.content.decode()).css_first("#held-form")
    hidden = {each.attributes["name"]: each.attributes.get("value") or "" for each in form.css("[name]")}
    return form.attributes["action"], {**hidden, **fields}


def test_a_form_sent_by_nobody_is_held_until_somebody_logs_in(client, ann, post):
    response = client.post(change(post), form_of(title="Strong ties", tags="A, B"))
    assert response.status_code == 403
    assert response.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert not EditingSession.objects.exists()
    address, held = held_in(response, username="ann", password="a long word")
    response = client.post(address, held)
    row = EditingSession.objects.get()
    assert (row.user, row.post, row.fields["body"], row.fields["tags"]) == (ann, post, [TEXT], ["A, B"])
    assert response.headers["Location"] == f"{change(post)}?session={row.key}"
    page = client.get(response.headers["Location"]).content.decode()
    assert "Strong ties" in page
    assert "your text is back" in page
    assert Post.objects.get().title == "Weak ties"


def test_a_wrong_password_keeps_everything(client, ann, post):
    response = client.post(change(post), form_of())
    for password in ("wrong", "", "a long word"):
        address, held = held_in(response, username="ann", password=password)
        assert json.loads(held["fields"])["body"] == [TEXT]
        assert not EditingSession.objects.exists()
        response = client.post(address, held)
    assert response.status_code == 302
    assert EditingSession.objects.get().fields["body"] == [TEXT]


def test_a_new_article_is_held_too(client, ann):
    address, held = held_in(client.post(ADD, form_of(title="New")), username="ann", password="a long word")
    response = client.post(address, held)
    assert response.headers["Location"].startswith(f"{ADD}?session=")
    assert "New</textarea>" in client.get(response.headers["Location"]).content.decode()
    assert not Post.objects.exists()


def test_a_held_publication_does_not_publish(client, ann):
    post = make_post(status="draft")
    address, held = held_in(
        client.post(change(post), form_of(step="publish")), username="ann", password="a long word"
    )
    client.post(address, held)
    assert "step" not in EditingSession.objects.get().fields
    assert Post.objects.get().status == "draft"


def test_the_text_goes_back_to_the_form_that_it_came_from(client, ann, post):
    row = EditingSession.objects.open(ann, post)
    response = client.post(change(post), form_of(session=row.name))
    address, held = held_in(response, username="ann", password="a long word")
    client.post(address, held)
    row.refresh_from_db()
    assert row.fields["body"] == [TEXT]


def test_who_logs_in_gets_no_text_into_what_is_not_theirs(client, post):
    make_editor("author", roles.AUTHORS)
    address, held = held_in(client.post(change(post), form_of()), username="author", password="a long word")
    response = client.post(address, held)
    assert response.status_code == 403
    assert "Two &amp; &quot;three&quot;" in response.content.decode()
    assert not EditingSession.objects.exists()


def test_another_users_key_is_left_alone(client, ann, post):
    row = EditingSession.objects.open(ann, post)
    make_editor("bob")
    response = client.post(change(post), form_of(session=row.name))
    address, held = held_in(response, username="bob", password="a long word")
    client.post(address, held)
    row.refresh_from_db()
    assert row.fields is None
    assert EditingSession.objects.with_text().get().key != row.key


def test_readers_with_an_account_get_no_further(client, post):
    make_user("reader", password="a long word")
    address, held = held_in(client.post(change(post), form_of()), username="reader", password="a long word")
    assert client.post(address, held).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("fields", ["", "[]", "{", '{"body": "x"}', '{"body": [1]}', "null"])
def test_fields_that_no_form_has_are_refused(client, ann, fields):
    client.force_login(ann)
    assert client.post("/admin/articles/post/held/", {"fields": fields}).status_code == 400


def test_a_held_form_is_gone_on_with_by_who_logged_in_meanwhile(client, ann, post):
    address, held = held_in(client.post(change(post), form_of()))
    client.force_login(ann)
    assert client.post(address, held).status_code == 302
    assert EditingSession.objects.get().fields["body"] == [TEXT]


def test_looking_needs_a_log_in_as_ever(client, post):
    for address in (change(post), ADD, "/admin/articles/post/abc/change/"):
        assert client.get(address).headers["Location"].startswith("/admin/login/")
    assert client.post("/admin/articles/post/abc/change/", form_of()).status_code == 302
    assert client.get("/admin/articles/post/held/").status_code == 405


def strict(user=None) -> Client:
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    client.cookies["csrftoken"] = "a" * 32
    return client


def test_a_form_with_a_stale_token_is_sent_once_more(ann, post):
    client = strict(ann)
    stale = form_of(title="Strong ties", csrfmiddlewaretoken="b" * 32)
    response = client.post(change(post), stale, headers={"Origin": SITE})
    assert response.status_code == 403
    address, held = held_in(response)
    assert held["csrfmiddlewaretoken"] != "b" * 32
    assert address == change(post)
    assert Post.objects.get().title == "Weak ties"
    assert client.post(address, {**held, "_continue": "1"}, headers={"Origin": SITE}).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.body) == ("Strong ties", TEXT.replace("\r\n", "\n"))


def test_a_stale_form_of_nobody_asks_to_log_in(ann, post):
    client = strict()
    response = client.post(change(post), form_of(), headers={"Sec-Fetch-Site": "same-origin"})
    address, held = held_in(response, username="ann", password="a long word")
    assert client.post(address, held, headers={"Origin": SITE}).status_code == 302
    assert EditingSession.objects.get().fields["body"] == [TEXT]


def test_a_stale_held_form_asks_again(ann, post):
    client = strict()
    address, held = held_in(client.post(change(post), form_of(), headers={"Origin": SITE}))
    response = client.post(address, {**held, "csrfmiddlewaretoken": "b" * 32}, headers={"Origin": SITE})
    assert json.loads(held_in(response)[1]["fields"])["body"] == [TEXT]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("is_logged_in", [True, False])
def test_nothing_comes_back_of_what_another_site_sends(ann, post, headers, is_logged_in):
    client = strict(ann if is_logged_in else None)
    for address in (change(post), ADD, f"/admin/articles/post/{post.pk}/held/"):
        response = client.post(address, form_of(fields="{}"), headers=headers)
        assert response.status_code == 403
        assert "three" not in response.content.decode()
    assert not EditingSession.objects.exists()
    assert Post.objects.get().body == "One.\n"


def test_other_forms_with_a_stale_token_are_refused_as_ever(ann):
    response = strict(ann).post("/admin/articles/tag/add/", {"name": "Kept?"}, headers={"Origin": SITE})
    assert response.status_code == 403
    assert "Kept?" not in response.content.decode()


def test_who_may_not_save_any_more_keeps_the_words(client):
    author = make_editor("author", roles.AUTHORS)
    post = make_post("Draft", status="draft", author=make_author(user=author))
    client.force_login(author)
    client.get(change(post))
    post.status = "published"
    post.save()
    before = Post.objects.values().get()
    response = client.post(change(post), form_of(title="Changed"))
    assert response.status_code == 403
    assert "Two &amp; &quot;three&quot;" in response.content.decode()
    row = EditingSession.objects.with_text().get()
    assert (row.user, row.post, row.fields["title"]) == (author, post, ["Changed"])
    assert Post.objects.values().get() == before


def test_words_for_an_article_that_is_gone_or_out_of_sight_are_kept(client):
    author = make_editor("author", roles.AUTHORS)
    client.force_login(author)
    hidden = make_post("Secret", status="draft", author=make_author())
    for address in (change(hidden), "/admin/articles/post/999/change/"):
        response = client.post(address, form_of())
        assert response.status_code == 403
        assert "Two &amp;" in response.content.decode()
        assert "Secret" not in response.content.decode()
    assert EditingSession.objects.with_text().count() == 2


def test_staff_without_a_role_fill_no_table(client, post):
    client.force_login(make_user("nobody", is_staff=True))
    assert client.post(change(post), form_of()).status_code == 403
    assert client.post(ADD, form_of()).status_code == 403
    assert not EditingSession.objects.exists()


def test_a_form_that_is_too_large_is_answered_in_plain_words(client, ann, post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
    client.force_login(ann)
    for address in (change(post), ADD):
        response = client.post(address, form_of(body="x" * 2_200_000))
        assert response.status_code == 413
        assert "larger than 2 MB" in response.content.decode()
    assert client.post("/admin/articles/tag/add/", {"name": "x" * 2_200_000}).status_code == 400
