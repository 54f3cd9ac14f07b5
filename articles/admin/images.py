from functools import reduce
from operator import or_

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles import roles
from articles.models import Author, BodyImage, Image, PageImage, Post, SiteSettings
from articles.querysets import counted

from .lists import PagedAdmin
from .staleness import MergingAdmin, MergingForm, SeenFile


class ImageForm(MergingForm):
    class Meta:
        model = Image
        fields = "__all__"
        field_classes = {"file": SeenFile}
        widgets = {
            "file": forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif"}),
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
            "source_url": forms.TextInput(attrs={"class": "vTextField"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": "any"}),
        }

    def clean(self):
        cleaned = super().clean()
        assert cleaned is not None
        if {"alt", "decorative"} <= cleaned.keys() and not cleaned["alt"] and not cleaned["decorative"]:
            self.add_error(
                "alt",
                ValidationError(_("Say what the picture shows, or mark it as decorative."), code="required"),
            )
        if {"file", "source_url"} <= cleaned.keys() and not cleaned["file"] and not cleaned["source_url"]:
            self.add_error("file", ValidationError(_("Choose a picture."), code="required"))
        return cleaned


class CareFilter(admin.SimpleListFilter):
    title = _("needs care")
    parameter_name = "care"

    def lookups(self, request, model_admin):
        return [
            ("alt", _("No alternative text")),
            ("file", _("Not fetched yet")),
            ("unused", _("Used nowhere")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "alt":
            return queryset.without_alt()
        if self.value() == "file":
            return queryset.waiting()
        if self.value() == "unused":
            return queryset.exclude(reduce(or_, (Exists(rows) for rows in uses().values())))
        return queryset


def uses() -> dict[str, QuerySet]:
    """Return what shows the image of an outer query."""
    image = OuterRef("pk")
    return {
        "hero": Post.objects.filter(hero_image=image),
        "body": BodyImage.objects.filter(image=image),
        "page": PageImage.objects.filter(image=image),
        "portrait": Author.objects.filter(portrait=image),
        "logo": SiteSettings.objects.filter(logo=image),
    }


@admin.register(Image)
class ImageAdmin(PagedAdmin, MergingAdmin):
    form = ImageForm
    list_display = ["thumbnail", "__str__", "alt_state", "size", "uses", "created_at"]
    list_display_links = ["__str__"]
    list_filter = [CareFilter, "created_at"]
    list_per_page = 50
    ordering = ["-created_at", "-pk"]
    search_fields = ["alt", "caption", "credit", "original_name", "source_url"]
    readonly_fields = ["crops", "markdown", "used_in", "size", "original_name"]
    fieldsets = [
        (None, {"fields": ["file", "crops", "alt", "decorative", "caption", "credit"]}),
        (
            _("Focal point"),
            {
                "fields": [("focal_x", "focal_y")],
                "description": _(
                    "The point kept in view when the picture is cropped: click it in the picture above,"
                    " or move it there with the arrow keys."
                ),
            },
        ),
        (_("Use"), {"fields": ["markdown", "used_in"]}),
        (_("Origin"), {"fields": ["source_url", "original_name", "size"]}),
    ]

    class Media:
        js = [forms.Script("js/focal-point.js", type="module")]

    def with_counts(self, images: QuerySet) -> QuerySet:
        shown = uses()
        body = shown["body"].exclude(post__hero_image=OuterRef("pk"))
        return images.annotate(
            hero_count=counted(shown["hero"]),
            body_count=counted(body, of="post"),
            page_count=counted(shown["page"]),
            portrait_count=counted(shown["portrait"]),
        )

    def get_object(self, request, object_id, from_field=None):
        image = super().get_object(request, object_id, from_field)
        if image:
            image.viewer = request.user
        return image

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, obj))

    @admin.display(description="")
    def thumbnail(self, image: Image) -> str:
        if not image.is_ready:
            return "—"
        return format_html(
            '<img class="thumbnail" src="{}" alt="" width="56" height="56">', image.picture("portrait").src
        )

    @admin.display(description=_("size"))
    def size(self, image: Image) -> str:
        if not image.width:
            return "—"
        return f"{image.width} × {image.height}"

    @admin.display(description=_("alternative text"), ordering="alt")
    def alt_state(self, image: Image) -> str:
        if image.needs_alt:
            return format_html('<span class="state state-missing">{}</span>', _("Missing"))
        return Truncator(image.alt).chars(120) or str(_("Decorative"))

    @admin.display(description=_("used in"))
    def uses(self, image) -> int:
        return image.hero_count + image.body_count + image.page_count + image.portrait_count

    @admin.display(description=_("used in"))
    def used_in(self, image) -> str:
        users = [
            *image.hero_of.all(),
            *image.shown_in.all(),
            *image.shown_on_pages.all(),
            *image.portrait_of.all(),
        ]
        links = [
            (reverse(f"admin:articles_{user._meta.model_name}_change", args=[user.pk]), str(user))
            for user in dict.fromkeys(users)
            if may_see(image.viewer, user)
        ]
        return format_html_join("", '<a class="used-in" href="{}">{}</a>', links) or "—"

    @admin.display(description=_("crops"))
    def crops(self, image: Image) -> str:
        if not image.is_ready:
            return "—"
        shown = image.picture()
        card, square = image.picture("card"), image.picture("portrait")
        return format_html(
            '<span class="focal-point" data-focal-point data-label="{}" data-text="{}">'
            '<img src="{}" alt="" width="{}" height="{}"></span>'
            '<img class="crop" src="{}" alt="" height="160"><img class="crop" src="{}" alt="" height="160">',
            _("Focal point"),
            # xgettext:no-python-format
            _("{x} % from the left, {y} % from the top"),
            shown.src,
            shown.width,
            shown.height,
            card.src,
            square.src,
        )

    @admin.display(description=_("Markdown"))
    def markdown(self, image: Image) -> str:
        if not image.is_ready:
            return "—"
        return format_html("<code>![{}]({})</code>", image.alt, image.file.url)


def may_change(user, image: Image) -> bool:
    """Return whether nothing shows the picture but articles that the user may change."""
    if user.has_perm(roles.EDIT_ANY):
        return True
    posts = [*image.hero_of.for_listing(), *image.shown_in.for_listing()]
    elsewhere = [image.shown_on_pages, image.portrait_of, image.logo_of]
    return all(roles.may(user, "change", post) for post in posts) and not any(
        place.exists() for place in elsewhere
    )


def may_see(user, item) -> bool:
    """Return whether the user may know of what shows a picture: others' drafts are theirs alone."""
    if isinstance(item, Post):
        return roles.may(user, "view", item)
    return user.has_perm(f"articles.view_{item._meta.model_name}")
