"""The page of a conflict, driven as a browser without scripts does: its form is read and sent back."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from articles.models import Post
from tests.factories import make_category, make_post, make_user

pytestmark = pytest.mark.django_db
BASE = "The first line.\n\nTwo words here.\n\nThree.\n\nThe fourth line."
THEIRS = "The first line.\n\nTwo words theirs.\n\nThree.\n\nThe fourth line, theirs."
MINE = "The first line, mine.\n\nTwo words mine.\n\nThree.\n\nThe fourth line."


class Fields(HTMLParser):
    """What a browser would send of a form as it stands: nothing for radios that nobody chose."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.textarea = ""
        self.feed(page.split('id="conflict_form"')[1].split("</form>")[0])

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "textarea":
            self.textarea = name or ""
            self.sent.setdefault(self.textarea, [""])
        elif tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.sent.setdefault(name, []).append(given.get("value") or "")

    def handle_data(self, data):
        if self.textarea:
            self.sent[self.textarea] = [data.removeprefix("\n")]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = ""


def sent_by(page: str, **choices) -> dict:
    fields = {name: values for name, values in Fields(page).sent.items() if name}
    return {**fields, **{name.replace("_", "-", 1): value for name, value in choices.items()}}


def form_of(post: Post, **fields) -> dict:
    form = {"title": post.title, "slug": post.slug, "body": BASE, "tags": "", "base": 1, "published_at": ""}
    return {**form, "withdraw_at": "", "show_author": "on", "series_position": "0", **fields}


def change(post: Post) -> str:
    return reverse("admin:articles_post_change", args=[post.pk])


@pytest.fixture
def ada():
    return make_user("Ada", is_staff=True, is_superuser=True)


@pytest.fixture
def post(ada):
    """An article that Ada changed after somebody had opened it."""
    post = make_post("Base", body=BASE, status="draft")
    post.title, post.body, post.description = "Theirs", THEIRS, "By Ada."
    post.save(by=ada, note="Two words sharper.")
    return post


def conflict(client, post: Post, **fields) -> str:
    response = client.post(change(post), form_of(post, **{"title": "Mine", "body": MINE, **fields}))
    assert response.status_code == 409
    return response.content.decode()


def test_it_renders(admin_client, post):
    page = conflict(admin_client, post)
    for words in ("Ada saved this article", "Two words sharper.", "As Ada left it", "Title", "line 3"):
        assert words in page
    assert "Brought together without a question: Description." in page
    assert "<ins>" in page
    assert "checked" not in page.split('id="conflict_form"')[1]
    assert post.revisions.count() == 2


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("theirs", "Two words theirs."),
        ("mine", "Two words mine."),
        ("both", "Two words theirs.\nTwo words mine."),
        ("base", "Two words here."),
        ("own", "Two, ours."),
    ],
)
def test_each_choice_is_kept(admin_client, post, side, expected):
    form = sent_by(conflict(admin_client, post), choice_title="theirs")
    form |= {"choice-body-3": side, "own-body-3": "Two, ours."}
    assert admin_client.post(change(post), form).status_code == 302
    post.refresh_from_db()
    assert post.body == f"The first line, mine.\n\n{expected}\n\nThree.\n\nThe fourth line, theirs."
    assert (post.title, post.description) == ("Theirs", "By Ada.")
    assert post.revisions.first().merged_from == 1


def test_what_is_not_settled_comes_back_marked_with_all_choices(admin_client, post):
    form = sent_by(conflict(admin_client, post), **{"choice_body-3": "own", "own_body-3": "My <own> words."})
    response = admin_client.post(change(post), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Please choose here.") == 1
    assert page.count(" checked>") == 1
    assert post.revisions.count() == 2
    again = sent_by(page, choice_title="mine")
    assert again["own-body-3"] == ["My <own> words."]
    admin_client.post(change(post), again)
    post.refresh_from_db()
    assert (post.title, post.body.split("\n\n")[1]) == ("Mine", "My <own> words.")


@pytest.mark.parametrize("choice", ["", "nonsense", "both"])
def test_a_choice_that_is_not_offered_settles_nothing(admin_client, post, choice):
    form = sent_by(conflict(admin_client, post), **{"choice_title": choice, "choice_body-3": "mine"})
    assert admin_client.post(change(post), form).status_code == 409
    post.refresh_from_db()
    assert post.title == "Theirs"


@pytest.mark.parametrize("words", ["", "   ", "x" * 201])
def test_own_words_have_to_fit_their_field(admin_client, post, words):
    form = sent_by(conflict(admin_client, post), **{"choice_body-3": "mine", "choice_title": "own"})
    response = admin_client.post(change(post), {**form, "own-title": words})
    assert response.status_code == 409
    assert "clash-problem" in response.content.decode()
    assert admin_client.post(change(post), {**form, "own-title": " Our title "}).status_code == 302
    post.refresh_from_db()
    assert post.title == "Our title"


def test_dates_and_rows_are_shown_as_people_know_them_and_have_no_own_words(admin_client):
    post = make_post(status="draft", body=BASE)
    mine, theirs = make_category("Meeting"), make_category("Leaving")
    post.category, post.withdraw_at = theirs, post.created_at.replace(year=2099, month=1, day=2, hour=9)
    post.save()
    page = conflict(
        admin_client, post, category=mine.pk, withdraw_at="2098-03-04T10:00", body=BASE, title=post.title
    )
    for words in ("Meeting", "Leaving", "2 Jan 2099", "4 Mar 2098"):
        assert words in page
    forged = {"choice_category": "own", "own_category": "999", "choice_withdraw_at": "both"}
    assert admin_client.post(change(post), sent_by(page, **forged)).status_code == 409
    settled = {"choice_category": "mine", "choice_withdraw_at": "base"}
    assert admin_client.post(change(post), sent_by(page, **settled)).status_code == 302
    post.refresh_from_db()
    assert (post.category, post.withdraw_at) == (mine, None)


def test_the_step_goes_on_with_the_choices(admin_client, post):
    page = conflict(admin_client, post, step="publish")
    assert "and publish" in page
    form = sent_by(page, **{"choice_title": "mine", "choice_body-3": "mine"})
    admin_client.post(change(post), form)
    post.refresh_from_db()
    assert post.status == "published"


def test_every_field_is_carried_along_unknown_ones_too(admin_client, post):
    fields = {
        "tags": "Events, Mentors",
        "note": "Why?",
        "custom_excerpt": '"Quoted" & <b>',
        "later": ["1", "2"],
    }
    form = sent_by(conflict(admin_client, post, **fields))
    assert form["later"] == ["1", "2"]
    assert form["custom_excerpt"] == ['"Quoted" & <b>']
    admin_client.post(change(post), {**form, "choice-title": "mine", "choice-body-3": "mine"})
    post.refresh_from_db()
    assert post.tags.names() == ["Events", "Mentors"]
    assert post.revisions.first().note == "Why?"


def test_the_way_back_leads_to_the_text_as_it_was_sent(admin_client, post):
    form = sent_by(conflict(admin_client, post, step="publish", note="Why?"))
    response = admin_client.post(change(post), {**form, "_back": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Mine", "The first line, mine.", "Why?", 'name="base" value="1"'):
        assert words in page
    assert post.revisions.count() == 2
    assert Post.objects.get().status == "draft"


def test_own_words_outlive_yet_another_save(admin_client, post, ada):
    form = sent_by(conflict(admin_client, post), choice_title="own", **{"choice_body-3": "own"})
    form |= {"own-title": "Our title", "own-body-3": "Two, ours."}
    post.body = THEIRS.replace("Two words theirs.", "Two words here.")
    post.title = "Later"
    post.save(by=ada)
    page = admin_client.post(change(post), form).content.decode()
    for words in ("saved yet again", "Our title", "Two, ours.", "Later"):
        assert words in page
    again = sent_by(page, choice_title="own")
    assert again["own-body-3"] == ["Two, ours."]
    assert admin_client.post(change(post), again).status_code == 302
    post.refresh_from_db()
    assert post.title == "Our title"


def test_a_form_that_lost_its_base_is_asked_about_all_that_differs(admin_client, post):
    page = conflict(admin_client, post, base="")
    assert "As it was before" not in page
    form = sent_by(page, **{"choice_title": "base", "choice_body-1": "base", "choice_description": "theirs"})
    assert admin_client.post(change(post), form).status_code == 409
    form |= {"choice-title": "mine", "choice-body-1": "both"}
    assert admin_client.post(change(post), form).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.body, post.description) == ("Mine", f"{THEIRS}\n{MINE}", "By Ada.")


def test_two_windows_of_one_editor_are_told_apart_from_two_people(client, post, ada):
    client.force_login(ada)
    assert "in another window" in conflict(client, post)


def test_line_ends_of_a_text_stay_as_they_are(admin_client):
    post = make_post("Base", body=BASE.replace("\n", "\r\n"), status="draft")
    post.body = THEIRS.replace("\n", "\r\n")
    post.save()
    form = sent_by(conflict(admin_client, post, title="Base"), **{"choice_body-3": "own"})
    admin_client.post(change(post), {**form, "own-body-3": "Two,\r\nours."})
    post.refresh_from_db()
    assert post.body == "The first line, mine.\n\nTwo,\nours.\n\nThree.\n\nThe fourth line, theirs.".replace(
        "\n", "\r\n"
    )


def test_nothing_in_a_conflict_is_taken_for_html(admin_client, post):
    attack = "<script>alert(1)</script>"
    page = conflict(admin_client, post, title=attack, body=MINE.replace("mine", f"</textarea>{attack}"))
    assert attack not in page


def test_long_texts_meet_too(admin_client):
    lines = [f"Line {number} of a long text with some words." for number in range(10_000)]
    post = make_post("Base", body="\n\n".join(lines)[:490_000], status="draft")
    lines = post.body.split("\n\n")
    post.body = "\n\n".join([*lines[:5000], "Theirs.", *lines[5001:]])
    post.save()
    mine = "\n\n".join([*lines[:5000], "Mine.", *lines[5001:]])
    form = sent_by(conflict(admin_client, post, title="Base", body=mine))
    assert admin_client.post(change(post), {**form, "choice-body-10001": "both"}).status_code == 302
    post.refresh_from_db()
    assert "Theirs.\nMine." in post.body
