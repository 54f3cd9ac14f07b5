"""Opened forms: what was typed is kept as one writes, offered when it wasn't saved, and others are shown."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles import roles
from articles.models import EditingSession, Post

from .comparison import labels
from .unsaved import Unsaved, fields_of, form_of, newer_than


@dataclass
class Other:
    """Somebody else who has the article open, or the same person in another tab."""

    name: str
    since: datetime
    seen: datetime
    is_heard: bool
    is_me: bool


@dataclass
class Opening:
    """One form as it is shown: the row behind it, what it was filled with, what there is to know beside it."""

    row: EditingSession | None = None
    reopened: Unsaved | None = None
    gone: list[str] = field(default_factory=list)
    offers: list[Unsaved] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    newer: Any = None

    @property
    def now(self) -> int:
        return milliseconds(timezone.now())


def open_form(request: HttpRequest, form: forms.ModelForm, post: Post | None) -> Opening:
    """Register the form that is about to be shown, and fill it with the unsaved text that was asked for."""
    user: Any = request.user
    is_writer = may_write(user, post)
    opening = Opening(offers=offers(request, post, form if is_writer else None))
    if is_writer:
        with suppress(DatabaseError):  # a database that can't be written to is no reason not to show a form
            register(request, form, post, opening)
        opening.row = opening.row or EditingSession(user=user, post=post, key="unregistered")
        opening.offers = [offer for offer in opening.offers if offer.row.pk != opening.row.pk]
        opening.newer = newer_than(post, form["base"].value())
    opening.others = others(user, post, opening.row)
    return opening


def register(request: HttpRequest, form: forms.ModelForm, post: Post | None, opening: Opening) -> None:
    with transaction.atomic():
        if form.is_bound:
            opening.row = keep(request, post)
        elif opening_key := request.GET.get("session"):
            reopen(form, opening, opening_key)
            if opening.row is None:
                messages.warning(
                    request, _("This unsaved text is not there any more: it was saved or discarded.")
                )
        opening.row = opening.row or EditingSession.objects.open(request.user, post)


def reopen(form: forms.ModelForm, opening: Opening, key: str) -> None:
    text = next((offer for offer in opening.offers if offer.row.key == key), None)
    if text:
        form.initial = {**form.initial, **text.values}
        opening.row, opening.reopened, opening.gone = text.row, text, labels(text.gone)
        text.row.reopen()


def keep(request: HttpRequest, post: Post | None) -> EditingSession:
    """Keep what was sent but not stored, as text of the form that it came from."""
    name = request.POST.get("session", "")
    row = EditingSession.objects.of_form(request.user, post, name) or EditingSession.objects.open(
        request.user, post
    )
    row.keep(fields_of(request.POST), timezone.now())
    return row


def forget(request: HttpRequest, post: Post | None) -> None:
    """Empty the row of a form that is being saved; `post` is what it was opened for."""
    row = EditingSession.objects.of_form(request.user, post, request.POST.get("session", ""))
    if row:
        row.close()


def offers(request: HttpRequest, post: Post | None, form: forms.ModelForm | None = None) -> list[Unsaved]:
    """Return the user's unsaved texts of the article, newest first; those that say what is stored are let go."""
    rows = EditingSession.objects.with_text_of(request.user).filter(post=post).select_related("user")
    found = list(rows.order_by("-changed_at", "-pk"))
    if not found:
        return []
    form = form or form_of(request, post)
    texts = []
    for text in (Unsaved(row, form, post) for row in found):
        if not text.is_stored:
            texts.append(text)
        elif request.method == "GET" and not text.row.is_live:
            with suppress(DatabaseError):
                text.row.drop()
    return texts


def others(user: Any, post: Post | None, row: EditingSession | None) -> list[Other]:
    """Return who else has the article open, each once; oneself only where another tab is known to be open."""
    if post is None:
        return []
    rows = EditingSession.objects.present().filter(post=post).exclude(pk=row.pk if row else 0)
    found: dict[int, Other] = {}
    for each in rows.defer("fields").select_related("user"):
        is_me = each.user_id == user.pk
        if each.is_heard or not is_me:
            name = each.user.get_full_name() or each.user.get_username()
            other = Other(name, each.opened_at, each.seen_at, each.is_heard, is_me)
            if each.user_id not in found or other.is_heard > found[each.user_id].is_heard:
                found[each.user_id] = other
    return list(found.values())


def may_write(user: Any, post: Post | None) -> bool:
    return roles.may(user, "change" if post else "add", post)


def find(pk: int | None) -> Post | None:
    if pk is None:
        return None
    return get_object_or_404(Post.objects.only("status", "published_at", "withdraw_at", "author"), pk=pk)


@never_cache
@require_POST
def autosave(request: HttpRequest, pk: int | None = None) -> JsonResponse:
    """Keep what was typed so far and say who else is there; without fields, just the latter."""
    if not request.user.is_authenticated or str(request.user.pk) != request.POST.get(
        "writer", str(request.user.pk)
    ):
        return JsonResponse({"error": "logged out"}, status=401)
    try:
        post = find(pk)
    except Http404:
        return JsonResponse({"error": "gone"}, status=404)
    row = None
    if may_write(request.user, post):
        row = EditingSession.objects.of_form(request.user, post, request.POST.get("session", ""))
    if row is None:
        return JsonResponse({"error": "refused"}, status=403)
    fields = fields_of(request.POST)
    is_kept = True
    if fields.keys() - {"base"}:
        is_kept = row.keep(fields, typed_at(request.POST.get("typed_at", ""))) or row.fields == fields
    if "leaving" in request.POST:
        row.leave()
    else:
        row.see()
    return JsonResponse({"is_kept": is_kept, **answer(request, post, row)})


def answer(request: HttpRequest, post: Post | None, row: EditingSession) -> dict[str, Any]:
    opening = Opening(row=row, others=others(request.user, post, row))
    opening.newer = newer_than(post, request.POST.get("base"))
    saved_at = row.changed_at if row.fields is not None else None
    return {
        "now": opening.now,
        "saved_at": saved_at and saved_at.isoformat(),
        "saved_text": saved_at and formats.time_format(timezone.localtime(saved_at), "TIME_FORMAT"),
        "others": [
            {"name": other.name, "since": other.since.isoformat(), "seen": other.seen.isoformat()}
            for other in opening.others
        ],
        "newer": opening.newer
        and {
            "number": opening.newer.number,
            "by": opening.newer.by_name,
            "at": opening.newer.made_at.isoformat(),
        },
        "notes": render_to_string("admin/articles/post/_presence_notes.html", {"opening": opening}, request),
    }


@never_cache
@require_safe
def show_offers(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show the offers alone, for a form that stays as it is."""
    post = find(pk)
    if not may_write(request.user, post):
        raise Http404
    own_key = request.GET.get("but", "").partition(".")[0]
    opening = Opening(offers=[offer for offer in offers(request, post) if offer.row.key != own_key])
    return render(request, "admin/articles/post/_offers.html", {"opening": opening, "original": post})


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def typed_at(text: str) -> datetime:
    """Read when something was typed, by the server's clock as the page knows it; never later than now."""
    now = timezone.now()
    if not (text.isascii() and text.isdecimal() and len(text) < 15):
        return now
    return min(now, datetime.fromtimestamp(int(text) / 1000, UTC))
