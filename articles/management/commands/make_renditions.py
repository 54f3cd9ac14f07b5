from collections.abc import Sequence
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.core.management.base import CommandError

from articles import images
from articles.management.batches import BatchCommand, complain
from articles.models import Image
from articles.models.image import delete_files

PAGE = 4096  # bytes: a file whose writer was killed ends where one of these does


class Outcome(NamedTuple):
    made: int
    failures: list[str]


def make(keys: Sequence[int]) -> Outcome:
    made, failures = 0, []
    for image in Image.objects.filter(pk__in=keys).order_by("pk"):
        try:
            made += complete(image)
        except (OSError, images.ImageError) as error:
            failures.append(f"picture {image.pk} ({image.file.name}): {error}")
    return Outcome(made, failures)


def complete(image: Image) -> bool:
    """Make what is missing; return whether anything was."""
    missing = [name for name in image.file_names[1:] if not is_whole(name)]
    if missing:
        image.file.open("rb").close()  # raises OSError where there is nothing to make them from
        delete_files(missing)
        image.write_renditions()
    return bool(missing)


def is_whole(name: str) -> bool:
    return default_storage.exists(name) and default_storage.size(name) % PAGE > 0


class Command(BatchCommand):
    help = (
        "Make the renditions of pictures that lack some, as after files were lost or copied without them. "
        "Interrupted, it goes on when it is called again."
    )
    work = staticmethod(make)
    together = 4  # a large picture takes seconds

    def rows(self):
        return Image.objects.exclude(file="")

    def begin(self, after):
        self.made, self.failed = 0, 0

    def take(self, outcome):
        self.made += outcome.made
        self.failed += len(outcome.failures)
        complain(self, outcome.failures, self.progress)

    def finish(self):
        self.progress.clear()
        self.stdout.write(
            f"{self.made} of {self.progress.done} pictures lacked renditions, which are made now"
        )
        if self.failed:
            raise CommandError(f"{self.failed} pictures could not be shown in other sizes.")
