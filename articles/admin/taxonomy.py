from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import OuterRef, QuerySet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Author, Category, Post, Series
from articles.querysets import counted

from .lists import PagedAdmin
from .staleness import MergingAdmin


class PostCounts(PagedAdmin, MergingAdmin):
    """Lists of things that posts belong to, with the number of posts."""

    # Said here too, because a query that counts forgets the model's own order.
    ordering = ["name"]

    def with_counts(self, items: QuerySet) -> QuerySet:
        # Subqueries, so that only the rows that are shown are counted.
        posts: Any = Post.objects.filter(**{self.relation: OuterRef("pk")})
        return items.annotate(all_count=counted(posts), public_count=counted(posts.published()))

    @property
    def relation(self) -> str:
        """The name of these things on an article."""
        return self.model._meta.get_field("posts").remote_field.name

    @admin.display(description=_("articles"), ordering="all_count")
    def all_posts(self, item) -> int:
        return item.all_count

    @admin.display(description=_("public"), ordering="public_count")
    def public_posts(self, item) -> int:
        return item.public_count


class KeptWhileUsed(PostCounts):
    """Things that can't be deleted while articles belong to them."""

    def delete_view(self, request, object_id, extra_context=None):
        item = self.get_object(request, unquote(object_id))
        count = item.posts.count() if item else 0
        if item is None or not count or not self.has_delete_permission(request, item):
            return super().delete_view(request, object_id, extra_context)
        text = ngettext(
            "“%(name)s” can’t be deleted: %(count)d article belongs to it. Put it elsewhere first.",
            "“%(name)s” can’t be deleted: %(count)d articles belong to it. Put them elsewhere first.",
            count,
        )
        messages.error(request, text % {"name": item, "count": count})
        return HttpResponseRedirect(reverse(f"admin:articles_{self.opts.model_name}_change", args=[item.pk]))


@admin.register(Category)
class CategoryAdmin(KeptWhileUsed):
    ordering = ["order", "name"]
    list_display = ["name", "order", "all_posts", "public_posts"]
    list_editable = ["order"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Author)
class AuthorAdmin(KeptWhileUsed):
    list_display = ["name", "user", "all_posts", "public_posts"]
    list_select_related = ["user"]
    search_fields = ["name"]
    autocomplete_fields = ["user", "portrait"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Series)
class SeriesAdmin(KeptWhileUsed):
    list_display = ["name", "all_posts", "public_posts"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
