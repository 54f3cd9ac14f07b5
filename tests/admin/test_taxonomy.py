import pytest

from articles.models import Author, Category, Tag
from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db


def test_lists_count_articles(admin_client):
    category, author = make_category("Meeting"), make_author("Ada Lovelace")
    make_post(category=category, author=author, tags=["One"])
    make_post(category=category, author=author, tags=["One"], status="draft")
    for name in ("category", "author", "tag"):
        page = admin_client.get(f"/admin/articles/{name}/").content.decode()
        assert '<td class="field-all_posts">2</td>' in page
        assert '<td class="field-public_posts">1</td>' in page


def test_a_tag_can_be_renamed_but_not_into_another(admin_client):
    make_post(tags=["Netwroking", "Events"])
    tag = Tag.objects.get(name="Netwroking")
    address = f"/admin/articles/tag/{tag.pk}/change/"
    admin_client.post(address, {"name": "Networking", "slug": "networking"})
    tag.refresh_from_db()
    assert (tag.name, tag.key) == ("Networking", "networking")
    assert (
        "There is a tag of this name"
        in admin_client.post(address, {"name": "EVENTS", "slug": "x"}).content.decode()
    )


@pytest.mark.parametrize("links", ["javascript:alert(1)", "https://example.org\nnonsense"])
def test_an_authors_links_are_web_addresses(admin_client, links):
    response = admin_client.post(
        "/admin/articles/author/add/", {"name": "Ada", "slug": "ada", "links": links}
    )
    assert "is not a web address" in response.content.decode()
    assert not Author.objects.exists()


def test_every_relation_is_chosen_by_autocomplete(admin_client):
    make_category("Meeting")
    query = "app_label=articles&model_name=post&field_name=category&term=meet"
    assert admin_client.get(f"/admin/autocomplete/?{query}").json()["results"][0]["text"] == "Meeting"


def test_two_categories_of_one_name_are_a_form_error(admin_client):
    make_category("Meeting")
    form = {"name": "meeting", "slug": "other", "order": "0"}
    response = admin_client.post("/admin/articles/category/add/", form)
    assert "There is a category of this name" in response.content.decode()
    assert Category.objects.count() == 1
