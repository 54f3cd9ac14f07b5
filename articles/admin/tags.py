from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit.models import Tag as TaggitTag

from articles import retagging, tagging
from articles.models import Post, Tag, TaggedPost
from articles.querysets import counted

from .staleness import MergingForm
from .taxonomy import PostCounts

# taggit's own tags are not ours; its menu entry would only confuse.
admin.site.unregister(TaggitTag)

MOST_MERGED = 50
MOST_OFFERED = 10
EACH = OuterRef("pk")  # tag of the query around


def merge_address(tags) -> str:
    query = urlencode({"tags": [tag.pk for tag in tags]}, doseq=True)
    return f"{reverse('admin:articles_tag_merge')}?{query}"


def articles(count: int) -> str:
    return ngettext("%d article", "%d articles", count) % count


class TagForm(MergingForm):
    class Meta:
        model = Tag
        fields = ["name", "slug"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].help_text = _(
                "The last part of the address. It follows the name if it was made from it; "
                "the old address leads to the new one."
            )

    def full_clean(self):
        super().full_clean()
        namesake = self.find_namesake() if self.instance.pk and self.has_error("name") else None
        if namesake:
            address = merge_address([self.instance, namesake])
            self.add_error("name", format_html('<a href="{}">{}</a>', address, _("Merge the two tags")))

    def find_namesake(self) -> Tag | None:
        key = tagging.fold(self.instance.name)
        return Tag.objects.filter(key=key).exclude(pk=self.instance.pk).first()


class TagChoice(forms.ModelChoiceField):
    def label_from_instance(self, tag) -> str:
        facts = {
            "name": tag,
            "articles": articles(tag.all_count),
            "public": tag.public_count,
            "slug": tag.slug,
        }
        return _("%(name)s: %(articles)s, %(public)d public, at /tag/%(slug)s/") % facts


class MergeForm(forms.Form):
    def __init__(self, *args, tags, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kept"] = TagChoice(tags, widget=forms.RadioSelect, empty_label=None)


class DeletionForm(forms.Form):
    def __init__(self, *args, tag: Tag, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("nowhere: there is no page any more")),
            (reverse("tags"), _("the list of all tags")),
            *((other.get_absolute_url(), other.name) for other in nearest(tag)),
        ]
        self.fields["leads_to"] = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False)


def nearest(tag: Tag) -> QuerySet[Tag]:
    """Return the tags that most articles have beside this one."""
    posts = TaggedPost.objects.filter(tag=tag).values("content_object")
    others = Tag.objects.filter(tagged_posts__content_object__in=posts).exclude(pk=tag.pk)
    return others.annotate(shared=Count("tagged_posts")).order_by("-shared", "name")[:MOST_OFFERED]


def uses(tag: Any = EACH) -> QuerySet[TaggedPost]:
    """Return the rows that link a tag with articles."""
    return TaggedPost.objects.filter(tag=tag).order_by()


def public_uses(tag: Any = EACH) -> QuerySet[TaggedPost]:
    # Each article by its key: from a join SQLite would go through all that is public, once for each tag.
    return uses(tag).filter(Exists(Post.objects.published().filter(pk=OuterRef("content_object"))))


def offer_deletion(tag: Tag) -> dict[str, Any]:
    return {
        "deletion": DeletionForm(tag=tag, initial={"leads_to": ""}),
        "all_count": tag.tagged_posts.count(),
        "public_count": public_uses(tag.pk).count(),
    }


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("unused", _("In no article")), ("hidden", _("In no public article"))]

    def queryset(self, request, queryset):
        if self.value() == "unused":
            return queryset.exclude(Exists(uses()))
        if self.value() == "hidden":
            return queryset.exclude(Exists(public_uses()))
        return queryset


@admin.register(Tag)
class TagAdmin(PostCounts):
    form = TagForm
    list_display = ["name", "slug", "all_posts", "public_posts"]
    # By public articles it can't be sorted: all of each tag would have to be looked at.
    sortable_by = ["name", "slug", "all_posts"]
    list_filter = [UseFilter]
    search_fields = ["name"]
    actions = ["merge"]
    delete_confirmation_template = "admin/articles/tag/delete_confirmation.html"

    def with_counts(self, items: QuerySet) -> QuerySet:
        return items.annotate(all_count=counted(uses()), public_count=counted(public_uses()))

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", merge, name="articles_tag_merge"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        if not change or not {"name", "slug"} & set(form.changed_data):
            super().save_model(request, obj, form, change)
            return
        count = retagging.rename(obj, request.user)
        text = _("The tag is called “%(name)s” now, at %(address)s, in %(articles)s.")
        facts = {"name": obj, "address": f"/tag/{obj.slug}/", "articles": articles(count)}
        messages.info(request, text % facts)

    def delete_view(self, request, object_id, extra_context=None):
        tag = self.get_object(request, unquote(object_id))
        context = offer_deletion(tag) if tag else {}
        return super().delete_view(request, object_id, {**context, **(extra_context or {})})

    def get_deleted_objects(self, objs, request):
        """List the tags alone: a row for each article of each would tell nothing."""
        chosen = self.get_queryset(request).filter(pk__in=[tag.pk for tag in objs])
        counts = chosen.annotate(all_count=counted(uses()))
        names = [f"{tag} ({articles(tag.all_count)})" for tag in counts]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def delete_model(self, request, obj):
        form = DeletionForm(request.POST, tag=obj)
        leads_to = form.cleaned_data["leads_to"] if form.is_valid() else ""
        count = retagging.delete(obj, request.user, leads_to)
        messages.info(request, _("%(articles)s had it.") % {"articles": articles(count)})

    def delete_queryset(self, request, queryset):
        retagging.delete_all(queryset, request.user)

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=_("Merge the chosen tags"), permissions=["merge"])
    def merge(self, request, queryset):
        if 2 <= queryset.count() <= MOST_MERGED:
            return HttpResponseRedirect(merge_address(queryset))
        text = _("Choose between 2 and %(most)d tags to merge.") % {"most": MOST_MERGED}
        self.message_user(request, text, messages.WARNING)
        return None

    def merge_view(self, request):
        if not self.has_merge_permission(request):
            raise PermissionDenied
        keys = [key for key in request.GET.getlist("tags") if key.isdecimal()][:MOST_MERGED]
        tags = self.with_counts(self.get_queryset(request)).filter(pk__in=keys).order_by("-all_count", "name")
        if len(tags) < 2:
            messages.warning(request, _("There is nothing left to merge."))
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        form = MergeForm(request.POST or None, tags=tags, initial={"kept": tags[0]})
        if form.is_valid():
            return self.merged(request, list(tags), form.cleaned_data["kept"])
        context = {"title": _("Merge tags"), "opts": self.opts, "form": form}
        context = {**self.admin_site.each_context(request), **context}
        return render(request, "admin/articles/tag/merge.html", context)

    def merged(self, request, tags, kept):
        count = retagging.merge(tags, kept, request.user)
        names = get_text_list([f"“{tag}”" for tag in tags if tag != kept], _("and"))
        text = _("%(names)s went into “%(kept)s”: %(articles)s changed.")
        said = text % {"names": names, "kept": kept, "articles": articles(count)}
        self.log_change(request, kept, said)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
