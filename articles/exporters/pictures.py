"""Where the pictures of exported texts go: to the addresses by which the texts name them."""

import posixpath
from pathlib import Path

from django.core.files.storage import default_storage

from articles.addresses import is_web_address
from articles.importers.pictures import ImageFolder
from articles.models import Image

from .outcomes import ExportedFile, ExportFailure, is_safe

Addressed = tuple[str, Image]


def picture_file(
    address: str, image: Image, beside: str, served: str = "", base: str = ""
) -> ExportedFile | ExportFailure | None:
    """Return the file at an address that a text in the folder `beside` has; None for what lies elsewhere.

    What has an address of its own lies in the folder `served`, without the old site's base path.
    """
    if not image.file or is_web_address(address):
        return None
    path = ImageFolder(Path("."), beside, base).local_path(address)
    if path is None:
        return None
    path = (
        served + path.lstrip("/")
        if path.startswith("/")
        else posixpath.normpath(posixpath.join(beside, path))
    )
    return media_file(path, str(image.file))


def media_file(path: str, name: str) -> ExportedFile | ExportFailure:
    """Return a file of the media storage, to be written under a path of its own."""
    if not is_safe(path):
        return ExportFailure(path, "its address leads out of the folder")
    if not default_storage.exists(name):
        return ExportFailure(path, f"its file {name} is missing")
    try:
        return ExportedFile(path, Path(default_storage.path(name)))
    except NotImplementedError:
        with default_storage.open(name) as file:
            return ExportedFile(path, file.read())
