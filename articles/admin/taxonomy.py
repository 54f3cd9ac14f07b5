from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as TaggitTag

from articles.models import Author, Category, Series, Tag
from articles.querysets import published_now

# taggit's own tags are not ours; its menu entry would only confuse.
admin.site.unregister(TaggitTag)


class PostCounts(admin.ModelAdmin):
    """Lists of things that posts belong to, with the number of posts."""

    # Said here too, because a query that counts forgets the model's own order.
    ordering = ["name"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                all_count=Count("posts", distinct=True),
                public_count=Count("posts", filter=published_now("posts__"), distinct=True),
            )
        )

    @admin.display(description=_("articles"), ordering="all_count")
    def all_posts(self, item) -> int:
        return item.all_count

    @admin.display(description=_("public"), ordering="public_count")
    def public_posts(self, item) -> int:
        return item.public_count


@admin.register(Category)
class CategoryAdmin(PostCounts):
    ordering = ["order", "name"]
    list_display = ["name", "order", "all_posts", "public_posts"]
    list_editable = ["order"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Tag)
class TagAdmin(PostCounts):
    list_display = ["name", "slug", "all_posts", "public_posts"]
    search_fields = ["name"]
    fields = ["name", "slug"]


@admin.register(Author)
class AuthorAdmin(PostCounts):
    list_display = ["name", "user", "all_posts", "public_posts"]
    list_select_related = ["user"]
    search_fields = ["name"]
    autocomplete_fields = ["user", "portrait"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Series)
class SeriesAdmin(PostCounts):
    list_display = ["name", "all_posts", "public_posts"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
