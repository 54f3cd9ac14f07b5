"""YAML for hostile hands: events in, plain nodes out, each scalar with the spelling its author gave it.

Nothing is ever constructed from a tag, and depth, nodes and aliases are bounded.
"""

import re
from typing import Any, NamedTuple

import yaml

from .base import ReadError

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 40
MAX_NODES = 20_000
MAX_DIGITS = 18  # beyond it a number is text: 5,000 digits would stop int()

Plain = str | int | float | bool | None


class Scalar(NamedTuple):
    text: str  # without quotes, spelling kept: 01234, 1.10, Yes
    value: Plain  # what YAML 1.1 makes of it; dates stay text
    line: int


Node = Scalar | list["Node"] | dict[str, "Node"]


class Entry(NamedTuple):
    node: Node
    raw: str  # the value as written, quotes and line breaks included
    line: int


class YamlError(ReadError):
    """Carries, beside the line of the fault, where a quote or bracket began that was never closed well."""

    def __init__(self, reason: str, line: int | None, began: int | None = None) -> None:
        super().__init__(reason, line)
        self.began = began


_NAMES: dict[str, Plain] = {
    "null": None, "yes": True, "on": True, "true": True, "no": False, "off": False, "false": False,
}  # fmt: skip
_WORDS: dict[str, Plain] = {"": None, "~": None} | {
    form: value for word, value in _NAMES.items() for form in (word, word.capitalize(), word.upper())
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)")
_OCTAL = re.compile(r"0[0-7]+")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9][0-9_]*(?:[eE][-+][0-9]{1,3})?")
# No database takes them, and escapes such as "\0" can smuggle them in.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def resolve_plain(text: str) -> Plain:
    """Read an unquoted scalar as Jekyll's YAML does: null, boolean, number or text."""
    if len(text) <= 5 and text in _WORDS:
        return _WORDS[text]
    if len(text) > MAX_DIGITS or text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _OCTAL.fullmatch(text):
        return int(text, 8)
    if _FLOAT.fullmatch(text):
        return float(text.replace("_", ""))
    return text


def _is_enclosed(error: yaml.MarkedYAMLError) -> bool:
    return "quoted" in (error.context or "") or "flow" in (error.context or "")


class _Builder:
    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        try:
            self.loader = Loader(text)
        except yaml.reader.ReaderError as error:  # only the pure loader looks at once
            raise self.forbidden() from error
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.unfinished: set[str] = set()
        self.nodes = 0
        self.duplicates: list[tuple[str, int]] = []

    def forbidden(self) -> ReadError:
        found = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
        line = self.text.count("\n", 0, found.start()) if found else 0
        return ReadError("holds a character that YAML forbids", self.first_line + line)

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def end(self, event: Any) -> int:
        return int(event.end_mark.index)

    def entries(self) -> dict[str, Entry]:
        event = self.next_event()
        while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            event = self.next_event()
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and resolve_plain(event.value) is None:
            return {}
        if not isinstance(event, yaml.MappingStartEvent):
            raise ReadError("front matter is not a list of `key: value` lines", self.line(event))
        return self.top_level()

    def top_level(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        while not isinstance(key_event := self.next_event(), yaml.MappingEndEvent):
            key = self.key(key_event)
            value_event = self.next_event()
            node, end = self.build(value_event, 1)
            if key in found:
                self.duplicates.append((key, self.line(key_event)))
                del found[key]
            raw = self.text[value_event.start_mark.index : end].rstrip()
            if key == "<<":
                self.inherit(found, node, self.line(key_event))
            else:
                found[key] = Entry(node, raw, self.line(key_event))
        return found

    def inherit(self, found: dict[str, Entry], node: Node, line: int) -> None:
        for parent in node if isinstance(node, list) else [node]:
            for key, value in parent.items() if isinstance(parent, dict) else ():
                found.setdefault(key, Entry(value, "", line))

    def key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise YamlError("a key must be a word", self.line(event))
        return self.scalar(event).text

    def build(self, event: Any, depth: int) -> tuple[Node, int]:
        """Return the node that starts with `event`, and the index in the text where it ends."""
        end = self.end(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event), end
        self.count(1, event)
        if depth > MAX_DEPTH:
            raise ReadError(f"nested deeper than {MAX_DEPTH} levels", self.line(event))
        before = self.nodes
        if event.anchor:
            self.unfinished.add(event.anchor)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node, end = self.sequence(event, depth)
        else:
            node, end = self.mapping(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.nodes - before + 1)
            self.unfinished.discard(event.anchor)
        return node, end

    def alias(self, event: Any) -> Node:
        if event.anchor in self.unfinished:
            raise ReadError(f"*{event.anchor} is an alias of what holds it", self.line(event))
        if event.anchor not in self.anchors:
            raise YamlError(f"unknown alias *{event.anchor}", self.line(event))
        node, weight = self.anchors[event.anchor]
        self.count(weight, event)
        return node

    def count(self, nodes: int, event: Any) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise ReadError(f"more than {MAX_NODES:,} values, aliases expanded", self.line(event))

    def scalar(self, event: Any) -> Scalar:
        self.refuse_code(event)
        text = event.value
        if _UNSTORABLE.search(text):
            text = _UNSTORABLE.sub("", text)
        plain = event.implicit[0]
        return Scalar(text, resolve_plain(text) if plain else text, self.line(event))

    def sequence(self, event: Any, depth: int) -> tuple[Node, int]:
        self.refuse_code(event)
        items: list[Node] = []
        while not isinstance(item := self.next_event(), yaml.SequenceEndEvent):
            items.append(self.build(item, depth + 1)[0])
        return items, self.end(item)

    def mapping(self, event: Any, depth: int) -> tuple[Node, int]:
        self.refuse_code(event)
        pairs: dict[str, Node] = {}
        while not isinstance(key := self.next_event(), yaml.MappingEndEvent):
            name = self.key(key)
            pairs[name] = self.build(self.next_event(), depth + 1)[0]
        return pairs, self.end(key)

    def refuse_code(self, event: Any) -> None:
        if event.tag and "python" in event.tag:
            raise ReadError("a tag that asks for Python objects is refused", self.line(event))

    def next_event(self) -> Any:
        try:
            return self.loader.get_event()
        except yaml.MarkedYAMLError as error:
            marks = (error.problem_mark, error.context_mark if _is_enclosed(error) else None)
            fault, began = (mark.line + self.first_line if mark else None for mark in marks)
            raise YamlError(str(error.problem or error.context), fault, began) from error
        except yaml.YAMLError as error:
            raise self.forbidden() from error


def parse_yaml(text: str, first_line: int = 1) -> tuple[dict[str, Entry], list[tuple[str, int]]]:
    """Parse a YAML mapping into its top-level entries, and list its repeated keys with their lines.

    Lines count from `first_line`. Of a repeated key the last one wins. Raises YamlError for text that is
    not YAML, ReadError for what is refused: depth, size, recursion, tags that ask for code.
    """
    builder = _Builder(text, first_line)
    return builder.entries(), builder.duplicates


def storable(text: str) -> str:
    """Drop the characters that no database takes."""
    return _UNSTORABLE.sub("", text)


def text_of(node: Node | None) -> str:
    """Give a scalar's own spelling, stripped; nothing for null, lists and maps."""
    return node.text.strip() if isinstance(node, Scalar) and node.value is not None else ""


def value_of(node: Node | None) -> Plain:
    """Give a scalar's YAML value; None for lists, maps and absence."""
    return node.value if isinstance(node, Scalar) else None


def texts_of(node: Node | None) -> list[str]:
    """Flatten a scalar or nested lists to the spellings of their scalars, blanks dropped."""
    if isinstance(node, list):
        return [text for item in node for text in texts_of(item)]
    return [text] if (text := text_of(node)) else []


def plain_of(node: Node | None) -> Any:
    """Give a node as ordinary Python values, for storing as JSON."""
    if isinstance(node, dict):
        return {key: plain_of(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain_of(item) for item in node]
    return value_of(node)


def unplaced(node: Node) -> Node:
    """Copy a node without its lines (they are 0): those of a configuration say nothing about a post."""
    if isinstance(node, dict):
        return {key: unplaced(value) for key, value in node.items()}
    if isinstance(node, list):
        return [unplaced(item) for item in node]
    return node._replace(line=0)


def line_of(node: Node | None) -> int | None:
    """Give the line of a scalar, or of the first scalar inside; None if there is none."""
    if isinstance(node, (list, dict)):
        return next((line_of(item) for item in (node.values() if isinstance(node, dict) else node)), None)
    return node.line or None if node is not None else None


def merge_nodes(below: dict[str, Node], above: dict[str, Node]) -> dict[str, Node]:
    """Lay one mapping over another as Jekyll does: maps merge in depth, null leaves what was there."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = merge_nodes(old, value)
        elif old is None or not (isinstance(value, Scalar) and value.value is None):
            merged[key] = value
    return merged
