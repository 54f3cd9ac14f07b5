"""What is public, and what a listing loads. Every page asks here."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain, pairwise
from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, Func, Max, Min, OuterRef, Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

MONTHS_AT_ONCE = 1_000  # databases take so many values in a query, and more
COUNT = Func(
    template="COUNT(*)", output_field=models.IntegerField()
)  # of a subquery; no aggregate, which would group


def published_now(prefix: str = "") -> Q:
    """Return the one condition for "public", on posts or, with a prefix such as `posts__`, across a relation."""
    return Q(**{f"{prefix}published_at__lte": timezone.now()}) & goes_on(prefix)


def goes_on(prefix: str = "") -> Q:
    """Return the rest of that condition: published, be it for a time to come, and not over."""
    is_not_over = Q(**{f"{prefix}withdraw_at": None}) | Q(**{f"{prefix}withdraw_at__gt": timezone.now()})
    return Q(**{f"{prefix}status": "published"}) & is_not_over


def month_begins(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime(year, month, 1))


def month_beginnings(first: datetime, last: datetime) -> list[datetime]:
    """Return when the months begin here from that of `first` to the one after that of `last`."""
    begin, end = (at.year * 12 + at.month - 1 for at in map(timezone.localtime, (first, last)))
    return [month_begins(number // 12, number % 12 + 1) for number in range(begin, end + 2)]


class SluggedQuerySet(models.QuerySet):
    def free_slug(self, slug: str) -> str:
        """Return `slug`, or the first of `slug-2`, `slug-3`… that no row has."""
        if not self.filter(slug=slug).exists():
            return slug
        taken = set(self.filter(slug__startswith=slug).values_list("slug", flat=True))
        candidate, number = slug, 2
        while candidate in taken:
            candidate = f"{slug}-{number}"
            number += 1
        return candidate


class PostQuerySet(SluggedQuerySet):
    def published(self) -> Self:
        return self.filter(published_now())

    def scheduled(self) -> Self:
        return self.filter(status="published", published_at__gt=timezone.now())

    def drafts(self) -> Self:
        return self.filter(status__in=["draft", "in_review"])

    def withdrawn(self) -> Self:
        """Return what readers could once see and can't any more."""
        now = timezone.now()
        # Each a range of an index, so that the rest is not looked at.
        is_over = Q(status="published", withdraw_at__lte=now, published_at__lte=now)
        is_binned = Q(status="binned", published_at__lte=now)
        return self.filter(Q(status="withdrawn") | is_over | is_binned)

    def kept(self) -> Self:
        return self.exclude(status="binned")

    def binned(self) -> Self:
        return self.filter(status="binned")

    def seen_by(self, user) -> Self:
        """Return what the user may see in the admin: authors their own articles, and what everybody sees."""
        if user.has_perm("articles.edit_any_post"):
            return self
        return self.filter(published_now() | Q(author__user=user))

    def with_newest_number(self) -> Self:
        """Load each post together with the number of the revision that it is, so that no save comes between."""
        revision: Any = self.model._meta.get_field("revisions").related_model
        numbers = revision.objects.filter(post=OuterRef("pk")).order_by("-number").values("number")
        # What has no revision yet gets its first from what is stored, before anybody changes it.
        return self.annotate(newest_number=Coalesce(Subquery(numbers[:1]), 1))

    def for_listing(self) -> Self:
        """Load what a card shows, and not the texts, in one query and newest first."""
        return (
            self.select_related("category", "author", "hero_image")
            .defer("body", "body_html", "front_matter", "toc", "author__bio", "category__description")
            .newest_first()
        )

    def months(self) -> list[dict[str, Any]]:
        """Return rows of `month` (the moment it begins here) and `post_count`, newest first."""
        # Each counted as a range of an index: SQLite would ask Python for the month of every single moment.
        ends = self.order_by().aggregate(first=Min("published_at"), last=Max("published_at"))
        begins = month_beginnings(ends["first"], ends["last"]) if ends["first"] else []
        counts = chain.from_iterable(
            self.counts_between(begins[at : at + MONTHS_AT_ONCE + 1])
            for at in range(0, len(begins) - 1, MONTHS_AT_ONCE)
        )
        rows = zip(begins, counts, strict=False)
        return [{"month": month, "post_count": count} for month, count in rows if count][::-1]

    def counts_between(self, moments: Sequence[datetime]) -> list[int]:
        """Return how many posts were published from each moment up to the next one, in one query."""
        span = Q(published_at__gte=RawSQL("column2", ()), published_at__lt=RawSQL("column3", ()))
        # The span first, for SQLite ends a range of its index at the first condition that does.
        posts = (type(self)(self.model).filter(span) & self).order_by()
        number, values = posts.values(number=COUNT).query.sql_with_params()
        adapted = connection.ops.adapt_datetimefield_value
        spans = [(at, *map(adapted, span)) for at, span in enumerate(pairwise(moments))]
        places = ", ".join(["(%s, %s, %s)"] * len(spans))
        with connection.cursor() as cursor:
            # Both databases call the columns of values so.
            statement = f"SELECT column1, ({number}) FROM (VALUES {places}) AS spans"  # noqa: S608  # no values in it
            cursor.execute(statement, [*values, *chain(*spans)])
            return [count for _at, count in sorted(cursor.fetchall())]

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def in_month(self, year: int, month: int) -> Self:
        """Limit posts to a month of the site's clocks, by moments, which an index has."""
        posts = self.filter(published_at__year=year, published_at__gte=month_begins(year, month))
        return posts if month == 12 else posts.filter(published_at__lt=month_begins(year, month + 1))

    def with_neighbours(self) -> Self:
        """Add `previous_key` and `next_key`, of the public posts nearest in time; the key breaks ties."""
        public = type(self)(self.model).published()
        lasting = type(self)(self.model).filter(goes_on())
        moment, key = OuterRef("published_at"), OuterRef("pk")
        # The first conditions say nothing new, but where an index is to begin.
        begins = Q(published_at__lte=Least(moment, Value(timezone.now(), models.DateTimeField())))
        earlier = begins & (Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=key))
        later = Q(published_at__gte=moment) & (
            Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=key)
        )
        return self.annotate(
            previous_key=Subquery(lasting.filter(earlier).newest_first().values("pk")[:1]),
            next_key=Subquery(public.filter(later).order_by("published_at", "pk").values("pk")[:1]),
        )


def counted(rows: models.QuerySet, of: str = "") -> Subquery:
    """Return the number of rows that refer to the outer query, or of what differs in a field, as an expression."""
    template = "COUNT(DISTINCT %(expressions)s)" if of else "COUNT(*)"
    number = Func(*filter(None, [of]), template=template, output_field=models.IntegerField())
    return Subquery(rows.order_by().annotate(counted=number).values("counted"))


class CountedQuerySet(SluggedQuerySet):
    """Things that posts belong to: categories, tags, authors, series."""

    def with_counts(self) -> Self:
        """Add `post_count`, the number of published posts, and leave out what has none."""
        posts: Any = self.model._meta.get_field("posts")
        public = posts.related_model.objects.published().filter(**{posts.remote_field.name: OuterRef("pk")})
        # One by one, each from an index: a join with all posts takes ten times as long.
        return self.filter(Exists(public)).annotate(post_count=counted(public))


class ImageQuerySet(models.QuerySet):
    def without_alt(self) -> Self:
        return self.filter(alt="", decorative=False)

    def waiting(self) -> Self:
        """Return images whose file has still to be fetched from their source address."""
        return self.filter(file="").exclude(source_url="")

    def at(self, address: str):
        """Return the image that a text means by `address`: a file of the library, or a web address it came from."""
        if address.startswith(settings.MEDIA_URL):
            return self.filter(file=address.removeprefix(settings.MEDIA_URL)).first()
        if address.startswith(("http://", "https://")):
            return self.filter(source_url=address).first()
        return None
