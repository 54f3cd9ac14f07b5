from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import tagging
from articles.models import Post


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "post-title", "autofocus": True}),
            "body": forms.Textarea(attrs={"class": "post-body", "rows": 28, "spellcheck": "true"}),
            "custom_excerpt": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "published_at" in self.fields:
            day, time = self.fields["published_at"].widget.widgets
            day.attrs["aria-label"], time.attrs["aria-label"] = _("Date"), _("Time")

    def clean_tags(self) -> list[str]:
        return tagging.checked(self.cleaned_data["tags"])


class ScheduleFilter(admin.SimpleListFilter):
    title = _("on the site")
    parameter_name = "on"

    def lookups(self, request, model_admin):
        return [
            ("public", _("Public now")),
            ("scheduled", _("Scheduled")),
            ("drafts", _("Not published yet")),
        ]

    def queryset(self, request, queryset):
        choices = {"public": queryset.published, "scheduled": queryset.scheduled, "drafts": queryset.drafts}
        chosen = choices.get(self.value() or "")
        return chosen() if chosen else queryset


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    form = PostForm
    list_display = ["thumbnail", "title", "state", "category", "published_at", "author"]
    list_display_links = ["title"]
    list_filter = ["status", ScheduleFilter, "category", "author"]
    list_select_related = ["category", "author", "hero_image"]
    list_per_page = 50
    search_fields = ["title", "slug", "body"]
    search_help_text = _("Searches titles, slugs and texts.")
    date_hierarchy = "published_at"
    ordering = ["-created_at", "-pk"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["category", "author", "hero_image", "series"]
    readonly_fields = ["length", "import_ref", "front_matter"]
    actions = ["publish", "withdraw"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["title", "slug", "body", "length"]}),
        (
            _("Place"),
            {
                "fields": [
                    "category",
                    "tags",
                    "author",
                    "hero_image",
                    "custom_excerpt",
                    ("series", "series_position"),
                ]
            },
        ),
        (_("Publication"), {"fields": [("status", "published_at")]}),
        (_("On the page"), {"fields": [("show_toc", "show_author"), "sidebar"]}),
        (_("Search engines"), {"fields": ["description", "canonical_url"], "classes": ["collapse"]}),
        (_("Import"), {"fields": ["import_ref", "front_matter"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body_html", "toc", "related")

    def get_changeform_initial_data(self, request):
        author = getattr(request.user, "author", None)
        return {"author": author, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        obj.save(tags=form.cleaned_data.get("tags"))

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description="")
    def thumbnail(self, post: Post) -> str:
        picture = post.picture("portrait")
        return format_html('<img class="thumbnail" src="{}" alt="" width="56" height="56">', picture.src)

    @admin.display(description=_("status"), ordering="status")
    def state(self, post: Post) -> str:
        if post.is_scheduled:
            return format_html('<span class="state state-scheduled">{}</span>', _("Scheduled"))
        return format_html('<span class="state state-{}">{}</span>', post.status, post.get_status_display())

    @admin.display(description=_("length"))
    def length(self, post: Post) -> str:
        if not post.pk:
            return "—"
        return _("%(words)d words, %(minutes)d min to read") % {
            "words": post.words,
            "minutes": post.reading_minutes,
        }

    @admin.action(description=_("Publish the chosen articles"), permissions=["change"])
    def publish(self, request, queryset):
        count = queryset.exclude(status=Post.Status.PUBLISHED).update(
            status=Post.Status.PUBLISHED, published_at=Coalesce(F("published_at"), Now()), updated_at=Now()
        )
        self.message_user(
            request,
            ngettext("%d article published.", "%d articles published.", count) % count,
            messages.SUCCESS,
        )

    @admin.action(description=_("Withdraw the chosen articles"), permissions=["change"])
    def withdraw(self, request, queryset):
        count = queryset.filter(status=Post.Status.PUBLISHED).update(
            status=Post.Status.WITHDRAWN, updated_at=Now()
        )
        self.message_user(
            request,
            ngettext("%d article withdrawn.", "%d articles withdrawn.", count) % count,
            messages.SUCCESS,
        )
