import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from articles.colours import TEXT_CONTRAST, contrast, readable
from articles.models import MenuLink, SiteSettings
from tests.factories import make_image, make_post

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.django_db
def test_the_site_is_named_by_its_settings(client, admin_client):
    settings = SiteSettings(name="Handshake", tagline="On people", profiles="https://example.org/@handshake")
    settings.save()
    MenuLink.objects.create(site=settings, label="About us", address="/about/")
    MenuLink.objects.create(
        site=settings, label="Imprint", address="https://example.org/imprint", place="footer"
    )
    page = client.get("/").content.decode()
    for part in (
        "Handshake",
        "On people",
        'href="/about/"',
        "About us",
        "Imprint",
        'href="https://example.org/@handshake"',
    ):
        assert part in page
    assert "Handshake" in admin_client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_menu_forgets_a_link_that_is_deleted(client):
    settings = SiteSettings()
    settings.save()
    link = MenuLink.objects.create(site=settings, label="About us", address="/about/")
    link.delete()
    assert "About us" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_logo_stands_in_the_place_of_the_name(client):
    SiteSettings(name="Handshake", logo=make_image(alt="Two hands")).save()
    assert 'alt="Handshake"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_an_accent_of_its_own_comes_as_a_style_sheet(client):
    assert "/accent/" not in client.get("/").content.decode()
    SiteSettings(accent="#0a5cc2").save()
    assert 'href="/accent/0a5cc2.css"' in client.get("/").content.decode()
    response = client.get("/accent/0a5cc2.css")
    assert response["Content-Type"] == "text/css"
    assert "--accent:#0a5cc2" in response.content.decode()
    assert client.get("/accent/red.css").status_code == 404


@given(colours)
def test_every_accent_can_be_read_on_both_papers(colour):
    assert contrast(readable(colour, "#fbf9f4"), "#fbf9f4") >= TEXT_CONTRAST
    assert contrast(readable(colour, "#14171a"), "#14171a") >= TEXT_CONTRAST


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/", "about", "/\\evil.example"])
def test_a_menu_leads_nowhere_dangerous(address):
    settings = SiteSettings()
    settings.save()
    with pytest.raises(ValidationError):
        MenuLink(site=settings, label="x", address=address).full_clean()


@pytest.mark.django_db
def test_the_form_of_the_site_is_one_click_away(admin_client):
    assert admin_client.get("/admin/articles/sitesettings/")["Location"].endswith("/add/")
    form = {
        "name": "Handshake",
        "tagline": "",
        "description": "",
        "accent": "#0a5cc2",
        "profiles": "",
        "logo": "",
    }
    inline = {
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-0-place": "header",
        "links-0-label": "About",
    }
    inline |= {"links-0-address": "/about/", "links-0-order": "1"}
    admin_client.post("/admin/articles/sitesettings/add/", form | inline)
    assert SiteSettings.current().name == "Handshake"
    assert SiteSettings.current().menus["header"] == [["About", "/about/"]]
    assert admin_client.get("/admin/articles/sitesettings/")["Location"].endswith("/1/change/")
    assert admin_client.post("/admin/articles/sitesettings/1/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.django_db
def test_names_are_text(client):
    make_post("Weak ties")
    SiteSettings(name="</title><script>alert(1)</script>", tagline="<b>").save()
    assert "<script>" not in client.get("/").content.decode()
