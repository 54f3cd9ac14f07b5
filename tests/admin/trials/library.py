"""Pictures, what articles belong to, and the site."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import (
    Author,
    Category,
    Image,
    MissedPath,
    Page,
    Redirect,
    Series,
    SiteSettings,
    Tag,
)
from tests.factories import make_author, make_category, make_image, make_post, make_series, picture_bytes

from .desk import TITLE, admin_url

SMALL = picture_bytes(80, 60)


def picture_form(**fields) -> dict:
    return {"alt": "A chair", "focal_x": "0.5", "focal_y": "0.5", **fields}


def list_pictures(desk, what) -> bool:
    return desk.sees(admin_url(make_image("table.jpg", SMALL), "changelist"), "table.jpg")


def add_picture(desk, what) -> bool:
    file = SimpleUploadedFile("table.jpg", SMALL, "image/jpeg")
    desk.client.post(admin_url(Image(), "add"), picture_form(file=file))
    return Image.objects.exists()


def picture(desk, what) -> Image:
    """Make a picture used in the way meant by words such as `in own draft` or `on a page`."""
    image = make_image("table.jpg", SMALL)
    if what.startswith("in "):
        desk.post(what.removeprefix("in "), body=f"![A table]({image.file.url})")
    elif what.startswith("atop "):
        desk.post(what.removeprefix("atop "), hero_image=image)
    elif what == "on a page":
        Page.objects.create(title="About", path="about", body=f"![A table]({image.file.url})")
    elif what == "as portrait":
        Author.objects.filter(pk=desk.author.pk).update(portrait=image)
    return image


def change_picture(desk, what) -> bool:
    image = picture(desk, what)
    return desk.alters(image, admin_url(image, "change"), picture_form(), alt="A chair")


def focus_picture(desk, what) -> bool:
    image = picture(desk, what)
    url = reverse("admin:articles_post_focus", args=[image.pk])
    return desk.alters(image, url, {"focal_x": "0.1", "focal_y": "0.9"}, focal_x=0.1)


def delete_picture(desk, what) -> bool:
    image = picture(desk, what)
    return desk.alters(image, admin_url(image, "delete"), {"post": "yes"})


def learn_of_use(desk, what) -> bool:
    return desk.sees(admin_url(picture(desk, what), "change"), TITLE)


def rename(desk, row, **fields) -> bool:
    form = {"name": "Renamed", "slug": "renamed", "order": "0", **fields}
    return desk.alters(row, admin_url(row, "change"), form, name="Renamed")


def rename_tag(desk, what) -> bool:
    return rename(desk, Tag.objects.create(name="Careers"))


def rename_category(desk, what) -> bool:
    return rename(desk, make_category())


def rename_series(desk, what) -> bool:
    return rename(desk, make_series())


def rename_author(desk, what) -> bool:
    author = desk.author if what == "own" else make_author()
    return rename(desk, author, user=author.user_id or "")


def merge_tags(desk, what) -> bool:
    gone, kept = (Tag.objects.create(name=name) for name in ("Career", "Careers"))
    post = make_post(tags=["Career"])
    url = f"{reverse('admin:articles_tag_merge')}?tags={gone.pk}&tags={kept.pk}"
    merged = desk.alters(gone, url, {"kept": kept.pk})
    assert post.tags.names() == ["Careers" if merged else "Career"]
    return merged


ROWS = {
    "tag": lambda: Tag.objects.create(name="Careers"),
    "category": make_category,
    "series": make_series,
    "author": make_author,
    "page": lambda: Page.objects.create(title="About", path="about"),
    "redirect": lambda: Redirect.objects.create(old_path="/old/", new_path="/tags/"),
    "missed path": lambda: MissedPath.objects.create(path="/missed/"),
}
FORMS = {
    Tag: {"name": "Careers"},
    Category: {"name": "Meeting", "order": "0"},
    Series: {"name": "Beginnings"},
    Author: {"name": "Ada"},
    Page: {"title": "About", "path": "about", "body": ""},
    Redirect: {"old_path": "/older/", "new_path": "/categories/"},
}


def list_rows(desk, what) -> bool:
    return desk.sees(admin_url(ROWS[what](), "changelist"))


def add_row(desk, what) -> bool:
    model = next(model for model in FORMS if model._meta.model_name == what)
    count = model._default_manager.count()
    desk.client.post(admin_url(model(), "add"), FORMS[model])
    return model._default_manager.count() > count


def delete_row(desk, what) -> bool:
    row = ROWS[what]()
    return desk.alters(row, admin_url(row, "delete"), {"post": "yes"})


def change_page(desk, what) -> bool:
    page = ROWS["page"]()
    form = {"title": "Renamed", "path": "about", "body": ""}
    return desk.alters(page, admin_url(page, "change"), form, title="Renamed")


def change_redirect(desk, what) -> bool:
    redirect = ROWS["redirect"]()
    return desk.alters(redirect, admin_url(redirect, "change"), FORMS[Redirect], **FORMS[Redirect])


def dismiss_missed_path(desk, what) -> bool:
    missed = ROWS["missed path"]()
    form = {"action": "delete_selected", "_selected_action": [missed.pk]}
    return desk.alters(missed, admin_url(missed, "changelist"), form)


def change_site(desk, what) -> bool:
    site = SiteSettings()
    site.save()
    menus = {"links-TOTAL_FORMS": "1", "links-INITIAL_FORMS": "0", "links-0-place": "header"}
    link = {"links-0-label": "About", "links-0-address": "/about/", "links-0-order": "0"}
    form = {"name": "Renamed", "accent": "#a33a20", **menus, **link}
    changed = desk.alters(site, admin_url(site, "change"), form, name="Renamed")
    assert site.links.exists() == changed
    return changed


def see_site(desk, what) -> bool:
    SiteSettings().save()
    return desk.client.get(
        admin_url(SiteSettings(), "changelist"), follow=True
    ).status_code == 200 and desk.sees(admin_url(SiteSettings(pk=1), "change"), "tagline")
