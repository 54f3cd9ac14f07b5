"""The headers that Markdown files have: YAML, TOML, JSON, or the `Key: value` lines of Pelican."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple

from ..base import Note, ReadError
from ..front_matter import FrontMatter, parse_front_matter, split_front_matter
from ..yaml_nodes import MAX_DEPTH, MAX_DIGITS, Entry, Node, Scalar, storable

Form = Literal["", "yaml", "toml", "json", "pelican"]

_TOML_OPENING = re.compile(r"\+\+\+[ \t\r]*\n")
_TOML_CLOSING = re.compile(r"^\+\+\+[ \t\r]*$", re.M)
_JSON_OPENING = re.compile(r"\{\s*[\"}]")
_JSON_SPACE = re.compile(r"[ \t\r\n]*")
_BLANK_RUN = re.compile(r"[ \t\r]*(?:\n(?:[ \t\r]*+(?=\n))?)*+")
_TOML_KEY = re.compile(
    r"^[ \t]*+(?P<table>\[\[?[ \t]*+)?(?P<quote>[\"']?)(?P<key>[^\s\"'=\[\].#]++)(?P=quote)[ \t]*+(?P<mark>[=.\]])",
    re.M,
)
# tomllib looks every prefix of such a key up: what is deeper than we keep must not reach it.
_DEEP_KEY = re.compile(r"(?<![\w\"'.-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}")
_FAULT_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_META = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_META_MORE = re.compile(r"(?: {4}|\t)[ \t]*(?P<value>\S.*)")
# Without one of these in front, `Note: mind the gap` is the beginning of a text.
_META_KEYS = frozenset(
    "title date modified category tags tag keywords slug author authors summary status lang url save_as "
    "template subtitle description image cover series translation".split()
)


class Header(NamedTuple):
    form: Form
    front_matter: str  # mark, fences and the blank lines after it; `front_matter + body` is the text
    block: str  # what is between the fences
    body: str
    first_line: int  # of the block


def split_header(text: str, *, pelican: bool = False) -> Header:
    """Cut a text after its header, whatever its form. Raises ReadError for one that does not end."""
    mark = 1 if text.startswith("\ufeff") else 0
    if opening := _TOML_OPENING.match(text, mark):
        return _split_toml(text, opening.end())
    if _JSON_OPENING.match(text, mark):
        end = _end_of_json(text, mark)
        return _cut(text, "json", mark, end, end, 1)
    if pelican and (end := _end_of_meta(text, mark)):
        return _cut(text, "pelican", mark, end, end, 1)
    parts = split_front_matter(text)
    return Header("yaml" if parts.front_matter.strip("\ufeff") else "", *parts, 2)


def _cut(text: str, form: Form, start: int, end: int, fence_end: int, first_line: int) -> Header:
    blank = _BLANK_RUN.match(text, fence_end)
    stop = blank.end() if blank else fence_end
    return Header(form, text[:stop], text[start:end], text[stop:], first_line)


def _split_toml(text: str, start: int) -> Header:
    closing = _TOML_CLOSING.search(text, start)
    if not closing:
        raise ReadError("the header that begins with +++ does not end", 1)
    return _cut(text, "toml", start, closing.start(), closing.end(), 2)


def _end_of_meta(text: str, start: int) -> int:
    """Find where Pelican's lines end: at the first blank one. 0 where the text does not begin with them."""
    first = _META.match(text, start)
    if not first or first["key"].lower() not in _META_KEYS:
        return 0
    at = start
    for line in text[start:].splitlines(keepends=True):
        if not line.strip():
            return at
        if not _META.match(line) and not _META_MORE.match(line):
            return 0
        at += len(line)
    return at


def parse_header(header: Header) -> FrontMatter:
    """Parse a header of any form. Raises ReadError with the line."""
    match header.form:
        case "yaml":
            return parse_front_matter(header.block, header.first_line)
        case "toml":
            return parse_toml(header.block, header.first_line)
        case "json":
            return parse_json(header.block, header.first_line)
        case "pelican":
            return _parse_meta(header.block, header.first_line)
    return FrontMatter()


def parse_toml(block: str, first_line: int = 1) -> FrontMatter:
    """Parse TOML. Raises ReadError for what is no TOML or nested too deep."""
    if deep := _DEEP_KEY.search(block):
        line = first_line + block.count("\n", 0, deep.start())
        raise ReadError(f"nested deeper than {MAX_DEPTH} levels", line)
    try:
        table = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise _toml_fault(str(error), block, first_line) from error
    except ValueError as error:
        raise ReadError("front matter holds a number that is too long", first_line) from error
    except RecursionError as error:
        raise ReadError(f"nested deeper than {MAX_DEPTH} levels", first_line) from error
    places = dict(_toml_places(block))
    return FrontMatter({
        storable(key): _entry(value, *places.get(key, ("", 0)), first_line) for key, value in table.items()
    })  # fmt: skip


def _toml_fault(message: str, block: str, first_line: int) -> ReadError:
    place = _FAULT_PLACE.search(message)
    number = int(place[1]) if place and place[1] else block.rstrip().count("\n") + 1
    line = first_line + number - 1
    return ReadError(f"front matter is not valid TOML: {_FAULT_PLACE.sub('', message)[:200]}", line)


def _toml_places(block: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """Give of each top-level key the value as written and its line, counted from 0."""
    found, in_table = [], False
    for match in _TOML_KEY.finditer(block):
        in_table = in_table or bool(match["table"])
        if match["table"] or not in_table:
            found.append(match)
    line, at, known = 0, 0, set()
    ends = [match.start() for match in found[1:]] + [len(block)]
    for match, end in zip(found, ends, strict=False):
        line += block.count("\n", at, match.start("key"))
        at = match.start("key")
        if match["key"] not in known:
            known.add(match["key"])
            yield match["key"], (block[match.end() : end].strip(), line)


def _entry(value: Any, raw: str, line: int, first_line: int) -> Entry:
    return Entry(node_of(value, line + first_line), raw or str(value)[:200], line + first_line)


def node_of(value: Any, line: int = 0, depth: int = 1) -> Node:
    """Give values of TOML and JSON as nodes; dates as text, numbers that no database takes too."""
    if depth > MAX_DEPTH:
        raise ReadError(f"nested deeper than {MAX_DEPTH} levels", line or None)
    if isinstance(value, dict):
        return {storable(str(key)): node_of(item, line, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [node_of(item, line, depth + 1) for item in value]
    if value is None:
        return Scalar("", None, line)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), value, line)
    if isinstance(value, int | float):
        text = str(value)
        is_odd = len(text) > MAX_DIGITS + 6 or text.strip("-") in {"inf", "nan"}
        return Scalar(text, text if is_odd else value, line)
    text = value.isoformat() if isinstance(value, datetime | date | time) else storable(str(value))
    return Scalar(text, text, line)


_DECODER = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) <= MAX_DIGITS else digits)


def _end_of_json(text: str, start: int) -> int:
    try:
        return _DECODER.raw_decode(text, start)[1]
    except json.JSONDecodeError as error:
        raise ReadError(f"front matter is not valid JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise ReadError(f"nested deeper than {MAX_DEPTH} levels", 1) from error


def parse_json(block: str, first_line: int = 1) -> FrontMatter:
    """Parse a JSON object. Raises ReadError for anything else."""
    start = _after_space(block, 0)
    if not block.startswith("{", start):
        raise ReadError("front matter is not a list of `key: value` lines", first_line)
    if block[_end_of_json(block, start) :].strip():
        raise ReadError("front matter is not valid JSON: text after its end", first_line)
    result = FrontMatter()
    at, line, counted = _after_space(block, start + 1), first_line, 0
    while not block.startswith("}", at):
        at = _after_space(block, at + block.startswith(",", at))
        line, counted = line + block.count("\n", counted, at), at
        key, at = _DECODER.raw_decode(block, at)
        value_at = _after_space(block, _after_space(block, at) + 1)
        value, at = _DECODER.raw_decode(block, value_at)
        if key in result.entries:
            result.notes.append(Note("warning", f"`{key}` is given again: the last one counts", line))
        result.entries[storable(key)] = Entry(node_of(value, line), block[value_at:at], line)
        at = _after_space(block, at)
    return result


def _after_space(text: str, at: int) -> int:
    space = _JSON_SPACE.match(text, at)
    return space.end() if space else at


def _parse_meta(block: str, first_line: int) -> FrontMatter:
    result, key = FrontMatter(), ""
    for number, line in enumerate(block.splitlines(), first_line):
        found = _META.match(line)
        key = found["key"].lower() if found else key
        more = found or _META_MORE.match(line)
        words = storable(more["value"]).strip() if more else ""
        known = result.entries.get(key)
        text = f"{known.raw}\n{words}".strip() if known else words
        place = known.line if known else number
        result.entries[key] = Entry(Scalar(text, text or None, place), text, place)
    return result
