"""The files of a Jekyll site that its texts link to: neither texts nor pictures."""

import os
from collections.abc import Iterator

from ..base import ImportedFile
from ..body_scan import Body
from ..permalinks import served_file
from ..pictures import ImageFolder
from .site import Site
from .sources import POST_SUFFIXES, Source


def linked_files(body: Body, source: Source, site: Site) -> Iterator[ImportedFile]:
    """Give the files of the source that a body links to, such as a PDF; what may be stored is the writer's to say."""
    folder = ImageFolder(site.root, source.relative.rpartition("/")[0], site.base, site.host)
    for address in body.links:
        file = folder.find_file(address) if "." in address else None
        if file and file.suffix.lower() not in POST_SUFFIXES:
            relative = os.path.relpath(file, os.path.realpath(site.root)).replace(os.sep, "/")
            yield ImportedFile(relative, file, [served_file(f"/{relative}", site.base)])
