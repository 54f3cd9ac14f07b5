"""Moving in: choose a source, have it checked, read the report, import. And the way out, beside it."""

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from articles.models import Author, ImportRun

from . import out
from .permissions import check_may
from .report import report_of
from .slices import WORKING, advance
from .sources import discard
from .start import SYSTEMS, StartForm, limited, too_large

Phase = ImportRun.Phase
RUNS = 20  # a page


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("", view(overview), name="articles_importrun_changelist"),
            path("add/", view(start), name="articles_importrun_add"),
            path("markdown/", view(out.markdown), name="articles_importrun_markdown"),
            path("site/", view(out.site), name="articles_importrun_site"),
            path("<int:pk>/", view(show), name="articles_importrun_change"),
            path("<int:pk>/continue/", view(go_on), name="articles_importrun_continue"),
            path("<int:pk>/import/", view(confirm), name="articles_importrun_confirm"),
            path("<int:pk>/delete/", view(remove), name="articles_importrun_delete"),
        ]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    check_may(request, "view")
    return overview_with(request, StartForm())


def overview_with(request: HttpRequest, form: StartForm) -> HttpResponse:
    runs = ImportRun.objects.select_related("by")
    context = {
        "title": _("Moving"),
        "form": form,
        "may_start": request.user.has_perm("articles.add_importrun"),
        "authors": Author.objects.order_by("name").values_list("name", flat=True)[:100],
        "page": Paginator(runs, RUNS).get_page(request.GET.get("page")),
    }
    return answer(request, "admin/articles/importrun/overview.html", context)


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context})


@csrf_exempt  # until the limit is set, which must be before anything reads the request; see Django on uploads
def start(request: HttpRequest) -> HttpResponse:
    check_may(request, "add")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:articles_importrun_changelist"))
    limit = limited(request)
    return started(request, limit)


@csrf_protect
def started(request: HttpRequest, limit: Any) -> HttpResponse:
    form = StartForm(request.POST, request.FILES)
    if limit.is_exceeded:
        form.add_error(None, too_large())
    if form.is_valid():
        return HttpResponseRedirect(address_of(form.save(by=request.user)))
    return overview_with(request, form)


def address_of(run: ImportRun) -> str:
    return reverse("admin:articles_importrun_change", args=[run.pk])


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    check_may(request, "view")
    run = get_object_or_404(ImportRun.objects.select_related("by"), pk=pk)
    may_go_on = request.user.has_perm("articles.add_importrun")
    context = {
        "title": run.original_name,
        "run": run,
        "system": SYSTEMS[run.source][0] if run.source in SYSTEMS else run.source,
        "is_working": run.phase in WORKING,
        "has_both": run.phase in {Phase.IMPORTING, Phase.DONE},
        "may_go_on": may_go_on,
        "may_delete": request.user.has_perm("articles.delete_importrun"),
        "report": report_of(run, request.GET),
    }
    return answer(request, "admin/articles/importrun/run.html", context)


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    check_may(request, "add")
    run = get_object_or_404(ImportRun, pk=pk)
    if not advance(run) and ImportRun.objects.filter(pk=pk).exists():
        messages.info(request, _("Another window is working on this just now."))
    return back_to(request, run)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    check_may(request, "add")
    run = get_object_or_404(ImportRun, pk=pk)
    # Only the first of two clicks finds it checked.
    checked = ImportRun.objects.filter(pk=pk, phase=Phase.CHECKED)
    checked.update(phase=Phase.IMPORTING, position=0)
    return HttpResponseRedirect(address_of(run))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    check_may(request, "delete")
    run = get_object_or_404(ImportRun, pk=pk)
    discard(run)
    run.delete()
    text = _("“%(name)s” and its report are deleted. What it brought in stays.")
    messages.success(request, text % {"name": run.original_name})
    return HttpResponseRedirect(reverse("admin:articles_importrun_changelist"))


def back_to(request: HttpRequest, run: ImportRun) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponseRedirect(address_of(run) + (f"?{query}" if query else ""))
