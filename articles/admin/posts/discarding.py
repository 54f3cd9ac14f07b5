"""The bin: what is deleted lies here until a chief editor deletes it for good."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import roles
from articles.models import Post


def discard(request, post: Post, context: dict):
    """Ask whether to move the article to the bin and, asked by POST, do it."""
    if not roles.may(request.user, "bin", post):
        raise PermissionDenied
    if request.method != "POST":
        context |= {"title": _("Move to the bin"), "post": post, "opts": Post._meta}
        return TemplateResponse(request, "admin/articles/post/bin.html", context)
    with transaction.atomic():
        post.lock()
        post.status = Post.Status.BINNED
        post.save(by=request.user, note=request.POST.get("note", ""))
    messages.success(request, _("“%(title)s” lies in the bin now.") % {"title": post.title})
    return HttpResponseRedirect(reverse("admin:articles_post_changelist"))


@require_POST
@transaction.atomic
def bring_back(request, pk: int):
    """Take an article out of the bin; what readers have seen comes back withdrawn, all else as a draft."""
    post = get_object_or_404(Post.objects.binned().select_for_update(), pk=pk)
    if not roles.may(request.user, "unbin", post):
        raise PermissionDenied
    was_seen = post.has_come and post.revisions.filter(is_published=True).exists()
    post.status = Post.Status.WITHDRAWN if was_seen else Post.Status.DRAFT
    post.save(by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": post.title})
    return HttpResponseRedirect(reverse("admin:articles_post_change", args=[post.pk]))
