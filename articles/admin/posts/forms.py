from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from articles import editing, proofs, roles, tagging
from articles.admin.moments import MomentField
from articles.models import Post
from articles.models.state import FIELDS, MOMENTS, state_of, written

from .fields import TAKEN

ASKING = {"_find_image", "_upload", "_back"}  # names of buttons that store nothing
SAID = 10  # findings that are listed as mistakes; the checks beside the text have all
CHOICE, OWN = "choice-", "own-"  # fields of the conflict page, before the key of a clash


class Verbatim(forms.CharField):
    """Text that keeps its first and last blanks."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs, strip=False)


class PostForm(forms.ModelForm):
    """What an editor makes of an article, merged with what others made of it meanwhile.

    `editor`, a user, is set on the class that the admin makes for one request.
    """

    editor: Any = None

    # The revision that the form was opened with, and the one that clashes were settled against.
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    theirs = forms.IntegerField(required=False, widget=forms.HiddenInput)
    step = forms.CharField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those you work with; it is kept in the history."),
    )
    override = forms.CharField(
        label=_("Publish anyway, because…"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your reason is kept in the history."),
    )
    published_at = MomentField(label=_("publish at"), required=False, coming=_("Will appear in %(time)s"))
    withdraw_at = MomentField(
        label=_("withdraw at"), required=False, coming=_("Will be withdrawn in %(time)s")
    )

    class Meta:
        model = Post
        fields = [name for name in FIELDS if name != "status"]
        field_classes = {"body": Verbatim}
        widgets = {
            "title": forms.Textarea(attrs={"class": "post-title", "rows": 1, "placeholder": _("Title")}),
            "body": forms.Textarea(attrs={"class": "post-body", "rows": 28, "spellcheck": "true"}),
            "custom_excerpt": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 2}),
            "canonical_url": forms.TextInput,
        }
        labels = {"series_position": _("Position")}
        help_texts = {"title": "", "body": "", "hero_image": ""}
        error_messages = {"slug": {"unique": TAKEN}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.merge = editing.Merge({})
        if self.instance.pk:
            self.initial["base"] = self.instance.newest_number
        elif not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True
        for name in {"category", "series", "author"} & set(self.fields):
            self.fields[name].empty_label = _("None")  # type: ignore[attr-defined]
        self.overrode = False
        if not roles.may(self.editor, "override"):
            self.fields.pop("override", None)
        if not self.editor.has_perm(roles.PUBLISH):
            for name in MOMENTS:
                self.fields.pop(name, None)

    def full_clean(self):
        """Leave the form as it was sent where a button only asks for something to be shown."""
        if ASKING & set(self.data):
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not ASKING & set(self.data) and super().is_valid()

    def clean_title(self) -> str:
        """Make one line of a title, whose field has several only for the eye."""
        return " ".join(self.cleaned_data["title"].splitlines())

    def clean_tags(self) -> list[str]:
        return tagging.checked(self.cleaned_data["tags"])

    def clean_body(self) -> str:
        """Undo what a browser does to the ends of lines, so that what nobody touched stays as it is."""
        body = self.cleaned_data["body"].replace("\r\n", "\n")
        stored = self.initial.get("body") or ""
        if body == stored.replace("\r\n", "\n"):
            return stored
        return body.replace("\n", "\r\n") if "\r\n" in stored else body

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]  # Django's own hook, after the instance has its values
        if not self.errors:
            self.sign()
            self.take_step()
            self.meet_others()
        if not self.errors:
            self.check_rights()
        if not self.errors and self.goes_out():
            self.check_words()

    def sign(self) -> None:
        """An author writes as nobody but themselves."""
        if self.instance.author is None and not self.editor.has_perm(roles.EDIT_ANY):
            self.instance.author = editing.author_of(self.editor)

    def take_step(self) -> None:
        step = self.cleaned_data["step"]
        if step and not editing.take_step(self.instance, step):
            self.add_error(
                None, _("This step can’t be taken any more: the article’s status changed meanwhile.")
            )

    def meet_others(self) -> None:
        if self.instance.pk:
            settled = editing.Settled(self.cleaned_data["theirs"], self.choices())
            self.merge = editing.bring_together(
                self.instance, self.mine(), self.cleaned_data["base"], settled
            )
            self.cleaned_data["tags"] = self.merge.state["tags"]
        if self.merge.clashes:
            self.add_error(None, _("Somebody else changed the same words meanwhile."))
        elif self.merge.came_in or self.merge.all_clashes:
            self.check_merged()

    def check_merged(self) -> None:
        """Two good changes may make something that is none: a date of theirs before one of mine."""
        try:
            self.instance.full_clean()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]

    def mine(self) -> dict[str, Any]:
        state = state_of(self.instance, self.cleaned_data["tags"])
        # As entered: validation gives a published article without a date one, which nobody asked for.
        dates = {name: written(self.cleaned_data[name]) for name in MOMENTS if name in self.cleaned_data}
        return {**state, **dates}

    def choices(self) -> dict[str, editing.Choice]:
        """Return how the clashes were settled on the conflict page."""
        keys = [name.removeprefix(CHOICE) for name in self.data if name.startswith(CHOICE)]
        return {
            key: editing.Choice(self.data[CHOICE + key], self.data.get(OWN + key, "").replace("\r\n", "\n"))
            for key in keys
        }

    def check_rights(self) -> None:
        stored = Post.objects.filter(pk=self.instance.pk).first()
        try:
            roles.check_save(self.editor, stored, self.instance)
        except PermissionDenied as error:
            self.add_error(None, str(error))

    def goes_out(self) -> bool:
        """Whether this publishes what wasn't; words of what is public already are never refused."""
        was = self.merge.newest.state["status"] if self.merge.newest else Post.Status.DRAFT
        return Post.Status.PUBLISHED == self.instance.status != was

    def check_words(self) -> None:
        found = proofs.blocking(self.instance)
        self.overrode = bool(found and self.cleaned_data.get("override"))
        if self.overrode:
            return
        for finding in found[:SAID]:
            self.add_error(finding.field if finding.field in self.fields else None, proofs.placed(finding))
