"""The whole life of an article, by plain forms alone: no script runs, and each form sends what it was served with."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles import roles
from articles.models import Post
from tests.factories import make_category, make_user, picture_bytes
from tests.plain_browser import PlainBrowser

pytestmark = pytest.mark.django_db
TEXT = "Knowing many people a little.\n\n## Why it helps\n\nThey hear of other things.\n\nThey are not hurt by a no."


@pytest.fixture(autouse=True)
def _people():
    for name, role in {"ada": roles.AUTHORS, "grace": roles.EDITORS, "mary": roles.EDITORS}.items():
        roles.give(make_user(name, password="a long walk", first_name=name.title()), role)


def log_in(name: str) -> PlainBrowser:
    """Open the admin as somebody who is not known yet, and log in where that leads."""
    browser = PlainBrowser().open("/admin/")
    browser.fill(username=name, password="a long walk").press("Log in")
    assert browser.address == "/admin/"
    return browser


def test_an_article_lives_from_its_first_word_to_its_last():
    make_category("Meeting people")
    ada, grace, mary, reader = log_in("ada"), log_in("grace"), log_in("mary"), PlainBrowser()
    form = write_with_a_picture(ada)
    look_at_it(ada)
    submit(ada, "Is the picture right?")
    return_it(grace, "The title says too little.")
    mend(ada, form)
    schedule(grace, reader)
    publish_now(grace, reader, form)
    move_to_another_address(grace, reader, form)
    change_different_places(grace, mary, form)
    change_the_same_words(grace, mary, form)
    read_its_history_and_restore(grace, reader, form)
    withdraw_and_publish_again(grace, reader, form)
    bin_and_bring_back(grace, reader, form)


def write_with_a_picture(ada) -> str:
    ada.follow("Write an article").fill(title="Weak ties", body=TEXT, tags="Weak ties, Friends")
    ada.choose("category", "Meeting people")
    picture = SimpleUploadedFile("harbour.jpg", picture_bytes(), "image/jpeg")
    ada.fill(**{"_upload-file": picture, "_upload-alt": "A quiet harbour"}).press(
        "Add it at the end of the text"
    )
    assert Post.objects.count() == 0
    assert re.fullmatch(rf"{re.escape(TEXT)}\n\n!\[A quiet harbour\]\(/media/\S+\)\n", ada.value("body"))
    ada.choose("hero_image", "A quiet harbour").press("Save")
    assert "Saved." in ada.text
    assert ada.value("tags") == "Weak ties, Friends"
    return ada.address


def look_at_it(ada) -> None:
    form = ada.address
    ada.fill(title="Weaker ties", body=f"Not saved.\n\n{ada.value('body')}").press("Preview")
    assert ada.page.css_first("h1").text() == "Weaker ties"
    assert ada.page.css_first(".prose img").attributes["alt"] == "A quiet harbour"
    assert "Not saved." in ada.text
    assert Post.objects.get().title == "Weak ties"
    ada.open(form)


def submit(ada, note: str) -> None:
    assert "Publish" not in ada.buttons()
    ada.fill(note=note).press("Submit for review")
    assert "Submitted for review." in ada.text
    assert ada.page.css_first(".desk-standing .state").text() == "In review"


def return_it(grace, note: str) -> None:
    grace.open("/admin/").follow("Weak ties")
    assert "Is the picture right?" in grace.text
    grace.fill(note=note).press("Return to draft")
    assert "Returned to draft." in grace.text


def mend(ada, form: str) -> None:
    ada.open("/admin/").follow("Weak ties")
    assert ada.address == form
    assert "The title says too little." in ada.text
    ada.fill(title="What weak ties are good for", slug="weak-ties").press("Submit for review")
    assert "Submitted for review." in ada.text


def schedule(grace, reader) -> None:
    grace.open("/admin/").follow("What weak ties are good for")
    assert "Times are in" in grace.page.css_first("#id_published_at_hint").text()
    tomorrow = timezone.localtime(timezone.now() + timedelta(hours=27, seconds=30))
    grace.fill(published_at=f"{tomorrow:%Y-%m-%dT%H:%M}").press("Publish")
    assert "Scheduled." in grace.text
    assert "Will appear in" in grace.page.css_first("#id_published_at_hint").text()
    assert reader.open("/articles/weak-ties/").status == 404
    assert "What weak ties are good for" in grace.open("/admin/").page.css_first(".calendar").text()


def publish_now(grace, reader, form: str) -> None:
    grace.open(form).fill(published_at="").press("Save")
    assert grace.page.css_first(".desk-standing .state").text() == "Published"
    reader.open("/").follow("What weak ties are good for")
    assert reader.address == "/articles/weak-ties/"
    assert "They hear of other things." in reader.text
    assert reader.page.css_first("article img").attributes["alt"] == "A quiet harbour"


def move_to_another_address(grace, reader, form: str) -> None:
    grace.open(form).fill(slug="strength-of-weak-ties").press("Save")
    reader.open("/articles/weak-ties/")
    assert (reader.address, reader.status) == ("/articles/strength-of-weak-ties/", 200)


def change_different_places(grace, mary, form: str) -> None:
    for editor in (grace, mary):
        editor.open(form)
    grace.fill(body=grace.value("body").replace("other things", "other news")).press("Save")
    mary.fill(body=mary.value("body").replace("many people", "a lot of people"), tags="Ties, Friends").press(
        "Save"
    )
    assert "Your changes were merged with those of Grace" in mary.text
    assert "a lot of people" in mary.value("body")
    assert "other news" in mary.value("body")
    assert mary.value("tags") == "Ties, Friends"


def change_the_same_words(grace, mary, form: str) -> None:
    for editor in (grace, mary):
        editor.open(form)
    grace.fill(body=grace.value("body").replace("hurt by a no", "offended by a no")).press("Save")
    number = Post.objects.get().revisions.count()
    mary.fill(body=mary.value("body").replace("hurt by a no", "angry at a no"), description="On ties.").press(
        "Save"
    )
    assert mary.status == 409
    assert "Grace saved this article" in mary.text
    assert Post.objects.get().revisions.count() == number
    mary.press("Save with these choices")
    assert "a choice is still missing" in mary.text
    mary.choose("choice-body-7", "In other words").fill(**{"own-body-7": "They can take a no."})
    mary.press("Save with these choices")
    assert "They can take a no." in mary.value("body")
    assert "offended" not in mary.value("body")
    assert mary.value("description") == "On ties."


def read_its_history_and_restore(grace, reader, form: str) -> None:
    grace.open(form).follow("All revisions")
    done = [each.text() for each in grace.page.css(".revision-head strong")]
    assert done == list(reversed(DONE))
    assert "The title says too little." in grace.text
    grace.fill(old="1", new=str(len(DONE))).press("Compare the chosen two")
    assert "They can take a no." in " ".join(each.text() for each in grace.page.css("ins"))
    assert "many" in [word for each in grace.page.css("del") for word in each.text().split()]
    grace.follow("Restore revision 1")
    grace.fill(note="It was better.").press("Restore revision 1")
    assert (grace.address, grace.value("title")) == (form, "Weak ties")
    assert "Knowing many people a little." in grace.value("body")
    assert "Knowing many people a little." in reader.open("/articles/strength-of-weak-ties/").text


DONE = [
    *("Created", "Submitted for review", "Returned to draft", "Submitted for review"),
    *("Scheduled", "Published", "Edited", "Edited", "Edited", "Edited", "Edited"),
]


def withdraw_and_publish_again(grace, reader, form: str) -> None:
    grace.open(form).press("Withdraw")
    assert "Withdrawn." in grace.text
    assert reader.open("/articles/strength-of-weak-ties/").status == 410
    assert reader.open("/articles/weak-ties/").status == 410
    grace.press("Publish")
    assert "Published." in grace.text
    assert reader.open("/articles/strength-of-weak-ties/").status == 200


def bin_and_bring_back(grace, reader, form: str) -> None:
    grace.open(form).follow("Move to the bin").fill(note="We said it twice.").press("Move to the bin")
    assert "lies in the bin now" in grace.text
    assert reader.open("/articles/strength-of-weak-ties/").status == 410
    grace.open("/admin/articles/post/").follow("In the bin").follow("Weak ties")
    assert "This article lies in the bin." in grace.text
    grace.press("Bring back")
    assert (grace.address, grace.page.css_first(".desk-standing .state").text()) == (form, "Withdrawn")
    grace.press("Publish")
    assert "Knowing many people a little." in reader.open("/articles/weak-ties/").text
