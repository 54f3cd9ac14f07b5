"""Put another address into the text of an article, and nothing else."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles import outline, roles
from articles.models import Link, Post
from articles.models.liquid import liquid_of

LONGEST_SHOWN = 200


def repair(post_id: int, line: int, old: str, new: str, *, by) -> Post:
    """Replace an address where it stands, as a revision of its own.

    Raises LookupError where the text has changed so that the line has no such address, RenderError and
    PermissionDenied; then nothing is stored.
    """
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=post_id)
        post.body = outline.replace_address(post.body, line, old, new, liquid_of(post))
        store(post, old, new, by)
    return post


def repair_all(rows, old: str, new: str, *, by) -> tuple[int, int]:
    """Replace an address wherever links have it; return how many articles were changed, and left as they are."""
    counts = [0, 0]
    keys = sorted(set(rows.filter(address=old).values_list("post", flat=True)))
    for post in Post.objects.filter(pk__in=keys).select_related("author"):
        changed = roles.may(by, "change", post) and repair_post(post.pk, old, new, by)
        counts[not changed] += 1
    return counts[0], counts[1]


def repair_post(post_id: int, old: str, new: str, by) -> bool:
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=post_id)
        body = post.body
        for line in Link.objects.filter(post=post, address=old).values_list("line", flat=True):
            try:
                post.body = outline.replace_address(post.body, line, old, new, liquid_of(post))
            except LookupError:
                continue  # defined once and named twice, or changed meanwhile
        if post.body == body:
            return False
        store(post, old, new, by)
        return True


def store(post: Post, old: str, new: str, by) -> None:
    note = _("Link repaired: %(old)s → %(new)s") % {"old": old[:LONGEST_SHOWN], "new": new[:LONGEST_SHOWN]}
    post.save(by=by, note=note)
