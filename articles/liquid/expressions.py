"""What may stand in an output or be given to an include: a value, and filters that plain values can go through."""

import html
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

_STRING = r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
_KEY = r"\[(?:\"[^\"]*\"|'[^']*'|\d+)\]"
_PATH = rf"[A-Za-z_][\w-]*\??(?:\.[\w-]+\??|{_KEY})*"
_VALUE = re.compile(rf"\s*(?:{_STRING}|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])|(?P<path>{_PATH}))")
_STEP = re.compile(r"[\w-]+\??|\"[^\"]*\"|'[^']*'")
_FILTER = re.compile(r"\s*\|\s*(?P<name>\w+)\s*(?P<colon>:)?")
_COMMA = re.compile(r"\s*,")
_ARGUMENT = re.compile(
    r"\s*(?P<name>[\w-]+)\s*=\s*(?:\"(?P<double>[^\"\\]*(?:\\.[^\"\\]*)*)\"|'(?P<single>[^'\\]*(?:\\.[^'\\]*)*)'"
    r"|(?P<path>[\w.\-\"'\[\]]+))\s*",
    re.DOTALL,
)
_ESCAPED_QUOTE = re.compile(r"\\([\"'])")
_WORDS = {"true": True, "false": False, "nil": None, "null": None, "empty": "", "blank": ""}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_DATE_FORMAT = re.compile(r"(?:[^%]|%-?[dmHIeMjl]|%[YybBaAFTSpPLZz%])*\Z")
# Links here are relative to the site: it has one address.
_SITE_ADDRESS = {"url": "", "baseurl": ""}
MAX_ARGUMENTS = 50
LONGEST_VALUE = 20_000

Variables = Mapping[str, Any]


class UnknownValueError(LookupError):
    """Says that a value is not known here, or a filter."""


def first_name(markup: str) -> str | None:
    """Return the first name that an expression uses; "" if it begins with a plain value, None if it is none."""
    found = _VALUE.match(markup)
    if found is None:
        return None
    return _STEP.match(found["path"])[0] if found["path"] else ""  # type: ignore[index]


def evaluate(markup: str, variables: Variables) -> str:
    """Return the text that an output gives. Raises UnknownValueError."""
    found = _VALUE.match(markup)
    if found is None:
        raise UnknownValueError(markup)
    value, at = _value(found, variables), found.end()
    while step := _FILTER.match(markup, at):
        arguments, at = _arguments(markup, step.end(), variables) if step["colon"] else ([], step.end())
        value = _filtered(step["name"], value, arguments)
    if markup[at:].strip():
        raise UnknownValueError(markup)
    return _text(value)


def look_up(path: str, variables: Variables) -> Any:
    """Return the value at a dotted path. Raises UnknownValueError."""
    steps = [step.strip("\"'") for step in _STEP.findall(path)]
    if len(steps) == 2 and steps[0] == "site" and steps[1] in _SITE_ADDRESS:
        return _SITE_ADDRESS[steps[1]]
    value: Any = variables
    for step in steps:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            raise UnknownValueError(path)
    return value


def arguments_of(markup: str, variables: Variables) -> dict[str, Any] | None:
    """Read `name="text" other=page.name` as includes write it; None if it is something else. Unknown values are None."""
    given: dict[str, Any] = {}
    at = 0
    while at < len(markup):
        found = _ARGUMENT.match(markup, at)
        if found is None or len(given) >= MAX_ARGUMENTS:
            return None
        given[found["name"]] = _argument(found, variables)
        at = found.end()
    return given


def _argument(found: re.Match[str], variables: Variables) -> Any:
    if found["path"] is None:
        text = found["double"] if found["double"] is not None else found["single"]
        return _ESCAPED_QUOTE.sub(r"\1", text)
    if found["path"] in _WORDS or found["path"].isdecimal():
        return _WORDS.get(found["path"], found["path"])
    try:
        return look_up(found["path"], variables)
    except UnknownValueError:
        return None


def _value(found: re.Match[str], variables: Variables) -> Any:
    if found["path"]:
        return _WORDS[found["path"]] if found["path"] in _WORDS else look_up(found["path"], variables)
    return next(found[name] for name in ("double", "single", "number") if found[name] is not None)


def _arguments(markup: str, at: int, variables: Variables) -> tuple[list[Any], int]:
    values = []
    while found := _VALUE.match(markup, at):
        values.append(_value(found, variables))
        at = found.end()
        comma = _COMMA.match(markup, at)
        if comma is None:
            break
        at = comma.end()
    return values, at


def _filtered(name: str, value: Any, arguments: list[Any]) -> Any:
    try:
        return FILTERS[name](value, *arguments)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise UnknownValueError(name) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float) and len(str(value)) <= LONGEST_VALUE:
        return " ".join(str(value).splitlines())
    raise UnknownValueError(type(value).__name__)


def site_path(value: Any) -> str:
    """Return an address of the old site as one of this site; what is absolute stays."""
    address = _text(value).strip()
    return address if _ABSOLUTE.match(address) or address.startswith("/") else f"/{address}"


def _date(value: Any, form: Any) -> str:
    if not _DATE_FORMAT.match(_text(form)):
        raise UnknownValueError(_text(form))
    moment = datetime.fromisoformat(_text(value))
    return moment.strftime(_text(form))


def _replaced(value: Any, old: Any, new: Any) -> str:
    text, old_text, new_text = _text(value), _text(old), _text(new)
    if text.count(old_text) * len(new_text) > LONGEST_VALUE:
        raise UnknownValueError("replace")
    return text.replace(old_text, new_text)


def _date_in(form: str) -> Callable[[Any], str]:
    return lambda value: _date(value, form)


FILTERS: dict[str, Callable[..., Any]] = {
    "relative_url": site_path,
    "absolute_url": site_path,
    "prepend": lambda value, other: _text(other) + _text(value),
    "append": lambda value, other: _text(value) + _text(other),
    "escape": lambda value: html.escape(_text(value)),
    "escape_once": lambda value: html.escape(html.unescape(_text(value))),
    "xml_escape": lambda value: html.escape(_text(value)),
    "uri_escape": lambda value: quote(_text(value), safe=";/?:@&=+$,-_.!~*'()#[]%"),
    "cgi_escape": lambda value: quote(_text(value), safe="").replace("%20", "+"),
    "url_encode": lambda value: quote(_text(value), safe="").replace("%20", "+"),
    "strip": lambda value: _text(value).strip(),
    "strip_newlines": _text,
    "downcase": lambda value: _text(value).lower(),
    "upcase": lambda value: _text(value).upper(),
    "capitalize": lambda value: _text(value)[:1].upper() + _text(value)[1:],
    "replace": _replaced,
    "remove": lambda value, old: _text(value).replace(_text(old), ""),
    "default": lambda value, other: other if value is None or value is False or value == "" else value,
    "date": _date,
    "date_to_xmlschema": lambda value: datetime.fromisoformat(_text(value)).isoformat(),
    "date_to_string": _date_in("%d %b %Y"),
    "date_to_long_string": _date_in("%d %B %Y"),
}
