import pytest
from django.contrib.auth.models import Group

from articles.models import Post, Redirect, Tag
from articles.search import search
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db


def tag_of(name: str) -> Tag:
    return Tag.objects.get(name=name)


def change_address(tag: Tag) -> str:
    return f"/admin/articles/tag/{tag.pk}/change/"


def merge_address(*names: str) -> str:
    return "/admin/articles/tag/merge/?" + "&".join(f"tags={tag_of(name).pk}" for name in names)


def tags_of(post: Post) -> list[str]:
    return [row.tag.name for row in post.tagged_posts.select_related("tag")]


def editor_client(client, role: str):
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


def test_a_renamed_tag_gets_a_new_address_and_the_old_one_leads_to_it(admin_client, client):
    post = make_post(tags=["Netwroking"], body="We like #Netwroking and #Networking.")
    tag = tag_of("Netwroking")
    assert "/tag/netwroking/" in post.body_html
    response = admin_client.post(
        change_address(tag), {"name": "Networking", "slug": "netwroking"}, follow=True
    )
    assert "at /tag/networking/, in 1 article" in response.content.decode()
    assert client.get("/tag/networking/").status_code == 200
    response = client.get("/tag/netwroking/")
    assert (response.status_code, response["Location"]) == (301, "/tag/networking/")
    post.refresh_from_db()
    assert "/tag/netwroking/" not in post.body_html
    assert '<a class="hashtag" href="/tag/networking/">#Networking</a>' in post.body_html
    assert list(search("Networking")) == [post]
    assert post.revisions.first().changed == ["tags"]


def test_a_slug_that_somebody_wrote_stays_when_the_name_changes(admin_client):
    make_post(tags=["Career growth"])
    tag = tag_of("Career growth")
    admin_client.post(change_address(tag), {"name": "Career growth", "slug": "careers"})
    admin_client.post(change_address(tag), {"name": "Growing", "slug": "careers"})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Growing", "careers")


def test_other_capitals_leave_the_address_alone(admin_client):
    make_post(tags=["events"])
    tag = tag_of("events")
    admin_client.post(change_address(tag), {"name": "Events", "slug": "events"})
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Events", "events")
    assert not Redirect.objects.exists()


def test_renaming_to_the_name_of_another_tag_offers_to_merge_them(admin_client):
    make_post(tags=["Event", "Events"])
    tag = tag_of("Event")
    page = admin_client.post(change_address(tag), {"name": "EVENTS", "slug": "event"}).content.decode()
    assert "There is a tag of this name" in page
    offered = merge_address("Event", "Events").replace("&", "&amp;")
    assert f'<a href="{offered}">Merge the two tags</a>' in page
    assert admin_client.get(merge_address("Event", "Events")).status_code == 200


def test_the_action_leads_to_a_page_with_counts(admin_client):
    make_post(tags=["Event", "Events"])
    make_post(tags=["Events"], status="draft")
    data = {"action": "merge", "_selected_action": [tag.pk for tag in Tag.objects.all()]}
    page = admin_client.post("/admin/articles/tag/", data, follow=True).content.decode()
    assert "Events: 2 articles, 1 public, at /tag/events/" in page
    assert "Event: 1 article, 1 public, at /tag/event/" in page
    assert Tag.objects.count() == 2


def test_merging_puts_one_tag_in_the_place_of_the_others(admin_client, client):
    both = make_post("Both", tags=["First", "Event", "Middle", "Events", "Last"], body="An #Event.")
    one = make_post("One", tags=["A", "Event", "B"])
    other = make_post("Other", tags=["Events"])
    response = admin_client.post(merge_address("Event", "Events"), {"kept": tag_of("Events").pk}, follow=True)
    assert "“Event” went into “Events”: 2 articles changed." in response.content.decode()
    assert tags_of(both) == ["First", "Events", "Middle", "Last"]
    assert tags_of(one) == ["A", "Events", "B"]
    assert tags_of(other) == ["Events"]
    assert not Tag.objects.filter(name="Event").exists()
    assert set(search("Events")) == {both, one, other}
    response = client.get("/tag/event/feed/?a=b")
    assert (response.status_code, response["Location"]) == (301, "/tag/events/feed/?a=b")
    both.refresh_from_db()
    assert "/tag/event/" not in both.body_html
    assert both.revisions.first().by.username == "admin"
    assert both.revisions.first().state["tags"] == ["First", "Events", "Middle", "Last"]


def test_an_article_found_by_a_merged_tag_is_found_by_the_kept_one_alone(admin_client):
    post = make_post("One", tags=["Gathering"])
    make_post("Two", tags=["Meetup"])
    assert list(search("Gathering")) == [post]
    admin_client.post(merge_address("Gathering", "Meetup"), {"kept": tag_of("Meetup").pk})
    assert list(search("Gathering")) == []
    assert post in search("Meetup")


def test_merging_leaves_the_date_of_change_alone(admin_client):
    post = make_post(tags=["Event", "Events"])
    before = post.updated_at
    admin_client.post(merge_address("Event", "Events"), {"kept": tag_of("Events").pk})
    post.refresh_from_db()
    assert (post.updated_at, post.revised_at) == (before, None)


@pytest.mark.parametrize("kept", ["", "0", "x"])
def test_nothing_is_merged_into_a_tag_that_is_not_among_them(admin_client, kept):
    make_post(tags=["Event", "Events", "Else"])
    assert (
        "errorlist"
        in admin_client.post(
            merge_address("Event", "Events"), {"kept": kept or tag_of("Else").pk}
        ).content.decode()
    )
    assert Tag.objects.count() == 3


@pytest.mark.parametrize("query", ["", "?tags=x&tags=%00", "?tags=1", "?tags=998&tags=999"])
def test_without_two_tags_there_is_nothing_to_merge(admin_client, query):
    response = admin_client.get(f"/admin/articles/tag/merge/{query}", follow=True)
    assert "There is nothing left to merge" in response.content.decode()


def test_looking_changes_nothing(admin_client):
    make_post(tags=["Event", "Events"])
    admin_client.get(merge_address("Event", "Events") + f"&kept={tag_of('Event').pk}")
    assert Tag.objects.count() == 2


def test_deleting_tells_how_many_articles_lose_it_and_where_readers_go(admin_client, client):
    post = make_post(tags=["Event", "Other"], body="An #Event.")
    make_post(tags=["Event"], status="draft")
    address = f"/admin/articles/tag/{tag_of('Event').pk}/delete/"
    page = admin_client.get(address).content.decode()
    assert "2 articles lose it" in page
    assert "1 of them is public" in page
    response = admin_client.post(address, {"post": "yes", "leads_to": "/tag/other/"}, follow=True)
    assert "2 articles had it." in response.content.decode()
    assert tags_of(post) == ["Other"]
    assert client.get("/tag/event/")["Location"] == "/tag/other/"
    post.refresh_from_db()
    assert "/tag/event/" not in post.body_html


@pytest.mark.parametrize(("leads_to", "status"), [("", 404), ("/tags/", 301), ("//evil.example/", 404)])
def test_the_address_of_a_deleted_tag_leads_only_where_it_may(admin_client, client, leads_to, status):
    make_post(tags=["Event"])
    address = f"/admin/articles/tag/{tag_of('Event').pk}/delete/"
    admin_client.post(address, {"post": "yes", "leads_to": leads_to})
    assert not Tag.objects.exists()
    assert client.get("/tag/event/").status_code == status
    assert client.get("/tag/event/feed/").status_code == 404


def test_deleting_several_renders_their_articles_anew(admin_client):
    post = make_post(tags=["One", "Two", "Three"], body="#One and #Two and #Three")
    chosen = [tag_of(name).pk for name in ("One", "Two")]
    data = {"action": "delete_selected", "_selected_action": chosen}
    assert "One (1 article)" in admin_client.post("/admin/articles/tag/", data).content.decode()
    admin_client.post("/admin/articles/tag/", {**data, "post": "yes"})
    post.refresh_from_db()
    assert tags_of(post) == ["Three"]
    assert post.body_html.count("/tag/") == 1


@pytest.mark.parametrize(("role", "status"), [("Authors", 403), ("Editors", 302), ("Chief editors", 302)])
def test_who_may_merge(client, role, status):
    make_post(tags=["Event", "Events"])
    address, kept = merge_address("Event", "Events"), tag_of("Events").pk
    assert editor_client(client, role).post(address, {"kept": kept}).status_code == status
    assert Tag.objects.count() == (2 if status == 403 else 1)


def test_strangers_are_asked_to_log_in(client):
    make_post(tags=["Event", "Events"])
    response = client.post(merge_address("Event", "Events"), {"kept": tag_of("Events").pk})
    assert response["Location"].startswith("/admin/login/")
    assert Tag.objects.count() == 2


def test_tags_of_no_article_can_be_listed_alone(admin_client):
    make_post(tags=["Shown"])
    make_post(tags=["Hidden"], status="draft")
    Tag.objects.create(name="Nowhere")
    unused = admin_client.get("/admin/articles/tag/?use=unused").content.decode()
    hidden = admin_client.get("/admin/articles/tag/?use=hidden").content.decode()
    assert ("Nowhere</a>" in unused, "Hidden</a>" in unused) == (True, False)
    assert ("Hidden</a>" in hidden, "Shown</a>" in hidden) == (True, False)
