"""What the old page's look said and an article here does not: counted, so that one note tells all of it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import Tag

from .figures import stays_whole
from .looks import is_design, is_underlined, kept_class, styles
from .tree import BLOCKS, attribute, classes

MOST_NAMED, LONGEST_NAME = 6, 40
# Names that WordPress, Ghost and Word give without a look of their own, or that the block itself explains.
_EXPLAINED = re.compile(
    r"(?:wp|kg|mso|attachment|blocks-gallery|gallery|columns|language|lang|is-layout|is-type|is-provider|footnotes?|task-list)"
    r"-.*|Mso\w+|brush:.*|(?:alignnone|is-style-default|is-cropped|is-resized|has-nested-images|has-fixed-layout|"
    r"has-text-color|has-background|has-inline-color|has-link-color|fn|footnotes?|more-link|gallery|highlight)",
    re.I,
)
_SIZE = re.compile(r"size-(?!full\Z)[\w\-]+\Z")
_ATTRIBUTES = frozenset(
    "background bgcolor border bordercolor cellpadding cellspacing clear color compact face frame height hspace noshade "
    "nowrap rules size valign vspace width".split()
)
_OF_OWN_RIGHT = frozenset({"img", "video", "iframe", "object", "embed", "import-source", "import-loss"})
# A style that says what a browser does anyway.
_PLAIN = re.compile(
    r"0(?:px|em|rem|pt|%)?|auto|baseline|inherit|initial|none|normal|unset|start|left|ltr", re.I
)
_OF_BROWSERS = re.compile(r"-|mso-|orphans\Z|widows\Z", re.I)
_SIDES = {"text-align": {"left", "right", "center"}, "float": {"left", "right"}}
# What is written with its classes; of all others only the alignment of their text goes on.
_WITH_CLASSES = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol menu blockquote a img table caption td th span abbr cite ins q small sub sup summary".split()
)
_FLOATING = frozenset({"img", "table", "figure"})
_RELATIONS = re.compile(r"noopener|attachment|wp-att-\d+|footnote|bookmark", re.I)
_TITLED = frozenset({"a", "img", "span", "iframe", "td", "th", "table"})
_EXPLAINED_BLOCKS = frozenset({"wp-block-spacer", "wp-block-column", "wp-block-columns", "wp-block-cover"})


@dataclass
class Presentation:
    """Counts what is left out of an article's look."""

    classes: Counter[str] = field(default_factory=Counter)
    styles: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    anchors: Counter[str] = field(default_factory=Counter)
    sized: set[int] = field(default_factory=set)  # pictures, by id()
    relations: int = 0

    def add(self, element: Tag) -> None:
        if not element.attrs or element.name.startswith("import-"):
            return
        self.add_size(element)
        self.classes.update(lost_classes(element))
        self.styles.update(lost_styles(element))
        self.attributes.update(name for name in element.attrs if is_lost_attribute(element, name))
        self.relations += element.name == "a" and is_relation(attribute(element, "rel"))
        if is_anchor(element):
            self.anchors[f"#{attribute(element, 'id')}"] += 1

    def add_size(self, element: Tag) -> None:
        """Note a picture shown in a size; it may say so itself, or the figure round it may."""
        if element.name == "img" and has_size(element):
            self.sized.add(id(element))
        elif element.name == "figure" and has_size(element):
            self.sized.update(id(picture) for picture in element.find_all("img", limit=1))

    def told(self) -> str:
        """Say what is left out, in few words; "" for nothing."""
        parts = [
            counted(self.classes, "class", "classes"),
            f"{len(self.sized)} size{'s' * (len(self.sized) > 1)} of pictures" if self.sized else "",
            counted(self.styles, "style", "styles"),
            counted(self.attributes, "attribute", "attributes"),
            counted(self.anchors, "anchor", "anchors"),
            f"{self.relations} rel" if self.relations else "",
        ]
        said = ", ".join(filter(None, parts))
        return f"presentation left out: {said}" if said else ""


def left_out(elements: Iterable[Tag]) -> str:
    """Name the presentation that goes with these elements' attributes; "" for none."""
    presentation = Presentation()
    for element in elements:
        presentation.add(element)
    return presentation.told()


def counted(found: Counter[str], one: str, many: str) -> str:
    if not found:
        return ""
    names = [name[:LONGEST_NAME] for name, _times in found.most_common(MOST_NAMED)]
    rest = ", …" if len(found) > MOST_NAMED else ""
    return f"{len(found):,} {one if len(found) == 1 else many} ({', '.join(names)}{rest})"


def has_size(element: Tag) -> bool:
    """Whether a picture was shown smaller or larger than it is; a full size has its measures written, too."""
    names = classes(element)
    if any(_SIZE.match(name) for name in names) or "is-resized" in names:
        return True
    if any(name in ("width", "height") and not _PLAIN.fullmatch(value) for name, value in styles(element)):
        return True
    return element.name == "img" and "size-full" not in names and measured(element)


def measured(picture: Tag) -> bool:
    figure = picture.find_parent("figure")
    is_full = figure is not None and "size-full" in classes(figure)
    return not is_full and bool(attribute(picture, "width") or attribute(picture, "height"))


def lost_classes(element: Tag) -> list[str]:
    if not element.has_attr("class"):
        return []
    is_written = keeps_classes(element)
    return [name for name in dict.fromkeys(classes(element)) if is_lost_class(element, name, is_written)]


def is_lost_class(element: Tag, name: str, is_written: bool) -> bool:
    if kept := kept_class(name):
        return not (is_written or (kept.startswith("text-") and element.name in BLOCKS))
    if _SIZE.match(name) or name == "size-full":
        return element.name not in ("img", "figure")  # counted as a picture's size
    is_language = element.name in ("pre", "code") and not name.startswith(("has-", "is-"))
    return not is_language and not _EXPLAINED.fullmatch(name)


def keeps_classes(element: Tag) -> bool:
    return element.name in _WITH_CLASSES or (element.name == "figure" and stays_whole(element))


def lost_styles(element: Tag) -> list[str]:
    if not element.has_attr("style") or _EXPLAINED_BLOCKS.intersection(classes(element)):
        return []
    underlines = element.name == "span" and is_underlined(element)
    lost = {name: is_lost_style(element, name, value) for name, value in styles(element)}
    return [
        name for name, is_lost in lost.items() if is_lost and not (underlines and "text-decoration" in name)
    ]


def is_lost_style(element: Tag, name: str, value: str) -> bool:
    if not is_design(name) or _OF_BROWSERS.match(name) or _PLAIN.fullmatch(value):
        return False  # what is no design has a note of its own
    if name in ("width", "height") and element.name in ("img", "figure"):
        return False  # counted as its size
    floats = element.name in _FLOATING
    if (name == "text-align" and not floats and element.name in BLOCKS) or (name == "float" and floats):
        return value not in _SIDES[name]
    return True


def is_lost_attribute(element: Tag, name: str) -> bool:
    if name == "title":
        return element.name in BLOCKS and element.name not in _TITLED
    return name in _ATTRIBUTES and element.name not in _OF_OWN_RIGHT


def is_relation(written: str) -> bool:
    return any(not _RELATIONS.fullmatch(name) for name in written.split())


def is_anchor(element: Tag) -> bool:
    """Whether an element had a name that addresses may have led to; headings keep theirs."""
    written = attribute(element, "id")
    if not written or re.match(r"h[1-6]\Z", element.name):
        return False
    return not re.match(
        r"(?:caption-)?attachment_|caption-attachment|gallery-|block-|more-\d|fn|wp-", written
    )
