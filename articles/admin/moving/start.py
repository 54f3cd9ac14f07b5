"""The form that begins an import, and the limit of what may be sent with it."""

import secrets
import zipfile
from datetime import datetime, time
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.importers import READERS
from articles.models import Author, ImportRun

MAX_BYTES = 500 * 1024 * 1024
ARCHIVES = ".zip .tar .tgz .gz"
SUFFIXES = {
    "jekyll": f"{ARCHIVES} .md .markdown .txt",
    "hugo": f"{ARCHIVES} .md .markdown",
    "markdown": f"{ARCHIVES} .md .markdown .txt",
    "wordpress": f".xml {ARCHIVES}",
    "ghost": f".json {ARCHIVES}",
}
SYSTEMS = {
    "jekyll": (_("Jekyll"), _("The folder of the site as a .zip file, or a single article.")),
    "hugo": (_("Hugo"), _("The folder of the site as a .zip file, or a single article.")),
    "markdown": (_("Markdown files"), _("Any folder of Markdown as a .zip file, or a single file.")),
    "wordpress": (_("WordPress"), _("The .xml file that Tools → Export → All content gives.")),
    "ghost": (_("Ghost"), _("The .json file that Settings → Export gives.")),
}


class SizeLimit(FileUploadHandler):
    """Refuse a request that is too large before anything of its files is written."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        self.is_exceeded = content_length > MAX_BYTES + 65_536

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.is_exceeded:
            raise StopUpload

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


class StartForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Where do your articles come from?"), widget=forms.RadioSelect, initial="jekyll"
    )
    file = forms.FileField(label=_("File"), max_length=200)
    date = forms.DateField(
        label=_("Date of articles that have none"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Left empty, it is the time of the import."),
    )
    author = forms.CharField(
        label=_("Author of articles that name none"),
        required=False,
        max_length=Author._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"list": "authors", "autocomplete": "off"}),
    )
    permalink = forms.CharField(
        label=_("Address of an article at the old site"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "/:year/:month/:day/:title/", "dir": "ltr"}),
        help_text=_("Only where no configuration tells it: a style such as “pretty”, or a pattern."),
    )
    strict_categories = forms.BooleanField(
        label=_("“categories: A and B” means three categories, as Jekyll has it"), required=False
    )
    fetch = forms.BooleanField(label=_("Fetch pictures from the web"), required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.choices = [(key, SYSTEMS[key][0]) for key in SYSTEMS if key in READERS]
        kinds = sorted({suffix for key in SYSTEMS if key in READERS for suffix in SUFFIXES[key].split()})
        self.fields["file"].widget.attrs["accept"] = ",".join(kinds)

    @property
    def systems(self) -> list[tuple]:
        """Pair each choice with what to send."""
        return [(choice, SYSTEMS[choice.data["value"]][1]) for choice in self["source"]]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(too_large())
        if suffix_of(file.name) == ".zip" and not zipfile.is_zipfile(file):
            raise ValidationError(_("This is no .zip file, whatever its name says."))
        return file

    def clean(self):
        cleaned = super().clean() or {}
        file, source = cleaned.get("file"), cleaned.get("source")
        if file and source and suffix_of(file.name) not in SUFFIXES[source].split():
            text = _("%(system)s needs one of these: %(kinds)s.")
            values = {"system": SYSTEMS[source][0], "kinds": SUFFIXES[source].replace(" ", ", ")}
            self.add_error("file", ValidationError(text, params=values))
        return cleaned

    def save(self, by) -> ImportRun:
        values = self.cleaned_data
        file, date = values["file"], values["date"]
        moment = timezone.make_aware(datetime.combine(date, time(9))) if date else None
        run = ImportRun(by=by, source=values["source"], original_name=shortened(file.name, 200))
        run.options = {
            "date": moment.isoformat() if moment else None,
            **{name: values[name] for name in ("author", "permalink", "strict_categories", "fetch")},
        }
        run.file.save(f"{secrets.token_hex(10)}{suffix_of(file.name)}", file)
        return run


def limited(request: HttpRequest) -> SizeLimit:
    """Put the limit before all that reads the request."""
    limit = SizeLimit(request)
    request.upload_handlers.insert(0, limit)
    return limit


def too_large() -> str:
    return _("The file may have %(most)s at most.") % {"most": filesizeformat(MAX_BYTES)}


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def shortened(name: str, most: int) -> str:
    path = PurePosixPath(name)
    return path.stem[: most - len(path.suffix)] + path.suffix
