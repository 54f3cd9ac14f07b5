"""Pictures of an article: into the library, and from the web once the article is stored."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

from articles.addresses import is_web_address
from articles.importers.base import ImportedImage, ImportedPage, ImportedPost
from articles.library import Fetcher, PictureError, take_address, take_file
from articles.models import Image, Page, Post

from .entries import Entry

IN_TEXT = {"body", "link"}  # themes look for what a header names from the root of the site, too


def library_images(images: Iterable[ImportedImage], entry: Entry, *, dry_run: bool) -> dict[str, Image]:
    """Return the library's images of those that can be had, by the addresses that the text has."""
    found = {image.address: library_image(image, entry, dry_run=dry_run) for image in images}
    return {address: image for address, image in found.items() if image}


def library_image(imported: ImportedImage, entry: Entry, *, dry_run: bool) -> Image | None:
    described = {"alt": imported.alt[:500], "caption": imported.caption, "source_url": imported.address}
    if imported.file is None:
        if not is_web_address(imported.address):
            return None
        return take_address(width=imported.width or 0, height=imported.height or 0, **described)
    if dry_run:
        return None
    try:
        return take_file(imported.file, **described)
    except PictureError as error:
        entry.warn(str(error))
        return None


def old_pictures(
    imported: ImportedPost | ImportedPage, images: Mapping[str, Image], *addresses: str
) -> dict[str, str]:
    """Return where readers asked for the text's own pictures, decoded, and where these are now.

    Their addresses are resolved against the text's own in the old site, and against `addresses`, which are encoded.
    """
    pages = [*map(quote, imported.old_paths[:1]), *addresses]
    return {
        unquote(urlsplit(urljoin(page, picture.address)).path): image.file.url
        for picture in imported.images
        if picture.file and (image := images.get(picture.address)) and image.file
        for page in (pages if picture.origin in IN_TEXT else [*pages, "/"])
    }


def fetch_pictures(
    images: Iterable[Image], fetcher: Fetcher | None, entry: Entry, hero: Image | None
) -> None:
    """Get remote pictures, outside any transaction: a slow host must not hold the database."""
    for image in images:
        try:
            if fetcher is None:
                raise PictureError(image.source_url, "not fetched, as asked")
            fetcher.fetch(image)
            entry.inform(f"{image.source_url}: fetched")
        except PictureError as error:
            stand_in = "; the drawn cover stands in" if image == hero else ""
            entry.warn(f"{error}{stand_in}; `manage.py fetch_images` tries again")


def waiting_for(stored: Post | Page) -> list[Image]:
    """Return the images of a text that have still to be fetched, the hero first."""
    hero = stored.hero_image if isinstance(stored, Post) else None
    images = [*([hero] if hero else []), *stored.body_images.filter(file="").order_by("pk")]
    return list({image.pk: image for image in images if not image.file}.values())
