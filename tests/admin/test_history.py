import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles import roles
from articles.models import Post, Revision
from tests.factories import make_author, make_category, make_image, make_post, make_user

pytestmark = pytest.mark.django_db


def history(post: Post) -> str:
    return reverse("admin:articles_post_history", args=[post.pk])


def diff(post: Post, old: int, new: int) -> str:
    return reverse("admin:articles_post_diff", args=[post.pk, old, new])


def revision(post: Post, number: int) -> str:
    return reverse("admin:articles_post_revision", args=[post.pk, number])


def restore(post: Post, number: int) -> str:
    return reverse("admin:articles_post_restore", args=[post.pk, number])


def page_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def change(post: Post, note: str = "", by=None, tags=None, **fields) -> None:
    for name, value in fields.items():
        setattr(post, name, value)
    post.save(note=note, by=by, tags=tags)


@pytest.fixture
def author(client):
    user = make_user("me", is_staff=True)
    roles.give(user, roles.AUTHORS)
    client.force_login(user)
    return make_author("Me", user=user)


def test_it_renders(admin_client):
    ada = make_user("Ada", is_staff=True, is_superuser=True)
    post = make_post("Weak ties", status="draft")
    change(post, body="Some more words.", note="Is the <second> name right?", by=ada)
    page = page_of(admin_client, history(post))
    for words in ("Weak ties", "Created", "Edited", "Ada", "Body", "+1 word", "Is the &lt;second&gt; name"):
        assert words in page
    assert diff(post, 1, 2) in page
    assert revision(post, 1) in page


def test_the_list_says_what_was_public_and_what_was_overridden(admin_client):
    post = make_post(status="draft")
    change(post, status="published", published_at=None)
    assert page_of(admin_client, history(post)).count("state-published") == 1
    post.revisions.filter(number=2).update(overrode=True)
    assert "Checks overridden" in page_of(admin_client, history(post))
    scheduled = make_post(published_at="2099-01-01T00:00Z")
    assert "state-scheduled" in page_of(admin_client, history(scheduled))


def test_an_article_without_revisions_has_a_history_too(admin_client):
    post = make_post()
    post.revisions.all().delete()
    assert "no revisions yet" in page_of(admin_client, history(post))
    assert Revision.objects.count() == 0


def test_long_histories_have_pages(admin_client):
    post = make_post()
    state = post.revisions.get().state
    Revision.objects.bulk_create(
        Revision(post=post, number=number, action="edited", state=state) for number in range(2, 121)
    )
    first, last = (page_of(admin_client, f"{history(post)}?page={number}") for number in (1, 3))
    assert revision(post, 120) in first
    assert revision(post, 70) not in first
    assert diff(post, 70, 71) in first
    assert revision(post, 1) in last
    assert "Page 3 of 3" in last


@pytest.mark.parametrize("count", [3, 49])
def test_the_list_takes_the_same_queries_at_any_size(admin_client, django_assert_max_num_queries, count):
    post = make_post()
    state = post.revisions.get().state
    Revision.objects.bulk_create(
        Revision(post=post, number=number + 2, action="edited", state=state) for number in range(count)
    )
    with django_assert_max_num_queries(8):
        admin_client.get(history(post))


def test_any_two_can_be_compared(admin_client):
    post = make_post()
    for url in (f"{history(post)}?old=3&new=1", f"{history(post)}?old=1&new=3"):
        assert admin_client.get(url).headers["Location"] == diff(post, 1, 3)
    for query in ("?old=1", "?old=x&new=1", "?old=1&new=9999999999999999", "?page=x"):
        assert admin_client.get(history(post) + query).status_code == 200


def test_a_diff_marks_words(admin_client):
    post = make_post(body="One.\n\nThe quick fox jumps.\n\nThree.")
    change(post, body="One.\n\nThe slow fox jumps.\n\nThree.\n\nFour.")
    for url in (diff(post, 1, 2), diff(post, 2, 1)):
        page = page_of(admin_client, url)
        assert "<del>" in page.split("quick")[0][-80:]
        assert "<ins>" in page.split("slow")[0][-80:]
        assert 'href="#change-2"' in page
        assert 'id="change-2"' in page


def test_a_diff_folds_what_is_the_same(admin_client):
    lines = [f"Line {number}." for number in range(40)]
    post = make_post(body="\n".join(lines))
    change(post, body="\n".join([*lines, "New."]))
    page = page_of(admin_client, diff(post, 1, 2))
    assert "Line 39." in page
    assert "Line 20." not in page
    assert "36 lines are the same" in page


def test_a_diff_tells_other_fields_as_people_know_them(admin_client, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    old, new = make_category("Meeting"), make_category("Leaving")
    post = make_post("Weak ties", category=old, tags=["Events", "Mentors"], author=make_author("Ada"))
    image = make_image("harbour.jpg")
    change(
        post,
        title="Strong ties",
        category=new,
        author=None,
        hero_image=image,
        show_toc=True,
        withdraw_at=post.published_at.replace(year=2099, month=1, day=1, hour=15),
        tags=["Events", "Starts"],
    )
    old.delete()
    page = page_of(admin_client, diff(post, 1, 2))
    for words in ("Leaving", "no longer there", "Ada", "harbour.jpg", "2 Jan 2099", "KST", "Starts", "Yes"):
        assert words in page


def test_a_diff_of_line_ends_says_so(admin_client):
    post = make_post(body="One.\n\nTwo.")
    change(post, body="One.\r\n\r\nTwo.")
    assert "ends of its lines" in page_of(admin_client, diff(post, 1, 2))
    assert "Nothing differs" in page_of(admin_client, diff(post, 1, 1))


ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_nothing_in_a_revision_is_taken_for_html(admin_client):
    post = make_post(title="Weak ties", status="draft")
    change(post, body=ATTACK, title=ATTACK, description=ATTACK, note=ATTACK, tags=[ATTACK[:90]])
    urls = [history(post), diff(post, 1, 2), revision(post, 2), restore(post, 1)]
    for url in urls:
        page = page_of(admin_client, url)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_revision_is_shown_as_readers_would_see_it(admin_client):
    post = make_post("Weak ties", body="## First\n\nSee #Events and **more**.", tags=["Events", "Gone"])
    change(post, title="Other", body="Nothing.", tags=["Events"])
    before = Revision.objects.count()
    page = page_of(admin_client, revision(post, 1))
    for words in ("Weak ties", "<strong>more</strong>", 'href="/tag/events/"', "**more**", "Gone"):
        assert words in page
    assert restore(post, 1) in page
    assert restore(post, 2) not in page_of(admin_client, revision(post, 2))
    stored = Post.objects.get()
    assert (stored.title, stored.body, Revision.objects.count()) == ("Other", "Nothing.", before)


def test_restoring_brings_the_text_back_and_leaves_where_it_stands(admin_client):
    category = make_category()
    post = make_post("Weak ties", slug="old", status="draft", category=category, tags=["Events"])
    change(post, title="Strong", body="New.", category=None, tags=["Other"], slug="new", status="published")
    published_at = Post.objects.get().published_at
    page = page_of(admin_client, restore(post, 1))
    assert "Weak ties" in page
    assert Post.objects.get().title == "Strong"
    admin_client.post(restore(post, 1), {"base": 2, "note": "Better so."})
    post = Post.objects.get()
    assert (post.title, post.body, post.category, post.tags.names()) == (
        "Weak ties",
        "Some words.",
        category,
        ["Events"],
    )
    assert (post.slug, post.status, post.published_at) == ("new", "published", published_at)
    newest = post.revisions.first()
    assert (newest.number, newest.action, newest.by_name) == (3, "restored", "admin")
    assert "1" in newest.note
    assert "Better so." in newest.note


def test_restoring_is_asked_again_when_somebody_saved_meanwhile(admin_client):
    post = make_post("Base", status="draft")
    change(post, title="Second")
    change(post, title="Third")
    response = admin_client.post(restore(post, 1), {"base": 2, "note": "Kept words"})
    page = response.content.decode()
    assert response.status_code == 409
    assert Post.objects.get().title == "Third"
    for words in ("in the meantime", "Third", "Kept words", 'name="base" value="3"'):
        assert words in page
    admin_client.post(restore(post, 1), {"base": 3})
    assert Post.objects.get().title == "Base"


def test_what_was_deleted_since_is_told_and_the_present_one_stays(admin_client):
    gone, now = make_category("Gone"), make_category("Now")
    post = make_post(status="draft", category=gone)
    change(post, category=now, body="New.")
    gone.delete()
    assert "Deleted since then" in page_of(admin_client, restore(post, 1))
    admin_client.post(restore(post, 1), {"base": 2})
    post = Post.objects.get()
    assert (post.category, post.body) == (now, "Some words.")


def test_restoring_what_is_there_already_makes_no_revision(admin_client):
    post = make_post(status="draft")
    assert "nothing to restore" in page_of(admin_client, restore(post, 1))
    admin_client.post(restore(post, 1), {"base": 1})
    assert Revision.objects.count() == 1


def test_what_can_no_longer_be_stored_is_refused_with_a_reason(admin_client):
    post = make_post(status="draft")
    change(post, title="Second")
    first = post.revisions.get(number=1)
    first.state["title"] = "x" * 300
    first.save()
    response = admin_client.post(restore(post, 1), {"base": 2})
    assert "200 characters" in response.content.decode()
    assert Post.objects.get().title == "Second"


def test_authors_see_the_past_of_their_own_articles_alone(client, author):
    own, other = make_post(author=author, status="draft"), make_post(author=make_author("Other"))
    taken = make_post(author=author)
    for post in (own, other, taken):
        change(post, body="Changed.", note="Between us.")
    assert client.get(f"/admin/articles/post/{other.pk}/change/").status_code == 200
    for address in (history, lambda post: diff(post, 1, 2), lambda post: revision(post, 1)):
        assert client.get(address(own)).status_code == 200
        assert client.get(address(taken)).status_code == 200
        assert client.get(address(other)).status_code == 403
    assert "Between us." in page_of(client, f"/admin/articles/post/{taken.pk}/change/")
    assert "Between us." not in page_of(client, f"/admin/articles/post/{other.pk}/change/")


def test_authors_restore_their_own_drafts_alone(client, author):
    own, public = make_post(author=author, status="draft"), make_post(author=author)
    for post, status in ((own, 302), (public, 403)):
        change(post, body="Changed.")
        assert client.get(restore(post, 1)).status_code == (200 if status == 302 else 403)
        assert client.post(restore(post, 1), {"base": 2}).status_code == status
    assert Post.objects.get(pk=own.pk).body == "Some words."
    assert Post.objects.get(pk=public.pk).body == "Changed."


def test_an_author_who_restores_stays_the_author(client, author):
    post = make_post(author=None, status="draft")
    change(post, author=author, body="Changed.")
    client.post(restore(post, 1), {"base": 2})
    post.refresh_from_db()
    assert (post.author, post.body) == (author, "Some words.")


def test_drafts_of_others_have_no_history_for_an_author(client, author):
    post = make_post(status="draft")
    assert client.get(diff(post, 1, 1)).status_code == 404
    assert client.get(history(post)).status_code in {302, 404}


def test_who_may_only_look_restores_nothing(client):
    post = make_post()
    change(post, body="Changed.")
    reader = make_user(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__in=["view_post", "edit_any_post"]))
    client.force_login(reader)
    assert restore(post, 1) not in page_of(client, revision(post, 1))
    assert client.post(restore(post, 1), {"base": 2}).status_code == 403


def test_unknown_revisions_are_not_found(admin_client):
    post, other = make_post(), make_post()
    change(other, body="Changed.")
    for url in (diff(post, 1, 2), revision(post, 2), restore(post, 2)):
        assert admin_client.get(url).status_code == 404


def test_looking_is_all_that_a_get_does(admin_client, client):
    post = make_post()
    for url in (history(post), diff(post, 1, 1), revision(post, 1)):
        assert admin_client.post(url).status_code == 405
    client.logout()
    assert client.get(history(post)).status_code == 302
