"""The link report: what leads nowhere, is redirected or not public, and the way to repair it in its article."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from articles import generation, links, roles
from articles.addresses import check_menu_address
from articles.links import Finding
from articles.models import Link, Post, Redirect, Revision
from articles.rendering import RenderError

PAGE = 50


def check_new_address(text: str) -> None:
    if not text.startswith("#"):
        check_menu_address(text)


class RepairForm(forms.Form):
    post = forms.IntegerField(min_value=1, max_value=2**31)
    line = forms.IntegerField(min_value=1, max_value=2**31)
    old = forms.CharField(strip=False)
    new = forms.CharField(max_length=2000, validators=[check_new_address])
    all = forms.BooleanField(required=False)

    def clean(self):
        cleaned = super().clean() or {}
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            raise ValidationError(_("This is the address that the text has already."))
        return cleaned


class Row(NamedTuple):
    finding: Finding
    suggestion: str
    alike: int


class Group(NamedTuple):
    """An article with what is wrong in it."""

    post: Post
    may_change: bool
    rows: list[Row]


@admin.register(Link)
class LinkAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(report), name="articles_link_changelist"),
            path("hosts/", view(hosts), name="articles_link_hosts"),
            path("repair/", view(repair), name="articles_link_repair"),
        ]


def check_viewer(request: HttpRequest) -> None:
    if not request.user.has_perm("articles.view_link"):
        raise PermissionDenied


def wrong_links(user) -> list[Finding]:
    return remembered("wrong links", user, links.findings)


def remembered(name: str, user, survey: Callable[[QuerySet[Link]], list[Any]]) -> list[Any]:
    """Return a survey of the links that the user may see; that of all is kept until something changes it."""
    rows = links.reported(user)
    if not user.has_perm(roles.EDIT_ANY):
        return survey(rows)
    return generation.remember((name, *standing()), lambda: survey(rows))


def standing() -> tuple[Any, ...]:
    """Return what changes with all that a survey shows and that is not public."""
    # Links come and go and never change; drafts leave revisions, and what else is edited here is logged.
    counted = [rows.aggregate(Count("pk"), Max("pk")) for rows in (Link.objects, Redirect.objects)]
    newest = [model.objects.aggregate(Max("pk")) for model in (Revision, LogEntry)]
    return tuple(value for known in (*counted, *newest) for value in known.values())


def broken_key(user) -> str:
    return f"broken-links-{user.pk}"


def broken_count(user) -> int:
    """Return how many links lead nowhere, from memory for a hundred times as long as counting took."""
    key = broken_key(user)
    count = cache.get(key) if Link.objects.exists() else 0
    if count is None:
        began = time.perf_counter()
        count = sum(finding.state == "broken" for finding in wrong_links(user))
        cache.set(key, count, 100 * (time.perf_counter() - began))
    return count


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    check_viewer(request)
    found = wrong_links(request.user)
    state = request.GET.get("state", "")
    shown = [finding for finding in found if finding.state == state] if state in links.STATES else found
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    counts = Counter(finding.state for finding in found)
    context = {
        "title": _("Links"),
        "state": state,
        "states": [(key, label, counts[key]) for key, label in links.STATES.items()],
        "count": len(found),
        "page": page,
        "groups": grouped(request.user, list(page), Counter(finding.address for finding in found)),
        "query": request.GET.urlencode(),
        "pages_query": f"state={state}&" if state else "",
    }
    return answer(request, "admin/articles/link/report.html", context)


@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    check_viewer(request)
    found = remembered("hosts", request.user, links.hosts)
    context = {"title": _("Links"), "page": Paginator(found, PAGE).get_page(request.GET.get("page"))}
    return answer(request, "admin/articles/link/hosts.html", context)


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


def grouped(user, found: Sequence[Finding], alike: Counter[str]) -> list[Group]:
    paths = frozenset(finding.path for finding in found if is_guessed(finding))
    near = generation.remember(("suggestions", paths), lambda: links.suggestions(paths))
    texts = ("body", "body_html", "toc", "related", "front_matter")
    posts = Post.objects.select_related("author").defer(*texts).in_bulk({each.post_id for each in found})
    return [
        Group(
            posts[key],
            roles.may(user, "change", posts[key]),
            [
                Row(each, each.new_address or near.get(each.path, ""), alike[each.address])
                for each in findings
            ],
        )
        for key, findings in groupby(found, key=lambda finding: finding.post_id)
    ]


def is_guessed(finding: Finding) -> bool:
    return finding.state == "broken" and finding.kind == Link.Kind.LINK


@require_POST
def repair(request: HttpRequest) -> HttpResponse:
    check_viewer(request)
    form = RepairForm(request.POST)
    if form.is_valid():
        repair_one_or_all(request, **form.cleaned_data)
        cache.delete(broken_key(request.user))
    else:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("admin:articles_link_changelist") + (f"?{query}" if query else ""))


def repair_one_or_all(request: HttpRequest, post: int, line: int, old: str, new: str, **form: Any) -> None:
    if form["all"]:
        count, left = links.repair_all(links.reported(request.user), old, new, by=request.user)
        text = ngettext("Repaired in %(count)d article.", "Repaired in %(count)d articles.", count)
        messages.success(request, text % {"count": count})
        if left:
            text = ngettext(
                "%(count)d article was left as it is.", "%(count)d articles were left as they are.", left
            )
            messages.warning(request, text % {"count": left})
        return
    named = get_object_or_404(Post.objects.seen_by(request.user).only("title"), pk=post)
    try:
        links.repair(post, line, old, new, by=request.user)
        messages.success(request, _("Repaired in “%(title)s”.") % {"title": named.title})
    except LookupError:
        text = _("The text of “%(title)s” has changed meanwhile: nothing was repaired.")
        messages.error(request, text % {"title": named.title})
    except RenderError as error:
        messages.error(request, _(error.template) % error.values)
