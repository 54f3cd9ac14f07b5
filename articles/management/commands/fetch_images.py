import sys

from django.core.management.base import BaseCommand, CommandError

from articles.addresses import is_web_address
from articles.library import Fetcher, PictureError
from articles.management.progress import Progress
from articles.models import Image


class Command(BaseCommand):
    help = (
        "Get the files of imported pictures that could not be fetched when their articles came in; or, with --verify, "
        "say which of those that were fetched have changed at their source since, or are gone from there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--verify", action="store_true", help="ask again for what was fetched, and store nothing"
        )

    def handle(self, *, verify, **options):
        images = fetched_images() if verify else list(Image.objects.waiting())
        check = self.verify if verify else self.fetch
        progress, fetcher, failed = Progress(len(images), sys.stderr), Fetcher(), 0
        for image in images:
            is_well, line = check(fetcher, image)
            failed += not is_well
            progress.step()
            progress.clear()
            self.stdout.write(line if is_well else self.style.ERROR(line))
        self.stdout.write(
            f"{len(images) - failed} of {len(images)} pictures {'unchanged' if verify else 'fetched'}"
        )
        if failed and verify:
            raise CommandError(f"{failed} are not what they were; what was fetched is kept.")
        if failed:
            raise CommandError(f"{failed} could not be fetched; run this again later.")

    def fetch(self, fetcher: Fetcher, image: Image) -> tuple[bool, str]:
        try:
            fetcher.fetch(image)
        except PictureError as error:
            return False, f"failed  {error}"
        return True, f"fetched  {image.source_url}"

    def verify(self, fetcher: Fetcher, image: Image) -> tuple[bool, str]:
        try:
            has_changed = fetcher.has_changed(image)
        except PictureError as error:
            return False, f"gone  {error}"
        return not has_changed, f"{'changed' if has_changed else 'unchanged'}  {image.source_url}"


def fetched_images() -> list[Image]:
    fetched = Image.objects.exclude(file="").exclude(source_url="").order_by("pk")
    return [image for image in fetched if is_web_address(image.source_url)]
