import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.exporters.outcomes import ExportedFile, ExportFailure, ExportNote
from articles.exporters.static import Crawl, Found, Unchanged
from articles.exporters.static_answers import unlogged
from articles.exporters.static_folder import SiteFolder
from articles.exporters.static_names import address_of
from articles.exporters.static_state import state_of_site
from articles.management.batches import add_jobs, resumable
from articles.management.collected import check_collected
from articles.management.progress import Progress


class Command(BaseCommand):
    help = (
        "Write the public site into a folder, as files that any web server can serve. "
        "Done again, it writes what changed and removes what is no longer public; where nothing can have changed, in "
        "the site or the folder, it is done at once."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--overwrite", action="store_true", help="also take the place of files that no export made"
        )

        parser.add_argument(
            "--all", action="store_true", help="make every page again, also where nothing can have changed"
        )
        add_jobs(parser)

    def handle(self, *, folder, overwrite, jobs, **options):
        check_collected()
        try:
            target = SiteFolder(folder, may_overwrite=overwrite)
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror}") from error
        self.counts: Counter[str] = Counter()
        with target, resumable(lambda: "The same command goes on."):
            self.update(target, jobs, is_all=options["all"])
        self.stdout.write(self.summary())
        if self.counts["failed"]:
            raise CommandError(f"{self.counts['failed']} files could not be exported; all others are there.")

    def update(self, target: SiteFolder, jobs: int | None, *, is_all: bool) -> None:
        state = state_of_site()
        if state and not is_all and target.is_as_left(state):
            self.counts["unchanged"] = target.listed.former_count
            target.close()
        else:
            self.export(target, Crawl(target.holds, jobs), state)

    def export(self, target: SiteFolder, crawl: Crawl, state: str) -> None:
        progress = Progress(0, sys.stderr)
        with unlogged():
            for found in crawl:
                progress.total = max(crawl.addresses.known, progress.done + 1)
                progress.step()
                self.take(found, target, progress)
            progress.clear()
            self.remove(target, crawl)
        # Of a site that changed on the way, some files may be older than others.
        is_whole = not self.counts["failed"] and state == state_of_site()
        target.finish(state if is_whole else "")

    def take(self, found: Found, target: SiteFolder, progress: Progress) -> None:
        match found:
            case Unchanged(path):
                target.keep(path)
                self.counts["unchanged"] += 1
            case ExportedFile(path, bytes(content)):
                try:
                    self.counts["written" if target.write(path, content) else "unchanged"] += 1
                except OSError as error:
                    self.take(ExportFailure(path, error.strerror or str(error)), target, progress)
            case ExportFailure(path, reason):
                self.counts["failed"] += 1
                progress.clear()
                self.stdout.write(f"{self.style.ERROR('failed')}  {path}  {reason}")
            case ExportNote(path, text):
                progress.clear()
                self.stdout.write(f"note  {path}  {text}")

    def remove(self, target: SiteFolder, crawl: Crawl) -> None:
        """Where pages failed, others may not have been found: what the site still answers with stays."""
        has_failed = self.counts["failed"] > 0
        for gone in target.remove(lambda path: has_failed and crawl.may_be_public(address_of(path))):
            if isinstance(gone, str):
                self.counts["removed"] += 1
            else:
                self.counts["failed"] += 1
                self.stdout.write(f"{self.style.ERROR('failed')}  {gone.path}  {gone.reason}")

    def summary(self) -> str:
        states = ("written", "unchanged", "removed", "failed")
        said = ", ".join(f"{self.counts[state]} {state}" for state in states if self.counts[state])
        return said or "nothing to export"
