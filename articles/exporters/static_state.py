"""What all files of the public site follow from, in short: while it stays the same, so do they."""

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.template import engines as template_engines

from articles import generation
from articles.models import Redirect

CODE = ("articles", "cms", "templates", "static")
# They say nothing on any page, or, of the database, not by their passwords.
UNREAD = {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASES", "CACHES", "EMAIL_HOST_PASSWORD", "LOGGING"}


def state_of_site() -> str:
    """Return a digest that is equal as long as every page is; "" where nobody can say."""
    if connection.in_atomic_block:
        return ""
    try:
        standing = generation.standing()
    except generation.UnknownError:
        return ""
    digest = hashlib.sha256(f"{standing.at} {standing.ends_at}\0".encode())
    for part in parts():
        digest.update(part + b"\0")
    return digest.hexdigest()


def parts() -> Iterator[bytes]:
    place = (connection.settings_dict.get(name) for name in ("NAME", "HOST", "PORT"))
    yield repr((connection.vendor, *place, sys.version)).encode()
    yield "".join(sorted(f"{known.name} {known.version}\n" for known in distributions())).encode()
    for name in sorted(name for name in dir(settings) if name.isupper() and name not in UNREAD):
        yield f"{name} {getattr(settings, name)!r}".encode()
    yield from sources()
    for row in Redirect.objects.order_by("pk").values_list("old_path", "new_path").iterator():
        yield repr(row).encode()


def sources() -> Iterator[bytes]:
    engines = (folder for engine in template_engines.all() for folder in engine.template_dirs)
    own = (Path(settings.BASE_DIR) / name for name in CODE)
    for folder in sorted({*own, *map(Path, engines), *map(Path, settings.STATICFILES_DIRS)}):
        for path in files_below(folder):
            yield str(path).encode()
            yield hashlib.sha256(path.read_bytes()).digest()
    for path in files_below(Path(settings.STATIC_ROOT)):
        yield f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}".encode()


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
