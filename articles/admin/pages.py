from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Page


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "post-title"}),
            "body": forms.Textarea(attrs={"class": "post-body", "rows": 24, "spellcheck": "true"}),
            "description": forms.Textarea(attrs={"rows": 2}),
        }


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "address", "is_public", "updated_at"]
    list_filter = ["is_public"]
    search_fields = ["title", "path", "body"]
    fields = ["title", "path", "body", "description", "is_public"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "body_html")

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description=_("address"), ordering="path")
    def address(self, page: Page) -> str:
        return page.get_absolute_url()
