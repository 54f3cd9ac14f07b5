"""Make a site of some size in VAR_DIR, if it is not there yet, and write down where its pages are.

Runs in a process of its own: `python -m benchmarks.serving.prepare NUMBER`.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db.models import Count
from django.db.models.functions import ExtractYear

from articles.models import Post, Tag
from articles.sitemaps import SECTIONS
from articles.views.listings import POSTS_PER_PAGE

WORD = "trust"


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("make_posts", int(sys.argv[1]))
    written = {"pages": pages(), "admin": admin_pages(), "session": log_in(), "posts": Post.objects.count()}
    Path(settings.VAR_DIR, "pages.json").write_text(json.dumps(written))


def pages() -> dict[str, str]:
    """Return the address of a page of each kind: of many alike the one in the middle, else the largest."""
    published = Post.objects.published()
    post = published.order_by("words", "pk")[published.count() // 2]
    tag = Tag.objects.annotate(number=Count("posts")).order_by("-number", "pk")[0]
    years = published.order_by().annotate(of=ExtractYear("published_at")).values("of")
    year = years.annotate(number=Count("pk")).order_by("-number", "of")[0]["of"]
    last = -(-published.count() // POSTS_PER_PAGE)
    return {
        "article": post.get_absolute_url(),
        "home": "/",
        "last listing page": f"/page/{last}/",
        "biggest tag": tag.get_absolute_url(),
        "biggest year": f"/{year}/",
        "archive": "/archive/",
        "search": f"/search/?q={WORD}",
        "feed": "/feed/",
        "sitemap": "/sitemap.xml",
        "sitemap section": f"/sitemap-posts-{SECTIONS['posts']().paginator.num_pages}.xml",
    }


def admin_pages() -> dict[str, str]:
    post = Post.objects.order_by("pk")[Post.objects.count() // 2]
    return {
        "admin list": "/admin/articles/post/",
        "admin form": f"/admin/articles/post/{post.pk}/change/",
        "dashboard": "/admin/",
    }


def log_in() -> str:
    """Return the key of an editor's session."""
    users = get_user_model().objects
    user = users.filter(username="benchmark").first() or users.create_superuser("benchmark")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


if __name__ == "__main__":
    main()
