"""What is public, and what a listing loads. Every page asks here."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone


def published_now(prefix: str = "") -> Q:
    """Return the one condition for "public", on posts or, with a prefix such as `posts__`, across a relation."""
    return Q(**{f"{prefix}status": "published", f"{prefix}published_at__lte": timezone.now()})


class SluggedQuerySet(models.QuerySet):
    def free_slug(self, slug: str) -> str:
        """Return `slug`, or the first of `slug-2`, `slug-3`… that no row has."""
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

    def for_listing(self) -> Self:
        """Load what a card shows, and not the texts, in one query and newest first."""
        return (
            self.select_related("category", "author", "hero_image")
            .defer("body", "body_html", "front_matter", "toc", "author__bio", "category__description")
            .newest_first()
        )

    def months(self) -> models.QuerySet:
        """Return rows of `month` (a date, its first day here) and `post_count`, newest first."""
        by_month = self.annotate(month=TruncMonth("published_at")).order_by("-month").values("month")
        return by_month.annotate(post_count=Count("pk"))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def with_neighbours(self) -> Self:
        """Add `previous_key` and `next_key`, of the public posts nearest in time; the key breaks ties."""
        public = type(self)(self.model).published()
        moment, key = OuterRef("published_at"), OuterRef("pk")
        earlier = Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=key)
        later = Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=key)
        return self.annotate(
            previous_key=Subquery(public.filter(earlier).newest_first().values("pk")[:1]),
            next_key=Subquery(public.filter(later).order_by("published_at", "pk").values("pk")[:1]),
        )


class CountedQuerySet(SluggedQuerySet):
    """Things that posts belong to: categories, tags, authors, series."""

    def with_counts(self) -> Self:
        """Add `post_count`, the number of published posts, and leave out what has none."""
        counted = self.annotate(post_count=Count("posts", filter=published_now("posts__")))
        # Said again, because a query that groups forgets the model's own order.
        return counted.filter(post_count__gt=0).order_by(*(self.model._meta.ordering or ()))


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
