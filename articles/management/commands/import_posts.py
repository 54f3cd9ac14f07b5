import sys
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.importers import READERS
from articles.importers.base import ReadError, ReadOptions
from articles.importers.load import Entry, LoadOptions, load
from articles.library import Fetcher
from articles.management.progress import Progress

MARKS = {"warning": "!", "info": "·"}


class Command(BaseCommand):
    help = (
        "Import articles: import_posts jekyll PATH, where PATH is a file, a folder of posts or a whole site."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", choices=sorted(READERS), help="the system that the articles come from")
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report, and store nothing")
        parser.add_argument(
            "--date", help="date of articles that have none, as in 2026-11-22 or 2026-11-22T09:30+01:00"
        )
        parser.add_argument("--author", default="", help="author of articles that name none")
        parser.add_argument(
            "--strict-categories",
            action="store_true",
            help="split `categories: A and B` at its spaces, as Jekyll does, instead of taking it for one name",
        )
        parser.add_argument("--no-fetch", action="store_true", help="leave remote pictures to fetch_images")
        parser.add_argument(
            "--brief", action="store_true", help="report only files that failed, and the totals"
        )

    def handle(self, *, source, path, **options):
        try:
            reader = READERS[source](path, ReadOptions(timezone=timezone.get_current_timezone()))
        except ReadError as error:
            raise CommandError(f"{path}: {error}") from error
        load_options = LoadOptions(
            date=read_date(options["date"]),
            author=options["author"],
            strict_categories=options["strict_categories"],
            dry_run=options["dry_run"],
            fetcher=None if options["no_fetch"] else Fetcher(),
        )
        totals: dict[str, int] = {}
        progress = Progress(len(reader), sys.stderr)
        for entry in load(reader, load_options):
            totals[entry.state] = totals.get(entry.state, 0) + 1
            progress.step()
            if not options["brief"] or entry.state == "failed":
                progress.clear()
                self.report(entry)
        progress.clear()
        self.stdout.write(self.summary(totals, options["dry_run"]))
        if totals.get("failed"):
            raise CommandError(
                f"{totals['failed']} of {sum(totals.values())} files failed; the others are in."
            )

    def report(self, entry: Entry) -> None:
        style = self.style.ERROR if entry.state == "failed" else self.style.SUCCESS
        place = f"{entry.path}:{entry.line}" if entry.line else entry.path
        ending = entry.reason or entry.address
        self.stdout.write(f"{style(entry.state)}  {place}" + (f"  {ending}" if ending else ""))
        if entry.state in {"unchanged", "skipped"}:
            return
        for fate in entry.fates:
            self.stdout.write(f"    {fate.key}: {fate.fate}")
        for note in entry.notes:
            line = f"line {note.line}: " if note.line else ""
            self.stdout.write(f"  {MARKS[note.severity]} {line}{note.text}")

    def summary(self, totals: dict[str, int], dry_run: bool) -> str:
        counts = (
            ", ".join(f"{number} {state}" for state, number in sorted(totals.items())) or "no articles found"
        )
        return f"{counts} (dry run: nothing was stored)" if dry_run else counts


def read_date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--date {text!r} is no date; write 2026-11-22 or 2026-11-22T09:30+01:00"
        ) from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
