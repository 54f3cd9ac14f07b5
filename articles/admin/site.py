from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import MenuLink, SiteSettings


class MenuLinks(admin.TabularInline):
    model = MenuLink
    extra = 1


class SiteForm(forms.ModelForm):
    class Meta:
        model = SiteSettings
        fields = "__all__"
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}


@admin.register(SiteSettings)
class SiteAdmin(admin.ModelAdmin):
    form = SiteForm
    inlines = [MenuLinks]
    autocomplete_fields = ["logo"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "description"]}),
        (_("Look"), {"fields": ["logo", "accent"]}),
        (_("Elsewhere"), {"fields": ["profiles", "hub"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        """There is one site: its list is its form."""
        stored = SiteSettings.objects.first()
        name = "change" if stored else "add"
        return HttpResponseRedirect(
            reverse(f"admin:articles_sitesettings_{name}", args=[1] if stored else [])
        )

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.store_menus()
