from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles import rendering
from articles.models import Page
from articles.models.post import explain

from .staleness import MergingAdmin, MergingForm


class WritingText(forms.Textarea):
    """A text field with the toolbar, keys and help of the writing page."""

    class Media:
        css = {"all": ["css/writing-text.css", "css/page-writing.css"]}
        js = [forms.Script("js/page-writing.js", type="module")]

    def render(self, name, value, attrs=None, renderer=None):
        text = super().render(name, value, attrs, renderer)
        return render_to_string("admin/articles/page/_text.html", {"text": text})


class PageForm(MergingForm):
    class Meta:
        model = Page
        fields = "__all__"
        widgets = {
            "title": forms.TextInput(attrs={"class": "post-title"}),
            "body": WritingText(attrs={"class": "post-body", "rows": 24, "spellcheck": "true"}),
            "description": forms.Textarea(attrs={"rows": 2}),
        }


@admin.register(Page)
class PageAdmin(MergingAdmin):
    form = PageForm
    list_display = ["title", "address", "is_public", "updated_at"]
    list_filter = ["is_public"]
    search_fields = ["title", "path", "body"]
    fields = ["title", "path", "body", "description", "is_public"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "body_html")

    def get_urls(self):
        preview = self.admin_site.admin_view(require_POST(self.preview_view))
        return [path("preview/", preview, name="articles_page_preview"), *super().get_urls()]

    def preview_view(self, request):
        """Show the unsaved form as the page it would be; nothing is stored."""
        if not self.has_add_permission(request) and not self.has_change_permission(request):
            raise PermissionDenied
        path = request.POST.get("initial-path", "")
        page = Page.objects.filter(path=path).only("liquid", "import_ref").first() or Page()
        page.title, page.body = request.POST.get("title", ""), request.POST.get("body", "")
        errors: list[str] = []
        try:
            page.render(notes=True)
        except rendering.RenderError as error:
            errors = ValidationError(explain(error)).messages
        return render(request, "articles/page_preview.html", {"page": page, "errors": errors})

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description=_("address"), ordering="path")
    def address(self, page: Page) -> str:
        return page.get_absolute_url()
