"""How a value is written in YAML, so that Jekyll's reader, which is of YAML 1.1, and ours read the same."""

import re
from collections.abc import Mapping, Sequence

import yaml

from articles.importers.yaml_nodes import resolve_plain

Value = str | bool | int | Sequence[str]

_MARKS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_NUMBER_LIKE = re.compile(r"[-+.]*[0-9][-0-9a-foxtz_:,.+\s]*|[-+]?\.(?:inf|nan)|\.+", re.IGNORECASE)
# What some reader of YAML 1.1 takes for a switch or for nothing.
_WORDS = frozenset("y n yes no on off true false null ~".split())
_SPECIAL_IN_FLOW = re.compile(r"[,?\[\]{}:]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile(rf'[\\"]|{_CONTROL.pattern}')


class Verbatim(str):
    """A text whose plain spelling is meant: a date, which is none between quotes."""


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Say whether an unquoted `text` is read as that very text everywhere."""
    if not text or text != text.strip() or text[0] in _MARKS or text[-1] == ":":
        return False
    if _CONTROL.search(text) or ": " in text or " #" in text:
        return False
    if text.lower() in _WORDS or _NUMBER_LIKE.fullmatch(text) or resolve_plain(text) != text:
        return False
    return _is_text(text) and not (in_flow and _SPECIAL_IN_FLOW.search(text))


def _is_text(text: str) -> bool:
    candidates = yaml.SafeLoader.yaml_implicit_resolvers.get(text[0], [])
    return not any(pattern.match(text) for _tag, pattern in candidates)


def scalar(value: str | bool | int, style: str = "", *, in_flow: bool = False) -> str:
    """Write a scalar on one line, in the quotes of `style` where these can hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if style == "'" and not _CONTROL.search(value):
        return single_quoted(value)
    if style != '"' and (isinstance(value, Verbatim) or is_plain(value, in_flow=in_flow)):
        return str(value)
    return double_quoted(value)


def single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def double_quoted(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(lambda found: _escape(found[0]), text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def flow_list(values: Sequence[str], style: str = "") -> str:
    return "[" + ", ".join(scalar(value, style, in_flow=True) for value in values) + "]"


def lines(key: str, value: "Value | Mapping[str, Value]", indent: str = "") -> list[str]:
    """Write one key the way a careful author would: a map below it, one item of a list a line."""
    name = f"{indent}{scalar(key)}:"
    if isinstance(value, Mapping):
        return [name, *(line for inner, each in value.items() for line in lines(inner, each, indent + "  "))]
    if isinstance(value, (str, bool, int)):
        return [f"{name} {scalar(value)}"]
    if not value:
        return [f"{name} []"]
    return [name, *(f"{indent}  - {scalar(item)}" for item in value)]
