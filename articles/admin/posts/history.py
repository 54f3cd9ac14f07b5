"""An article's past: its revisions, what differs between two, one as it was, and the way back to it."""

from itertools import zip_longest
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import rendering, roles, tagging
from articles.models import Post, Revision, Tag
from articles.models.post import explain
from articles.models.state import FIELDS, apply_state, state_of

from .comparison import Comparison, Values, label, labels

PAGE, RECENT = 50, 5
# Where an article stands, and its address, are not part of what a restored revision brings back.
STAYING = ("status", "published_at", "withdraw_at", "slug")


def is_open_to(user: Any, post: Post) -> bool:
    """Return whether the user may see what was never public: theirs, or everything for who edits everything."""
    return roles.may(user, "view", post) and (user.has_perm(roles.EDIT_ANY) or roles.is_own(user, post))


def recent(user: Any, post: Post) -> list[Any]:
    """Return the newest revisions for the side of the writing page, each with the labels of what changed."""
    if not is_open_to(user, post):
        return []
    revisions: list[Any] = list(post.revisions.for_list()[:RECENT])
    for revision in revisions:
        revision.changed_labels = changed_labels(revision)
    return revisions


def changed_labels(revision: Revision) -> list[str]:
    """Return the labels of what changed, without the status: the action tells of that."""
    return labels(set(revision.changed) - {"status"})


def find(request: HttpRequest, pk: int) -> Post:
    post = get_object_or_404(Post.objects.seen_by(request.user).defer("body_html", "toc", "related"), pk=pk)
    if not is_open_to(request.user, post):
        raise PermissionDenied
    return post


def page(request: HttpRequest, post: Post, name: str, status: int = 200, **context) -> TemplateResponse:
    context |= {**admin.site.each_context(request), "post": post, "opts": Post._meta}
    context["may_restore"] = roles.may(request.user, "change", post)
    return TemplateResponse(request, f"admin/articles/post/{name}.html", context, status=status)


@require_safe
def index(request: HttpRequest, post: Post | None) -> HttpResponse:
    if post is None:
        raise Http404
    if not is_open_to(request.user, post):
        raise PermissionDenied
    if chosen := chosen_pair(request):
        return HttpResponseRedirect(reverse("admin:articles_post_diff", args=[post.pk, *chosen]))
    pages = Paginator(post.revisions.all(), PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        post,
        "history",
        title=_("History"),
        subtitle=post.title,
        pages=pages,
        entries=entries(post, pages.start_index() - 1 if pages.object_list else 0),
    )


def chosen_pair(request: HttpRequest) -> list[int] | None:
    """Return the two numbers that were picked for a comparison, the older first."""
    numbers = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(number.isascii() and number.isdecimal() and len(number) < 10 for number in numbers):
        return None
    return sorted(map(int, numbers))


def entries(post: Post, start: int) -> list[dict]:
    """Return a page of revisions, each with the one before it and what is told of the two."""
    wanted = post.revisions.for_list().annotate(date=KT("state__published_at"))
    revisions = list(wanted[start : start + PAGE + 1])
    pairs = zip_longest(revisions, revisions[1:])
    return [entry(revision, before) for revision, before in pairs][:PAGE]


def entry(revision: Revision, before: Revision | None) -> dict:
    growth = revision.words - before.words if before else revision.words
    return {
        "revision": revision,
        "before": before,
        "growth": growth,
        "changed": changed_labels(revision),
        "stage": stage(revision) if revision.is_published else "",
    }


def stage(revision: Any) -> str:
    date = parse_datetime(revision.date or "")
    return "scheduled" if date and date > revision.made_at else "published"


@require_safe
def differences(request: HttpRequest, pk: int, old: int, new: int) -> HttpResponse:
    post = find(request, pk)
    old, new = sorted((old, new))
    found = {revision.number: revision for revision in post.revisions.filter(number__in=[old, new])}
    if not {old, new} <= set(found):
        raise Http404
    names = {"old": old, "new": new}
    return page(
        request,
        post,
        "diff",
        title=_("Changes from revision %(old)d to %(new)d") % names,
        subtitle=post.title,
        old=found[old],
        new=found[new],
        ends=[found[number] for number in dict.fromkeys((old, new))],
        before=post.revisions.for_list().filter(number__lt=old).first(),
        after=post.revisions.for_list().filter(number__gt=new).last(),
        comparison=Comparison(found[old].state, found[new].state),
    )


@require_safe
def revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    post = find(request, pk)
    shown = get_object_or_404(post.revisions.all(), number=number)
    now = state_of(post, post.tags.names())
    state = {**now, **shown.state}
    values = Values(state)
    facts = [
        (label(name), values.shown(name, state[name])) for name in FIELDS if name not in {"title", "body"}
    ]
    return page(
        request,
        post,
        "revision",
        title=_("Revision %(number)d") % {"number": number},
        subtitle=state["title"],
        revision=shown,
        before=post.revisions.for_list().filter(number__lt=number).first(),
        facts=[(name, value) for name, value in facts if value],
        source=state["body"],
        differs=state != now,
        **rendered(post, state),
    )


def rendered(post: Post, state: dict) -> dict:
    """Return the article as this state shows it to readers; nothing of it is stored."""
    apply_state(post, state)
    keys = [tagging.fold(name) for name in state["tags"]]
    found = Tag.objects.in_bulk(keys, field_name="key")
    tags = [found[key] for key in keys if key in found]
    try:
        post.render(tags, post.stored_images(), notes=True)
    except rendering.RenderError as error:
        return {"shown": None, "problems": [message for each in explain(error) for message in each]}
    return {"shown": post, "tags": state["tags"]}


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    post = find(request, pk)
    wanted = get_object_or_404(post.revisions.all(), number=number)
    if not roles.may(request.user, "change", post):
        raise PermissionDenied
    if request.method != "POST":
        return confirm(request, post, wanted)
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=pk)
        newest = Revision.objects.latest_of(post)
        if request.POST.get("base") != str(newest.number):
            return confirm(request, post, wanted, overtaken_by=newest)
        return put_back(request, post, wanted)


def put_back(request: HttpRequest, post: Post, wanted: Revision) -> HttpResponse:
    now, state, _gone = restored(request.user, post, wanted)
    note = _("Restored from revision %(number)d.") % {"number": wanted.number}
    own_note = request.POST.get("note", "").strip()[:2000]
    if state != now:
        apply_state(post, state)
        try:
            post.full_clean()
        except ValidationError as error:
            return confirm(request, post, wanted, problems=error.messages)
        post.save(
            by=request.user,
            tags=state["tags"],
            action=Revision.Action.RESTORED,
            note=f"{note}\n{own_note}".strip(),
        )
    messages.success(request, note)
    return HttpResponseRedirect(reverse("admin:articles_post_change", args=[post.pk]))


def restored(user: Any, post: Post, wanted: Revision) -> tuple[dict, dict, list[str]]:
    """Return the article's state as it is and as it would be, and the fields whose row is gone: those stay."""
    now = state_of(post, post.tags.names())
    gone = Values(wanted.state).gone(wanted.state)
    staying = {*STAYING, *gone} if user.has_perm(roles.EDIT_ANY) else {*STAYING, *gone, "author"}
    back = {name: wanted.state[name] for name in FIELDS if name in wanted.state and name not in staying}
    return now, {**now, **back}, gone


def confirm(
    request: HttpRequest, post: Post, wanted: Revision, overtaken_by=None, problems=()
) -> HttpResponse:
    stored = Post.objects.get(pk=post.pk)
    now, state, gone = restored(request.user, stored, wanted)
    return page(
        request,
        stored,
        "diff",
        status=409 if overtaken_by else 200,
        title=_("Restore revision %(number)d") % {"number": wanted.number},
        subtitle=stored.title,
        wanted=wanted,
        newest=stored.revisions.for_list().first(),
        gone=labels(gone),
        note=request.POST.get("note", ""),
        overtaken_by=overtaken_by,
        problems=problems,
        comparison=Comparison(now, state),
    )
