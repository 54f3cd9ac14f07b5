"""Whether the site's own static files are where its pages look for them."""

from django.apps import apps
from django.contrib.staticfiles.finders import FileSystemFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import CommandError


def check_collected() -> None:
    """Raise CommandError where pages can't be made, because static files were not collected."""
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined]
    for name, _storage in FileSystemFinder().list(ignored):
        try:
            staticfiles_storage.url(name)
        except ValueError as error:
            raise CommandError(
                f"The static file {name} was not collected, and no page can be made without: "
                "run `manage.py collectstatic` first."
            ) from error
