import sys
from argparse import BooleanOptionalAction
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.exporters import Exported, ExportedFile, ExportFailure, ExportNote, exported_posts, files
from articles.exporters.folder import FolderError, open_folder, write_file
from articles.exporters.posts import is_article
from articles.management.progress import Progress
from articles.models import Page


class Command(BaseCommand):
    help = (
        "Write every article and page as Markdown into a folder of Jekyll's layout, with pictures and redirects. "
        "What was imported and not changed here is written byte for byte."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--drafts", action=BooleanOptionalAction, default=True, help="drafts and articles in review too"
        )
        parser.add_argument(
            "--update",
            action="store_true",
            help="write into a folder that is not empty: what differs is replaced, nothing is removed",
        )

    def handle(self, *, folder, drafts, update, **options):
        try:
            open_folder(folder, update=update)
        except FolderError as error:
            raise CommandError(str(error)) from error
        self.totals: dict[str, int] = {}
        self.progress = Progress(exported_posts(drafts=drafts).count() + Page.objects.count(), sys.stderr)
        for outcome in files(drafts=drafts):
            self.take(folder, outcome)
        self.progress.clear()
        self.stdout.write(self.summary())
        if failed := self.totals.get("failed"):
            raise CommandError(f"{failed} could not be exported; the others are in {folder}.")

    def take(self, folder: Path, outcome: Exported) -> None:
        match outcome:
            case ExportFailure():
                self.fail(outcome.path, outcome.reason)
            case ExportNote():
                self.say(f"  · {outcome.path}: {outcome.text}")
            case ExportedFile():
                self.write(folder, outcome)

    def write(self, folder: Path, file: ExportedFile) -> None:
        try:
            state = write_file(folder, file)
        except FolderError as error:
            self.fail(file.path, str(error))
            return
        self.count(state)
        if state == "kept":
            self.say(f"  · {file.path}: is there already and not of an export: left as it is")
        if is_article(file.path):
            self.progress.step()

    def fail(self, path: str, reason: str) -> None:
        self.count("failed")
        self.say(f"{self.style.ERROR('failed')}  {path}  {reason}")

    def say(self, text: str) -> None:
        self.progress.clear()
        self.stdout.write(text)

    def count(self, state: str) -> None:
        self.totals[state] = self.totals.get(state, 0) + 1

    def summary(self) -> str:
        return (
            ", ".join(f"{number} {state}" for state, number in sorted(self.totals.items()))
            or "nothing to export"
        )
