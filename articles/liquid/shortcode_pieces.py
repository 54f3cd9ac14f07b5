"""What single shortcodes of Hugo become: parameters in, one line of HTML or Markdown out."""

import html
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from .pieces import CONTENTS_LIST, video

_PARAMETER = re.compile(
    r"\s*(?:(?P<name>[\w-]+)\s*=\s*)?(?:\"(?P<double>(?:[^\"\\]|\\.)*+)\"|`(?P<raw>[^`]*+)`|(?P<bare>[^\s\"`=]+))",
    re.S,
)
_ESCAPED = re.compile(r"\\(.)", re.S)
_MARKED_LINES = re.compile(r"hl_lines\s*=\s*\[?[\"']?(?P<lines>[\d\s,\-\"]+)")
_IDENTIFIER = re.compile(r"[\w-]{1,60}")
_SIZE = re.compile(r"\d{1,5}(?:px)?")
MAX_PARAMETERS = 50
MAX_CHARACTERS = 5_000
MOST_LINES = 100

CODE = {"highlight", "code", "codeblock"}
FIGURES = {"figure", "image", "img", "fig", "picture"}
RAW = {"rawhtml", "raw", "raw_html", "html", "unsafe"}
NOTICES = {
    "notice": "info", "info": "info", "note": "info", "admonition": "info", "callout": "info", "alert": "info",
    "hint": "info", "tip": "success", "success": "success", "warning": "warning", "important": "warning",
    "caution": "warning", "attention": "warning", "danger": "danger", "error": "danger", "bug": "danger",
}  # fmt: skip
_CONTENTS = {"toc", "tableofcontents", "table-of-contents"}


class Given(NamedTuple):
    """The parameters of a shortcode."""

    named: dict[str, str]
    positional: list[str]

    def value(self, name: str, position: int | None = None) -> str:
        if name in self.named or position is None:
            return " ".join(self.named.get(name, "").split())
        return " ".join(self.positional[position].split()) if position < len(self.positional) else ""


def parameters(markup: str) -> Given:
    """Read positional and named parameters: quoted, in back quotes, or bare."""
    given = Given({}, [])
    found_parts = _PARAMETER.finditer(markup[:MAX_CHARACTERS].removesuffix("/"))
    for found, _number in zip(found_parts, range(MAX_PARAMETERS), strict=False):
        text = next(found[part] for part in ("double", "raw", "bare") if found[part] is not None)
        text = _ESCAPED.sub(r"\1", text) if found["double"] is not None else text
        if found["name"]:
            given.named.setdefault(found["name"].lower(), text)
        else:
            given.positional.append(text)
    return given


def marked_lines(markup: str) -> str:
    """Write the lines to mark as our fences have them."""
    found = _MARKED_LINES.search(markup)
    numbers: list[int] = []
    for part in re.findall(r"\d{1,5}(?:-\d{1,5})?", found["lines"]) if found else ():
        first, _, last = part.partition("-")
        numbers += range(int(first), min(int(last or first), int(first) + MOST_LINES) + 1)
    return f"?mark_lines={','.join(map(str, numbers[:MOST_LINES]))}" if numbers else ""


def _picture(given: Given, caption: str) -> str:
    parts = [f'src="{html.escape(given.value("src", 0))}"']
    alt = given.value("alt") or re.sub(r"[*_`]", "", re.sub(r"<[^<>]*>", "", caption))
    parts.append(f'alt="{html.escape(alt)}"')
    sides = {name: given.value(name) for name in ("width", "height")}
    parts += [f'{name}="{side.removesuffix("px")}"' for name, side in sides.items() if _SIZE.fullmatch(side)]
    return f"<img {' '.join(parts)}>"


def _linked(given: Given, caption: str) -> str:
    target = given.value("link")
    picture = _picture(given, caption)
    return f'<a href="{html.escape(target)}">{picture}</a>' if target else picture


def figure(given: Given) -> str | None:
    if not given.value("src", 0):
        return None
    title, caption = given.value("title"), given.value("caption")
    source, address = given.value("attr"), given.value("attrlink")
    source = f"[{source}]({address})" if source and address else source
    below = " ".join(filter(None, [f"**{title}**" if title else "", caption, source]))
    shown = f'<figcaption markdown="span">{below}</figcaption>' if below else ""
    named = f' class="{html.escape(given.value("class"))}"' if given.value("class") else ""
    return f"<figure{named}>{_linked(given, caption)}{shown}</figure>"


def inline(given: Given) -> str | None:
    caption = given.value("caption")
    return _linked(given, caption) + (f" ({caption})" if caption else "") if given.value("src", 0) else None


def notice(name: str, given: Given) -> str:
    chosen = (given.value("type", 0) or given.value("kind") or given.value("level") or name).lower()
    kind, title = NOTICES.get(chosen, NOTICES[name]), given.value("title", 1)
    head = f"<p><strong>{html.escape(title, quote=False)}</strong></p>" if title else ""
    return f'<div class="notice--{kind}" markdown="1">{head}'


def _video(provider: str) -> Callable[[Given], str | None]:
    return lambda given: video({"id": given.value("id", 0), "provider": provider}, {})


def _link(label: str, address: str) -> str:
    return f'<p class="remote-media"><a href="{html.escape(address)}">{html.escape(label)}</a></p>'


def _gist(given: Given) -> str | None:
    user, number = given.value("user", 0), given.value("id", 1)
    if not _IDENTIFIER.fullmatch(user) or not _IDENTIFIER.fullmatch(number):
        return None
    return _link(f"Gist: {user}/{number}", f"https://gist.github.com/{user}/{number}")


def _tweet(given: Given) -> str | None:
    user, number = given.value("user"), given.value("id", 0)
    if not number.isdecimal():
        return None
    return _link("Post on X", f"https://x.com/{quote(user, safe='') or 'i/web'}/status/{number}")


def _instagram(given: Given) -> str | None:
    number = given.value("id", 0)
    found = _IDENTIFIER.fullmatch(number)
    return _link("Post on Instagram", f"https://www.instagram.com/p/{number}/") if found else None


def _contents(given: Given) -> str | None:
    return CONTENTS_LIST


PIECES: dict[str, Callable[[Given], str | None]] = {
    "youtube": _video("youtube"),
    "youtubelite": _video("youtube"),
    "vimeo": _video("vimeo"),
    "vimeo_simple": _video("vimeo"),
    "bilibili": _video("bilibili"),
    "gist": _gist,
    "tweet": _tweet,
    "twitter": _tweet,
    "twitter_simple": _tweet,
    "x": _tweet,
    "x_simple": _tweet,
    "instagram": _instagram,
    "instagram_simple": _instagram,
} | dict.fromkeys(_CONTENTS, _contents)
