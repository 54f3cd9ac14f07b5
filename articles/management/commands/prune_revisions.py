from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Revision

BATCH = 500


class Command(BaseCommand):
    help = (
        "Thin out old revisions. By default every revision of every article is kept for good; this command alone "
        "deletes some, and only what is older than the days given: of each day it leaves the last revision. "
        "Published states, revisions with a note, and the first and the newest of each article always stay."
    )

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, required=True, metavar="DAYS")
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, **options):
        if options["older_than"] < 1:
            raise CommandError("--older-than takes a number of days, at least 1.")
        keys = list(superfluous(timezone.now() - timedelta(days=options["older_than"])))
        count = Revision.objects.count()
        if not options["dry_run"]:
            for start in range(0, len(keys), BATCH):
                Revision.objects.filter(pk__in=keys[start : start + BATCH]).delete()
        verb = "would be deleted" if options["dry_run"] else "deleted"
        self.stdout.write(f"{len(keys)} of {count} revisions {verb}")


def superfluous(before: datetime) -> Iterator[int]:
    """Yield the keys of revisions made before a moment that their article's history can do without."""
    rows = Revision.objects.order_by("post", "number").only(
        "post", "made_at", "is_published", "overrode", "note"
    )
    for _post, revisions in groupby(rows.iterator(), key=attrgetter("post_id")):
        next(revisions)  # the first stays
        for revision, following in pairwise(revisions):
            is_plain = not (revision.is_published or revision.overrode or revision.note)
            if is_plain and revision.made_at < before and day(revision) == day(following):
                yield revision.pk


def day(revision: Revision):
    return timezone.localtime(revision.made_at).date()
