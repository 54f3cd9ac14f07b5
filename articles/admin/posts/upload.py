"""Pictures from within the writing page: sent to the library, or found there, and put into the text."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Image

from .fields import writers_only
from .hero import OFFERED, matches

BUTTON = "_upload"  # its fields begin like it
SPECIAL = re.compile(r"[\\\[\]*_`<&${]")


class UploadForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ["file", "alt", "decorative", "caption"]
        widgets = {
            "file": forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif"}),
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True

    def clean(self):
        cleaned = super().clean()
        assert cleaned is not None
        if "alt" in cleaned and not cleaned["alt"] and not cleaned["decorative"]:
            self.add_error("alt", _("Say what the picture shows, or mark it as decorative."))
        return cleaned


@require_POST
@permission_required("articles.add_image", raise_exception=True)
def upload(request: HttpRequest) -> JsonResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        return JsonResponse(described(form.save()))
    problems = " ".join(str(problem) for found in form.errors.values() for problem in found)
    return JsonResponse({"errors": form.errors, "error": problems}, status=400)


@require_safe
@writers_only
def pictures(request: HttpRequest) -> HttpResponse:
    """Find pictures of the library, each with the Markdown that shows it."""
    query = request.GET.get("q", "").replace("\0", "")[:100]
    found = Image.objects.exclude(file="").filter(matches(query))[:OFFERED]
    context = {"pictures": [(image, markdown(image)) for image in found]}
    return render(request, "admin/articles/post/_pictures.html", context)


def described(image: Image) -> dict[str, Any]:
    return {
        "pk": image.pk,
        "url": image.file.url,
        "alt": image.alt,
        "markdown": markdown(image),
        "thumbnail": image.picture("portrait").src,
    }


def markdown(image: Image) -> str:
    """Return the Markdown that shows a picture of the library."""
    words = "" if image.decorative else " ".join(image.alt.split())
    return f"![{SPECIAL.sub(escaped, words)}]({image.file.url})"


def escaped(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};" if found[0] in "<&${" else f"\\{found[0]}"


def take(request: HttpRequest, form: forms.ModelForm) -> UploadForm | None:
    """Store the picture that was sent along with the article, and put it at the end of the unsaved text.

    Return the form for a picture, with what was wrong with this one; None for who may not add any.
    """
    if not request.user.has_perm("articles.add_image"):
        return None
    if BUTTON not in request.POST:
        return UploadForm(prefix=BUTTON)
    picture = UploadForm(request.POST, request.FILES, prefix=BUTTON)
    if not picture.is_valid():
        return picture
    append(request, form, markdown(picture.save()))
    messages.success(request, _("The picture stands at the end of the text. Nothing else was saved yet."))
    return UploadForm(prefix=BUTTON)


def append(request: HttpRequest, form: forms.ModelForm, text: str) -> None:
    data = request.POST.copy()
    data["body"] = f"{data.get('body', '').rstrip()}\n\n{text}\n".lstrip("\n")
    # What was typed is kept from the request, and shown from the form.
    request.POST = form.data = data  # type: ignore[assignment]
