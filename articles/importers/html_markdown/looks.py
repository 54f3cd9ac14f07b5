"""Classes and styles that say something our articles can say too: alignment, buttons."""

import re
from itertools import islice

from bs4 import Tag

from .tree import attribute, classes

MOST_NAMED = 10
_CLASSES = {
    "aligncenter": "align-center",
    "alignleft": "align-left",
    "alignright": "align-right",
    "alignwide": "wide",
    "alignfull": "full",
    "has-text-align-left": "text-left",
    "has-text-align-center": "text-center",
    "has-text-align-right": "text-right",
    "wp-block-button__link": "btn",
    "wp-element-button": "btn",
    "kg-btn": "btn",
    "kg-width-wide": "wide",
    "kg-width-full": "full",
}
_KEPT = re.compile(r"(?:align|text|notice|btn)-[a-z\-]+\Z|(?:btn|notice|wide|full)\Z")
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|right|center)", re.I)
_FLOAT = re.compile(r"float\s*:\s*(left|right)", re.I)
_UNDERLINE = re.compile(r"text-decoration(?:-line)?\s*:\s*underline", re.I)
# What a style may say without the reader missing anything of the text.
_DESIGN = re.compile(
    r"(?:-webkit-|-moz-|--)[\w\-]+|(?:margin|padding|border|width|height|max|min|flex|grid|gap|aspect|object|line|font|letter|"
    r"display|position|box|overflow|vertical|text-align|text-decoration|float|clear|list|outline|opacity|mso|"
    r"transform|transition|word|white)[\w\-]*|top|left|right|bottom|orphans|widows",
    re.I,
)


def kept_classes(element: Tag) -> str:
    """Return the classes of ours that an element's classes amount to."""
    if not element.has_attr("class"):
        return ""
    return " ".join(dict.fromkeys(filter(None, map(kept_class, classes(element)))))


def kept_class(name: str) -> str:
    """Return the class of ours that a class amounts to; "" where there is none."""
    return _CLASSES.get(name) or (name if _KEPT.match(name) else "")


def aligned_class(element: Tag) -> str:
    """Return the class for an alignment that an attribute or a style gives."""
    if not element.attrs:
        return ""
    style, align = attribute(element, "style"), attribute(element, "align").lower()
    if element.name in ("img", "table", "figure"):
        found = _FLOAT.search(style)
        side = align if align in ("left", "right") else found[1].lower() if found else ""
        return f"align-{side}" if side else ""
    found = _TEXT_ALIGN.search(style)
    side = found[1].lower() if found else align if align in ("left", "right", "center") else ""
    return f"text-{side}" if side else ""


def text_alignment(element: Tag) -> str:
    """Return left, right, center or nothing for a block or a cell."""
    names = f"{aligned_class(element)} {kept_classes(element)}".split()
    return next((name.removeprefix("text-") for name in names if name.startswith("text-")), "")


def is_underlined(element: Tag) -> bool:
    return bool(_UNDERLINE.search(attribute(element, "style")))


def styles(element: Tag) -> list[tuple[str, str]]:
    """Return the properties of an inline style, with their values."""
    if not element.has_attr("style"):
        return []
    parts = (part.partition(":") for part in attribute(element, "style").lower().split(";"))
    return [
        (name.strip(), value.replace("!important", "").strip()) for name, _, value in parts if name.strip()
    ]


def lost_style(element: Tag) -> str:
    """Name the properties of an inline style, colours say, that are more than measures."""
    names = dict.fromkeys(name for name, _value in styles(element) if not is_design(name))
    return ", ".join([*(name[:40] for name in islice(names, MOST_NAMED)), *["…"][: len(names) > MOST_NAMED]])


def is_design(name: str) -> bool:
    return bool(_DESIGN.fullmatch(name))
