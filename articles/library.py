"""Pictures that come into the library from elsewhere: from a file, or from an address on the web."""

from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile

from articles import images, remote
from articles.models import Image
from articles.models.image import file_digest

# Of one fetched picture: its size, the seconds it may take all in all, and what it may be.
LIMITS: dict[str, Any] = {
    "max_bytes": images.MAX_BYTES,
    "timeout": 15,
    "types": ("image/png", "image/jpeg", "image/webp", "image/avif", "image/gif"),
}


class PictureError(ValueError):
    """Says in a sentence why a picture could not be had."""

    def __init__(self, picture: str, reason: object) -> None:
        super().__init__(f"{picture}: {str(reason).rstrip('.')}")


def take_file(path: Path, **described) -> Image:
    """Return the library's image with the content of `path`, stored if it is new. Raises PictureError."""
    with path.open("rb") as file:
        known = Image.objects.filter(digest=file_digest(file)).first()
        if known:
            return known
        file.seek(0)
        image = Image(file=ContentFile(file.read(), name=path.name), **described)
    try:
        image.save()
    except images.ImageError as error:
        raise PictureError(path.name, error) from error
    return image


def take_address(**described) -> Image:
    """Return the library's image of the web address `source_url`; a new one waits for its file."""
    return Image.objects.at(described["source_url"]) or Image.objects.create(**described)


class Fetcher:
    """Gets the files of images that wait for them; a host that did not answer once is not asked again."""

    def __init__(self) -> None:
        self.silent_hosts: set[str | None] = set()

    def fetch(self, image: Image) -> None:
        """Get the image's file and show it wherever it is used. Raises PictureError."""
        store_file(image, self.ask(image))

    def has_changed(self, image: Image) -> bool:
        """Say whether the source address gives another file than that which was fetched. Raises PictureError."""
        return file_digest(BytesIO(self.ask(image))) != image.digest

    def ask(self, image: Image) -> bytes:
        host = urlsplit(image.source_url).hostname
        if host in self.silent_hosts:
            raise PictureError(image.source_url, f"{host} did not answer before")
        try:
            return remote.fetch(image.source_url, **LIMITS).content
        except remote.FetchError as error:
            if isinstance(error, remote.UnreachableError):
                self.silent_hosts.add(host)
            raise PictureError(image.source_url, error) from error


def store_file(image: Image, content: bytes) -> None:
    image.file = ContentFile(content, name=PurePosixPath(urlsplit(image.source_url).path).name or "fetched")
    try:
        image.save()
    except images.ImageError as error:
        image.file = ""
        raise PictureError(image.source_url, error) from error
