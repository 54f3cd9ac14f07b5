"""Prepare a site and start it: `python -m cms.run`, which is what `make run` does.

Everything here may be done again on every start: what is there already stays as it is.
"""

import errno
import os
import secrets
import socket
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

BASE_DIR = Path(__file__).resolve().parent.parent
EDITORS = "The editors"  # who signs the starter articles
STARTER = BASE_DIR / "articles" / "starter"


def main() -> None:
    host, port = read_address()
    stop_if_taken(host, port)
    django.setup()
    prepare()
    address = f"http://{host}:{port}"
    say(f"\n  Read   {address}/\n  Write  {address}/admin/\n\n  Ctrl-C stops the site.\n")
    gunicorn = Path(sys.executable).with_name("gunicorn")
    os.execv(gunicorn, [str(gunicorn), "-c", str(BASE_DIR / "cms" / "gunicorn.py")])  # noqa: S606


def read_address() -> tuple[str, int]:
    """Return host and port to listen on, from the environment or `.env`, which the settings read into it."""
    try:
        settings.SITE_URL  # noqa: B018  the first look at any setting reads them all
    except ImproperlyConfigured as error:
        stop(str(error))
    return os.environ.get("HOST", "127.0.0.1"), read_port(os.environ.get("PORT", "8000"))


def read_port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop(f"PORT is {text!r}; give a number from 1 to 65535.")
    return int(text)


def stop_if_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                stop(f"Port {port} is taken. Choose another: PORT={port + 1} make run")
            stop(f"Can't listen on {host}:{port}: {error.strerror}.")


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    create_editor()
    load_starter_articles()


def create_editor() -> None:
    """Create the first account, with a password nobody knows beforehand; never a second one."""
    users = get_user_model().objects
    if users.exists():
        return
    password = secrets.token_urlsafe(12)
    user = users.create_superuser("editor", password=password)
    apps.get_model("articles", "Author").objects.create(user=user, name=EDITORS)
    say(f"\n  Your account   editor\n  Its password   {password}   (printed only now)")


def load_starter_articles() -> None:
    if not apps.get_model("articles", "Post").objects.exists():
        say("Loading the starter articles…")
        call_command("import_posts", "jekyll", STARTER, author=EDITORS, brief=True)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stop(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    raise SystemExit(1)


if __name__ == "__main__":
    main()
