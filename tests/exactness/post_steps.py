"""What editors and programs do to articles, by way of the models. Each step tells what it did."""

import io
import os
import signal
import tempfile
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from articles.models import Author, BodyImage, Category, Image, Post, Series, Tag, TaggedPost
from tests.exactness.words import SLUGS, TAGS, free, picked, sentence

MOST_POSTS = 12
MONTHS = [-500, -130, -40]  # days before the present one


class UndoneError(Exception):
    pass


def public(rng):
    return picked(rng, Post.objects.published()) or picked(rng, Post.objects.all())


def hidden(rng):
    return picked(rng, Post.objects.exclude(pk__in=Post.objects.published())) or public(rng)


def ahead(rng) -> timedelta:
    return timedelta(seconds=rng.choice([0.25, 1, 2.5, 90, 5_000, 90_000]))


def back(rng) -> timedelta:
    return timedelta(days=rng.choice(MONTHS), seconds=rng.randrange(60))


def told(post: Post) -> str:
    return f"{post.pk} {post.slug} {post.status} {post.published_at} to {post.withdraw_at}"


def publish(rng) -> str:
    post = hidden(rng)
    post.status, post.withdraw_at = "published", None
    post.published_at = rng.choice([None, timezone.now()])
    post.save()
    return told(post)


def withdraw(rng) -> str:
    post = public(rng)
    post.status = "withdrawn"
    post.save()
    return told(post)


def schedule(rng) -> str:
    post = picked(rng, Post.objects.all())
    post.status, post.withdraw_at = "published", None
    post.published_at = timezone.now() + ahead(rng)
    post.save()
    return told(post)


def date_back(rng) -> str:
    post = picked(rng, Post.objects.all())
    post.status, post.withdraw_at = "published", None
    post.published_at = timezone.now() + back(rng)
    post.save()
    return told(post)


def end(rng) -> str:
    """Let an article be withdrawn by itself, or have been."""
    post = public(rng)
    post.status = "published"
    post.published_at = timezone.now() - timedelta(days=1)
    post.withdraw_at = timezone.now() + rng.choice([ahead(rng), ahead(rng), -timedelta(hours=1)])
    post.save()
    return told(post)


def write(rng) -> str:
    post = rng.choice([public(rng), picked(rng, Post.objects.all())])
    picture = picked(rng, Image.objects.all())
    seen = rng.choice(["", f"\n\n![{sentence(rng)}]({picture.file.url})"])
    post.title = rng.choice([post.title, sentence(rng)])
    post.body = f"{sentence(rng)}. #{rng.choice(TAGS)}\n\n## {sentence(rng)}\n\n{sentence(rng)}{seen}\n"
    post.custom_excerpt = rng.choice(["", sentence(rng)])
    post.show_toc, post.show_author = rng.random() < 0.5, rng.random() < 0.5
    post.sidebar = rng.choice(["", "counts"])
    post.save()
    return told(post)


def move(rng) -> str:
    post = public(rng)
    post.slug = free(rng, SLUGS, Post.objects.values_list("slug", flat=True)) or post.slug
    post.save()
    return told(post)


def tag(rng) -> str:
    post = public(rng)
    post.save(tags=rng.sample(TAGS, rng.randrange(4)))
    return told(post)


def place(rng) -> str:
    """Change what an article belongs to."""
    post = public(rng)
    choices = {"category": Category, "author": Author, "series": Series, "hero_image": Image}
    for name in rng.sample(sorted(choices), 2):
        setattr(post, name, picked(rng, [None, *choices[name].objects.all()]))
    post.series_position = rng.randrange(4)
    post.save()
    return told(post)


def put_in_bin(rng) -> str:
    post = picked(rng, Post.objects.all())
    post.status = "binned" if post.status != "binned" else "withdrawn"
    post.save()
    return told(post)


def update_rows(rng) -> str:
    """Change many rows at once, past all that saving does."""
    keys = rng.sample(sorted(Post.objects.values_list("pk", flat=True)), 2)
    now = timezone.now()
    changes = rng.choice(
        [
            {"title": sentence(rng)},
            {"status": "withdrawn"},
            {"status": "published", "published_at": now - timedelta(days=2), "withdraw_at": None},
            {"status": "published", "published_at": now + ahead(rng), "withdraw_at": None},
            {"excerpt": sentence(rng)},
            {"body_html": f"<p>{sentence(rng)}</p>"},
            {"category": picked(rng, Category.objects.all())},
            {"related": [[keys[0], 0.5]]},
        ]
    )
    Post.objects.filter(pk__in=keys).update(**changes)
    return f"{keys}: {changes}"


def add_rows(rng) -> str:
    if Post.objects.count() >= MOST_POSTS - 1:
        return delete_rows(rng)
    slugs = [slug for slug in SLUGS if not Post.objects.filter(slug=slug).exists()][:2]
    now = timezone.now()
    posts = [
        Post(
            slug=slug,
            title=sentence(rng),
            body="Words.",
            body_html="<p>Words.</p>",
            status=rng.choice(["published", "published", "draft"]),
            published_at=now + rng.choice([back(rng), ahead(rng)]),
            category=picked(rng, Category.objects.all()),
        )
        for slug in slugs
    ]
    Post.objects.bulk_create(posts)
    chosen = picked(rng, Tag.objects.all())
    if chosen:
        TaggedPost.objects.bulk_create(TaggedPost(content_object=post, tag=chosen) for post in posts)
    return f"added {slugs}, tagged {chosen}"


def delete_rows(rng) -> str:
    keys = rng.sample(sorted(Post.objects.values_list("pk", flat=True)), 2)
    if Post.objects.count() < 6:
        return add_rows(rng)
    if rng.random() < 0.5:
        TaggedPost.objects.filter(content_object__in=keys).delete()
    else:
        BodyImage.objects.filter(post__in=keys).delete()
        Post.objects.filter(pk__in=keys).delete()
    return f"rows of {keys} deleted"


def bring_in(rng) -> str:
    """Import a folder; what was imported before is changed by it."""
    kind = rng.choice(["markdown", "jekyll"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "site")
        inner = folder / ("_posts" if kind == "jekyll" else ".")
        inner.mkdir(parents=True)
        for slug in ("brought", "fetched"):
            header = (
                f"title: {sentence(rng)}\ndate: 2026-02-0{rng.randint(1, 3)}\ntags: [{rng.choice(TAGS)}]\n"
            )
            text = f"---\n{header}category: Keeping\n---\n{sentence(rng)}\n"
            (inner / f"2026-02-01-{slug}.md").write_text(text)
        call_command("import_posts", kind, folder, no_fetch=True, brief=True, stdout=io.StringIO())
    return f"two articles from {kind}"


def roll_back(rng) -> str:
    try:
        with transaction.atomic():
            done = rng.choice([write, withdraw, publish, tag])(rng)
            raise UndoneError
    except UndoneError:
        return f"undone: {done}"


def roll_back_in_part(rng) -> str:
    kept = ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                done = rng.choice([write, withdraw])(rng)
                raise UndoneError
        except UndoneError:
            if rng.random() < 0.5:
                kept = rng.choice([write, publish])(rng)
    return f"undone: {done}; kept: {kept}"


def crash(rng) -> str:
    """Let a writer be killed before it commits, when all is written."""
    connections.close_all()
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        return "a writer killed"
    with transaction.atomic():
        rng.choice([write, withdraw, publish])(rng)
        os.kill(os.getpid(), signal.SIGKILL)
    return ""


STEPS = {
    step.__name__: step
    for step in (
        publish,
        withdraw,
        schedule,
        date_back,
        end,
        write,
        move,
        tag,
        place,
        put_in_bin,
        update_rows,
        add_rows,
        delete_rows,
        bring_in,
        roll_back,
        roll_back_in_part,
        crash,
    )
}
