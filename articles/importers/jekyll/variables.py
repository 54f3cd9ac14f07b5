"""What the Liquid of a body may name: values of the site's configuration and of the page's own data."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urljoin

from articles.liquid.links import links as links_in

from ..base import ImportedPage, ImportedPost
from ..body_scan import Body, assigned_values
from ..pictures import IMAGE_SUFFIXES
from ..yaml_nodes import Node, plain_of, value_of
from .site import Site

MAX_NAMES = 200
MAX_LINKS = 1_000
MAX_CHARACTERS = 50_000  # of all values of one text together, as JSON

# No alternative looks further than it takes, so that what is never closed stays cheap.
_CONSTRUCT = re.compile(r"\{\{(?:[^{}]++|\}(?!\})|\{(?![{%]))*+\}\}|\{%(?:[^%{]++|%(?!\})|\{(?!%))*+%\}")
_NAME = re.compile(r"\b(site|page)((?:\.[\w-]+|\[\s*(?:\"[^\"\]]*\"|'[^'\]]*')\s*\])+)")
_STEP = re.compile(r"\.([\w-]+)|\[\s*[\"']([^\]]*)[\"']\s*\]")
_ROWS = re.compile(r"\{%-?\s*include\s+(?P<kind>gallery|feature_row)(?:\.html)?(?=[\s%-])(?P<given>[^%]*)")
_NOT_RELATIVE = re.compile(r"[/?|]|%7B|[a-z][a-z0-9+.-]*:", re.I)
# Jekyll makes these itself: one that is not told here is not known, whereas any other is empty.
_MADE_OF_PAGES = {
    "collection", "content", "dir", "excerpt", "ext", "id", "name", "next", "output", "previous",
    "relative_path", "url",
}  # fmt: skip
_MADE_OF_SITES = {
    "categories", "collections", "data", "documents", "github", "html_files", "html_pages", "pages", "posts",
    "related_posts", "static_files", "tags", "time",
}  # fmt: skip

Path = tuple[str, ...]


def _has_liquid(body: str) -> bool:
    return "{{" in body or "{%" in body


def find_variables(
    text: ImportedPost | ImportedPage, data: dict[str, Node], site: Site, made: dict[str, Any]
) -> dict[str, Any] | None:
    """Collect what a body names: of `page` its data and what Jekyll `made` of it, of `site` the configuration.

    None where Liquid is off or not used. Addresses of this site have neither origin nor base path, hence
    `site.url` and `site.baseurl` are empty. What Jekyll takes for nothing is None; what is not known is left out.
    """
    if not _has_liquid(text.body) or value_of(data.get("render_with_liquid")) is False:
        return None
    found: dict[str, Any] = {"site": {}, "page": {}}
    room = MAX_CHARACTERS
    for path in list(dict.fromkeys(_named(text.body)))[:MAX_NAMES]:
        given = _look_up(path, data, made) if path[0] == "page" else _look_up_site(path, site)
        if given is None:
            continue
        where, value = given
        room -= len(json.dumps(value))
        if room < 0:
            text.warn(f"Liquid names more than {MAX_CHARACTERS:,} characters of data: not all of it is kept")
            break
        _place(found, where, value)
    return found


def add_links(text: ImportedPost | ImportedPage, body: Body, data: dict[str, Node]) -> None:
    """Put links that are relative to the old address, which is not the one here, into the text's variables.

    A text whose Liquid is off keeps it so.
    """
    links = _find_links(text, body) if text.old_paths and any(_relative_targets(text.body)) else {}
    if not links:
        return
    is_off = value_of(data.get("render_with_liquid")) is False
    plain: dict[str, Any] = {"language": "markdown"} if is_off else {"site": {}, "page": {}}
    text.variables = {**(text.variables or plain), "links": links}


def _find_links(text: ImportedPost | ImportedPage, body: Body) -> dict[str, str]:
    old_address, shown = quote(text.old_paths[0]), {image.address for image in body.images}
    targets = [target for target in _relative_targets(body.visible) if target not in shown]
    if len(targets) > MAX_LINKS:
        text.warn(f"{len(targets):,} relative links: only the first {MAX_LINKS:,} lead where they led")
    return {target: urljoin(old_address, target) for target in targets[:MAX_LINKS]}


def _relative_targets(body: str) -> list[str]:
    """List links as they are written, without fragments, once each; pictures have ways of their own."""
    targets = dict.fromkeys(found["target"].partition("#")[0] for found in links_in(body))
    return [target for target in targets if _is_relative(target)]


def _is_relative(target: str) -> bool:
    if not target or _NOT_RELATIVE.match(target) or set(target) & set("{[]\\"):
        return False
    return PurePosixPath(target.partition("?")[0]).suffix.lower() not in IMAGE_SUFFIXES


def _named(body: str) -> Iterator[Path]:
    for construct in _CONSTRUCT.finditer(body):
        if rows := _ROWS.match(construct[0]):
            yield ("page", assigned_values(rows["given"]).get("id") or rows["kind"])
        for name in _NAME.finditer(construct[0]):
            yield (name[1], *(step[1] or step[2] or "" for step in _STEP.finditer(name[2])))


def _look_up_site(path: Path, site: Site) -> tuple[Path, Any] | None:
    if path[1] in _MADE_OF_SITES or path[1] in site.collections:
        return None
    return _look_up(path, site.config, {"url": "", "baseurl": ""})


def _look_up(path: Path, data: dict[str, Node], made: dict[str, Any]) -> tuple[Path, Any] | None:
    """Give what a name means, and how much of the name leads there: a step into a list or text is Liquid's."""
    if path[1] in made:
        return path[:2], made[path[1]]
    if path[0] == "page" and path[1] not in data and path[1] in _MADE_OF_PAGES:
        return None
    node: Node | None = data.get(path[1])
    for depth, step in enumerate(path[2:], 2):
        if node is not None and not isinstance(node, dict):
            return path[:depth], plain_of(node)
        node = node.get(step) if node is not None else None
    return path, plain_of(node)


def _place(found: dict[str, Any], path: Path, value: Any) -> None:
    """Put a value where its name leads, into the maps above it; what stands there already is as good."""
    for step in path[:-1]:
        inner = found.get(step)
        if inner is None:
            inner = found[step] = {}
        if not isinstance(inner, dict):
            return
        found = inner
    if found.get(path[-1]) is None or isinstance(value, dict):
        found[path[-1]] = value
