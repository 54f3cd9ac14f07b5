"""The same measurement with Wagtail, from its package: `python -m benchmarks.serving.peers`, or `make bench-peers`.

Wagtail gets a virtual environment and a site of its own: its project template, production settings, SQLite, and one
kind of page with title, date, excerpt and rich text, which is less than what our article shows. Both are asked for an
article of the same words, none from a cache. Nothing is written but what is printed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from . import machine
from .load import cost, load
from .servers import ask, gunicorn
from .site import forget_surroundings, make_site
from .spread import interleaved, spread
from .table import table, with_spread

PAGES, REQUESTS = 1_000, 30
MODELS = """
from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

class HomePage(Page):
    pass

class ArticlePage(Page):
    date = models.DateField()
    excerpt = models.TextField()
    body = RichTextField()
"""
TEMPLATE = """{% extends "base.html" %}{% load wagtailcore_tags %}{% block content %}<main><article>
<h1>{{ page.title }}</h1><time datetime="{{ page.date|date:"c" }}">{{ page.date }}</time><p>{{ page.excerpt }}</p>
{{ page.body|richtext }}</article></main>{% endblock %}"""
FILL = """
import datetime, os, pathlib
from home.models import ArticlePage, HomePage
home, body = HomePage.objects.get(), pathlib.Path(os.environ["BODY"]).read_text()
for number in range(int(os.environ["PAGES"])):
    date = datetime.date(2020, 1, 1) + datetime.timedelta(number)
    home.add_child(instance=ArticlePage(
        title=f"Article {number}", slug=f"article-{number}", date=date, excerpt="Words.", body=body
    ))
"""
SETTINGS = """
from .base import *
SECRET_KEY, DEBUG, ALLOWED_HOSTS = "benchmark" * 5, False, ["127.0.0.1"]
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    forget_surroundings()
    with tempfile.TemporaryDirectory(prefix="rapport-peers-") as temporary:
        python = install(Path(temporary))
        if python is None:
            machine.say("Nothing compared: Wagtail could not be installed here.")
            return 0
        machine.say(compared(Path(temporary), python, options.rounds, options.seconds))
    return 0


def install(folder: Path) -> Path | None:
    """Return the interpreter of a new environment with Wagtail in it, None where there is no package."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)  # noqa: S603
    python = folder / "venv" / "bin" / "python"
    command = [python, "-m", "pip", "install", "--quiet", "wagtail", "gunicorn"]
    found = subprocess.run(command, check=False, stderr=subprocess.DEVNULL)  # noqa: S603
    return None if found.returncode else python


def compared(folder: Path, python: Path, rounds: int, seconds: float) -> str:
    site = make_site(folder / "site", PAGES)
    path = site.pages["article"]
    with site.start(is_cached=False) as ours:
        ours.wait(path)
        project, environ = make_wagtail(folder, python, article_body(ask(ours.port, path).body.decode()))
        with gunicorn("peer.wsgi", project / "log", environ, python=python) as theirs:
            theirs.wait(f"/article-{PAGES // 2}/")
            asked = {"Rapport, no page cache": (ours, path), "Wagtail": (theirs, f"/article-{PAGES // 2}/")}
            costs = interleaved(
                {name: partial(cost, *pair, REQUESTS) for name, pair in asked.items()}, rounds
            )
            loads = interleaved({name: partial(load, *pair, seconds) for name, pair in asked.items()}, rounds)
    rows = [
        [
            name,
            with_spread(spread(1000 * each for each in costs[name]), ".2f"),
            with_spread(spread(each.rate for each in loads[name]), ",.0f"),
        ]
        for name in asked
    ]
    head = ["One article, one worker, no cache", "ms of CPU", "requests a second"]
    return f"{machine.describe()}, {version(python)}\n\n{table(head, rows)}"


def article_body(page: str) -> str:
    """Return what is between the last heading of the page's own and the end of the article, near enough."""
    return page.partition("<article")[2].partition(">")[2].rpartition("</article>")[0]


def make_wagtail(folder: Path, python: Path, body: str) -> tuple[Path, dict[str, str]]:
    project = folder / "peer"
    project.mkdir()
    (folder / "body.html").write_text(body)
    environ = {
        "DJANGO_SETTINGS_MODULE": "peer.settings.production",
        "PYTHONPATH": str(project),
        "BODY": str(folder / "body.html"),
        "PAGES": str(PAGES),
    }
    run = partial(
        subprocess.run, cwd=project, env={**os.environ, **environ}, check=True, stdout=subprocess.DEVNULL
    )
    run([python.with_name("wagtail"), "start", "peer", "."])
    (project / "home" / "models.py").write_text(MODELS)
    (project / "home" / "templates" / "home" / "article_page.html").write_text(TEMPLATE)
    (project / "peer" / "settings" / "production.py").write_text(SETTINGS)
    run([python, "manage.py", "makemigrations", "home"])
    run([python, "manage.py", "migrate", "--verbosity", "0"])
    run([python, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"])
    run([python, "manage.py", "shell", "-c", FILL])
    return project, environ


def version(python: Path) -> str:
    code = (
        "import json, importlib.metadata as m; print(json.dumps([m.version('wagtail'), m.version('django')]))"
    )
    said = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    wagtail, django = json.loads(said.stdout)
    return f"Wagtail {wagtail} on Django {django}"


if __name__ == "__main__":
    sys.exit(main())
