"""Images and embedded media: renditions for the site's own, lazy loading, links in place of other hosts' media."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from ..addresses import candidates, host, is_allowed, is_embeddable, is_remote, unescape
from ..names import names
from ..request import Picture
from .blocks import BlockParser
from .nodes import Attributes, Node
from .spans import DialectExtension, SpanParser
from .tree import TreeBuilder, literal

SIZES = "(min-width: 46rem) 42rem, 100vw"
FRAME = {"sandbox": "", "loading": "lazy", "referrerpolicy": ""}
LAZY = {"loading": "lazy", "decoding": "async"}
SOURCES = ("src", "data", "poster")
PLAYERS = names("video audio")


def add_picture(parent: Element, picture: Picture, attributes: Attributes) -> None:
    element = SubElement(parent, "picture")
    for source in picture.sources:
        SubElement(element, "source", {"type": source.type, "srcset": literal(source.srcset), "sizes": SIZES})
    image = {**attributes, "src": literal(picture.src)}
    image |= {"width": str(picture.width), "height": str(picture.height), **LAZY}
    if picture.srcset:
        image |= {"srcset": literal(picture.srcset), "sizes": SIZES}
    SubElement(element, "img", image)


def picture_addresses(picture: Picture) -> set[str]:
    srcsets = [picture.srcset, *(source.srcset for source in picture.sources)]
    return {picture.src, *(address for srcset in srcsets for address in candidates(srcset))}


def add_link(tree: TreeBuilder, parent: Element, kind: str, address: str, text: str) -> None:
    """Say where something is instead of loading it; inside a link its text is enough."""
    box = SubElement(parent, "span", {"class": kind})
    text = text.strip() or literal(host(address))
    if tree.open_links or not is_allowed(address):
        box.text = text
    else:
        SubElement(box, "a", {"href": address}).text = text


class MediaBuilder:
    """Asks the request of the article in hand which images exist here and what remote media become."""

    def __init__(self, parser: BlockParser) -> None:
        self.parser = parser

    def build_image(self, tree: TreeBuilder, parent: Element, node: Node) -> None:
        request = self.parser.request
        address = node.attributes.get("src", "")
        attributes = {"alt": "", **node.attributes}
        picture = request.image_for(unescape(address)) if request.image_for and address else None
        if picture is not None:
            self.parser.own_addresses |= picture_addresses(picture)
            kept = {key: value for key, value in attributes.items() if key not in ("srcset", "sizes")}
            add_picture(parent, picture, kept)
        elif not is_allowed(address) or (request.remote == "link" and is_remote(address)):
            add_link(tree, parent, "remote-image", address, attributes["alt"])
        else:
            SubElement(parent, "img", {**attributes, **LAZY})

    def build_frame(self, tree: TreeBuilder, parent: Element, node: Node) -> None:
        address = node.attributes.get("src", "")
        if self.parser.request.remote == "keep" and is_embeddable(address):
            SubElement(parent, "iframe", {**node.attributes, **FRAME})
        else:
            add_link(tree, parent, "remote-media", address, node.attributes.get("title", ""))

    def build_player(self, tree: TreeBuilder, parent: Element, node: Node) -> None:
        addresses = [
            child.attributes[name] for child in node.walk() for name in SOURCES if name in child.attributes
        ]
        remote = [address for address in addresses if is_remote(address)]
        if remote and self.parser.request.remote == "link":
            add_link(tree, parent, "remote-media", remote[0], node.attributes.get("title", ""))
        else:
            attributes = {"controls": "controls", "preload": "metadata", **node.attributes}
            tree.fill(SubElement(parent, node.value, attributes), node)

    def build_plugin(self, tree: TreeBuilder, parent: Element, node: Node) -> None:
        """Plug-ins are gone from browsers: what an object or embed showed becomes a link, or its fallback."""
        address = node.attributes.get("src") or node.attributes.get("data", "")
        if address and not node.children:
            add_link(tree, parent, "remote-media", address, node.attributes.get("title", ""))
        else:
            tree.fill(parent, node)


class MediaExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        media = MediaBuilder(blocks)
        blocks.tree.builders["img"] = media.build_image
        blocks.tree.html_builders |= {
            "img": media.build_image,
            "iframe": media.build_frame,
            "video": media.build_player,
            "audio": media.build_player,
            "object": media.build_plugin,
            "embed": media.build_plugin,
        }
