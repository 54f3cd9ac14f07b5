from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models import Image


class ImageForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = "__all__"
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
        if not cleaned.get("alt") and not cleaned.get("decorative"):
            self.add_error(
                "alt",
                ValidationError(_("Say what the picture shows, or mark it as decorative."), code="required"),
            )
        if not cleaned.get("file") and not cleaned.get("source_url"):
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
            return queryset.filter(
                hero_of=None, shown_in=None, shown_on_pages=None, portrait_of=None, logo_of=None
            )
        return queryset


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    list_display = ["thumbnail", "__str__", "alt_state", "size", "uses", "created_at"]
    list_display_links = ["__str__"]
    list_filter = [CareFilter, "created_at"]
    list_per_page = 50
    search_fields = ["alt", "caption", "credit", "original_name", "source_url"]
    readonly_fields = ["crops", "markdown", "used_in", "size", "original_name"]
    fieldsets = [
        (None, {"fields": ["file", "crops", "alt", "decorative", "caption", "credit"]}),
        (
            _("Focal point"),
            {
                "fields": [("focal_x", "focal_y")],
                "description": _(
                    "The point kept in view when the picture is cropped: click it in the picture above."
                ),
            },
        ),
        (_("Use"), {"fields": ["markdown", "used_in"]}),
        (_("Origin"), {"fields": ["source_url", "original_name", "size"]}),
    ]

    class Media:
        js = [forms.Script("js/focal-point.js", type="module")]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                hero_count=Count("hero_of", distinct=True),
                body_count=Count("shown_in", filter=~Q(shown_in__hero_image=F("pk")), distinct=True),
                page_count=Count("shown_on_pages", distinct=True),
                portrait_count=Count("portrait_of", distinct=True),
            )
        )

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
    def used_in(self, image: Image) -> str:
        users = [
            *image.hero_of.all(),
            *image.shown_in.all(),
            *image.shown_on_pages.all(),
            *image.portrait_of.all(),
        ]
        links = [
            (reverse(f"admin:articles_{user._meta.model_name}_change", args=[user.pk]), str(user))
            for user in dict.fromkeys(users)
        ]
        return format_html_join("", '<a class="used-in" href="{}">{}</a>', links) or "—"

    @admin.display(description=_("crops"))
    def crops(self, image: Image) -> str:
        if not image.is_ready:
            return "—"
        shown = image.picture()
        card, square = image.picture("card"), image.picture("portrait")
        return format_html(
            '<span class="focal-point" data-focal-point><img src="{}" alt="" width="{}" height="{}"></span>'
            '<img class="crop" src="{}" alt="" height="160"><img class="crop" src="{}" alt="" height="160">',
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
