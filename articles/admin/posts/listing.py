from django.contrib import admin, messages
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import editing, proofs, roles
from articles.models import Post

STAGES = {
    "draft": (_("Draft"), lambda posts: posts.filter(status="draft")),
    "in_review": (_("In review"), lambda posts: posts.filter(status="in_review")),
    "scheduled": (_("Scheduled"), lambda posts: posts.scheduled()),
    "published": (_("Published"), lambda posts: posts.published()),
    "withdrawn": (_("Withdrawn"), lambda posts: posts.withdrawn().kept()),
    "binned": (_("In the bin"), lambda posts: posts.binned()),
}


class StageFilter(admin.SimpleListFilter):
    title = _("where it stands")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [(stage, label) for stage, (label, _chosen) in STAGES.items()]

    def queryset(self, request, queryset):
        stage = STAGES.get(self.value() or "")
        return stage[1](queryset) if stage else queryset.kept()


def move(request, posts, action: str) -> int:
    """Take one step with each article that allows it, each saved like any other change; return their number."""
    ends: dict[str, list[Post]] = {"moved": [], "refused": [], "unfit": []}
    for key in posts.values_list("pk", flat=True):
        with transaction.atomic():
            post = Post.objects.select_for_update().filter(pk=key).first()
            if post:
                ends[step(request.user, post, action)].append(post)
    if ends["refused"]:
        messages.warning(request, _("Left as they are: %(articles)s") % {"articles": titles(ends["refused"])})
    if ends["unfit"]:
        text = _("Not published, because something must be mended first: %(articles)s")
        messages.warning(request, text % {"articles": titles(ends["unfit"])})
    return len(ends["moved"])


def step(user, post: Post, action: str) -> str:
    if action == "publish" and post.status != "published" and proofs.blocking(post):
        return "unfit"
    if roles.may(user, action, post) and editing.take_step(post, action):
        post.save(by=user)
        return "moved"
    return "refused"


def titles(posts) -> str:
    return ", ".join(f"“{post.title}”" for post in posts[:5])


@admin.action(description=_("Publish the chosen articles"), permissions=["publish"])
def publish(model_admin, request, queryset):
    count = move(request, queryset, "publish")
    messages.success(request, ngettext("%d article published.", "%d articles published.", count) % count)


@admin.action(description=_("Withdraw the chosen articles"), permissions=["publish"])
def withdraw(model_admin, request, queryset):
    count = move(request, queryset, "withdraw")
    messages.success(request, ngettext("%d article withdrawn.", "%d articles withdrawn.", count) % count)


@admin.action(description=_("Move the chosen articles to the bin"), permissions=["delete"])
def delete_selected(model_admin, request, queryset):
    count = move(request, queryset, "bin")
    messages.success(
        request, ngettext("%d article moved to the bin.", "%d articles moved to the bin.", count) % count
    )
