import sys

from django.core.management.base import BaseCommand, CommandError

from articles import rendering
from articles.management.progress import Progress
from articles.models import Post


class Command(BaseCommand):
    help = "Render again what an older version of the renderer made, or everything with --all."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="render every article, whatever its version")

    def handle(self, **options):
        posts = (
            Post.objects.all()
            if options["all"]
            else Post.objects.exclude(rendering_version=rendering.VERSION)
        )
        keys = list(posts.order_by("pk").values_list("pk", flat=True))
        progress, failed = Progress(len(keys), sys.stderr), 0
        for key in keys:
            try:
                Post.objects.get(pk=key).rerender()
            except rendering.RenderError as error:
                failed += 1
                self.stdout.write(self.style.ERROR(f"failed  article {key}: {error}"))
            progress.step()
        progress.clear()
        self.stdout.write(f"{len(keys) - failed} of {len(keys)} articles rendered")
        if failed:
            raise CommandError(f"{failed} articles could not be rendered and show their former text.")
