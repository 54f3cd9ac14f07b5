import sys
from functools import partial

from django.core.management.base import BaseCommand, CommandError

from articles.crew import in_order
from articles.management.batches import add_jobs, resumable
from articles.management.making import REF, Made, Plan, Writer, make, make_subjects
from articles.management.progress import Progress
from articles.models import Post
from articles.search import refresh

TOGETHER = 250


class Command(BaseCommand):
    help = (
        "Make published articles, for trials of a large site: texts in the words of the starter articles, rendered "
        "as any other, with tags, categories, authors, series, links, related articles and what searching needs. "
        "The same seed and number make the same site. Run again after an interruption it goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, help="how many made articles the site shall have")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other articles")
        parser.add_argument("--add", action="store_true", help="also on a site with other articles")
        add_jobs(parser)

    def handle(self, *, number, seed, jobs, **options):
        made = Post.objects.filter(import_ref__startswith=REF).count()
        if Post.objects.count() > made and not options["add"]:
            raise CommandError("There are other articles on this site; --add puts made ones among them.")
        plan = Plan(number, seed)
        numbers = range(made, plan.size)
        progress = Progress(len(numbers), sys.stderr)
        writer = Writer(plan, make_subjects(plan))
        batches = (numbers[start : start + TOGETHER] for start in range(0, len(numbers), TOGETHER))
        with resumable(lambda: "The same command goes on."):
            for _numbers, batch in in_order(partial(make_batch, plan), batches, jobs):
                writer.store(batch)
                progress.step(len(batch))
        refresh()
        progress.clear()
        self.stdout.write(f"{len(numbers)} articles made, {plan.tags} tags")


def make_batch(plan: Plan, numbers: range) -> list[Made]:
    return [make(plan, number) for number in numbers]
