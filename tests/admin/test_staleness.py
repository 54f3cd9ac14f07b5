import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Category, MenuLink, Page, SiteSettings, Tag
from tests.factories import make_author, make_category, make_image, make_post, make_series, picture_bytes

pytestmark = pytest.mark.django_db
MEANWHILE = "Meanwhile somebody else changed this"


def address_of(row) -> str:
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def filled(form) -> dict:
    """What a browser sends back of a form in which nothing is changed."""
    data = {}
    for field in form:
        if field.value() is not False:
            data[field.html_name] = field.value()
        if field.field.show_hidden_initial:
            data[field.html_initial_name] = form.data.get(field.html_initial_name, field.value())
    return {name: "" if value is None else str(value) for name, value in data.items()}


def sent_back(response) -> dict:
    data = filled(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        for form in [inline.formset.management_form, *inline.formset.forms]:
            data |= filled(form)
    data.pop("file", None)
    return data


def opened(client, row) -> dict:
    return sent_back(client.get(address_of(row)))


def save(client, row, data, **changes):
    response = client.post(address_of(row), {**data, **changes}, follow=True)
    row.refresh_from_db()
    return response


def make_page(**fields) -> Page:
    return Page.objects.create(
        **{"title": "About", "path": "about", "body": "One.\n\nTwo.\n\nThree.", **fields}
    )


def make_site() -> SiteSettings:
    site = SiteSettings(name="Rapport", tagline="Of work", profiles="https://example.org/a")
    site.save()
    return site


ROWS = [
    (make_page, "title", "description"),
    (make_category, "name", "description"),
    (make_author, "name", "links"),
    (make_series, "name", "description"),
    (lambda: make_post(tags=["Event"]).tags.get(), "name", "slug"),
    (lambda: make_image(caption="Old"), "alt", "caption"),
    (make_site, "name", "tagline"),
]
VALUES = {"links": "https://example.org/new", "slug": "new"}
each_form = pytest.mark.parametrize(("make", "mine", "theirs"), ROWS, ids=[row[2] + row[1] for row in ROWS])


@each_form
def test_what_each_changed_alone_stands_and_is_told(admin_client, make, mine, theirs):
    row = make()
    data, new = opened(admin_client, row), VALUES.get(theirs, "Theirs")
    type(row).objects.filter(pk=row.pk).update(**{theirs: new})
    response = save(admin_client, row, data, **{mine: "Mine"})
    assert (getattr(row, mine), getattr(row, theirs)) == ("Mine", new)
    assert "Changed meanwhile by somebody else, and kept" in response.content.decode()


@each_form
def test_what_both_changed_is_asked_about_once(admin_client, make, mine, theirs):
    row = make()
    data = opened(admin_client, row)
    type(row).objects.filter(pk=row.pk).update(**{mine: "Theirs"})
    response = save(admin_client, row, data, **{mine: "Mine"})
    assert getattr(row, mine) == "Theirs"
    page = response.content.decode()
    assert (page.count(MEANWHILE), page.count('class="errorlist"')) == (1, 1)
    assert "to “Theirs”" in page
    again = sent_back(response)
    assert again[mine] == "Mine"
    assert MEANWHILE not in save(admin_client, row, again).content.decode()
    assert getattr(row, mine) == "Mine"


@each_form
def test_a_form_nobody_else_touched_is_saved_as_ever(admin_client, make, mine, theirs):
    row = make()
    response = save(admin_client, row, opened(admin_client, row), **{mine: "Mine"})
    assert getattr(row, mine) == "Mine"
    assert "eanwhile" not in response.content.decode()


def test_the_form_carries_what_it_was_opened_with(admin_client):
    page = admin_client.get(address_of(make_page(body="“One”\n\n<b>Two"))).content.decode()
    assert '<input type="hidden" name="initial-body" value="“One”\n\n&lt;b&gt;Two"' in page
    assert '<input type="hidden" name="initial-is_public" value="False"' in page
    assert 'name="initial-' not in admin_client.get("/admin/articles/page/add/").content.decode()


def test_line_ends_of_a_browser_are_no_change(admin_client):
    row = make_page()
    data = {name: str(value).replace("\n", "\r\n") for name, value in opened(admin_client, row).items()}
    response = save(admin_client, row, data, title="Mine")
    assert "eanwhile" not in response.content.decode()
    Page.objects.filter(pk=row.pk).update(body="Theirs.")
    save(admin_client, row, data, title="Mine again", **{"initial-title": "Mine"})
    assert (row.title, row.body) == ("Mine again", "Theirs.")


def test_texts_are_merged(admin_client):
    row = make_page()
    data = opened(admin_client, row)
    Page.objects.filter(pk=row.pk).update(body="One, theirs.\n\nTwo.\n\nThree.")
    response = save(admin_client, row, data, body="One.\r\n\r\nTwo.\r\n\r\nThree, mine.")
    assert row.body == "One, theirs.\n\nTwo.\n\nThree, mine."
    assert "<p>One, theirs.</p>" in row.body_html
    assert "and kept: Body." in response.content.decode()


def test_texts_that_disagree_keep_what_each_changed_elsewhere(admin_client):
    row = make_page()
    data = opened(admin_client, row)
    Page.objects.filter(pk=row.pk).update(body="Uno.\n\nTwo.\n\nTre.")
    response = save(admin_client, row, data, body="Ein.\n\nTwo.\n\nThree.")
    assert row.body == "Uno.\n\nTwo.\n\nTre."
    assert "to “Uno.”" in response.content.decode()
    save(admin_client, row, sent_back(response))
    assert row.body == "Ein.\n\nTwo.\n\nTre."


def test_a_third_change_between_two_tries_is_asked_about_again(admin_client):
    row = make_category("Meeting")
    data = opened(admin_client, row)
    Category.objects.update(name="Theirs")
    again = sent_back(save(admin_client, row, data, name="Mine"))
    Category.objects.update(name="Third")
    assert "to “Third”" in save(admin_client, row, again).content.decode()
    assert row.name == "Third"


def test_an_unticked_box_is_a_change(admin_client):
    row = make_page(is_public=True)
    data = opened(admin_client, row)
    del data["is_public"]
    Page.objects.update(title="Theirs")
    save(admin_client, row, data)
    assert (row.title, row.is_public) == ("Theirs", False)
    data = opened(admin_client, row)
    Page.objects.update(is_public=True)
    save(admin_client, row, data, title="Mine")
    assert (row.title, row.is_public) == ("Mine", True)


def test_a_form_that_tells_nothing_overwrites_nothing_silently(admin_client):
    row = make_category("Meeting", description="Of old")
    data = {"name": "Talking", "slug": "meeting", "order": "0", "description": ""}
    page = save(admin_client, row, data).content.decode()
    assert (row.name, row.description) == ("Talking", "")
    assert "It replaced: Name (“Meeting”) and Description (“Of old”)." in page


@pytest.mark.parametrize("forged", ["nonsense", "", "\0", "9" * 400])
def test_a_forged_opening_leads_to_a_question(admin_client, forged):
    row = make_author("Ada", user=None, portrait=make_image())
    data = {
        name: forged if name.startswith("initial-") else value
        for name, value in opened(admin_client, row).items()
    }
    response = save(admin_client, row, data, name="Mine")
    assert row.name == "Ada"
    assert "to “Ada”" in response.content.decode()
    save(admin_client, row, sent_back(response))
    assert row.name == "Mine"


def upload(colour: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("new.jpg", picture_bytes(colour=colour), "image/jpeg")


def test_a_new_picture_wins_over_an_old_one_alone(admin_client):
    row = make_image()
    first, early, late = row.file.name, opened(admin_client, row), opened(admin_client, row)
    save(admin_client, row, early, file=upload("red"))
    second = row.file.name
    assert second != first
    assert MEANWHILE in save(admin_client, row, late, file=upload("blue")).content.decode()
    assert row.file.name == second
    save(admin_client, row, late, alt="Mine")
    assert (row.file.name, row.alt) == (second, "Mine")


def test_a_tag_that_somebody_renamed_keeps_its_new_name(admin_client):
    make_post(tags=["Event"])
    row = Tag.objects.get()
    early, late = opened(admin_client, row), opened(admin_client, row)
    save(admin_client, row, early, name="Gathering")
    save(admin_client, row, late, slug="meet")
    assert (row.name, row.slug) == ("Gathering", "gathering")


def test_orders_in_the_list_are_compared_too(admin_client):
    make_category("One"), make_category("Two")
    page = admin_client.get("/admin/articles/category/")
    formset = page.context["cl"].formset
    data = {"_save": "Save"}
    for form in [formset.management_form, *formset.forms]:
        data |= filled(form)
    Category.objects.update(order=7)
    changed = admin_client.post("/admin/articles/category/", {**data, "form-1-order": "9"})
    assert MEANWHILE in changed.content.decode()
    assert list(Category.objects.values_list("order", flat=True)) == [7, 7]
    admin_client.post("/admin/articles/category/", data)
    assert list(Category.objects.values_list("order", flat=True)) == [7, 7]


@pytest.fixture
def links():
    site = make_site()
    return [
        MenuLink.objects.create(site=site, label=label, address=f"/{label}/")
        for label in ("one", "two", "six")
    ]


def test_links_of_the_menu_are_merged_too(admin_client, links):
    site = SiteSettings.objects.get()
    data = opened(admin_client, site)
    links[0].label = "theirs"
    links[0].save()
    MenuLink.objects.create(site=site, label="new", address="/new/")
    response = save(admin_client, site, data, **{"links-0-address": "/mine/"})
    labels = [["theirs", "/mine/"], ["two", "/two/"], ["six", "/six/"], ["new", "/new/"]]
    assert site.menus["header"] == labels
    assert "and kept: Label." in response.content.decode()


def test_a_link_that_both_changed_is_asked_about(admin_client, links):
    site = SiteSettings.objects.get()
    data = opened(admin_client, site)
    MenuLink.objects.filter(pk=links[1].pk).update(label="theirs")
    response = save(admin_client, site, data, **{"links-1-label": "mine"})
    assert "to “theirs”" in response.content.decode()
    save(admin_client, site, sent_back(response))
    assert [label for label, _address in site.menus["header"]] == ["one", "mine", "six"]


def test_a_removed_link_stays_away_unless_it_was_changed_here(admin_client, links):
    site = SiteSettings.objects.get()
    data = opened(admin_client, site)
    links[0].delete()
    links[2].delete()
    page = save(admin_client, site, data, tagline="Mine", **{"links-2-label": "mine"}).content.decode()
    assert page.count("it is there again") == 1
    assert site.tagline == "Mine"
    assert site.menus["header"] == [["two", "/two/"], ["mine", "/six/"]]


def test_a_removed_link_does_not_hide_others_when_something_is_wrong(admin_client, links):
    site = SiteSettings.objects.get()
    data = opened(admin_client, site)
    links[0].delete()
    response = save(admin_client, site, data, **{"name": "", "links-2-label": "mine"})
    again = {**sent_back(response), "name": "Name"}
    for inline in response.context["inline_admin_formsets"]:
        assert len(list(inline)) == len(inline.formset.forms) + 1
    save(admin_client, site, again)
    assert [label for label, _address in site.menus["header"]] == ["two", "mine"]


def test_a_link_that_was_changed_is_not_deleted_unseen(admin_client, links):
    site = SiteSettings.objects.get()
    data = {**opened(admin_client, site), "links-0-DELETE": "on"}
    MenuLink.objects.filter(pk=links[0].pk).update(address="/theirs/")
    response = save(admin_client, site, data)
    assert "was changed meanwhile: Address (“/theirs/”)" in response.content.decode()
    assert MenuLink.objects.count() == 3
    save(admin_client, site, sent_back(response))
    assert MenuLink.objects.count() == 2


@pytest.mark.parametrize("count", [1, 30])
def test_the_form_of_the_site_takes_the_same_queries_at_any_size(
    admin_client, django_assert_max_num_queries, count
):
    site = make_site()
    MenuLink.objects.bulk_create(MenuLink(site=site, label="x", address="/x/") for _number in range(count))
    with django_assert_max_num_queries(12):
        admin_client.get(address_of(site))
