"""Plain text as Markdown of our dialect: a backslash only where a sign would mean something."""

import re

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_SIGNS = (
    r"(?P<backslash>\\(?=[\\.*_+`<>()\[\]{}#!:|\"'$=\-~]|\s*\Z))"
    r"|(?P<guillemets><<|>>)"
    r"|(?P<less><(?![ =]))"
    r"|(?P<star>\*+)"
    r"|(?P<underscore>_+)"
    r"|(?P<tick>`+)"
    r"|(?P<tilde>~{2,}|~\Z)"
    r"|(?P<dollar>\${2,}|\$\Z)"
    r"|(?P<entity>&(?=\#?\w+;|\Z))"
    r"|(?P<closing>\](?=\())"
    r"|(?P<opening>\[(?=\^)|(?<=!)\[)"
    r"|(?P<brace>\{(?=[:#]|\Z))"
    r"|(?P<option>(?<![^\s(])--(?=\w))"
    r"|(?P<pipe>\|)"
)
_SPECIAL = re.compile(_SIGNS)
_SPECIAL_IN_BRACKETS = re.compile(rf"(?P<bracket>[\[\]])|(?P<colon>(?<=\]):)|{_SIGNS}")
_LINE_START = re.compile(
    r"(?P<mark>[+*-](?=[\t| ]|\Z)|>|:(?=[\t| ]|\Z)|~(?=~~)|#{1,6}(?=[\t ]|\Z)|!(?=!!)|[-=](?=[-=]*[ \t]*\Z)|"
    r"-(?=[ \t]*-[ \t]*-)|\[(?=[^\]\n]*\]:))"
    r"|(?P<number>[0-9]+)\.(?=[\t| ]|\Z)"
    r"|(?P<slash>/(?=//))"
    r"|(?P<caret>\^(?=[ \t]*\Z))"
)
_TASK = re.compile(r"\[(?=[ xX]\](?:\s|\Z))")
_RULE_CELL = re.compile(r"[-+:=][-+:= ]*\Z")
_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|\A)#(?=#*\Z)")


def collapse(text: str) -> str:
    """Join what HTML shows as one space; a no-break space is none."""
    return _SPACES.sub(" ", text)


def escape_text(text: str, *, in_brackets: bool = False) -> str:
    """Escape what our dialect would read as markup within a line, or within the brackets of a link."""
    return (_SPECIAL_IN_BRACKETS if in_brackets else _SPECIAL).sub(_escape, text)


def escape_alt(text: str) -> str:
    """Escape a picture's description: brackets take no backslash before a tilde."""
    return escape_text(collapse(text), in_brackets=True).replace("\\~", "&#126;")


def _escape(found: re.Match[str]) -> str:
    kind, sign = found.lastgroup, found[0]
    if kind == "entity":
        return "&amp;"
    if sign == "<" and found.end() == len(found.string):
        return "&lt;"  # a tag may follow, and `\\<<` is a sign of its own
    if kind == "colon":
        return "&#58;"
    if kind in ("tilde", "tick", "dollar"):
        return "".join(f"\\{character}" for character in sign)
    if kind == "star":
        return sign if _is_free(found) else "".join(f"\\{character}" for character in sign)
    if kind == "underscore":
        return sign if _is_in_word(found) or _is_free(found) else "".join(f"\\{mark}" for mark in sign)
    return f"\\{sign}"


def _is_free(found: re.Match[str]) -> bool:
    """Whether one sign stands between spaces, where it opens and closes nothing."""
    text, start, end = found.string, found.start(), found.end()
    return end - start == 1 and start > 0 and end < len(text) and text[start - 1] == text[end] == " "


def _is_in_word(found: re.Match[str]) -> bool:
    """Whether the underscores stand between letters, as in snake_case."""
    text, start, end = found.string, found.start(), found.end()
    return start > 0 and end < len(text) and text[start - 1].isalpha() and text[end].isalnum()


def guard_lines(markdown: str, *, in_item: bool = False) -> str:
    """Keep the lines of a paragraph from being read as a list, a heading, a quote …"""
    lines = markdown.split("\n")
    if in_item and _TASK.match(lines[0]):
        lines[0] = "\\" + lines[0]
    return "\n".join(_guard(line) for line in lines)


def _guard(line: str) -> str:
    found = _LINE_START.match(line)
    if not found:
        return line
    rest = line[found.end() :]
    match found.lastgroup:
        case "number":
            return f"{found['number']}\\.{rest}"
        case "slash":
            return f"&#47;{rest}"
        case "caret":
            return f"&#94;{rest}"
    return f"\\{line}"


def guard_cell(markdown: str) -> str:
    """Keep a table's cell from being read as part of a rule, its backticks from pairing with another cell's."""
    markdown = markdown.replace("\\`", "&#96;")
    return f"\\{markdown}" if _RULE_CELL.match(markdown) else markdown


def guard_heading(markdown: str) -> str:
    """Keep the hashes that end a heading's text."""
    return _CLOSING_HASHES.sub(r"\\#", markdown)
