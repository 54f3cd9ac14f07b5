import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles import roles
from articles.models import EditingSession, Post, Revision
from tests.factories import make_author, make_category, make_post, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/post/add/"
KEY = "a" * 32


@pytest.fixture
def ann(client):
    return log_in(client, "ann", roles.EDITORS)


@pytest.fixture
def post():
    return make_post("Weak ties", body="One.\n\nTwo.\n")


def log_in(client, name: str, role: str):
    user = make_user(name, first_name=name.title())
    roles.give(user, role)
    client.force_login(user)
    return user


def change(post) -> str:
    return f"/admin/articles/post/{post.pk}/change/"


def autosave(post=None) -> str:
    return f"/admin/articles/post/{post.pk}/autosave/" if post else "/admin/articles/post/autosave/"


def page_of(response) -> LexborHTMLParser:
    return LexborHTMLParser(response.content.decode())


def form_in(response) -> dict:
    """What a browser would send of the form on a page, untouched."""
    form = page_of(response).css_first("form#post_form")
    values = {}
    for field in form.css("input[name], textarea[name], select[name]"):
        name, attributes = field.attributes["name"], field.attributes
        if field.tag == "select":
            chosen = field.css_first("option[selected]") or field.css_first("option")
            values[name] = (chosen.attributes.get("value") or "") if chosen else ""
        elif field.tag == "textarea":
            values[name] = field.text().removeprefix("\n").replace("\n", "\r\n")
        elif attributes.get("type") not in {"checkbox", "radio"}:
            values[name] = attributes.get("value") or ""
        elif "checked" in attributes:
            values[name] = attributes.get("value", "on") or ""
    return values


def open_form(client, address: str) -> dict:
    return form_in(client.get(address))


def typed(client, post=None, **fields) -> EditingSession:
    """Open a form, type into it, and go without saving."""
    form = open_form(client, change(post) if post else ADD)
    response = client.post(autosave(post), {**form, "leaving": "1", **fields})
    assert response.status_code == 200
    return EditingSession.objects.get(key=form["session"].partition(".")[0])


def stored() -> list:
    return [list(Post.objects.values()), list(Revision.objects.values("pk", "number", "state"))]


def test_opening_a_form_makes_one_row_with_a_key_of_its_own(client, ann, post):
    names = {open_form(client, address)["session"] for address in (change(post), change(post), ADD)}
    assert len(names) == 3
    assert list(EditingSession.objects.order_by("pk").values_list("post", flat=True)) == [
        post.pk,
        post.pk,
        None,
    ]


def test_looking_at_what_one_may_not_change_makes_no_row(client, post):
    log_in(client, "author", roles.AUTHORS)
    assert client.get(change(post)).status_code == 200
    assert client.head(change(post)).status_code == 200
    assert not EditingSession.objects.exists()


def test_what_is_typed_is_kept_and_the_article_stays_as_it_is(client, ann, post):
    form, before = open_form(client, change(post)), stored()
    response = client.post(autosave(post), {**form, "body": "Typed", "_save": "1", "step": "withdraw"})
    row = EditingSession.objects.get()
    assert response.json()["saved_at"] == row.changed_at.isoformat()
    assert re.fullmatch(r"\d\d?:\d\d.*", response.json()["saved_text"])
    assert (row.user, row.post, row.fields["body"], row.fields["base"]) == (ann, post, ["Typed"], ["1"])
    assert row.fields.keys().isdisjoint({"csrfmiddlewaretoken", "_save", "step", "session"})
    assert stored() == before


def test_an_older_request_that_arrives_late_changes_nothing(client, ann, post):
    form = open_form(client, change(post))
    now = round(timezone.now().timestamp() * 1000)
    for body, moment in (("Newer", now), ("Older", now - 1)):
        assert client.post(autosave(post), {**form, "body": body, "typed_at": moment}).status_code == 200
    assert EditingSession.objects.get().fields["body"] == ["Newer"]


def test_a_clock_ahead_of_ours_does_not_shut_out_what_follows(client, ann, post):
    form = open_form(client, change(post))
    for body, moment in (("First", "9" * 14), ("Second", "")):
        client.post(autosave(post), {**form, "body": body, "typed_at": moment})
    assert EditingSession.objects.get().fields["body"] == ["Second"]


def test_a_sign_of_life_keeps_nothing(client, ann, post):
    form = open_form(client, change(post))
    aside = {"session": form["session"], "base": "1", "writer": ann.pk}
    assert client.post(autosave(post), aside).json()["saved_at"] is None
    row = EditingSession.objects.get()
    assert row.fields is None
    assert row.is_live


def test_several_values_of_one_name_and_odd_characters_are_kept(client, ann):
    form = {"session": KEY, "body": "a\0b\r\n한국어 😀", "choice": ["one", "two"]}
    client.post(autosave(), form)
    fields = EditingSession.objects.get().fields
    assert fields == {"body": ["ab\r\n한국어 😀"], "choice": ["one", "two"]}


def test_nothing_is_kept_for_who_may_not_change_the_article(client, post):
    log_in(client, "author", roles.AUTHORS)
    assert client.post(autosave(post), {"session": KEY, "body": "Typed"}).status_code == 403
    assert not EditingSession.objects.exists()


def test_nothing_is_kept_for_who_is_logged_out_or_somebody_else(client, ann, post):
    writer = ann.pk
    log_in(client, "bob", roles.EDITORS)
    assert client.post(autosave(post), {"session": KEY, "writer": writer, "body": "x"}).status_code == 401
    client.logout()
    response = client.post(autosave(post), {"session": KEY, "body": "x"})
    assert (response.status_code, response.json()["error"]) == (401, "logged out")
    assert not EditingSession.objects.exists()


def test_no_other_row_can_be_written_to(client, ann, post):
    mine = typed(client, post, body="Mine")
    other = make_post()
    assert client.post(autosave(other), {"session": mine.key, "body": "x"}).status_code == 403
    assert client.post(autosave(), {"session": mine.key, "body": "x"}).status_code == 403
    log_in(client, "bob", roles.EDITORS)
    assert client.post(autosave(post), {"session": mine.key, "body": "x"}).status_code == 403
    assert [row.fields["body"] for row in EditingSession.objects.all()] == [["Mine"]]


@pytest.mark.parametrize("name", ["", "not a key", "k" * 40])
def test_a_key_that_no_form_has_is_refused(client, ann, post, name):
    assert client.post(autosave(post), {"session": name, "body": "x"}).status_code == 403


def test_there_is_no_autosave_of_an_article_that_is_gone_nor_by_get(client, ann, post):
    assert client.post("/admin/articles/post/999/autosave/", {"session": KEY}).status_code == 404
    assert client.get(autosave(post)).status_code == 405


def test_a_token_is_needed(ann, post):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    assert client.post(autosave(post), {"session": KEY, "body": "x"}).status_code == 403
    assert not EditingSession.objects.exists()


def test_what_is_too_large_is_refused_in_plain_words(client, ann, post, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(autosave(post), {"session": KEY, "body": "x" * 2000})
    assert (response.status_code, response.json()) == (413, {"error": "too large"})


def test_saving_empties_the_row_and_lets_nothing_older_in(client, ann, post):
    form = open_form(client, change(post))
    typed_at = round(timezone.now().timestamp() * 1000)
    client.post(autosave(post), {**form, "body": "Typed", "typed_at": typed_at - 5})
    assert client.post(change(post), {**form, "body": "Typed and saved"}).status_code == 302
    client.post(autosave(post), {**form, "body": "Late", "typed_at": typed_at})
    assert EditingSession.objects.get(key=form["session"].partition(".")[0]).fields is None


def test_a_new_article_empties_its_row(client, ann):
    form = open_form(client, ADD)
    client.post(autosave(), {**form, "title": "New", "body": "Typed"})
    assert client.post(ADD, {**form, "title": "New", "body": "Typed"}).status_code == 302
    assert not EditingSession.objects.with_text().exists()


def test_saving_leaves_the_other_tab_its_text(client, ann, post):
    other = typed(client, post, body="Other tab")
    form = open_form(client, change(post))
    client.post(change(post), {**form, "body": "Saved"})
    other.refresh_from_db()
    assert other.fields["body"] == ["Other tab"]


def test_a_form_with_a_mistake_is_kept_as_unsaved_text(client, ann, post):
    form = open_form(client, change(post))
    response = client.post(change(post), {**form, "title": "", "body": "Typed"})
    assert form_in(response)["session"] == form["session"]
    assert EditingSession.objects.get().fields["body"] == ["Typed"]
    client.post(change(post), {**form, "body": "Typed"})
    assert not EditingSession.objects.with_text().exists()


def test_a_conflict_is_kept_as_unsaved_text_until_it_is_settled(client, ann, post):
    form = open_form(client, change(post))
    post.body = "Theirs.\n\nTwo.\n"
    post.save()
    assert client.post(change(post), {**form, "body": "Mine.\n\nTwo.\n"}).status_code == 409
    assert EditingSession.objects.get().fields["body"] == ["Mine.\n\nTwo.\n"]


def test_unsaved_text_is_offered_and_never_applied_unasked(client, ann, post):
    row = typed(client, post, body="One.\n\nTwo and three more words.\n")
    page = page_of(client.get(change(post)))
    offer = re.sub(r"\s+", " ", page.css_first("[data-offers]").text())
    assert "never saved" in offer
    assert "+4 −1 words" in offer or "+4 −0 words" in offer
    assert "Two." in page.css_first("#id_body").text()
    assert "three more" not in page.css_first("#id_body").text()
    assert f"?session={row.key}" in page.html


def test_unsaved_text_is_nobody_elses(client, ann, post):
    row = typed(client, post, body="Mine alone")
    log_in(client, "bob", roles.CHIEF_EDITORS)
    assert "never saved" not in client.get(change(post)).content.decode()
    page = client.get(f"{change(post)}?session={row.key}").content.decode()
    assert "Mine alone" not in page
    assert "not there any more" in page
    for address in (f"unsaved/{row.key}/", f"unsaved/{row.key}/discard/"):
        assert client.post(f"/admin/articles/post/{address}").status_code in {404, 405}
    assert client.get(f"/admin/articles/post/unsaved/{row.key}/").status_code == 404
    row.refresh_from_db()
    assert row.fields["body"] == ["Mine alone"]


def test_unsaved_text_is_opened_with_its_own_base_and_stored_by_saving_alone(client, ann, post):
    row = typed(client, post, body="One, mine.\n\nTwo.\n", title="Strong ties")
    post.body = "One.\n\nTwo, theirs.\n"
    post.save()
    before = stored()
    form = open_form(client, f"{change(post)}?session={row.key}")
    assert (form["title"], form["body"], form["base"]) == ("Strong ties", "One, mine.\r\n\r\nTwo.\r\n", "1")
    assert stored() == before
    assert client.post(change(post), form).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.body) == ("Strong ties", "One, mine.\n\nTwo, theirs.\n")
    assert not EditingSession.objects.with_text().exists()


def test_opened_again_a_text_keeps_its_key_and_the_other_tab_its_words(client, ann, post):
    row = typed(client, post, body="First")
    older = row.name
    form = open_form(client, f"{change(post)}?session={row.key}")
    assert form["session"].startswith(f"{row.key}.")
    assert form["session"] != older
    client.post(autosave(post), {**form, "body": "From the new tab"})
    client.post(autosave(post), {**form, "session": older, "body": "From the old tab"})
    texts = EditingSession.objects.with_text().values_list("fields__body__0", flat=True)
    assert sorted(texts) == ["From the new tab", "From the old tab"]


def test_an_offer_tells_of_a_newer_revision_and_of_a_tab_that_is_open(client, ann, post):
    form = open_form(client, change(post))
    client.post(autosave(post), {**form, "body": "Typed"})
    post.title = "Stronger"
    post.save(by=make_user("bob", first_name="Bob", is_superuser=True, is_staff=True))
    offer = page_of(client.get(change(post))).css_first("[data-offers]").text()
    assert "Bob has saved revision 2 since" in offer
    assert "open in another tab right now" in offer


def test_what_says_the_same_as_the_article_is_let_go(client, ann, post):
    row = typed(client, post)
    assert row.fields
    assert "never saved" not in client.get(change(post)).content.decode()
    row.refresh_from_db()
    assert row.fields is None


def test_a_note_alone_is_worth_offering(client, ann, post):
    typed(client, post, note="Ask Bob first")
    assert "never saved" in client.get(change(post)).content.decode()


def test_several_new_articles_are_offered_where_one_is_written(client, ann):
    rows = [typed(client, title=title) for title in ("First idea", "Second idea")]
    page = page_of(client.get(ADD))
    offer = page.css_first("[data-offers]").text()
    assert "First idea" in offer
    assert "Second idea" in offer
    form = open_form(client, f"{ADD}?session={rows[0].key}")
    assert form["title"] == "First idea"


def test_an_empty_new_form_is_not_worth_offering(client, ann):
    typed(client)
    assert "never saved" not in client.get(ADD).content.decode()


def test_a_choice_that_is_gone_falls_back_to_what_is_stored(client, ann):
    stays, goes = make_category("Stays"), make_category("Goes")
    post = make_post(category=stays)
    row = typed(client, post, category=goes.pk, title="x" * 300, published_at="soon")
    goes.delete()
    response = client.get(f"{change(post)}?session={row.key}")
    form = form_in(response)
    assert form["category"] == str(stays.pk)
    assert (form["title"], form["published_at"]) == ("x" * 300, "soon")
    assert "so what is stored stays: Category" in response.content.decode()
    assert client.get(f"/admin/articles/post/unsaved/{row.key}/").status_code == 200


@pytest.mark.parametrize(
    "fields", [{}, {"body": []}, {"published_at": ["x"], "author": ["abc"]}, {"x": ["y"]}]
)
def test_odd_fields_break_no_page(client, ann, post, fields):
    now = timezone.now()
    EditingSession.objects.create(user=ann, post=post, key=KEY, fields=fields, changed_at=now)
    for address in (f"/admin/articles/post/unsaved/{KEY}/", f"{change(post)}?session={KEY}", change(post)):
        assert client.get(address).status_code in {200, 404}


@pytest.mark.parametrize("key", ["", "nothing", "a b/c", "\0"])
def test_a_text_that_is_not_there_is_no_error(client, ann, post, key):
    assert client.get(change(post), {"session": key}).status_code == 200


def test_the_text_can_be_looked_at_and_discarded(client, ann, post):
    row = typed(client, post, body="One.\n\nTwo words.\n", title="Strong ties")
    address = f"/admin/articles/post/unsaved/{row.key}/"
    page = page_of(client.get(address))
    assert "words" in page.css_first("table.diff").text()
    assert "Strong" in page.css_first(".diff-fields").text()
    assert client.get(f"{address}discard/").status_code == 405
    assert client.post(f"{address}discard/").headers["Location"] == change(post)
    row.refresh_from_db()
    assert row.fields is None


def test_the_text_stays_in_reach_when_the_article_can_no_longer_be_changed(client, post):
    author = log_in(client, "author", roles.AUTHORS)
    post = make_post("Draft", status="draft", author=make_author(user=author))
    row = typed(client, post, body="Typed by me")
    post.status = "published"
    post.save()
    response = client.get(f"{change(post)}?session={row.key}", follow=True)
    assert response.redirect_chain
    assert "Typed by me" in response.content.decode()
    assert "Open this text" not in response.content.decode()
    assert f"unsaved/{row.key}/" in client.get(change(post)).content.decode()


def test_the_text_stays_in_reach_when_the_article_is_out_of_sight_or_gone(client):
    author = log_in(client, "author", roles.AUTHORS)
    post = make_post("Draft", status="draft", author=make_author(user=author), body="Stored")
    row = typed(client, post, body="Typed by me")
    post.author, post.body = make_author(), "Not for you"
    post.save()
    page = client.get(f"{change(post)}?session={row.key}", follow=True).content.decode()
    assert "Typed by me" in page
    assert "Not for you" not in page
    Post.objects.all().delete()
    assert "Draft" in page_of(client.get(ADD)).css_first("[data-offers]").text()


def test_who_else_has_it_open_is_shown(client, ann, post):
    bob = make_user("bob", first_name="Bob")
    opened = timezone.now() - timedelta(minutes=12)
    EditingSession.objects.create(user=bob, post=post, key="b", opened_at=opened, seen_at=timezone.now())
    assert "Bob has had this article open since" in client.get(change(post)).content.decode()
    answer = client.post(autosave(post), {"session": KEY}).json()
    assert answer["others"][0]["name"] == "Bob"
    assert "Bob has had" in answer["notes"]
    EditingSession.objects.filter(user=bob).update(seen_at=opened)
    assert "Bob opened this article at" in client.get(change(post)).content.decode()
    EditingSession.objects.filter(user=bob).update(seen_at=opened - timedelta(seconds=1))
    assert "Bob" not in client.get(change(post)).content.decode()


def test_another_tab_of_ones_own_is_told_of_while_it_is_heard_of(client, ann, post):
    form = open_form(client, change(post))
    assert "another tab" not in client.get(change(post)).content.decode()
    client.post(autosave(post), {"session": form["session"]})
    assert "open in another tab" in client.get(change(post)).content.decode()
    client.post(autosave(post), {"session": form["session"], "leaving": "1"})
    assert "open in another tab" not in client.get(change(post)).content.decode()


def test_those_who_write_something_new_are_no_concern_of_each_other(client, ann):
    EditingSession.objects.open(make_user("bob", first_name="Bob"), None)
    assert "Bob" not in client.get(ADD).content.decode()
    assert client.post(autosave(), {"session": KEY}).json()["others"] == []


def test_a_revision_that_came_between_is_told_of(client, ann, post):
    aside = {"session": KEY, "base": "1"}
    assert client.post(autosave(post), aside).json()["newer"] is None
    post.title = "Stronger"
    post.save(by=make_user("bob", first_name="Bob", is_superuser=True, is_staff=True))
    answer = client.post(autosave(post), aside).json()
    assert (answer["newer"]["number"], answer["newer"]["by"]) == (2, "Bob")
    assert "Bob saved revision 2" in answer["notes"]


def test_offers_can_be_asked_for_alone(client, ann, post):
    row = typed(client, post, body="Typed")
    address = f"/admin/articles/post/{post.pk}/offers/"
    assert row.key in client.get(address).content.decode()
    assert row.key not in client.get(address, {"but": row.name}).content.decode()
    log_in(client, "author", roles.AUTHORS)
    assert client.get(address).status_code == 404


def test_the_form_takes_the_same_queries_however_many_others_there_are(
    client, ann, post, django_assert_max_num_queries
):
    client.get(change(post))
    for number in range(20):
        user = make_user(f"other{number}")
        EditingSession.objects.create(user=user, post=post, key=str(number), seen_at=timezone.now())
    with django_assert_max_num_queries(45):
        client.get(change(post))


def test_the_answer_says_whether_the_words_are_kept(client, ann, post):
    form = open_form(client, change(post))
    moment = round(timezone.now().timestamp() * 1000)
    for body, at, is_kept in (("New", moment, True), ("New", moment, True), ("Old", moment - 1, False)):
        answer = client.post(autosave(post), {**form, "body": body, "typed_at": at}).json()
        assert answer["is_kept"] == is_kept


@pytest.mark.parametrize(
    "fields", [{"published_at": "soon"}, {"tags": "x" * 101}, {"series_position": "first"}]
)
def test_what_is_no_valid_value_yet_is_offered_all_the_same(client, ann, post, fields):
    row = typed(client, post, **fields)
    assert row.key in page_of(client.get(change(post))).css_first("[data-offers]").html
    form = open_form(client, f"{change(post)}?session={row.key}")
    assert fields.items() <= form.items()
