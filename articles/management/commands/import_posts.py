import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.importers import READERS
from articles.importers.archives import opened
from articles.importers.base import Reader, ReadError, ReadOptions
from articles.importers.load import Entry, LoadOptions, load, unresolved
from articles.library import Fetcher
from articles.management.progress import Progress

MARKS = {"warning": "!", "info": "·"}
PLURALS = {"article": "articles", "page": "pages", "file": "files"}


class Command(BaseCommand):
    help = (
        "Import articles, pages, files and old addresses: import_posts SOURCE PATH, where PATH is one file, a folder, "
        "a whole site, or an archive of it."
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
        parser.add_argument(
            "--permalink", help="the old site's permalink style or template, where its files do not tell it"
        )
        parser.add_argument("--no-fetch", action="store_true", help="leave remote pictures to fetch_images")
        parser.add_argument(
            "--brief",
            action="store_true",
            help="report only files that failed or disagree with a change made here, and the totals",
        )

    def handle(self, *, source, path, **options):
        read_options = ReadOptions(
            timezone=timezone.get_current_timezone(), permalink=options["permalink"] or None
        )
        try:
            with opened(path) as content:
                self.load(READERS[source](content, read_options), options)
        except ReadError as error:
            raise CommandError(f"{path}: {error}") from error

    def load(self, reader: Reader, options: dict[str, Any]) -> None:
        load_options = LoadOptions(
            date=read_date(options["date"]),
            author=options["author"],
            strict_categories=options["strict_categories"],
            dry_run=options["dry_run"],
            fetcher=None if options["no_fetch"] else Fetcher(),
        )
        totals: Counter[tuple[str, str]] = Counter()
        progress = Progress(len(reader), sys.stderr)
        for entry in load(reader, load_options):
            totals[entry.kind, entry.state] += 1
            progress.step()
            if not options["brief"] or entry.state == "failed" or entry.has_conflict:
                progress.clear()
                self.report(entry)
        progress.clear()
        for path in () if options["dry_run"] else unresolved():
            self.stdout.write(
                f"{self.style.WARNING('leads nowhere')}  {path}: its Liquid names what is not here"
            )
        self.stdout.write(self.summary(totals, options["dry_run"]))
        if failed := sum(count for (_kind, state), count in totals.items() if state == "failed"):
            raise CommandError(f"{failed} of {totals.total()} failed; the others are in.")

    def report(self, entry: Entry) -> None:
        style = self.style.ERROR if entry.state == "failed" else self.style.SUCCESS
        place = f"{entry.path}:{entry.line}" if entry.line else entry.path
        ending = entry.reason or entry.address
        self.stdout.write(f"{style(entry.state)}  {place}" + (f"  {ending}" if ending else ""))
        is_news = entry.state not in {"unchanged", "skipped"}
        for fate in entry.fates if is_news else ():
            self.stdout.write(f"    {fate.key}: {fate.fate}")
        for note in entry.notes if is_news or entry.has_warnings else ():
            line = f"line {note.line}: " if note.line else ""
            self.stdout.write(f"  {MARKS[note.severity]} {line}{note.text}")

    def summary(self, totals: Counter[tuple[str, str]], dry_run: bool) -> str:
        counts: dict[str, list[str]] = {}
        for (kind, state), number in sorted(totals.items()):
            counts.setdefault(PLURALS.get(kind, kind), []).append(f"{number} {state}")
        told = "; ".join(f"{kind}: {', '.join(numbers)}" for kind, numbers in counts.items())
        told = told or "no articles found"
        return f"{told} (dry run: nothing was stored)" if dry_run else told


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
