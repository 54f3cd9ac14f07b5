import sys

from django.core.management.base import BaseCommand

from articles.management.progress import Progress
from articles.models import Post
from articles.search import forget_words, index_posts, refresh


class Command(BaseCommand):
    help = (
        "Make the search index anew, as after rows were written past Post.save. Searching goes on meanwhile."
    )

    def handle(self, **options):
        posts = Post.objects.all()
        progress = Progress(posts.count(), sys.stderr)
        # First of all, because an index that is out of step with its documents can't be written to.
        refresh()
        forget_words()
        for size in index_posts(posts):
            for _post in range(size):
                progress.step()
        refresh()
        progress.clear()
        self.stdout.write(f"{progress.done} articles indexed")
