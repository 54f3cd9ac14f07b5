"""A form that was sent and can't be saved: nobody is logged in, its token is stale, or the right to it is gone.

The words in it are never dropped. They wait in the page itself until somebody has logged in, and are shown for
copying where they can't go anywhere.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from articles import roles
from articles.models import EditingSession, Post

from .sessions import may_write
from .unsaved import address_of, copies, fields_of

AUTOSAVE = "admin:articles_post_autosave"
HOLDING = "admin:articles_post_held"
FORMS = {"admin:articles_post_add", "admin:articles_post_change"}

Fields = dict[str, list[str]]


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hold what is sent to a form by somebody who isn't logged in; the admin would answer with a bare log-in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pk = key_in(kwargs.get("object_id"))
        is_a_form = pk is not None or "object_id" not in kwargs
        if request.method != "POST" or admin.site.has_permission(request) or not is_a_form:
            return view(request, *args, **kwargs)
        return hold(request, fields_of(request.POST), pk)

    return inner


def hold(
    request: HttpRequest, fields: Fields, pk: int | None, form: AdminAuthenticationForm | None = None
) -> HttpResponse:
    is_logged_in = admin.site.has_permission(request)
    return page(
        request,
        title=_("Your text is here") if is_logged_in else _("Log in to go on"),
        action=reverse(HOLDING, args=[pk] if pk else []),
        form=None if is_logged_in else form or AdminAuthenticationForm(request),
        hidden=[
            ("fields", json.dumps(fields, ensure_ascii=False)),
            ("session", request.POST.get("session", "")),
        ],
        copies=copies(fields),
    )


@never_cache
def page(request: HttpRequest, status: int = 403, **context: Any) -> HttpResponse:
    context |= admin.site.each_context(request)
    return TemplateResponse(request, "admin/held.html", context, status=status).render()


@sensitive_post_parameters("password")
@never_cache
@require_POST
def go_on(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Log in, keep the held fields as unsaved text of who did, and lead back to the form."""
    fields = read(request.POST.get("fields", ""))
    if fields is None:
        return HttpResponseBadRequest()
    if not admin.site.has_permission(request):
        form = AdminAuthenticationForm(request, request.POST)
        if not form.is_valid():
            return hold(request, fields, pk, form)
        login(request, form.get_user())
    post = Post.objects.filter(pk=pk).select_related("author").first() if pk else None
    if bool(pk) != bool(post) or not may_write(request.user, post):
        return copy(request, fields)
    row = store(request, post, fields)
    messages.info(request, _("You are logged in, and your text is back. It is not saved yet."))
    return HttpResponseRedirect(address_of(row))


def read(text: str) -> Fields | None:
    """Return the fields that a held form carries; None if they are none."""
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    lists = fields.values() if isinstance(fields, dict) else [None]
    is_well_formed = all(isinstance(each, list) and all(isinstance(v, str) for v in each) for each in lists)
    return (
        {name: [value.replace("\0", "") for value in fields[name]] for name in fields}
        if is_well_formed
        else None
    )


def store(request: HttpRequest, post: Post | None, fields: Fields) -> EditingSession:
    rows = EditingSession.objects
    row = rows.of_form(request.user, post, request.POST.get("session", "")) or rows.open(request.user, post)
    row.keep(fields, timezone.now())
    row.leave()
    return row


def refused(request: HttpRequest, object_id: str | None) -> HttpResponse:
    """Keep and show what somebody sent who may not save it, or not any more."""
    fields = fields_of(request.POST)
    if roles.may(request.user, "change"):
        pk = key_in(object_id)
        store(request, Post.objects.filter(pk=pk).first() if pk else None, fields)
    return copy(request, fields)


def copy(request: HttpRequest, fields: Fields) -> HttpResponse:
    return page(
        request, title=_("This article is not yours to change"), copies=copies(fields), is_refused=True
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Ask to send a form again whose token is stale, as after a log-in in another tab; all else is refused."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if match is None or name not in {*FORMS, HOLDING} or not is_same_origin(request):
        return render(request, "403.html", status=403)
    if name == HOLDING:
        return hold(request, read(request.POST.get("fields", "")) or {}, match.kwargs.get("pk"))
    if not admin.site.has_permission(request):
        return hold(request, fields_of(request.POST), key_in(match.kwargs.get("object_id")))
    hidden = [(key, value) for key, values in request.POST.lists() for value in values]
    return page(
        request,
        title=_("Please send it once more"),
        action=request.get_full_path(),
        hidden=[(key, value) for key, value in hidden if key != "csrfmiddlewaretoken"],
        copies=copies(fields_of(request.POST)),
        is_stale=True,
    )


def is_same_origin(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say of a form that is too large what is wrong with it."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent) or name not in {
        *FORMS,
        HOLDING,
        AUTOSAVE,
    }:
        return defaults.bad_request(request, exception)
    if name == AUTOSAVE:
        return JsonResponse({"error": "too large"}, status=413)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    return page(request, status=413, title=_("This is too large"), limit=limit)


def key_in(object_id: str | None) -> int | None:
    text = object_id or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
