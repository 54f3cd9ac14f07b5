import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Image, Page
from tests.factories import make_image, make_post, picture_bytes

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/image/"


def form_of(**fields) -> dict:
    return {
        "alt": "A long table",
        "caption": "",
        "credit": "",
        "source_url": "",
        "focal_x": "0.5",
        "focal_y": "0.5",
        **fields,
    }


def upload(content: bytes = b"", name: str = "table.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture_bytes(), "image/jpeg")


def test_a_picture_is_added_and_used(admin_client):
    admin_client.post(f"{LIST}add/", form_of(file=upload()))
    image = Image.objects.get()
    post = make_post("Weak ties", hero_image=image, body=f"![A long table]({image.file.url})")
    make_post("Strong ties", body=f"![A long table]({image.file.url})")
    Page.objects.create(title="About us", path="about", body=f"![A long table]({image.file.url})")
    listed = admin_client.get(LIST).content.decode()
    assert "table.jpg" in listed
    assert '<td class="field-uses">3</td>' in listed
    form = admin_client.get(reverse("admin:articles_image_change", args=[image.pk])).content.decode()
    assert reverse("admin:articles_post_change", args=[post.pk]) in form
    assert "Strong ties" in form
    assert "About us" in form
    assert f"]({image.file.url})" in form


def test_a_description_is_asked_for_unless_the_picture_is_decorative(admin_client):
    response = admin_client.post(f"{LIST}add/", form_of(file=upload(), alt="", caption="Kept words"))
    assert "Say what the picture shows" in response.content.decode()
    assert "Kept words" in response.content.decode()
    assert not Image.objects.exists()
    admin_client.post(f"{LIST}add/", form_of(file=upload(), alt="", decorative="on"))
    assert Image.objects.get().decorative


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing.jpg"),
        (b"<!doctype html><script>alert(1)</script>", "page.png"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "drawing.jpg"),
        (picture_bytes()[:500], "torn.jpg"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "broken.png"),
    ],
)
def test_what_is_no_picture_is_a_form_error(admin_client, content, name):
    response = admin_client.post(f"{LIST}add/", form_of(file=upload(content, name), caption="Kept words"))
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert "Kept words" in response.content.decode()
    assert not Image.objects.exists()


def test_pictures_that_need_care_can_be_found(admin_client):
    make_image("told.jpg")
    make_image("untold.jpg", alt="")
    Image.objects.create(source_url="https://example.org/waiting.jpg", alt="x")
    assert "untold.jpg" in admin_client.get(f"{LIST}?care=alt").content.decode()
    assert ">told.jpg" not in admin_client.get(f"{LIST}?care=alt").content.decode()
    assert "waiting.jpg" in admin_client.get(f"{LIST}?care=file").content.decode()
    assert "told.jpg" in admin_client.get(f"{LIST}?care=unused").content.decode()


def test_moving_the_focal_point_moves_the_crops(admin_client):
    image = make_image()
    address = reverse("admin:articles_image_change", args=[image.pk])
    admin_client.post(address, form_of(focal_x="0.1", focal_y="0.9"))
    image.refresh_from_db()
    assert image.focal_point == (0.1, 0.9)
    assert "10x90" in image.picture("card").src
    response = admin_client.post(address, form_of(focal_x="1.5"))
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_list_takes_the_same_queries_at_any_size(admin_client, django_assert_max_num_queries, count):
    for number in range(count):
        Image.objects.create(source_url=f"https://example.org/{number}.jpg", alt="x")
    make_image()
    with django_assert_max_num_queries(8):
        admin_client.get(LIST)
