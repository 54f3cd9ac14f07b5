"""HTML that stays HTML, because Markdown has no words for it: what the sanitiser keeps, the rest named as lost."""

import html
import re

from bs4 import Tag
from bs4.element import PageElement

from articles.rendering.sanitize import ATTRIBUTES, TAGS, allowed_classes

from .escape import collapse
from .looks import aligned_class, kept_classes
from .tree import attribute, is_text
from .writer import Writer

VOID = frozenset("br col hr img source track wbr".split())
LEFT_OUT = frozenset("script style template head title meta link base".split())
FORMS = frozenset("form input select textarea datalist output progress meter fieldset".split())
LOST_WHOLE = LEFT_OUT | FORMS | {"svg", "canvas", "map", "area"}
_ADDRESSES = {"href", "src", "poster", "cite"}
_BETWEEN = re.compile(r"\s*\n\s*")


def raw_html(writer: Writer, element: Tag, *, verbatim: bool = False) -> str:
    """Write an element and what is in it as HTML that fits on lines of their own."""
    if element.name in LOST_WHOLE:
        lose_element(writer, element)
        return ""
    if element.name == "img":
        return raw_image(writer, element)
    inner = raw_content(writer, element, verbatim=verbatim or element.name == "pre")
    if element.name not in TAGS or element.name == "iframe":
        return inner
    opening = f"<{element.name}{raw_attributes(writer, element)}>"
    if element.name in VOID:
        return opening
    return f"{opening}{inner}</{element.name}>"


def raw_content(writer: Writer, element: Tag, *, verbatim: bool = False) -> str:
    return "".join(raw_node(writer, child, verbatim) for child in element.children)


def raw_node(writer: Writer, node: PageElement, verbatim: bool) -> str:
    if isinstance(node, Tag):
        return raw_html(writer, node, verbatim=verbatim)
    return raw_text(str(node), verbatim=verbatim) if is_text(node) else ""


def raw_text(text: str, *, verbatim: bool = False) -> str:
    text = html.escape(text if verbatim else collapse(text), quote=False)
    return text if verbatim else text.replace("|", "&#124;").replace("`", "&#96;")


def raw_image(writer: Writer, element: Tag, caption: str = "") -> str:
    address = writer.address(element, "src")
    if not address:
        return ""
    alt = collapse(attribute(element, "alt"))
    writer.add_picture(element, address, alt, caption)
    kept = kept_classes(element)
    names = f' class="{kept}"' if kept else ""
    return f'<img src="{quoted(address)}" alt="{quoted(alt)}"{names}>'


def raw_attributes(writer: Writer, element: Tag) -> str:
    """Write the attributes that the sanitiser keeps; name the others, but for those of the page's design."""
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(element.name, set())
    kept: dict[str, str] = {}
    for name in element.attrs:
        value = attribute(element, name)
        if name in _ADDRESSES and name in allowed:
            value = writer.address(element, name)
            if value:
                kept[name] = value
        elif name in allowed and name not in ("class", "align", "tabindex"):
            kept[name] = value
    names = " ".join(filter(None, [kept_classes(element), aligned_class(element)]))
    if names and (names := allowed_classes(element.name, names) or ""):
        kept["class"] = names
    return "".join(f' {name}="{quoted(value)}"' for name, value in kept.items())


def quoted(value: str) -> str:
    return html.escape(_BETWEEN.sub(" ", value)).replace("|", "&#124;").replace("`", "&#96;")


def lose_element(writer: Writer, element: Tag) -> None:
    """Name an element that goes with all that is in it."""
    if element.name == "input" and attribute(element, "type") in ("hidden", "checkbox"):
        return
    writer.lose(f"not kept: <{element.name}> and what is in it", element)
