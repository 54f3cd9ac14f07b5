import sys

from django.core.management.base import BaseCommand, CommandError

from articles.library import Fetcher, PictureError
from articles.management.progress import Progress
from articles.models import Image


class Command(BaseCommand):
    help = "Get the files of imported pictures that could not be fetched when their articles came in."

    def handle(self, **options):
        waiting = list(Image.objects.waiting())
        progress, fetcher, failed = Progress(len(waiting), sys.stderr), Fetcher(), 0
        for image in waiting:
            try:
                fetcher.fetch(image)
                line = f"fetched  {image.source_url}"
            except PictureError as error:
                failed += 1
                line = self.style.ERROR(f"failed  {error}")
            progress.step()
            progress.clear()
            self.stdout.write(line)
        self.stdout.write(f"{len(waiting) - failed} of {len(waiting)} pictures fetched")
        if failed:
            raise CommandError(f"{failed} could not be fetched; run this again later.")
