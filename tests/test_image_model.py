import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.images import ImageError
from articles.models import Image, Post

from .factories import make_image, make_post, picture_bytes

pytestmark = pytest.mark.django_db


def test_an_upload_gets_a_new_name_its_size_and_all_renditions():
    image = make_image("holiday in Rome.jpg")
    assert "holiday" not in image.file.name
    assert (image.width, image.height) == (1200, 800)
    assert image.original_name == "holiday in Rome.jpg"
    assert len(image.file_names) > 8
    assert all(map(default_storage.exists, image.file_names))


def test_every_address_of_a_picture_is_a_stored_file():
    image = make_image()
    for place in ("hero", "card", "portrait"):
        picture = image.picture(place)
        sets = [picture.srcset, *(source.srcset for source in picture.sources)]
        addresses = [picture.src] + [part.split()[0] for part in ", ".join(sets).split(", ")]
        assert all(default_storage.exists(address.removeprefix("/media/")) for address in addresses)


def test_what_is_no_picture_is_refused():
    with pytest.raises(ImageError):
        make_image(content=b"<svg onload=alert(1)>")
    image = Image(file=ContentFile(b"<html>", name="picture.png"), alt="x")
    with pytest.raises(ValidationError) as caught:
        image.clean()
    assert "file" in caught.value.message_dict


def test_moving_the_focal_point_changes_the_names_of_the_crops(django_capture_on_commit_callbacks):
    image = make_image()
    before = set(image.file_names)
    with django_capture_on_commit_callbacks(execute=True):
        image.focal_x = 0.2
        image.save()
    after = set(image.file_names)
    assert image.file.name in before & after
    assert not any(map(default_storage.exists, before - after))
    assert all(map(default_storage.exists, after))


def test_a_new_file_is_shown_wherever_the_old_one_was(django_capture_on_commit_callbacks):
    image = make_image()
    post = make_post(body=f"![A table]({image.file.url})")
    with django_capture_on_commit_callbacks(execute=True):
        image.file = ContentFile(picture_bytes(colour="red"), name="new.jpg")
        image.save()
    html = Post.objects.get(pk=post.pk).body_html
    assert image.stem in html
    assert post.body_html != html


def test_deleting_takes_the_files_along(django_capture_on_commit_callbacks):
    image = make_image()
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not any(map(default_storage.exists, image.file_names))


def test_a_picture_in_use_cannot_be_deleted():
    image = make_image()
    make_post(hero_image=image)
    with pytest.raises(ProtectedError):
        image.delete()


@pytest.mark.parametrize("values", [{"focal_x": 1.1}, {"focal_y": -0.1}, {"file": "", "source_url": ""}])
def test_the_database_refuses_nonsense(values):
    image = make_image()
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(**values)
