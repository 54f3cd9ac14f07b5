"""Preview links: addresses at which somebody without an account reads one article that is not public."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import roles
from articles.metadata import absolute
from articles.models import Post, PreviewLink

DAYS = (1, 7, 30)
USUAL_DAYS = 7
CHOICES = [(days, ngettext_lazy("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS]


class ShareForm(forms.Form):
    label = forms.CharField(label=_("For whom"), max_length=100, required=False)
    days = forms.TypedChoiceField(label=_("Valid for"), choices=CHOICES, coerce=int, initial=USUAL_DAYS)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="share_%s")
        for field in self.fields.values():
            # They stand inside the form of the article, and are none of its fields.
            field.widget.attrs["form"] = "share_form"


def is_sharable(user: Any, post: Post | None) -> bool:
    """Return whether the user may show the article to outsiders, and there is something to show."""
    if post is None or post.is_public or post.status == Post.Status.BINNED:
        return False
    return roles.may(user, "share", post)


def offer(user: Any, post: Post | None, form: ShareForm | None = None) -> dict[str, Any] | None:
    """Return what the side of the writing page shows of preview links; None where there can be none."""
    if post is None or not is_sharable(user, post):
        return None
    rows: list[Any] = list(post.preview_links.valid().select_related("by"))
    for link in rows:
        link.address = absolute(link.get_absolute_url())
    return {"links": rows, "form": form or ShareForm()}


def find(request: HttpRequest, pk: int) -> Post:
    post = get_object_or_404(Post.objects.seen_by(request.user), pk=pk)
    if not is_sharable(request.user, post):
        raise PermissionDenied
    return post


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the preview links of an article and, asked by POST, make one."""
    post = find(request, pk)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        PreviewLink.objects.make(post, by=request.user, **form.cleaned_data)
        messages.success(request, _("Whoever has the address can read the article until it expires."))
        return to_links(pk)
    context = {"title": _("Preview links"), "original": post, "sharing": offer(request.user, post, form)}
    context |= admin.site.each_context(request)
    return TemplateResponse(request, "admin/articles/post/sharing.html", context)


@require_POST
def unshare(request: HttpRequest, pk: int) -> HttpResponse:
    post = find(request, pk)
    key = request.POST.get("link", "")
    get_object_or_404(post.preview_links, pk=int(key) if key.isascii() and key.isdecimal() else 0).delete()
    messages.success(request, _("Revoked: at this address nothing can be read any more."))
    return to_links(pk)


def to_links(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:articles_post_share", args=[pk]))
