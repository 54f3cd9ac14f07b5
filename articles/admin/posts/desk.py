from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import proofs, roles
from articles.metadata import absolute
from articles.models import Post, Revision
from articles.models.state import FIELDS
from articles.search import newest_matching

from .. import filters
from ..lists import PagedAdmin
from . import (
    card,
    checks,
    comparison,
    conflict,
    discarding,
    fields,
    held,
    hero,
    history,
    listing,
    sessions,
    sharing,
    unsaved,
    upload,
)
from .forms import PostForm

DATES = {"published_at", "withdraw_at"}
# What is offered on the writing page, in this order.
STEPS = {
    "withdraw": _("Withdraw"),
    "redraft": _("Back to draft"),
    "return": _("Return to draft"),
    "submit": _("Submit for review"),
    "unbin": _("Bring back"),
    "publish": _("Publish"),
}
DONE = {
    Revision.Action.SUBMITTED: _("Submitted for review."),
    Revision.Action.RETURNED: _("Returned to draft."),
    Revision.Action.PUBLISHED: _("Published."),
    Revision.Action.SCHEDULED: _("Scheduled."),
    Revision.Action.WITHDRAWN: _("Withdrawn."),
}


@admin.register(Post)
class PostAdmin(PagedAdmin):
    form = PostForm
    list_display = ["thumbnail", "title", "stage", "category", "published_at", "author"]
    list_display_links = ["title"]
    list_filter = [
        listing.StageFilter,
        filters.CareFilter,
        filters.YearFilter,
        filters.MonthFilter,
        "category",
        "author",
    ]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["title"]  # for the field to be there; where it looks is said below
    search_help_text = _("Searches titles, slugs and texts.")
    ordering = ["-created_at", "-pk"]
    actions = [listing.publish, listing.withdraw, listing.delete_selected]

    def get_queryset(self, request):
        posts = Post.objects.seen_by(request.user).with_newest_number().order_by(*self.ordering)
        return posts.defer("body_html", "toc", "related").select_related("category", "author", "hero_image")

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        named = Q(slug=search_term.strip()) | Q(pk__in=newest_matching(search_term))
        return queryset.filter(named), False

    def has_publish_permission(self, request) -> bool:
        return roles.may(request.user, "publish")

    def has_view_permission(self, request, obj=None) -> bool:
        return roles.may(request.user, "view", obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return roles.may(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        """What lies in the bin can be deleted for good; all else goes there first."""
        is_binned = obj is not None and obj.status == Post.Status.BINNED
        return roles.may(request.user, "destroy" if is_binned else "bin", obj)

    def get_deleted_objects(self, objs, request):
        """Whoever may delete an article for good may delete what belongs to it alone."""
        listed, counts, _lacking, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), protected

    def delete_view(self, request, object_id, extra_context=None):
        post = self.get_object(request, unquote(object_id))
        if post is None or post.status == Post.Status.BINNED:
            return super().delete_view(request, object_id, extra_context)
        return discarding.discard(request, post, self.admin_site.each_context(request))

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("tags/", view(fields.tags), name="articles_post_tags"),
            path("address/", view(fields.address), name="articles_post_address"),
            path("heroes/", view(hero.find), name="articles_post_heroes"),
            path("heroes/<int:pk>/", view(hero.focus), name="articles_post_focus"),
            path("pictures/", view(upload.pictures), name="articles_post_pictures"),
            path("upload/", view(upload.upload), name="articles_post_upload"),
            path("card/", view(card.draw), name="articles_post_card"),
            path("<int:pk>/bring-back/", view(discarding.bring_back), name="articles_post_bring_back"),
            path("<int:pk>/diff/<int:old>/<int:new>/", view(history.differences), name="articles_post_diff"),
            path("<int:pk>/revisions/<int:number>/", view(history.revision), name="articles_post_revision"),
            path("<int:pk>/restore/<int:number>/", view(history.restore), name="articles_post_restore"),
            path("<int:pk>/share/", view(sharing.share), name="articles_post_share"),
            path("<int:pk>/unshare/", view(sharing.unshare), name="articles_post_unshare"),
            path("autosave/", sessions.autosave, name="articles_post_autosave"),
            path("<int:pk>/autosave/", sessions.autosave, name="articles_post_autosave"),
            path("offers/", view(sessions.show_offers), name="articles_post_offers"),
            path("<int:pk>/offers/", view(sessions.show_offers), name="articles_post_offers"),
            path("unsaved/<slug:key>/", view(unsaved.look), name="articles_post_unsaved"),
            path("unsaved/<slug:key>/discard/", view(unsaved.discard), name="articles_post_discard"),
            path("held/", held.go_on, name="articles_post_held"),
            path("<int:pk>/held/", held.go_on, name="articles_post_held"),
            # In place of the admin's own, which drop what is sent while nobody is logged in.
            path("add/", held.kept(view(self.add_view)), name="articles_post_add"),
            path("<path:object_id>/change/", held.kept(view(self.change_view)), name="articles_post_change"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        return history.index(request, self.get_object(request, unquote(object_id)))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return plain fields: the admin's own need its scripts."""
        return db_field.formfield(**kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def get_fields(self, request, obj=None):
        hidden = set() if roles.may(request.user, "publish") else DATES | {"author"}
        return [name for name in super().get_fields(request, obj) if name not in hidden]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Keep what was typed by somebody who may not save it any more."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method != "POST":
                raise
            return held.refused(request, object_id)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            return held.refused(request, object_id)
        if unsaved.is_asked_for(request):
            return HttpResponseRedirect(reverse("admin:articles_post_unsaved", args=[request.GET["session"]]))
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def get_changeform_initial_data(self, request):
        author = getattr(request.user, "author", None)
        return {"author": author, **super().get_changeform_initial_data(request)}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if form.merge.clashes:
            sessions.keep(request, obj)
            return conflict.page(request, form, context)
        if obj and form.is_bound:
            # What was sent and refused is on the one at hand.
            obj = context["original"] = self.get_object(request, str(obj.pk))
        if unsaved.is_asked_for(request) and not sessions.may_write(request.user, obj):
            return HttpResponseRedirect(reverse("admin:articles_post_unsaved", args=[request.GET["session"]]))
        picture = upload.take(request, form)
        opening = sessions.open_form(request, form, obj)
        picks = "hero_image" in form.fields
        chosen = hero.offer(form["hero_image"].value(), form.data.get("find", "")) if picks else None
        context |= {
            "opening": opening,
            "steps": open_steps(request.user, obj),
            "revisions": history.recent(request.user, obj) if obj else [],
            "address": absolute(obj.get_absolute_url() if obj else "/articles/"),
            "hero": chosen,
            "sharing": sharing.offer(request.user, obj),
            "picture": picture,
            "checks": checks.of_form(form, obj, chosen["current"]) if chosen else None,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        details: dict[str, Any] = {"note": form.cleaned_data["note"]}
        if form.overrode:
            reasons = [form.cleaned_data["override"], form.cleaned_data["note"]]
            details |= {"overrode": True, "note": "\n\n".join(filter(None, reasons))}
        if form.merge.came_in:
            details["merged_from"] = form.cleaned_data["base"]
        obj.save(tags=form.cleaned_data["tags"], by=request.user, **details)
        sessions.forget(request, obj if change else None)

    def save_related(self, request, form, formsets, change):
        """Nothing more: the tags are stored with the article, in one transaction and one revision."""

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        revision = obj.revisions.for_list().first()
        messages.success(request, DONE.get(revision.action, _("Saved.")))
        if revision.merged_from is not None:
            messages.info(request, merge_message(obj, revision))
        if obj.status == Post.Status.PUBLISHED and not revision.overrode:
            warn(request, obj)
        if "_save" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_post_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_post_change", args=[obj.pk]))

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description="")
    def thumbnail(self, post: Post) -> str:
        picture = post.picture("portrait")
        return format_html('<img class="thumbnail" src="{}" alt="" width="56" height="56">', picture.src)

    @admin.display(description=_("status"), ordering="status")
    def stage(self, post: Post) -> str:
        return format_html('<span class="state state-{}">{}</span>', post.stage, post.get_stage_display())


def open_steps(user, post: Post | None) -> list[tuple[str, Any]]:
    """Return what the user may do with the article, a new one without, besides saving it: names and labels."""
    opened = {each.action for each in roles.open_transitions(user, post)}
    return [(action, label) for action, label in STEPS.items() if action in opened]


def warn(request, post: Post) -> None:
    """Say what is public, or soon, that would not have been published."""
    if found := proofs.blocking(post):
        text = _("This article should not stay public as it is. %(findings)s")
        messages.warning(request, text % {"findings": " ".join(map(proofs.placed, found[:3]))})


def merge_message(post: Post, revision: Revision) -> str:
    between = post.revisions.for_list().filter(number__gt=revision.merged_from, number__lt=revision.number)
    names = {name for other in between for name in other.changed}
    people = {other.by_name or str(_("somebody")) for other in between}
    return _("Your changes were merged with those of %(people)s: %(fields)s.") % {
        "people": ", ".join(sorted(people)),
        "fields": ", ".join(comparison.name_of(name) for name in FIELDS if name in names),
    }
