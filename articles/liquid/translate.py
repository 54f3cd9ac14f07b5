"""From Markdown with Liquid to Markdown, line for line: what is understood is replaced, nothing is executed."""

import html
import re
from bisect import bisect_left
from collections.abc import Mapping
from operator import attrgetter
from urllib.parse import quote

from .blocks import comment_edits, highlight_edits, raw_edits
from .expressions import UnknownValueError, arguments_of, evaluate, first_name
from .opaque import Region, mask, regions
from .parts import Construct, Edit, Liquid, Reference, State, Translated
from .pieces import PIECES, inline_picture
from .tokens import Token, tokens
from .wrapping import wrapped_captures

MAX_ADDED_CHARACTERS = 2_000_000
LOOK_BACK = 2_000
LONGEST_NOTE = 300
OBJECTS = frozenset(
    "site page layout content post include theme jekyll paginator forloop tablerowloop collection".split()
)
NAMING_TAGS = frozenset("assign capture for tablerow increment decrement".split())
TEXT_PAGES = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html", ".htm", ".textile")
# A scheme that no sanitiser lets through: the words of the link stay, as plain text.
UNRESOLVED = "unresolved:"

_FIRST_WORD = re.compile(r"[\w-]+")
_INCLUDE = re.compile(r"/?(?P<name>[\w/.\-()+~#@]+?)(?:\.html)?(?=\s|\Z)\s*(?P<arguments>.*)", re.DOTALL)
_BLOCK_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*\Z")
_DEFINED_ADDRESS = re.compile(r"\s*\[[^\]\n]*\]:[^\n]*\Z")
_OPEN_TAG = re.compile(r"<[A-Za-z/][^<>]*\Z")
_SPACES = re.compile(r"[ \t]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# What is left of an address after a construct: other constructs, pairs of parentheses, and no blank.
_WITHIN = r"(?:[^{}%\n]|\n(?![ \t\r]*\n)){0,300}"
_REST_OF_ADDRESS = re.compile(
    rf"(?:\{{\{{{_WITHIN}\}}\}}|\{{%{_WITHIN}%\}}|\([^\s()<>\"']{{0,300}}\)|[^\s()<>\"']){{0,1000}}+"
)
# What Markdown, tables and Liquid itself could read something into.
_SIGN = re.compile(r"[^\w\s.,;/=\-]")


def translate(source: str, liquid: Liquid) -> Translated:
    """Return the text as Markdown alone; it has as many lines, and what is on one stays there. Never raises.

    Code, HTML comments and what is inside `raw` mean themselves. Text between tags that are not understood stays.
    """
    if "{%" not in source and "{{" not in source:
        return Translated(source)
    return Translation(source, liquid).translated()


class Translation:
    """One source on its way to being Markdown alone."""

    def __init__(self, source: str, liquid: Liquid) -> None:
        self.source = source
        self.liquid = liquid
        self.regions = regions(source)
        whole = (region._replace(inner_start=region.start, inner_end=region.end) for region in self.regions)
        self.tokens = list(tokens(source, mask(source, whole)))
        self.own_names = OBJECTS | {
            named[0]
            for token in self.tokens
            if token.name in NAMING_TAGS and (named := _FIRST_WORD.match(token.markup))
        }
        self.wrapped = wrapped_captures(source, self.tokens)
        self.breaks = [found.start() for found in re.finditer("\n", source)]
        self.edits: list[Edit] = []
        self.constructs: list[Construct] = []
        self.waiting: list[Edit] = []  # notes for the ends of lines, line breaks for the ends of addresses
        self.left = MAX_ADDED_CHARACTERS

    def translated(self) -> Translated:
        met: list[Region | Token] = [*self.regions, *self.tokens]
        for part in sorted(met, key=attrgetter("start")):
            if part.start < self.end_of_last:
                continue
            if isinstance(part, Region):
                self.translate_region(part)
            else:
                self.translate_token(part)
        self.place_waiting()
        return Translated(self.joined(), tuple(self.constructs), tuple(self.edits))

    @property
    def end_of_last(self) -> int:
        return self.edits[-1].end if self.edits else 0

    def joined(self) -> str:
        parts, at = [], 0
        for edit in self.edits:
            parts += [self.source[at : edit.start], edit.text]
            at = edit.end
        return "".join(parts) + self.source[at:]

    def place_waiting(self) -> None:
        edits = [*self.edits, *self.waiting]
        self.edits = []
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start >= self.end_of_last:
                self.edits.append(edit)
            elif edit.text == "\n":
                self.edits.append(Edit(self.end_of_last, self.end_of_last, "\n"))

    # Blocks and code

    def translate_region(self, region: Region) -> None:
        if region.kind == "comment":
            self.note(region.start, region.inner_start, "translated")
            self.edits += comment_edits(self.source, region)
        elif region.kind == "raw":
            self.note(region.start, region.inner_start, "translated")
            self.edits += raw_edits(self.source, region)
        elif region.kind == "highlight":
            edits = highlight_edits(self.source, region, self.stands_alone(region.start))
            self.note(region.start, region.inner_start, "translated" if edits else "not_understood")
            self.edits += edits or [self.hidden(region.start, region.inner_start)]
        elif region.kind != "html_comment":
            self.edits += raw_edits(self.source, region)

    # Tags and outputs

    def translate_token(self, token: Token) -> None:
        if token.start in self.wrapped:
            edit = self.wrapped[token.start]
            self.note(token.start, token.end, "translated")
            self.edits.append(edit)
            return
        text, state = self.meaning(token)
        if len(text) > self.left:
            text, state = "", "not_understood"
        self.left -= len(text)
        self.note(token.start, token.end, state)
        if state == "shown_as_text":
            return
        if state in ("not_understood", "leads_nowhere") and self.liquid.notes is not None:
            text += self.visible_note(token, state, self.liquid.notes)
        self.put(token, text)

    def meaning(self, token: Token) -> tuple[str, State]:
        match token.name:
            case "":
                return self.output(token)
            case "post_url" | "link":
                return self.reference(token, Reference(token.name, token.markup.strip("\"'")))
            case "include" | "include_cached":
                text = self.include(token)
                return (text, "translated") if text is not None else ("", "not_understood")
        return "", "not_understood"

    def output(self, token: Token) -> tuple[str, State]:
        name = first_name(token.markup)
        try:
            return evaluate(token.markup, self.liquid.variables), "translated"
        except UnknownValueError:
            is_liquid = name is not None and (not name or name in self.own_names)
            return ("", "not_understood") if is_liquid else (token.markup, "shown_as_text")

    def reference(self, token: Token, reference: Reference) -> tuple[str, State]:
        address = self.liquid.address_of(*reference) if reference.argument else None
        if address is not None:
            return address, "translated"
        if reference.kind == "link" and "." in reference.argument and not is_text_page(reference.argument):
            return quote("/" + reference.argument.lstrip("/"), safe="/%"), "translated"
        shown = UNRESOLVED if self.is_in_address(token.start) else html.escape(reference.argument)
        return " ".join(shown.split()), "leads_nowhere"

    def include(self, token: Token) -> str | None:
        found = _INCLUDE.match(token.markup)
        piece = PIECES.get(found["name"]) if found else None
        given = arguments_of(found["arguments"], self.liquid.variables) if found else None
        if piece is None or given is None:
            return None
        if not self.stands_alone(token.start) and piece is PIECES["figure"]:
            return inline_picture(given)
        return piece(given, self.liquid.variables)

    # Where things stand

    def line_start(self, at: int) -> int:
        return max(self.source.rfind("\n", max(at - LOOK_BACK, 0), at) + 1, at - LOOK_BACK)

    def line_end(self, at: int) -> int:
        end = self.source.find("\n", at)
        return end if end >= 0 else len(self.source)

    def stands_alone(self, at: int) -> bool:
        """Whether a block may begin here: only marks of lists and quotes stand before, or HTML."""
        before = self.source[max(self.line_start(at), self.end_of_last) : at]
        return bool(_BLOCK_START.match(before)) or before.rstrip().endswith(">")

    def is_in_address(self, at: int) -> bool:
        """Whether this is part of an address: in a link, a definition of one, or an HTML tag."""
        before = self.source[self.line_start(at) : at]
        if before.rfind("](") > before.rfind(")") or _DEFINED_ADDRESS.match(before):
            return True
        return bool(_OPEN_TAG.search(_BLANK_LINE.split(self.source[max(at - LOOK_BACK, 0) : at])[-1]))

    # What is put there

    def note(self, start: int, end: int, state: State) -> None:
        line = bisect_left(self.breaks, start) + 1
        self.constructs.append(Construct(line, self.source[start:end], state))

    def put(self, token: Token, text: str) -> None:
        start, end = token.start, token.end
        if token.strips_before and self.source[self.line_start(start) : start].strip():
            before = self.source[self.line_start(start) : start]
            start = max(self.end_of_last, start - len(before) + len(before.rstrip(" \t")))
        if token.strips_after:
            end = _SPACES.match(self.source, end).end()  # type: ignore[union-attr]
        if self.source.count("\n", start, end) == 1 and self.is_in_address(start):
            self.edits.append(Edit(start, end, text))
            self.break_after_address(end)
        else:
            self.edits.append(self.filled(start, end, text))

    def break_after_address(self, at: int) -> None:
        """Keep a line break for the end of the address: before the closing parenthesis, after the quotation mark."""
        end = _REST_OF_ADDRESS.match(self.source, at).end()  # type: ignore[union-attr]
        is_quoted = self.source[end : end + 1] in ('"', "'")
        self.waiting.append(Edit(end + is_quoted, end + is_quoted, "\n"))

    def filled(self, start: int, end: int, text: str) -> Edit:
        """Keep as many lines; text that is no block goes on after them, as no line of them is blank."""
        count = self.source.count("\n", start, end)
        is_span = count > 1 and text and not text.startswith(("<figure", "<div", "<p ", "<ul"))
        return Edit(start, end, text + ("\n<!-- -->" * (count - 1) + "\n" if is_span else "\n" * count))

    def hidden(self, start: int, end: int) -> Edit:
        return Edit(start, end, "\n" * self.source.count("\n", start, end))

    def visible_note(self, token: Token, state: State, titles: Mapping[State, str]) -> str:
        """Return the note, or nothing and keep it for the end of the line where it would break an address."""
        words = " ".join(self.source[token.start : token.end].split())
        words = words if len(words) <= LONGEST_NOTE else words[: LONGEST_NOTE - 1] + "…"
        shown = _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", words)
        title = html.escape(titles.get(state, ""))
        note = f'<code class="liquid-note" title="{title}">{shown}</code>'
        if not self.is_in_address(token.start):
            return note
        end = self.line_end(token.end)
        self.waiting.append(Edit(end, end, f" {note}"))
        return ""


def is_text_page(path: str) -> bool:
    return path.lower().endswith(TEXT_PAGES)
