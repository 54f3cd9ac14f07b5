"""The hero picker: pictures to choose from, and the point of the chosen one that stays in view."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.images import may_change
from articles.models import Image

from .fields import writers_only

OFFERED = 12
SEARCHED = ("alt", "caption", "credit", "original_name")


class FocusForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ["focal_x", "focal_y"]


def offer(chosen, query: str = "") -> dict:
    """Return what the picker shows: the chosen picture first, then those that were found, newest first."""
    query = query.replace("\0", "")[:100]
    found = list(Image.objects.exclude(file="").filter(matches(query))[:OFFERED])
    key = int(chosen) if str(chosen).isascii() and str(chosen).isdecimal() else None
    current = next((image for image in found if image.pk == key), None)
    if current is None and key is not None:
        current = Image.objects.filter(pk=key).first()
    return {"current": current, "images": [image for image in found if image != current], "query": query}


def matches(query: str) -> Q:
    """Return the condition that a picture's texts have every word of the query."""
    condition = Q()
    for word in query.split():
        condition &= Q(*((f"{name}__icontains", word) for name in SEARCHED), _connector=Q.OR)
    return condition


@require_safe
@writers_only
def find(request: HttpRequest) -> HttpResponse:
    hero = offer(request.GET.get("chosen", ""), request.GET.get("q", ""))
    return render(request, "admin/articles/post/_hero_choices.html", {"hero": hero})


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def focus(request: HttpRequest, pk: int) -> HttpResponse:
    image = get_object_or_404(Image.objects.exclude(file=""), pk=pk)
    allowed = request.user.has_perm("articles.change_image") and may_change(request.user, image)
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied
        form = FocusForm(request.POST, instance=image)
        if not form.is_valid():
            return HttpResponse(status=400)
        form.save()
    return render(request, "admin/articles/post/_focus.html", {"image": image, "may_change": allowed})
