"""The site that is measured, in a folder of its own."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from .servers import ROOT, Server, gunicorn

# The same for all, so that pages are the same to the byte.
ADDRESS = "http://127.0.0.1"
FOREIGN = (
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
    "CACHE_URL",
    "ALLOWED_HOSTS",
    "DEBUG",
    "VAR_DIR",
    "SITE_URL",
)
MOVE = "UPDATE articles_generation SET at = max(CAST(strftime('%s', 'now') AS INTEGER) + 1, at + 1)"


class Site(NamedTuple):
    folder: Path
    posts: int
    pages: dict[str, str]
    admin: dict[str, str]
    session: str

    @property
    def environ(self) -> dict[str, str]:
        return {"VAR_DIR": str(self.folder), "SITE_URL": ADDRESS}

    def start(self, is_cached: bool, workers: int = 1, application: str = "cms.wsgi", **more: str) -> Server:
        environ = {**self.environ, **({} if is_cached else {"PAGE_CACHE_MB": "0"}), **more}
        return gunicorn(application, self.folder / "gunicorn.log", environ, workers)

    def change(self) -> None:
        """Say that readers may see something else now, as any edit of a public page says it."""
        connection = sqlite3.connect(self.folder / "db.sqlite3", timeout=20)
        with connection:
            connection.execute(MOVE)
        connection.close()


def forget_surroundings() -> None:
    """Leave nothing in the environment that would make the measured sites other than they are by default."""
    for name in FOREIGN:
        os.environ.pop(name, None)


def make_site(folder: Path, posts: int) -> Site:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.serving.prepare", str(posts)]
    environ = {**os.environ, "VAR_DIR": str(folder), "SITE_URL": ADDRESS}
    subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return Site(folder, **json.loads((folder / "pages.json").read_text()))
