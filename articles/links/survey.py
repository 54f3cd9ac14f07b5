"""What is wrong with the links and pictures of the whole site."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db.models import CharField, Count, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from articles import generation, roles
from articles.models import BodyImage, Image, Link, Post
from articles.querysets import published_now

from .destinations import FEW, Destination, State, destinations, lost_anchors
from .targets import host_of

STATES: dict[State, object] = {
    "broken": _("Broken"),
    "redirected": _("Redirected"),
    "not_public": _("Not public"),
}
REPORTED = ["draft", "in_review", "published"]


class Finding(NamedTuple):
    """A link or picture that something is wrong with; `goes_to` is the path that readers are sent to instead.

    `kind` is one of `Link.Kind`, or "anchor" where the article is there but not the place in it.
    """

    post_id: int
    line: int
    kind: str
    address: str
    path: str
    anchor: str
    slug: str
    state: State = "broken"
    goes_to: str = ""

    @property
    def own_path(self) -> str:
        return f"/articles/{self.slug}/"

    @property
    def new_address(self) -> str:
        """The address as it would be written today, where readers are sent on."""
        if self.state != "redirected":
            return ""
        parts = urlsplit(self.address)
        return parts._replace(scheme="", netloc="", path=quote(self.goes_to)).geturl()


class Host(NamedTuple):
    name: str
    links: int
    articles: int


def reported(user) -> QuerySet[Link]:
    """Return the links of articles that readers see or may see some day, as far as the user sees them."""
    rows = Link.objects.filter(post__status__in=REPORTED).order_by()
    if user.has_perm(roles.EDIT_ANY):
        return rows
    return rows.filter(published_now("post__") | Q(post__author__user=user))


def findings(rows: QuerySet[Link]) -> list[Finding]:
    """Return what is wrong with links, the newest article first; more links take no more queries."""
    ends = {path: end for path, end in destinations(suspects()).items() if end.state}
    fields = ("post_id", "line", "kind", "address", "path", "anchor", "post__slug")
    # An imported text may name a picture of the library by the address it had elsewhere.
    known = BodyImage.objects.filter(post=OuterRef("post"), address=OuterRef("address"))
    wanted = rows.filter(path__in=list(ends)) if len(ends) <= FEW else rows.exclude(path="")
    wrong = [Finding(*row) for row in wanted.exclude(Exists(known)).values_list(*fields)]
    # Greater, because an index has that.
    anchored = [Finding(*row) for row in rows.filter(anchor__gt="").values_list(*fields)]
    found = [*at_bad_ends(wrong, ends), *at_lost_anchors(anchored, ends)]
    return sorted(found, key=lambda finding: (-finding.post_id, finding.line))


def suspects() -> set[str]:
    """Return the paths that are linked to and are not those of public articles and original pictures."""
    # Rows of links come and go and never change: while their number and the newest are the same, so are all.
    known = Link.objects.aggregate(Count("pk"), Max("pk"))
    return generation.remember(("suspects", *known.values()), find_suspects)


def find_suspects() -> set[str]:
    paths = Link.objects.order_by().exclude(path="").values_list("path", flat=True)
    article = Concat(Value("/articles/"), "slug", Value("/"), output_field=CharField())
    picture = Concat(Value(settings.MEDIA_URL), "file", output_field=CharField())
    public = Post.objects.published().order_by().values_list(article, flat=True)
    pictures = Image.objects.order_by().values_list(picture, flat=True)
    return set(paths.difference(public, pictures).order_by())


def at_bad_ends(rows: list[Finding], ends: dict[str, Destination]) -> Iterator[Finding]:
    for row in rows:
        if row.path in ends and row.path != row.own_path:
            state, goes_to = ends[row.path]
            yield row._replace(state=state or "broken", goes_to=goes_to)


def at_lost_anchors(rows: list[Finding], ends: dict[str, Destination]) -> Iterator[Finding]:
    targets = {row: (row.path or row.own_path, row.anchor) for row in rows}
    lost = lost_anchors(targets.values())
    for row, target in targets.items():
        if target in lost and (row.path not in ends or row.path == row.own_path):
            yield row._replace(kind="anchor")


def hosts(rows: QuerySet[Link]) -> list[Host]:
    """Return the other sites that are linked to, most linked first; none of them is asked."""
    links: Counter[str] = Counter()
    articles: dict[str, set[int]] = {}
    for post_id, address in rows.filter(path="", anchor="").values_list("post_id", "address"):
        if host := host_of(address):
            links[host] += 1
            articles.setdefault(host, set()).add(post_id)
    return [Host(name, count, len(articles[name])) for name, count in links.most_common()]
