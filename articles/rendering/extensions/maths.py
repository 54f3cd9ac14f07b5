r"""Formulas between `$$` as MathML, with their TeX kept as an annotation; one that is no TeX is shown as written."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring

from math_core import LatexError, LatexToMathML

from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser, Spans
from .syntax import STRIPPED
from .tree import TreeBuilder, add_text, literal

MAX_FORMULA_CHARACTERS = 5_000
MAX_FORMULA_NESTING = 30
ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")
BRACES = re.compile(r"[{}]")
CONVERTER = LatexToMathML(annotation=True, fancy_error=False, max_expansions=100)


def parse_inline_maths(state: Spans) -> bool:
    source, start = state.source, state.position
    end = state.find("$$", start + 2) if source.startswith("$$", start) else -1
    if end < 0:
        return False
    state.position = end + 2
    state.tree.append(Node("inline_maths", source[start + 2 : end].strip(STRIPPED)))
    return True


def nesting(formula: str) -> int:
    depth = deepest = 0
    for match in BRACES.finditer(formula):
        depth += 1 if match.group() == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def mathml(formula: str, *, display: bool) -> Element | None:
    """Convert TeX; None if it is too long, too deep or not understood."""
    if len(formula) > MAX_FORMULA_CHARACTERS or nesting(formula) > MAX_FORMULA_NESTING:
        return None
    try:
        return fromstring(CONVERTER.convert_with_local_state(formula, displaystyle=display))  # noqa: S314
    except (LatexError, ParseError):
        return None


def prepare(element: Element) -> Element:
    """Write text as the serializer wants it, and alignment as a class."""
    for node in element.iter():
        node.text = literal(node.text) if node.text else node.text
        if align := ALIGNMENT.search(node.attrib.pop("style", "")):
            node.set("class", f"text-{align.group(1)}")
    return element


def add_formula(parent: Element, formula: str, *, display: bool) -> None:
    element = mathml(formula, display=display)
    if element is None:
        SubElement(parent, "code", {"class": "math-source"}).text = literal(formula)
    else:
        parent.append(prepare(element))


def build_inline(tree: TreeBuilder, parent: Element, node: Node) -> None:
    add_formula(parent, node.value, display=False)


def build_display(tree: TreeBuilder, parent: Element, node: Node) -> None:
    element = SubElement(parent, "div", {"class": "math-display"})
    add_formula(element, node.value, display=True)
    add_text(parent, "\n")


class MathsExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        spans.register(parse_inline_maths, 60, "$")
        blocks.tree.builders.update(maths=build_display, inline_maths=build_inline)
