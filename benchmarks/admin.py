"""Measure how the admin answers with 10 articles and with many: the median time and the queries of each page.

Makes a database of its own in a new folder, measures with 10 articles, adds the rest and measures again. Exits
with 1 where a page takes more queries than it did with 10 articles.

    python benchmarks/admin.py [--articles 10000] [--runs 5]
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="rapport-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from articles.models import Author, Category, Post, Revision, Tag, TaggedPost

STATUSES = ["published", "draft", "in_review", "published", "withdrawn"]
BODY = ("Words that say little about weak ties and strong ones. " * 30 + "\n\n") * 6
FIRST = 10
PAGES = {
    "dashboard": "/admin/",
    "list": "/admin/articles/post/",
    "drafts": "/admin/articles/post/?stage=draft",
    "search": "/admin/articles/post/?q=article+77",
    "form": "/admin/articles/post/{pk}/change/",
    "history": "/admin/articles/post/{pk}/history/",
    "links": "/admin/articles/link/",
    "tags": "/admin/articles/tag/",
    "images": "/admin/articles/image/",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    setup_test_environment()
    user = get_user_model().objects.create_superuser("editor", password="benchmark")  # noqa: S106
    client = Client()
    client.force_login(user)
    author = Author.objects.create(name="The editors", user=user)
    categories = [Category.objects.create(name=f"Category {number}") for number in range(12)]
    tags = [Tag.objects.create(name=f"Tag {number}") for number in range(200)]
    results = []
    for start, stop in ((0, FIRST), (FIRST, options.articles)):
        write_articles(range(start, stop), author, categories, tags)
        results.append({name: measure(client, address, options.runs) for name, address in PAGES.items()})
    return report(options.articles, *results)


def write_articles(numbers, author, categories, tags) -> None:
    now = timezone.now()
    posts = Post.objects.bulk_create(
        (
            Post(
                title=f"Article {number}",
                slug=f"article-{number}",
                body=BODY,
                body_html=f"<p>{BODY}</p>",
                words=1500,
                author=author,
                category=categories[number % len(categories)],
                status=STATUSES[number % len(STATUSES)],
                published_at=now - timedelta(hours=number),
            )
            for number in numbers
        ),
        batch_size=500,
    )
    Revision.objects.bulk_create(
        (
            Revision(post=post, number=number, action="edited", state={"title": post.title, "body": BODY})
            for post in posts
            for number in (1, 2)
        ),
        batch_size=500,
    )
    TaggedPost.objects.bulk_create(
        (
            TaggedPost(content_object=post, tag=tags[(post.pk + position) % len(tags)], position=position)
            for post in posts
            for position in range(3)
        ),
        batch_size=500,
    )


def measure(client, address: str, runs: int) -> tuple[int, float]:
    """Return a page's number of queries and its median time in milliseconds."""
    address = address.format(pk=Post.objects.order_by("pk")[FIRST // 2].pk)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    count = len(queries)  # before the next request empties the log
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return count, statistics.median(times)


def report(articles: int, few: dict, many: dict) -> int:
    say(f"{'':10} {FIRST:>7} articles {articles:>14} articles")
    for name in PAGES:
        cells = " ".join(f"{queries:6} queries {taken:7.1f} ms" for queries, taken in (few[name], many[name]))
        say(f"{name:10} {cells}")
    return int(any(many[name][0] > few[name][0] for name in PAGES))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
