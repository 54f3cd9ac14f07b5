"""HTML as a tree, as browsers close what authors left open; bounded in length and depth."""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from ..base import ReadError

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 100

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul video audio iframe object embed "
    # Our own, which readers put in where HTML has no word for it.
    "import-source import-loss import-flow import-marker".split()
)
_CLOSES_PARAGRAPH = BLOCKS - {
    "td",
    "th",
    "tr",
    "tbody",
    "thead",
    "tfoot",
    "video",
    "audio",
    "iframe",
    "object",
    "embed",
}
_CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "thead": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_PARAGRAPH_SCOPE = frozenset({"td", "th", "table", "button", "li", "div", "import-flow"})


class Tree(BeautifulSoup):
    """Closes elements where the next one ends them, which Python's own parser leaves to its user."""

    def handle_starttag(self, name, namespace, nsprefix, attrs, *args, **kwargs):
        if name in _CLOSES_PARAGRAPH:
            self.close(frozenset({"p"}), _PARAGRAPH_SCOPE)
        if name in _CLOSED_BY:
            self.close(*_CLOSED_BY[name])
        if len(self.tagStack) > MAX_DEPTH:
            raise ReadError(f"its HTML is nested deeper than {MAX_DEPTH} levels", args[0] if args else None)
        return super().handle_starttag(name, namespace, nsprefix, attrs, *args, **kwargs)

    def close(self, names: frozenset[str], scope: frozenset[str]) -> None:
        for tag in reversed(self.tagStack):
            if tag.name in names:
                self.handle_endtag(tag.name)
                return
            if tag.name in scope:
                return


def parse(html: str) -> Tree:
    """Parse HTML; ReadError if it is too long or nested too deeply."""
    if len(html) > MAX_CHARACTERS:
        raise ReadError(f"its HTML is longer than {MAX_CHARACTERS:,} characters")
    return Tree(without_open_ends(html), "html.parser", multi_valued_attributes=None)


def without_open_ends(html: str) -> str:
    """Take for text what opens a tag or a comment that nothing closes: the parser would read it again and again."""
    end = html.rfind(">") + 1
    html = html[:end] + html[end:].replace("<", "&lt;")
    end = html.rfind("-->") + 1
    return html[:end] + html[end:].replace("<!--", "&lt;!--")


def tags(tree: Tag) -> Iterator[Tag]:
    """Give all elements; bs4's own search asks each of them far more."""
    return (node for node in tree.descendants if isinstance(node, Tag))


def tags_outside(tree: Tag, left_out: frozenset[str]) -> Iterator[Tag]:
    """Give all elements but some with what is in them, in their order."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        children = [child for child in element.children if isinstance(child, Tag)]
        waiting += [child for child in reversed(children) if child.name not in left_out]
        if element is not tree:
            yield element


def elements_with_blocks(tree: Tag) -> set[int]:
    """Name the elements, by id(), that have a block somewhere below them."""
    holding: set[int] = set()
    for element in tags(tree):
        above = element.parent if element.name in BLOCKS else None
        while above is not None and id(above) not in holding:
            holding.add(id(above))
            above = above.parent
    return holding


def is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and type(node) is NavigableString


def attribute(element: Tag, name: str) -> str:
    """Return an attribute as text; an empty one where it is missing."""
    value = element.get(name)
    return str(value).strip() if value is not None else ""


def classes(element: Tag) -> list[str]:
    return attribute(element, "class").split()


def line_of(element: Tag) -> int | None:
    return element.sourceline
