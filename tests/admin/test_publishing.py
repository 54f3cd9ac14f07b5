"""What must not go out is held back at publication, and at no other time."""

import pytest
from django.urls import reverse

from articles import roles
from articles.models import Post
from tests.factories import make_image, make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/post/"
UNSOUND = "Some words.\n\n![](https://example.org/a.jpg)\n\n[Rooms we know](#rooms)"
PICTURE = "Line 3: The picture https://example.org/a.jpg has no alternative text."
ANCHOR = "Line 5: The link to #rooms leads nowhere"


def form_of(**fields) -> dict:
    form = {"title": "Weak ties", "slug": "weak-ties", "body": UNSOUND, "tags": "", "published_at": ""}
    return {**form, "withdraw_at": "", "show_author": "on", "series_position": "0", **fields}


def change(post: Post) -> str:
    return reverse("admin:articles_post_change", args=[post.pk])


def sent(client, post: Post, **fields):
    """Send the article's form, with the revision it starts from."""
    base = post.revisions.first().number
    return client.post(change(post), form_of(base=base, _continue="1", **fields), follow=True)


def client_of(client, role: str):
    user = make_user(is_staff=True)
    roles.give(user, role)
    client.force_login(user)
    return client


@pytest.fixture
def editor(client):
    return client_of(client, roles.EDITORS)


@pytest.fixture
def chief(client):
    return client_of(client, roles.CHIEF_EDITORS)


@pytest.mark.parametrize("step_fields", [{}, {"published_at": "2050-01-01T10:00"}])
def test_what_must_not_go_out_is_neither_published_nor_scheduled(editor, step_fields):
    post = make_post("Weak ties", status="draft", body="Before.")
    page = sent(editor, post, step="publish", note="My note", **step_fields).content.decode()
    for part in (PICTURE, ANCHOR, "Not saved yet", "https://example.org/a.jpg)", "My note"):
        assert part in page
    post.refresh_from_db()
    assert (post.status, post.body) == ("draft", "Before.")


def test_a_new_article_is_held_back_too(editor):
    page = editor.post(f"{LIST}add/", form_of(step="publish")).content.decode()
    assert PICTURE in page
    assert not Post.objects.exists()


def test_a_hero_image_without_words_is_held_back(editor):
    post, image = make_post(status="draft"), make_image(alt="")
    page = sent(editor, post, body="Words.", hero_image=image.pk, step="publish").content.decode()
    assert "The hero image has no alternative text." in page
    assert Post.objects.get().status == "draft"


def test_all_else_may_be_unsound(editor):
    post = make_post("Weak ties", status="draft")
    for step in ("", "submit", "return"):
        sent(editor, post, step=step)
        assert Post.objects.get().body == UNSOUND


def test_a_link_to_what_readers_cannot_see_yet_does_not_block(editor):
    make_post("Closed", slug="closed", status="draft")
    post = make_post(status="draft")
    sent(editor, post, body="[What comes next](/articles/closed/)", step="publish")
    post.refresh_from_db()
    assert post.status == "published"


@pytest.mark.parametrize("step", ["", "publish"])
def test_what_is_public_can_always_be_saved_and_a_warning_is_given(editor, step):
    post = make_post("Weak ties", slug="weak-ties")
    page = sent(editor, post, step=step, published_at="2026-01-01T10:00").content.decode()
    assert "should not stay public as it is" in page
    assert PICTURE in page
    assert Post.objects.get().body == UNSOUND


def test_the_merged_text_counts(editor):
    post = make_post("Weak ties", slug="weak-ties", status="draft", body="One.\n\nTwo.\n\nThree.\n")
    base = post.revisions.first().number
    post.body = "One.\n\nTwo.\n\n![](https://example.org/a.jpg)\n"
    post.save(tags=[])
    mine = form_of(base=base, body="One of mine.\n\nTwo.\n\nThree.\n", step="publish")
    page = editor.post(change(post), mine).content.decode()
    assert "Line 5: The picture https://example.org/a.jpg has no alternative text." in page
    assert Post.objects.get().status == "draft"


def test_a_chief_editor_publishes_anyway_with_a_reason_that_is_kept(chief):
    post = make_post("Weak ties", status="draft")
    assert "Publish anyway" in sent(chief, post, step="publish").content.decode()
    assert Post.objects.get().status == "draft"
    sent(chief, post, step="publish", override="The picture is late.", note="Asked for.")
    revision = post.revisions.first()
    assert (Post.objects.get().status, revision.overrode) == ("published", True)
    assert revision.note == "The picture is late.\n\nAsked for."


def test_a_reason_for_a_sound_article_overrides_nothing(chief):
    post = make_post("Weak ties", status="draft")
    sent(chief, post, body="Words.", step="publish", override="Because.")
    assert Post.objects.get().status == "published"
    assert not post.revisions.filter(overrode=True).exists()


def test_an_editors_reason_counts_for_nothing(editor):
    post = make_post("Weak ties", status="draft")
    page = sent(editor, post, step="publish", override="Because I say so.").content.decode()
    assert "Publish anyway" not in page
    assert Post.objects.get().status == "draft"


@pytest.mark.parametrize("role", [roles.EDITORS, roles.CHIEF_EDITORS])
def test_in_bulk_what_is_unsound_stays_as_it_is(client, role):
    sound = make_post("Sound", status="draft")
    unsound = make_post("Unsound", status="draft", body=UNSOUND)
    data = {"action": "publish", "_selected_action": [sound.pk, unsound.pk]}
    page = client_of(client, role).post(LIST, data, follow=True).content.decode()
    assert "Not published, because something must be mended first: “Unsound”" in page
    assert "1 article published" in page
    assert dict(Post.objects.values_list("title", "status")) == {"Sound": "published", "Unsound": "draft"}


def test_in_bulk_what_is_public_already_stays_so(editor):
    post = make_post("Unsound", body=UNSOUND)
    editor.post(LIST, {"action": "publish", "_selected_action": [post.pk]})
    assert Post.objects.get().status == "published"


def test_the_page_lists_what_is_found_in_what_is_stored(editor):
    post = make_post("Weak ties", status="draft", body=UNSOUND)
    page = editor.get(change(post)).content.decode()
    assert 'data-line="3"' in page
    assert page.count("Must be mended") == 2 + 1  # and the text for scripts
    sound = make_post("Strong ties", status="draft", body="Words. " * 30)
    assert "Nothing to mend." in editor.get(change(sound)).content.decode()


def test_a_form_that_came_back_lists_what_is_found_in_what_was_sent(editor):
    post = make_post("Weak ties", status="draft")
    page = sent(editor, post, title="", body=UNSOUND).content.decode()
    assert 'data-line="3"' in page
