"""From an address in an article to an ImportedImage, and to the file if it is one of the source's own."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from .base import ImportedImage, ImportedPage, ImportedPost, file_below
from .body_scan import Body, FoundImage, size_of_address
from .yaml_nodes import Node, Scalar, text_of

# What else lies below a root (.env, database dumps) is nobody's picture.
IMAGE_SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".jfif"}

MAX_IMAGES = 1_000

_REMOTE = re.compile(r"(?:https?:)?//", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SITE_OUTPUT = re.compile(r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")
_FILTERED = re.compile(r"\{\{-?\s*[\"']([^\"'{}]*)[\"']\s*\|\s*(?:relative_url|absolute_url)\s*-?\}\}")
_LINKED = re.compile(r"\{%-?\s*link\s+(\S+)\s*-?%\}")


@dataclass(frozen=True, slots=True)
class ImageFolder:
    """Where the addresses of one article point to."""

    root: Path
    beside: str = ""  # folder of the article, below the root
    base: str = ""  # path before every address of the old site
    host: str = ""  # the old site's own origin

    def local_path(self, address: str) -> str | None:
        """Give the path an address names in the source; None for other hosts and schemes."""
        path = address.strip()
        if "{" in path:
            path = _LINKED.sub(r"/\1", _FILTERED.sub(r"\1", _SITE_OUTPUT.sub("", path))).strip()
        if self.host and path.startswith(self.host + "/"):
            path = path[len(self.host) :]
        if _REMOTE.match(path) or _SCHEME.match(path) or "{" in path or "\\" in path:
            return None
        path = unquote(re.split(r"[?#]", path, maxsplit=1)[0])
        base = "/" + self.base.strip("/") + "/"
        return path[len(base) - 1 :] if len(base) > 2 and path.startswith(base) else path

    def find(self, address: str) -> Path | None:
        """Find the image file an address names: from the root, or beside the article."""
        path = self.local_path(address)
        return self._at(path) if path and os.path.splitext(path)[1].lower() in IMAGE_SUFFIXES else None

    def find_file(self, address: str) -> Path | None:
        """Find a file an address names that is neither a picture nor hidden nor one of Jekyll's own."""
        path = self.local_path(address) or ""
        suffix = os.path.splitext(path)[1].lower()
        if not suffix or suffix in IMAGE_SUFFIXES:
            return None
        is_hidden = any(part.startswith((".", "_")) for part in path.split("/") if part.strip("."))
        return None if is_hidden else self._at(path)

    def _at(self, path: str) -> Path | None:
        places = [path] if path.startswith("/") else [f"{self.beside}/{path}", path]
        return next((found for place in places if (found := file_below(self.root, place))), None)


def add_images(post: ImportedPost, body: Body, data: dict[str, Node], folder: ImageFolder) -> None:
    """Fill hero and images of a post from its header and its body, and note what is weak about them."""
    header = _header_images(data)
    lead = body.lead_image()
    shown = _shown(body, post)
    hero = header[0] if header else (_from_body(lead, body) if lead else None)
    post.hero = _located(hero, folder, post) if hero else None
    rest = [image for image in header[1:] + _galleries(data) + shown if image != hero]
    post.images = ([post.hero] if post.hero else []) + [_located(image, folder, post) for image in rest]
    post.images += _linked(body, folder, post.images)


def add_page_images(page: ImportedPage, body: Body, data: dict[str, Node], folder: ImageFolder) -> None:
    """Fill the images of a page, which has no hero, from its galleries and its body."""
    page.images = [_located(image, folder, page) for image in _galleries(data) + _shown(body, page)]
    page.images += _linked(body, folder, page.images)


def _shown(body: Body, text: ImportedPost | ImportedPage) -> list[ImportedImage]:
    if len(body.images) > MAX_IMAGES:
        text.warn(f"{len(body.images):,} images: only the first {MAX_IMAGES:,} are looked at")
    return [_from_body(found, body) for found in body.images[:MAX_IMAGES]]


def _linked(body: Body, folder: ImageFolder, known: list[ImportedImage]) -> list[ImportedImage]:
    """List the source's own pictures that the body links to without showing them, such as larger ones."""
    shown = {image.address for image in known}
    addresses = [address for address in body.links if address not in shown]
    found = [(address, folder.find(address)) for address in addresses[:MAX_IMAGES]]
    return [ImportedImage(address, file=file, origin="link") for address, file in found if file]


def _located(image: ImportedImage, folder: ImageFolder, post: ImportedPost | ImportedPage) -> ImportedImage:
    if not image.alt:
        post.warn(f"image {image.address[:200]} has no alternative text", image.line)
    if image.address.startswith(("http://", "https://", "//")) and not (
        folder.host and image.address.startswith(folder.host + "/")
    ):
        return image
    found = folder.find(image.address)
    if found is None:
        post.warn(f"image {image.address[:200]} is not among the files of the source", image.line)
    return replace(image, file=found)


def _from_body(found: FoundImage, body: Body) -> ImportedImage:
    return ImportedImage(
        found.address, found.alt, found.caption, found.width, found.height, line=body.line_of(found.start)
    )


def _header_images(data: dict[str, Node]) -> list[ImportedImage]:
    """List the lead images a header names, in order of preference, each address once."""
    header, image = data.get("header"), data.get("image")
    named: list[tuple[str, Node | None, Node | None, Node | None]] = []
    if isinstance(header, dict):
        alt, caption = header.get("image_description"), header.get("caption")
        named += [(f"header.{key}", header.get(key), alt, caption) for key in ("image", "overlay_image")]
    if isinstance(image, dict):
        path = image.get("path") or image.get("url") or image.get("feature")
        named.append(("image", path, image.get("alt"), image.get("caption")))
    else:
        named.append(("image", image, data.get("image_alt"), data.get("image_caption")))
    if isinstance(header, dict):
        named.append(("header.teaser", header.get("teaser"), header.get("image_description"), None))
    images: dict[str, ImportedImage] = {}
    for origin, address, alt, caption in named:
        if made := _from_header(origin, address, alt, caption):
            images.setdefault(made.address, made)
    return list(images.values())


def _from_header(
    origin: str, address: Node | None, alt: Node | None = None, caption: Node | None = None
) -> ImportedImage | None:
    target = text_of(address)
    if not target or not isinstance(address, Scalar):
        return None
    width, height = size_of_address(target)
    return ImportedImage(
        target, text_of(alt), text_of(caption), width, height, None, address.line or None, origin
    )


def _galleries(data: dict[str, Node]) -> list[ImportedImage]:
    """List the images of lists such as `gallery:` and `feature_row:`, whatever their name."""
    images = []
    for key, rows in data.items():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and (address := row.get("image_path") or row.get("url")):
                image = _from_header(key, address, row.get("alt"), row.get("title"))
                if image and Path(image.address.partition("?")[0]).suffix.lower() in IMAGE_SUFFIXES:
                    images.append(image)
    return images
