"""Unsaved texts: what of a form is kept, how it differs from what is stored, and the way back into the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import roles
from articles.models import EditingSession, Post, Revision
from articles.models.state import FIELDS, ROWS, TEXTS, state_of, written

from .comparison import Comparison, label, labels
from .forms import CHOICE, OWN, PostForm

# What the page itself sends along: none of it was typed.
ASIDE = {"csrfmiddlewaretoken", "session", "writer", "typed_at", "leaving", "step", "theirs", "find"}
COPIED = ("title", "body", "tags", "custom_excerpt", "description", "slug", "canonical_url")


def fields_of(data: QueryDict) -> dict[str, list[str]]:
    """Return what was typed of a form that was sent: no buttons, and nothing that only this sending needs."""
    return {
        name: [value.replace("\0", "") for value in values]
        for name, values in data.lists()
        if name not in ASIDE and not name.startswith(("_", CHOICE))
    }


def form_of(request: HttpRequest, post: Post | None) -> forms.ModelForm:
    """Return the whole form, also where the admin would give a shorter one to who may only read."""
    return type("WholeForm", (PostForm,), {"editor": request.user})(instance=post)


@dataclass
class Unsaved:
    """A text that was typed into the form of an article and not saved, beside what is stored of it now."""

    row: EditingSession
    form: forms.ModelForm
    post: Post | None

    @cached_property
    def data(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name, values in self.row.fields.items():
            data.setlist(name, values)
        return data

    @cached_property
    def typed(self) -> dict[str, Any]:
        """The fields of the form as widgets read them."""
        widgets = {name: field.widget for name, field in self.form.fields.items()}
        return {
            name: widget.value_from_datadict(self.data, {}, name)
            for name, widget in widgets.items()
            if not widget.value_omitted_from_data(self.data, {}, name)
        }

    @cached_property
    def wrong(self) -> list[str]:
        """The fields that have no valid value, of those that aren't text."""
        names = [name for name in FIELDS if name in self.typed and name not in TEXTS]
        return [name for name in names if not self.is_valid(name)]

    @cached_property
    def gone(self) -> list[str]:
        """The fields whose choice is there no longer."""
        return [name for name in self.wrong if name in ROWS]

    def is_valid(self, name: str) -> bool:
        try:
            self.form.fields[name].clean(self.typed[name])
        except ValidationError:
            return False
        return True

    @property
    def values(self) -> dict[str, Any]:
        """What the form is filled with; where a choice is gone, what is stored stays."""
        return {name: value for name, value in self.typed.items() if name not in self.gone}

    @cached_property
    def stored(self) -> dict[str, Any]:
        return state_of(self.post, self.post.tags.names()) if self.post else state_of(self.blank, [])

    @property
    def blank(self) -> Post:
        return Post(author=getattr(self.row.user, "author", None))

    @cached_property
    def comparison(self) -> Comparison:
        state = {name: self.plain(name) for name in FIELDS if name in self.values}
        return Comparison(self.stored, {**self.stored, **state})

    def plain(self, name: str) -> Any:
        """Return one field as a state has it; what is no valid value, as far as it can be shown."""
        raw = self.typed[name]
        try:
            value = self.form.fields[name].clean(raw)
        except ValidationError:
            return (raw or "") if name in TEXTS else self.stored[name]
        if name in ROWS:
            return value and value.pk
        if isinstance(value, datetime) or value is None:
            return written(value)
        if name == "title":
            return " ".join(value.splitlines())
        return self.with_stored_ends(name, value) if name in TEXTS else value

    def with_stored_ends(self, name: str, value: str) -> str:
        stored = self.stored[name]
        plain = value.replace("\r\n", "\n")
        return stored if plain == stored.replace("\r\n", "\n") else plain

    @property
    def has_asides(self) -> bool:
        """Whether more was typed than the article: a note, or words for a place that two people changed."""
        names = [name for name in self.row.fields if name == "note" or name.startswith(OWN)]
        return any(text.strip() for name in names for text in self.row.fields[name])

    @property
    def is_stored(self) -> bool:
        is_read = {*FIELDS} & {*self.data} <= {*self.typed} and self.wrong == self.gone
        return is_read and not self.comparison.changed and not self.has_asides

    @property
    def details(self) -> list[str]:
        return labels(set(self.comparison.changed) - {"body"})

    @cached_property
    def newer(self) -> Revision | None:
        """The newest revision, if it was made after the one that the text started from."""
        return newer_than(self.post, self.data.get("base"))

    @property
    def address(self) -> str:
        return address_of(self.row)


def newer_than(post: Post | None, base: Any) -> Revision | None:
    number = int(base) if str(base).isascii() and str(base).isdecimal() and len(str(base)) < 10 else 0
    if post is None or not number:
        return None
    return post.revisions.for_list().filter(number__gt=number).first()


def form_address(post_key: int | None) -> str:
    return (
        reverse("admin:articles_post_change", args=[post_key])
        if post_key
        else reverse("admin:articles_post_add")
    )


def address_of(row: EditingSession) -> str:
    return f"{form_address(row.post_id)}?{urlencode({'session': row.key})}"


def copies(fields: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return the texts of a form with their labels, to be copied by hand."""
    texts = [(label(name), "".join(fields.get(name, [])[:1])) for name in COPIED]
    own = [(_("Your words for a conflict"), "".join(fields[name])) for name in fields if name.startswith(OWN)]
    note = [(_("Note"), "".join(fields.get("note", [])[:1]))]
    return [(name, text) for name, text in [*texts, *own, *note] if text.strip()]


def is_asked_for(request: HttpRequest) -> bool:
    key = request.GET.get("session", "").replace("\0", "")
    return bool(key) and EditingSession.objects.with_text_of(request.user).filter(key=key).exists()


def find(request: HttpRequest, key: str) -> EditingSession:
    rows = EditingSession.objects.with_text_of(request.user).select_related("post__author", "user")
    return get_object_or_404(rows, key=key)


@require_safe
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Show an unsaved text: what it changes, as far as one may see that, and all of it for copying."""
    row = find(request, key)
    may_see = roles.may(request.user, "view", row.post) if row.post else roles.may(request.user, "add")
    may_open = roles.may(request.user, "change" if row.post else "add", row.post)
    context = {
        **admin.site.each_context(request),
        "title": _("Unsaved text"),
        "row": row,
        "post": row.post if may_see else None,
        "text": Unsaved(row, form_of(request, row.post), row.post) if may_see else None,
        "copies": copies(row.fields),
        "may_open": may_open,
        "opts": Post._meta,
    }
    return TemplateResponse(request, "admin/articles/post/unsaved.html", context)


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    row = find(request, key)
    row.drop()
    messages.success(request, _("The unsaved text was discarded."))
    may_see = row.post is None or roles.may(request.user, "view", row.post)
    return HttpResponseRedirect(form_address(row.post_id) if may_see else reverse("admin:index"))
