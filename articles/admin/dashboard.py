"""What the admin opens with: what waits, what is planned, and what needs care."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from articles import generation, roles
from articles.models import EditingSession, Post, Revision
from articles.plots import BarPlot, bar_plot
from articles.querysets import PostQuerySet

from .calendar import calendar_of, midnight, month_of
from .filters import CARE
from .links import broken_count
from .posts.listing import STAGES

LISTED = 8
MONTHS = 24


def index(request: HttpRequest) -> HttpResponse:
    """The admin's front page, in place of Django's; whoever may see no articles gets that one."""
    shown = dashboard(request) if roles.may(request.user, "view") else {}
    return admin.site.index(request, {"title": _("Dashboard"), **shown})


class Purview:
    """The articles that a user looks after, with the addresses of their lists: editors all, authors their own."""

    def __init__(self, user):
        self.has_all = user.has_perm(roles.EDIT_ANY)
        self.posts: PostQuerySet = Post.objects.all()
        self.scope: dict[str, Any] = {}
        if not self.has_all:
            author = getattr(user, "author", None)
            self.posts = Post.objects.filter(author=author) if author else Post.objects.none()
            self.scope = {"author__id__exact": author.pk if author else 0}

    def address(self, **query) -> str:
        return f"{reverse('admin:articles_post_changelist')}?{urlencode({**query, **self.scope})}"


class Item(NamedTuple):
    """A line in a list: what it is about, where it leads, and what there is to say."""

    title: str
    address: str
    moment: datetime
    said: Sequence[str]
    note: str = ""

    @property
    def detail(self) -> str:
        return " · ".join(filter(None, self.said))


class Figure(NamedTuple):
    label: Any
    number: int
    address: str


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """Return what the dashboard shows to the user; more articles never take more queries."""
    purview = Purview(request.user)
    month = month_of(request.GET.get("month", ""), timezone.localdate())
    return {
        "purview": purview,
        "may_write": roles.may(request.user, "add"),
        "totals": totals_of(purview),
        "unsaved": unsaved_texts(request.user),
        "waiting": waiting(purview.posts),
        "drafts": drafts(purview.posts),
        "calendar": calendar_of(purview.posts, month),
        "care": [*care(purview), *broken_links(request.user)],
        "activity": activity(purview),
        "plot": plot(purview),
    }


def totals_of(purview: Purview) -> dict[str, Figure]:
    return {
        stage: Figure(label, number_of(purview, stage), purview.address(stage=stage))
        for stage, (label, _chosen) in STAGES.items()
    }


def number_of(purview: Purview, stage: str) -> int:
    posts = STAGES[stage][1](purview.posts)
    if stage != "published":
        return posts.count()
    return generation.remember(("published", *purview.scope.values()), posts.count)


def waiting(posts: PostQuerySet) -> list[Item]:
    """Return what was sent for review, the longest wait first."""
    sent = Revision.objects.filter(post=OuterRef("pk"), action=Revision.Action.SUBMITTED).order_by("-number")
    newest = {f"sent_{name}": Subquery(sent.values(name)[:1]) for name in ("by_name", "note")}
    since = Coalesce(Subquery(sent.values("made_at")[:1]), "updated_at")
    rows = posts.filter(status=Post.Status.IN_REVIEW).annotate(since=since, **newest).order_by("since", "pk")
    return [
        Item(
            post.title,
            change_address(post.pk),
            post.since,
            [post.sent_by_name, _("waiting for %(time)s") % {"time": age(post.since)}],
            post.sent_note,
        )
        for post in rows.only("title")[:LISTED]
    ]


def drafts(posts: PostQuerySet) -> list[Item]:
    """Return the drafts that nobody touched for longest."""
    rows = posts.filter(status=Post.Status.DRAFT).select_related("author").order_by("updated_at", "pk")
    return [
        Item(
            post.title,
            change_address(post.pk),
            post.updated_at,
            [
                post.author.name if post.author else "",
                _("%(time)s untouched") % {"time": age(post.updated_at)},
            ],
        )
        for post in rows.only("title", "updated_at", "author__name")[:LISTED]
    ]


def unsaved_texts(user) -> list[Item]:
    """Return what the user typed into forms and never saved, whosever article it is about."""
    rows = EditingSession.objects.filter(user=user, fields__isnull=False).select_related("post")
    rows = rows.annotate(typed=KT("fields__title__0")).order_by("-changed_at", "-pk")
    return [
        Item(
            row.typed or (row.post.title if row.post else _("Untitled")),
            form_address(row),
            row.changed_at or row.seen_at,
            [_("typed %(time)s ago") % {"time": age(row.changed_at or row.seen_at)}],
        )
        for row in rows.only("key", "seen_at", "changed_at", "post__title")[:LISTED]
    ]


def care(purview: Purview) -> list[Figure]:
    """Return what public articles lack, in numbers; what is in order is left out."""
    # Of public articles alone, so that a count stands until one of them changes.
    numbers = generation.remember(
        ("care", *purview.scope.values(), timezone.localdate()),
        lambda: [each.of(purview.posts).count() for each in CARE],
    )
    figures = [
        Figure(each.label, number, purview.address(care=each.key))
        for each, number in zip(CARE, numbers, strict=True)
    ]
    return [figure for figure in figures if figure.number]


def broken_links(user) -> list[Figure]:
    if not user.has_perm("articles.view_link"):
        return []
    address = f"{reverse('admin:articles_link_changelist')}?state=broken"
    figure = Figure(_("Broken links"), broken_count(user), address)
    return [figure] if figure.number else []


def activity(purview: Purview) -> list[Item]:
    """Return what was done last; somebody's saves of one article in a row count as one."""
    # By key, which is the order of time here, and has an index.
    rows = Revision.objects.select_related("post").order_by("-pk")
    if not purview.has_all:
        rows = rows.filter(post__in=purview.posts.values("pk"))
    rows = rows.only("made_at", "by_name", "action", "note", "post__title")[: 5 * LISTED]
    runs = groupby(rows, key=lambda row: (row.post_id, row.by_name, row.action))
    return [
        Item(
            row.post.title,
            change_address(row.post_id),
            row.made_at,
            [row.get_action_display(), row.by_name, _("%(time)s ago") % {"time": age(row.made_at)}],
            row.note,
        )
        for row in (next(run) for _same, run in islice(runs, LISTED))
    ]


def plot(purview: Purview) -> BarPlot:
    months = last_months(timezone.localdate())
    public = purview.posts.published().filter(published_at__gte=midnight(months[0]))
    rows = generation.remember(("plot", *purview.scope.values(), months[0]), lambda: list(public.months()))
    counts = {row["month"].date(): row["post_count"] for row in rows}
    return bar_plot([(month, counts.get(month, 0)) for month in months])


def last_months(today: date) -> list[date]:
    newest = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(newest - MONTHS + 1, newest + 1)]


def change_address(pk: int) -> str:
    return reverse("admin:articles_post_change", args=[pk])


def form_address(row: EditingSession) -> str:
    form = change_address(row.post_id) if row.post_id else reverse("admin:articles_post_add")
    return f"{form}?{urlencode({'session': row.key})}"


def age(moment: datetime) -> str:
    is_new = timezone.now() - moment < timedelta(minutes=1)
    return _("a moment") if is_new else timesince(moment, depth=1)
