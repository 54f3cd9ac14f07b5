"""What stands in the body of a Hugo page: pictures, shortcodes, references to other files."""

import re
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import dirname, normpath
from typing import Any

from articles.liquid import Liquid, mask_opaque
from articles.liquid.shortcode_pieces import FIGURES, parameters
from articles.liquid.shortcodes import shortcodes, translate_shortcodes

from ..base import ImportedPost
from ..body_scan import Body, FoundImage
from ..pictures import IMAGE_SUFFIXES
from ..yaml_nodes import plain_of
from .site import HugoSite, Table, table_of

MAX_NOTES = 40
MAX_LINKS = 2_000

_REFS = {"ref", "relref"}
_LINK = re.compile(r"(?<!!)\[[^\[\]]{0,500}\]\([ \t]*<?(?P<target>[^\s()<>#?]{1,500})")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\{\{", re.I)


class HugoBody(Body):
    """A body with shortcodes: those that show a picture are images too."""

    @cached_property
    def visible(self) -> str:
        return mask_opaque(self.text, liquid=False)

    @cached_property
    def shortcodes(self) -> list[Any]:
        return list(shortcodes(self.text, self.visible)) if "{{" in self.text else []

    @cached_property
    def images(self) -> list[FoundImage]:
        found = [image for token in self.shortcodes if (image := _figure(token))]
        return sorted([*self.plain_images, *found], key=lambda image: image.start)

    @property
    def plain_images(self) -> list[FoundImage]:
        return Body(self.text, self.first_line).images


def _figure(token: Any) -> FoundImage | None:
    if token.name not in FIGURES:
        return None
    given = parameters(token.markup)
    address, caption = given.value("src", 0), given.value("caption") or given.value("title")
    alt = given.value("alt") or given.value("caption")
    sides = (_side(given.value("width")), _side(given.value("height")))
    return FoundImage(address, alt, caption, *sides, token.start, token.end) if address else None


def _side(text: str) -> int | None:
    digits = text.removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdecimal() and 0 < len(digits) <= 4 else None


def hugo_variables(
    body: HugoBody, data: Table, site: HugoSite, source: str, address: str, names: "HugoNames"
) -> dict[str, Any] | None:
    """Collect what the shortcodes and links of a body name; None where there are none."""
    links = relative_links(body, address)
    refs = {path: found for path in _named_paths(body) if (found := names.find(path, source))}
    refs |= {path: found for path in links if path.endswith(".md") and (found := names.find(path, source))}
    links = {path: target for path, target in links.items() if path not in refs}
    if not body.shortcodes and not links and not refs:
        return None
    asked = {
        parameters(token.markup).value("name", 0).lower()
        for token in body.shortcodes
        if token.name == "param"
    }
    scopes = {"page": data, "site": site.params}
    chosen = {
        scope: {name: _looked_up(table, name) for name in sorted(asked)} for scope, table in scopes.items()
    }
    return {"language": "hugo", "content": site.content, "refs": refs, "links": links, **chosen}


def _looked_up(table: Table, path: str) -> Any:
    node: Any = table
    for step in path.split("."):
        node = table_of(node).get(step)
    value = plain_of(node) if node is not None else None
    return value if isinstance(value, str | int | float) else None


def _named_paths(body: HugoBody) -> set[str]:
    named = (parameters(token.markup).value("path", 0) for token in body.shortcodes if token.name in _REFS)
    return {path.partition("#")[0] for path in named} - {""}


def relative_links(body: Body, address: str) -> dict[str, str]:
    """Resolve links that are relative to the page's old address, which is not the new one."""
    found: dict[str, str] = {}
    for link in _LINK.finditer(body.visible):
        target = link["target"]
        if target.startswith("/") or _SCHEME.match(target) or len(found) >= MAX_LINKS:
            continue
        if PurePosixPath(target).suffix.lower() in IMAGE_SUFFIXES:  # images keep the addresses they have
            continue
        base = address if address.endswith("/") else dirname(address)
        slash = "/" if target.endswith("/") else ""
        found[target] = normpath(f"/{base}/{target}").replace("//", "/").rstrip("/") + (slash or "")
    return found


class HugoNames:
    """Finds the files that `ref` means: by path, beside the page, or by a name that one file alone has."""

    def __init__(self, files: list[str], content: str) -> None:
        self.content = content.strip("/")
        self.files: dict[str, str] = {}  # path below the content folder, with and without extension -> file
        by_name: dict[str, list[str]] = {}
        for file in files:
            inside = file.removeprefix(f"{self.content}/") if self.content else file
            plain = re.sub(r"\.(?:md|markdown|mdown|html?)\Z", "", inside)
            bundle = re.sub(r"/_?index\Z", "", plain)
            for name in (inside, plain, bundle):
                self.files.setdefault(name, file)
            for name in {inside.rpartition("/")[2], bundle.rpartition("/")[2]}:
                by_name.setdefault(name, []).append(file)
        self.unique = {name: found[0] for name, found in by_name.items() if len(found) == 1}

    def find(self, path: str, page: str) -> str | None:
        inside = page.removeprefix(f"{self.content}/") if self.content else page
        plain = path.strip("/").removesuffix(".md")
        places = [path.strip("/"), plain]
        if not path.startswith("/"):
            places = [normpath(f"/{dirname(inside)}/{place}").strip("/") for place in places] + places
        found = next((self.files[place] for place in places if place in self.files), None)
        return found or (None if "/" in plain else self.unique.get(path.strip("/")) or self.unique.get(plain))


def note_shortcodes(post: ImportedPost, body: HugoBody, variables: dict[str, Any] | None) -> None:
    """Note each shortcode once, where it first stands: a warning for what this site has no like of."""
    if not body.shortcodes or variables is None:
        return
    known = set(variables["refs"].values())
    liquid = Liquid(variables, lambda kind, name: f"/{name}" if name in known else None)
    seen: set[str] = set()
    for construct in translate_shortcodes(post.body, liquid).constructs:
        if construct.source in seen or len(seen) > MAX_NOTES:
            continue
        seen.add(construct.source)
        shown, line = " ".join(construct.source.split())[:120], body.first_line + construct.line - 1
        if len(seen) > MAX_NOTES:
            post.warn("further shortcodes", line)
        elif construct.state == "translated":
            post.inform(f"shortcode {shown}", line)
        elif construct.state == "leads_nowhere":
            post.warn(f"shortcode {shown} names no file of this site", line)
        else:
            post.warn(f"shortcode {shown} is not understood: it stays in the text", line)
