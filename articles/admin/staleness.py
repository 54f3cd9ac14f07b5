"""Two people on one form: what only one of them changed stands, what both changed differently is asked about.

Beside each field goes a hidden one with what the form was opened with: Django's `show_hidden_initial`.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from articles.merge import merge_text

MERGED_TEXTS = {"body", "bio"}


class SeenFile(forms.FileField):
    """A file field that can be opened with the name of a file."""

    def to_python(self, data):
        return data if isinstance(data, str) else super().to_python(data)

    def has_changed(self, initial, data):
        return data != str(initial or "") if isinstance(data, str) else super().has_changed(initial, data)


class MergingForm(forms.ModelForm):
    data: Any

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale: list[str] = []  # what somebody else changed
        self.unseen: list[str] = []  # what came without what it was opened with
        self.notes: list[str] = []
        if self.instance.pk:
            self.carry_opened()
        if self.instance.pk and self.is_bound:
            self.data = self.data.copy()
            self.unseen = [name for name in self.fields if self[name].html_initial_name not in self.data]
            for name in self.unseen:
                self.move_on(name)

    def carry_opened(self) -> None:
        for field in self.fields.values():
            field.show_hidden_initial = True

    def move_on(self, name: str) -> None:
        """Make the form one that was opened with what is stored now."""
        field, bound = self.fields[name], self[name]
        value = field.hidden_widget().format_value(field.prepare_value(bound.initial))
        self.data[bound.html_initial_name] = value or ""

    def clean(self):
        cleaned = super().clean()
        carried = [
            name
            for name in self.cleaned_data
            if self.instance.pk and self[name].html_initial_name in self.data
        ]
        self.stale = [name for name in carried if self.differs(name, self.opened_with(name))]
        lost = [self.told(name) for name in self.unseen if name in self.changed_data and self[name].initial]
        self.note(_("The form did not tell what it was opened with. It replaced: %(fields)s."), lost)
        kept = [str(self[name].label) for name in self.stale if self.keeps_theirs(name)]
        self.note(_("Changed meanwhile by somebody else, and kept: %(fields)s."), kept)
        return cleaned

    def opened_with(self, name: str) -> str:
        return self.data[self[name].html_initial_name]

    def differs(self, name: str, value) -> bool:
        return self.fields[name].has_changed(fold(self[name].initial), fold(value))

    def keeps_theirs(self, name: str) -> bool:
        """Settle a field that somebody else changed; return whether anything of theirs is kept."""
        if name not in self.changed_data:
            self.cleaned_data[name] = getattr(self.instance, name)
        elif not self.differs(name, self[name].data):
            return False
        elif name in MERGED_TEXTS:
            self.merge(name)
        else:
            self.refuse(name, self.shown(name))
        return name in self.cleaned_data

    def merge(self, name: str) -> None:
        merged = merge_text(*map(fold, (self.opened_with(name), self[name].data, self[name].initial)))
        if merged.conflicts:
            self.data[self[name].html_name] = merged.resolved([part.mine for part in merged.conflicts])
            self.refuse(name, " … ".join(part.theirs.strip() or "—" for part in merged.conflicts))
        else:
            self.cleaned_data[name] = merged.text

    def refuse(self, name: str, theirs: str) -> None:
        text = _("Meanwhile somebody else changed this to “%(theirs)s”. Save again to keep yours.")
        self.add_error(name, ValidationError(text, code="stale", params={"theirs": theirs}))
        self.move_on(name)

    def shown(self, name: str) -> str:
        value = getattr(self.instance, f"get_{name}_display", lambda: getattr(self.instance, name))()
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        return "—" if value is None else str(value) or "—"

    def told(self, name: str) -> str:
        return f"{self[name].label} (“{self.shown(name)}”)"

    def note(self, text, fields: list[Any]) -> None:
        if fields:
            self.notes.append(text % {"fields": get_text_list(fields, _("and"))})


class MergingAdmin(admin.ModelAdmin):
    form = MergingForm

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        with transaction.atomic():
            if request.method == "POST" and object_id and object_id.isdecimal():
                self.model._base_manager.select_for_update().only("pk").filter(pk=object_id).first()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=MergingForm, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for each in [form, *(row for formset in formsets for row in formset.forms)]:
            for note in each.notes:
                messages.info(request, note)


def fold(value):
    """Return a text as fields clean it, with one kind of line end; anything else as it is."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
