"""Lists of the admin that take no longer on a large site."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet

from articles.paging import Pages


class ListPages(Pages):
    """Pages of a list, whose order its filters and the editor choose."""

    def rows(self, start: int, stop: int) -> Any:
        keys = list(self.nearest(start, stop).values_list("pk", flat=True))
        return self.loaded.filter(pk__in=keys).order_by(*self.object_list.query.order_by)


class CountedList(ChangeList):
    model_admin: "PagedAdmin"

    def get_queryset(self, request, exclude_parameters=None):
        self.root_queryset = self.model_admin.with_counts(self.root_queryset)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request):
        super().get_results(request)
        if not self.multi_page:
            # Django takes what fits on one page past the paginator.
            self.result_list = self.paginator.page(1).object_list


class PagedAdmin(admin.ModelAdmin):
    """A list whose order has an index, with numbers that are worked out for the rows on its page alone."""

    def with_counts(self, rows: QuerySet) -> QuerySet:
        """Add the numbers that the list shows; forms show none, and would wait for those of a large category."""
        return rows

    def get_changelist(self, request, **kwargs):
        return CountedList

    def get_paginator(self, request, queryset, per_page, orphans=0, allow_empty_first_page=True):
        if queryset.model is not self.model:  # the log of changes, which Django pages by this too
            return super().get_paginator(request, queryset, per_page, orphans, allow_empty_first_page)
        loaded = self.with_counts(self.get_queryset(request))
        return ListPages(queryset, per_page, loaded, orphans, allow_empty_first_page)
