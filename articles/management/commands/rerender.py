import re
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import QuerySet

from articles import rendering
from articles.crew import in_order
from articles.management.batches import add_jobs, complain, key_batches, resumable, tried_again
from articles.management.progress import Progress
from articles.models import Image, Page, Post
from articles.models.post import DERIVED_FIELDS
from articles.models.stored import gathered, tell

MODELS: dict[str, type[Post] | type[Page]] = {"article": Post, "page": Page}
DERIVED = {"article": DERIVED_FIELDS, "page": ["body_html", "excerpt", "rendering_version"]}
PLACE = re.compile(r"(article|page):(\d+)")


class Batch(NamedTuple):
    kind: str
    keys: list[int]

    @property
    def place(self) -> str:
        return f"{self.kind}:{self.keys[-1]}"


class Rendered(NamedTuple):
    """A text with what its body gives by now, and what it gave before."""

    text: Post | Page
    before: str  # its HTML
    changed: set[str]  # names of what is not as it was; of a text that can't be rendered, of all
    images: Mapping[str, Image] | None = None  # None where only `rerender` of the text knows how to store it

    @property
    def is_changed(self) -> bool:
        return self.changed != {"rendering_version"}


class Command(BaseCommand):
    help = (
        "Render articles and pages again that an older version of the renderer made, or everything with --all. "
        "What comes out as it was is not stored again. Interrupted, it goes on when it is called again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="whatever their version")
        parser.add_argument(
            "--after",
            type=place,
            default=("article", 0),
            help="leave out those up to here, as in article:120",
        )
        add_jobs(parser)

    def handle(self, **options):
        rows = {kind: wanted(kind, everything=options["all"]) for kind in MODELS}
        total = sum(some.count() for some in rows.values())
        progress, failed, changed = Progress(total, sys.stderr), 0, 0
        done = "{}:{}".format(*options["after"])
        again = f"Go on with: manage.py rerender{' --all' if options['all'] else ''}"
        with resumable(lambda: f"{again} --after {done}" if options["all"] else again):
            for batch, found in in_order(render, batches(rows, *options["after"]), options["jobs"]):
                failures = tried_again(partial(store, batch.kind, found))
                changed += sum(each.is_changed for each in found) - len(failures)
                done, failed = batch.place, failed + len(failures)
                progress.step(len(batch.keys))
                complain(self, failures, progress)
        progress.clear()
        self.stdout.write(
            f"{progress.done - failed} of {progress.done} articles and pages rendered, {changed} changed"
        )
        if failed:
            raise CommandError(f"{failed} could not be rendered and show their former text.")


def place(text: str) -> tuple[str, int]:
    match = PLACE.fullmatch(text)
    if match is None:
        raise ArgumentTypeError("write article:120, or page:7 for one of the pages, which come last")
    return match[1], int(match[2])


def wanted(kind: str, *, everything: bool) -> QuerySet:
    rows = MODELS[kind].objects.all()
    return rows if everything else rows.exclude(rendering_version=rendering.VERSION)


def batches(rows: dict[str, QuerySet], kind: str, after: int) -> Iterator[Batch]:
    for each in list(rows)[list(rows).index(kind) :]:
        for keys in key_batches(rows[each], after if each == kind else 0):
            yield Batch(each, keys)


def render(batch: Batch) -> list[Rendered]:
    """Render all, and return those that are not as they were: nobody who writes waits for the rendering."""
    texts = MODELS[batch.kind].objects.filter(pk__in=batch.keys).order_by("pk")
    return [found for text in texts if (found := rendered(batch.kind, text)).changed]


def rendered(kind: str, text: Post | Page) -> Rendered:
    before = derived(kind, text)
    try:
        shows_others, images = with_pictures(text)
    except rendering.RenderError:
        return Rendered(text, before["body_html"], set(before))
    changed = {name for name, value in derived(kind, text).items() if before[name] != value}
    return Rendered(text, before["body_html"], changed | ({"pictures"} if shows_others else set()), images)


def derived(kind: str, text: Post | Page) -> dict[str, Any]:
    return {name: getattr(text, name) for name in DERIVED[kind]}


def with_pictures(text: Post | Page) -> tuple[bool, Mapping[str, Image] | None]:
    """Render a text; return whether it shows other pictures of the library than it did, and those of an article."""
    if isinstance(text, Page):
        return text.render() != set(text.body_images.all()), None
    stored = text.stored_images()
    images = text.render(list(text.tags.all()), stored)
    return images != stored, images


def store(kind: str, found: Sequence[Rendered]) -> list[str]:
    """Store a batch; return what is to be said of those that can't be rendered."""
    if not found:
        return []
    with transaction.atomic(), gathered():
        return [failure for each in found if (failure := stored(kind, each))]


def stored(kind: str, found: Rendered) -> str:
    text = found.text
    # Unless somebody has rendered it meanwhile, or changed what it is rendered from.
    same = MODELS[kind].objects.filter(pk=text.pk, body_html=found.before, updated_at=text.updated_at)
    if not found.is_changed:
        same.update(rendering_version=rendering.VERSION)
        return ""
    if isinstance(text, Post) and found.images is not None and same.update(**derived(kind, text)):
        text.store_images(found.images, is_new=False)
        tell(text)
        return ""
    return failure_of(kind, text.pk)


def failure_of(kind: str, key: int) -> str:
    """Render a text as it is by now, and store it; return what is to be said if that can't be done."""
    for text in MODELS[kind].objects.filter(pk=key):
        try:
            text.rerender()
        except rendering.RenderError as error:
            return f"{kind} {text.pk} ({text.get_absolute_url()}): {error}"
    return ""
