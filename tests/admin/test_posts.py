import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Post
from tests.factories import make_author, make_category, make_image, make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/post/"


def form_of(**fields) -> dict:
    form = {"title": "Weak ties", "slug": "weak-ties", "body": "Some words.", "tags": "", "published_at": ""}
    return {**form, "withdraw_at": "", "show_author": "on", "series_position": "0", **fields}


def change(post: Post) -> str:
    return reverse("admin:articles_post_change", args=[post.pk])


def test_writing_publishing_and_withdrawing(admin_client, client):
    admin_client.post(f"{LIST}add/", form_of(tags="Career growth, Events", body="Hello #Events"))
    post = Post.objects.get()
    assert post.tags.names() == ["Career growth", "Events"]
    assert 'href="/tag/events/"' in post.body_html
    assert client.get(post.get_absolute_url()).status_code == 404
    admin_client.post(change(post), form_of(base=1, step="publish", tags="Career growth, Events"))
    assert client.get(post.get_absolute_url()).status_code == 200
    admin_client.post(change(post), form_of(base=2, step="withdraw", tags="Events"))
    assert client.get(post.get_absolute_url()).status_code == 410
    post.refresh_from_db()
    assert post.tags.names() == ["Events"]


def test_the_slug_is_made_from_the_title_when_left_empty(admin_client):
    admin_client.post(f"{LIST}add/", form_of(slug="", title="한국어 C++"))
    assert Post.objects.get().slug == "한국어-c-plus-plus"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"slug": "taken"},
        {"slug": "not a slug"},
        {"body": "x" * 500_001},
        {"body": ">" * 5000 + " deep"},
        {"tags": "x" * 101},
        {"canonical_url": "javascript:alert(1)"},
        {"published_at": "yesterday"},
        {"published_at": "2026-03-02T10:00", "withdraw_at": "2026-03-01T10:00"},
        {"step": "secret"},
        {"category": "999"},
    ],
)
def test_a_mistake_comes_back_as_a_form_with_everything_in_it(admin_client, wrong):
    make_post(slug="taken")
    response = admin_client.post(f"{LIST}add/", form_of(custom_excerpt="Kept words", **wrong))
    page = response.content.decode()
    assert response.status_code == 200
    assert "errorlist" in page
    assert "Kept words" in page
    assert wrong.get("body", "Some words.")[:100].replace(">", "&gt;") in page
    assert Post.objects.count() == 1


def test_bulk_publish_and_withdraw(admin_client, client):
    drafts = [make_post(status="draft") for _ in range(3)]
    chosen = {"_selected_action": [post.pk for post in drafts]}
    admin_client.post(LIST, {"action": "publish", **chosen})
    assert Post.objects.published().count() == 3
    admin_client.post(LIST, {"action": "withdraw", **chosen})
    assert Post.objects.published().count() == 0


def test_bulk_publish_keeps_a_date_that_was_set(admin_client):
    post = make_post(status="draft", published_at="2099-01-01T00:00Z")
    admin_client.post(LIST, {"action": "publish", "_selected_action": [post.pk]})
    post.refresh_from_db()
    assert post.is_scheduled


def test_bulk_publishing_needs_the_permission(client):
    post = make_post(status="draft")
    reader = make_user(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(reader)
    client.post(LIST, {"action": "publish", "_selected_action": [post.pk]})
    post.refresh_from_db()
    assert post.status == "draft"


def test_list_and_form_say_what_an_editor_looks_for(admin_client):
    post = make_post("Weak ties", category=make_category("Meeting"), author=make_author("Ada Lovelace"))
    scheduled = make_post("Later", published_at="2099-01-01T00:00Z")
    page = admin_client.get(LIST).content.decode()
    for part in ("Weak ties", "Meeting", "Ada Lovelace", "/covers/", "Published", "Scheduled"):
        assert part in page
    form = admin_client.get(change(post)).content.decode()
    assert f'href="{post.get_absolute_url()}"' in form
    assert (
        f'href="{scheduled.get_absolute_url()}"' not in admin_client.get(change(scheduled)).content.decode()
    )


def test_the_site_is_named_in_the_header(admin_client):
    assert re.search(
        r'id="site-name"><a href="/admin/">Rapport</a>', admin_client.get("/admin/").content.decode()
    )


@pytest.mark.parametrize(
    "query",
    [
        "?q=weak",
        *[
            f"?stage={stage}"
            for stage in ("draft", "in_review", "scheduled", "published", "withdrawn", "binned")
        ],
        "?stage=nonsense",
        "?published_at__year=2026",
    ],
)
def test_list_can_be_searched_and_filtered(admin_client, query):
    make_post("Weak ties")
    assert admin_client.get(LIST + query).status_code == 200


def test_a_new_article_begins_with_its_writer(client):
    user = make_user(is_staff=True, is_superuser=True)
    make_author("Ada Lovelace", user=user)
    client.force_login(user)
    assert "Ada Lovelace" in client.get(f"{LIST}add/").content.decode()


@pytest.mark.parametrize("count", [10, 200])
def test_list_takes_the_same_queries_at_any_size(admin_client, django_assert_max_num_queries, count):
    category, author, image = make_category(), make_author(), make_image()
    post = make_post(category=category, author=author, hero_image=image)
    for number in range(count):
        make_post(category=category, author=author, hero_image=image, tags=[f"Tag {number % 7}"])
    with django_assert_max_num_queries(11):
        admin_client.get(LIST)
    with django_assert_max_num_queries(24):
        admin_client.get(change(post))


def test_the_bin_is_listed_only_when_asked_for(admin_client):
    make_post("Weak ties", status="binned")
    assert "Weak ties" not in admin_client.get(LIST).content.decode()
    assert "Weak ties" in admin_client.get(f"{LIST}?stage=binned").content.decode()


def test_text_that_nobody_touched_stays_as_it_is_to_the_byte(admin_client):
    for body in ("One\r\n\r\nTwo", "\n  One\n\nTwo  \n\n", "One\n\nTwo"):
        post = make_post(body=body, status="draft")
        as_browsers_send = body.replace("\r\n", "\n").replace("\n", "\r\n")
        admin_client.post(change(post), form_of(base=1, title="New", slug=post.slug, body=as_browsers_send))
        post.refresh_from_db()
        assert (post.title, post.body) == ("New", body)


def test_two_editors_changes_meet(admin_client, client):
    post = make_post(body="One.\n\nTwo.\n\nThree.", tags=["Events"], status="draft")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    base = {"base": 1, "slug": post.slug, "title": post.title}
    client.post(change(post), form_of(**base, body="One!\n\nTwo.\n\nThree.", tags="Events, Theirs"))
    response = admin_client.post(
        change(post), form_of(**base, body="One.\n\nTwo.\n\nThree!", tags="Events"), follow=True
    )
    post.refresh_from_db()
    assert post.body == "One!\n\nTwo.\n\nThree!"
    assert post.tags.names() == ["Events", "Theirs"]
    assert post.revisions.first().merged_from == 1
    assert "merged" in response.content.decode()


def test_a_conflict_stores_nothing_until_it_is_settled(admin_client, client):
    post = make_post(title="Base", body="One.\n\nTwo.", status="draft")
    client.force_login(make_user("Ada", is_staff=True, is_superuser=True))
    client.post(change(post), form_of(base=1, slug=post.slug, title="Theirs", body="One.\n\nTwo, theirs."))
    mine = form_of(base=1, slug=post.slug, title="Mine", body="One.\n\nTwo, mine.", step="publish")
    response = admin_client.post(change(post), mine)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Base", "Theirs", "Mine", "Two, theirs.", "Two, mine.", "Ada"):
        assert words in page
    post.refresh_from_db()
    assert (post.title, post.status, post.revisions.count()) == ("Theirs", "draft", 2)
    settled = {"theirs": 2, "choice-title": "mine", "choice-body-3": "own", "own-body-3": "Two, ours."}
    assert admin_client.post(change(post), {**mine, **settled}).status_code == 302
    post.refresh_from_db()
    assert (post.title, post.body, post.status) == ("Mine", "One.\n\nTwo, ours.", "published")


def test_a_save_between_opens_the_conflict_anew(admin_client):
    post = make_post(title="Base", status="draft")
    for title in ("Theirs", "Later"):
        post.title = title
        post.save()
    mine = form_of(base=1, slug=post.slug, title="Mine")
    response = admin_client.post(change(post), {**mine, "theirs": 2, "choice-title": "mine"})
    assert response.status_code == 409
    assert "Later" in response.content.decode()


def test_a_form_that_lost_its_base_overwrites_nothing(admin_client):
    post = make_post(title="Stored", status="draft")
    response = admin_client.post(change(post), form_of(title="Mine", slug=post.slug))
    assert response.status_code == 409
    assert Post.objects.get().title == "Stored"


def test_publishing_what_was_binned_meanwhile_is_refused(admin_client):
    post = make_post(status="draft")
    post.status = "binned"
    post.save()
    response = admin_client.post(change(post), form_of(base=1, slug=post.slug, body="Typed.", step="publish"))
    post.refresh_from_db()
    assert post.status == "binned"
    assert "Typed." in response.content.decode()


def test_changes_that_do_not_go_together_are_a_mistake_of_the_form(admin_client):
    post = make_post(status="draft", title="Base")
    post.withdraw_at = datetime(2026, 5, 1, tzinfo=UTC)
    post.save()
    mine = form_of(base=1, slug=post.slug, title="Base", body="Typed.", published_at="2026-06-01T10:00")
    response = admin_client.post(change(post), mine)
    assert response.status_code == 200
    assert "not after the time of publication" in response.content.decode()
    assert "Typed." in response.content.decode()
