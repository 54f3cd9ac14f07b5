from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from articles.models import MenuLink, SiteSettings

from .staleness import MergingAdmin, MergingForm


class LinkRows(forms.BaseInlineFormSet):
    """Links of which somebody else may have removed some: these are none, or new ones if they were changed here."""

    @property
    def initial_forms(self):
        return [form for form in super().initial_forms if form.instance.pk]

    @property
    def extra_forms(self):
        stored = self.initial_forms
        return [form for form in self.forms if form not in stored]

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.is_gone = i < self.initial_form_count() and not form.instance.pk
        if form.is_gone:
            form.carry_opened()
            form.empty_permitted = True
            form.fields["id"] = forms.CharField(required=False, disabled=True, widget=forms.HiddenInput)
        return form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                # The heads of the columns label no field.
                field.widget.attrs["aria-label"] = field.label

    def clean(self):
        super().clean()
        rows: list[Any] = self.forms
        for form in rows:
            if form.cleaned_data.get(DELETION_FIELD_NAME):
                check_deletion(form)
            elif form.is_gone and form.has_changed():
                form.notes.append(_("A link that you changed had been removed meanwhile; it is there again."))


def check_deletion(form: MergingForm) -> None:
    """Raise ValidationError, once, if somebody else changed the row that is to be deleted."""
    if form.stale:
        fields = get_text_list([form.told(name) for name in form.stale], str(_("and")))
        for name in form.stale:
            form.move_on(name)
        text = _("“%(name)s” was changed meanwhile: %(fields)s. Save again to delete it.")
        raise ValidationError(text, code="stale", params={"name": form.instance, "fields": fields})


class MenuLinks(admin.TabularInline):
    model = MenuLink
    form = MergingForm
    formset = LinkRows
    extra = 1


class SiteForm(MergingForm):
    class Meta:
        model = SiteSettings
        fields = "__all__"
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}


@admin.register(SiteSettings)
class SiteAdmin(MergingAdmin):
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
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
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
