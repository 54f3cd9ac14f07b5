"""Hugo's shortcodes: what this site has a like of becomes Markdown or HTML, line for line; the source stays."""

import html
import re
from collections.abc import Iterator

from .blocks import emptied, fence_for, fenced, newlines
from .links import link_edits
from .opaque import Region, mask, regions
from .parts import Edit, Liquid, State, Translated
from .shortcode_pieces import (
    CODE,
    FIGURES,
    NOTICES,
    PIECES,
    RAW,
    Given,
    figure,
    inline,
    marked_lines,
    notice,
    parameters,
)
from .tokens import Token
from .translate import MAX_ADDED_CHARACTERS, UNRESOLVED, Translation

# No part of it looks beyond the next {{, so that reading stays linear.
_INNER = (
    r"(?:\"(?:[^\"\\{]|\\.|\{(?!\{)){0,2000}\"|`(?:[^`{]|\{(?!\{)){0,2000}`|\\.|(?![>%]\}\})[^{]|\{(?!\{))*+"
)
_SHORTCODE = re.compile(rf"\{{\{{(?P<mark>[<%])(?P<inner>{_INNER})[>%]\}}\}}", re.S)
_QUOTED = re.compile(r"\{\{(?P<open>[<%])/\*(?P<inner>(?:[^*{]|\*(?!/)|\{(?!\{))*+)\*/(?P<close>[>%])\}\}")
_NAME = re.compile(r"\s*(?P<name>/?\s*[\w./-]*\w)(?=[\s/\"`]|\Z)(?P<rest>.*)", re.S)
_EMPTY_EDGE = re.compile(r"[ \t]*(?=\n|\Z)")


def translate_shortcodes(source: str, liquid: Liquid) -> Translated:
    """Return the text as Markdown alone; it has as many lines, and what is on one stays there. Never raises.

    Code and HTML comments mean themselves, but for shortcodes that a comment mark quotes. `variables` holds `page` and
    `site` with what `param` names, `refs` with the source file of each `ref`, and `links`: see `links.py`.
    """
    return ShortcodeTranslation(source, liquid).translated()


def shortcodes(source: str, masked: str) -> Iterator[Token]:
    """Give the shortcodes of a source in order; `masked` is the source with code blanked out.

    One that is quoted by a comment mark has the name "/*".
    """
    for found in _SHORTCODE.finditer(masked):
        inner = source[found.start("inner") : found.end("inner")]
        if _QUOTED.fullmatch(source, *found.span()):
            yield Token(found.start(), found.end(), "/*", inner.strip(), False, False)
        elif named := _NAME.fullmatch(inner):
            name = "".join(named["name"].split())
            yield Token(found.start(), found.end(), name, named["rest"].strip(), False, False)


class ShortcodeTranslation(Translation):
    """One source with shortcodes on its way to being Markdown alone."""

    def __init__(self, source: str, liquid: Liquid) -> None:
        self.source = source
        self.liquid = liquid
        self.regions = regions(source, liquid=False)
        masked = mask(source, self.regions)
        self.tokens = list(shortcodes(source, masked))
        self.breaks = [found.start() for found in re.finditer("\n", source)]
        self.edits: list[Edit] = []
        self.waiting, self.constructs = link_edits(source, masked, liquid)
        self.left = MAX_ADDED_CHARACTERS
        self.wrapped = {}
        self.closings = _closings(self.tokens)
        self.at_closing: dict[int, str] = {}  # where the tag is that ends a block -> what stands there

    def translate_region(self, region: Region) -> None:
        if region.kind != "html_comment":
            for found in _QUOTED.finditer(self.source, region.start, region.end):
                self.edits.append(Edit(*found.span(), _unquoted(found)))

    def translate_token(self, token: Token) -> None:
        if token.name == "/*":
            self.edits.append(
                Edit(token.start, token.end, html.escape(_plain(self.source, token), quote=False))
            )
        elif token.name.startswith("/") and token.start in self.at_closing:
            self.edits.append(self.filled(token.start, token.end, self.at_closing[token.start]))
        elif token.name in CODE and token.start in self.closings:
            self.translate_code(token, self.closings[token.start])
        elif token.name == "comment" and token.start in self.closings:
            self.note(token.start, token.end, "translated")
            self.edits.append(emptied(self.source, token.start, self.closings[token.start].end))
        else:
            super().translate_token(token)

    def translate_code(self, opening: Token, closing: Token) -> None:
        given = parameters(opening.markup)
        language = given.value("lang", 0) or "text"
        region = Region(opening.start, closing.end, "highlight", opening.end, closing.start)
        code = self.source[region.inner_start : region.inner_end]
        fence = fence_for(code)
        starts_line = _EMPTY_EDGE.match(self.source, region.inner_start)
        ends_line = _EMPTY_EDGE.match(self.source, region.end)
        self.note(opening.start, opening.end, "translated")
        if fence and "\n" in code and starts_line and ends_line and self.stands_alone(region.start):
            edits = fenced(self.source, region, fence, language + marked_lines(opening.markup))
            self.edits += [edits[0], edits[-1]]
            return
        above, below = newlines(self.source, opening.start, opening.end), ""
        text = (
            f'<code class="language-{html.escape(language)}">{html.escape(code.strip(), quote=False)}</code>'
        )
        missing = code.count("\n") - code.strip().count("\n")
        below = "\n" * missing + newlines(self.source, closing.start, closing.end)
        self.edits.append(Edit(opening.start, closing.end, f"{above}{text}{below}"))

    def meaning(self, token: Token) -> tuple[str, State]:
        given = parameters(token.markup)
        if token.name in {"ref", "relref"}:
            return self.reference_of(token, given.value("path", 0))
        if token.name == "param":
            return self.parameter(given.value("name", 0))
        closing = self.closings.get(token.start)
        text = self.block(token, given, closing) if closing else None
        if text is None and (piece := PIECES.get(token.name)):
            text = piece(given)
        if text is None and token.name in FIGURES:
            text = figure(given) if self.stands_alone(token.start) else inline(given)
        if closing:
            self.at_closing.setdefault(closing.start, "")
        return (text, "translated") if text is not None else ("", "not_understood")

    def block(self, token: Token, given: Given, closing: Token) -> str | None:
        """Open an element round what stands between two tags."""
        if token.name in RAW:
            self.at_closing[closing.start] = ""
            return ""
        if not self.stands_alone(token.start):
            return None
        if token.name == "details":
            summary = html.escape(given.value("summary", 0) or given.value("title") or "Details", quote=False)
            self.at_closing[closing.start] = "</details>"
            return f'<details markdown="1"><summary>{summary}</summary>'
        if token.name in NOTICES:
            self.at_closing[closing.start] = "</div>"
            return notice(token.name, given)
        return None

    def reference_of(self, token: Token, argument: str) -> tuple[str, State]:
        """Give the address of a page that is named by its source file; a fragment alone is of this page."""
        path, mark, fragment = argument.partition("#")
        if not path and mark:
            return f"#{fragment}", "translated"
        address = page_address(path, self.liquid)
        if address is not None:
            return address + mark + fragment, "translated"
        shown = UNRESOLVED if self.is_in_address(token.start) else html.escape(argument)
        return shown, "leads_nowhere"

    def parameter(self, name: str) -> tuple[str, State]:
        for scope in ("page", "site"):
            table = self.liquid.variables.get(scope)
            value = table.get(name.lower()) if isinstance(table, dict) else None
            if isinstance(value, str | int | float):
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                return " ".join(shown.split()), "translated"
        return "", "not_understood"


def page_address(path: str, liquid: Liquid) -> str | None:
    """Ask for the address of a page that is named as `ref` names it."""
    refs, content = liquid.variables.get("refs"), liquid.variables.get("content")
    known = refs.get(path) if isinstance(refs, dict) else None
    if isinstance(known, str):
        return liquid.address_of("link", known)
    stem = f"{content or 'content'}/{path.strip('/')}"
    names = (
        [stem] if stem.endswith((".md", ".html")) else [f"{stem}.md", f"{stem}/index.md", f"{stem}/_index.md"]
    )
    return next((found for name in names if (found := liquid.address_of("link", name)) is not None), None)


def _closings(tokens: list[Token]) -> dict[int, Token]:
    """Find for each opening tag the one that closes it, innermost first."""
    waiting: dict[str, list[Token]] = {}
    closings: dict[int, Token] = {}
    for token in tokens:
        if token.name.startswith("/") and token.name != "/*":
            if opened := waiting.get(token.name[1:]):
                closings[opened.pop().start] = token
        elif not token.markup.endswith("/"):
            waiting.setdefault(token.name, []).append(token)
    return closings


def _unquoted(found: re.Match[str]) -> str:
    return f"{{{{{found['open']}{found['inner']}{found['close']}}}}}"


def _plain(source: str, token: Token) -> str:
    found = _QUOTED.fullmatch(source, token.start, token.end)
    return _unquoted(found) if found else ""
