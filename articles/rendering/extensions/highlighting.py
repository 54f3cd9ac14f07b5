"""Code blocks, coloured by Pygments through CSS classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from xml.etree.ElementTree import Element, SubElement

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType
from pygments.util import ClassNotFound

from ..budget import Budget
from ..names import names
from .blocks import BlockParser
from .nodes import Node
from .spans import DialectExtension, SpanParser
from .tree import TreeBuilder, add_text, literal

# Some lexers take quadratic time, and nothing can stop them: each of these was timed on hostile text of this length.
MAX_COLOURED_CHARACTERS = 3_500
COLOURED = names(
    "awk bash bat c c# clojure cmake console cpp crystal csharp css dart diff django docker dockerfile elixir "
    "elm erb erlang fish fortran fsharp go graphql groovy haml haskell hcl html http ini java javascript "
    "jinja js json json5 jsx julia kotlin latex less liquid lisp lua make makefile markdown mathematica "
    "matlab md mysql nginx nim nix objc objective-c ocaml octave perl php postgresql powershell prolog "
    "properties proto protobuf ps1 puppet py pycon python python3 r rb rst ruby rust sass scala scheme scss "
    "sh shell sql sqlite3 swift tcl terraform tex toml ts tsx twig typescript vbnet verilog vhdl vim vue wast "
    "xml yaml yml zig zsh"
)


@lru_cache(maxsize=100)
def lexer_for(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def language_of(node: Node) -> str:
    for name in node.attributes.get("class", "").split():
        if name.startswith("language-"):
            return name.removeprefix("language-").lower()
    return ""


def css_class(token: _TokenType) -> str:
    while token not in STANDARD_TYPES:
        token = token.parent
    return STANDARD_TYPES[token]


def coloured(code: str, lexer: Lexer, budget: Budget) -> Iterator[tuple[str, str]]:
    """Pairs of CSS class and text; white space joins what stands before it, which halves the markup."""
    tokens = ((css_class(token), text) for token, text in lexer.get_tokens(code))
    for name, group in groupby(tokens, itemgetter(0)):
        budget.tick()
        yield ("" if name == "w" else name), "".join(text for _, text in group)


def marked_lines(node: Node) -> frozenset[int]:
    numbers = node.attributes.get("mark_lines", "").split(",")
    return frozenset(int(number) for number in numbers if number.isdecimal())


def by_line(pieces: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Part pieces of coloured code at the line ends, which stay with their lines."""
    line: list[tuple[str, str]] = []
    for name, text in pieces:
        for part in text.splitlines(keepends=True):
            line.append((name, part))
            if part.endswith("\n"):
                yield line
                line = []
    yield line


class CodeBuilder:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def __call__(self, tree: TreeBuilder, parent: Element, node: Node) -> None:
        language = language_of(node)
        classes = [
            name for name in node.attributes.get("class", "").split() if not name.startswith("language-")
        ]
        box = SubElement(parent, "div", {"class": " ".join(["highlight", *classes])})
        box.tail = "\n"
        code = SubElement(SubElement(box, "pre", {"tabindex": "0"}), "code")
        if language:
            code.set("class", f"language-{language}")
        pieces = self.pieces(node.value, language)
        marked = marked_lines(node)
        if not marked:
            fill(code, pieces)
            return
        for number, line in enumerate(by_line(pieces), 1):
            fill(SubElement(code, "span", {"class": "hll"}) if number in marked and line else code, line)

    def pieces(self, code: str, language: str) -> Iterable[tuple[str, str]]:
        lexer = None
        if language in COLOURED and len(code) <= MAX_COLOURED_CHARACTERS:
            lexer = lexer_for(language)
        return coloured(code, lexer, self.budget) if lexer else [("", code)]


def fill(element: Element, pieces: Iterable[tuple[str, str]]) -> None:
    for name, text in pieces:
        if name:
            SubElement(element, "span", {"class": name}).text = literal(text)
        else:
            add_text(element, literal(text))


class HighlightExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.tree.builders["code_block"] = CodeBuilder(blocks.budget)
