import pytest

from articles.models import Author, Category, Series, Tag
from tests.factories import make_author, make_category, make_image, make_post, make_series

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


@pytest.mark.parametrize(
    ("kind", "maker"), [("category", make_category), ("author", make_author), ("series", make_series)]
)
def test_what_articles_belong_to_is_not_deleted(admin_client, kind, maker):
    row = maker("Meeting")
    make_post(**{kind: row}, status="binned")
    for data in (None, {"post": "yes"}):
        send = admin_client.post if data else admin_client.get
        page = send(f"/admin/articles/{kind}/{row.pk}/delete/", data, follow=True).content.decode()
        assert "can’t be deleted: 1 article belongs to it" in page
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    assert admin_client.post(f"/admin/articles/{kind}/", chosen).status_code == 200
    assert type(row).objects.exists()


def test_what_no_article_belongs_to_is_deleted(admin_client):
    row = make_category("Meeting")
    admin_client.post(f"/admin/articles/category/{row.pk}/delete/", {"post": "yes"})
    assert not Category.objects.exists()
    assert admin_client.get(f"/admin/articles/category/{row.pk}/delete/").status_code == 302


@pytest.mark.parametrize(
    ("kind", "maker"), [("category", make_category), ("author", make_author), ("series", make_series)]
)
def test_a_former_address_leads_to_the_new_one(admin_client, client, kind, maker):
    row = maker("Meeting")
    make_post(**{kind: row})
    others = {"order": "0", "description": "", "links": "", "bio": ""}
    admin_client.post(
        f"/admin/articles/{kind}/{row.pk}/change/", {"name": "Meeting", "slug": "meet", **others}
    )
    assert client.get(f"/{kind}/meeting/")["Location"] == f"/{kind}/meet/"


def test_categories_are_put_in_order_on_any_page_of_their_list(admin_client):
    Category.objects.bulk_create(
        Category(name=f"Category {number:03}", slug=f"c-{number}") for number in range(105)
    )
    rows = Category.objects.order_by("order", "name")[100:]
    form = {"form-TOTAL_FORMS": 5, "form-INITIAL_FORMS": 5, "_save": "Save"}
    for place, row in enumerate(rows):
        form |= {f"form-{place}-id": row.pk, f"form-{place}-order": 0, f"initial-form-{place}-order": 0}
    form["form-4-order"] = 7
    assert admin_client.post("/admin/articles/category/?p=2", form).status_code == 302
    assert Category.objects.get(order=7).name == "Category 104"


def test_a_list_of_several_pages_keeps_its_order_and_its_numbers(admin_client):
    Series.objects.bulk_create(
        Series(name=f"Series {number:03}", slug=f"s-{number}") for number in range(105)
    )
    make_post(series=Series.objects.get(slug="s-50"))
    page = admin_client.get("/admin/articles/series/?o=-2").context["cl"].result_list
    assert [(item.name, item.all_count, item.public_count) for item in page][:2] == [
        ("Series 050", 1, 1),
        ("Series 000", 0, 0),
    ]
    last = admin_client.get("/admin/articles/series/?p=2").context["cl"].result_list
    assert [item.name for item in last] == [f"Series {number}" for number in range(100, 105)]


@pytest.mark.parametrize("maker", [make_author, make_category, make_series, make_image])
def test_the_log_of_changes_opens(admin_client, maker):
    row = maker()
    address = f"/admin/articles/{row._meta.model_name}/{row.pk}/history/"
    assert admin_client.get(address).status_code == 200
