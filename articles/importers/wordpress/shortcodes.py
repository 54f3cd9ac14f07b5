"""WordPress' shortcodes as HTML: captions, embeds, players, galleries; those of plugins stay and are named."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ..base import Note
from ..html_markdown import loss
from .media import Attachment, write_attachment

_CODE = re.compile(r"<(?P<end>/)?(?P<name>pre|code|script|style|textarea)\b", re.I)
_SHORTCODE = re.compile(
    r"(?P<escape>\[)?\[(?P<end>/)?(?P<name>[a-zA-Z][\w\-]{0,60})(?P<attributes>(?:[\s/][^\[\]<>]{0,2000})?)\](?P<closing>\])?"
)
_ATTRIBUTE = re.compile(r"([\w\-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|\"([^\"]*)\"|(\S+)")
_CAPTION = re.compile(
    r"(?<!\[)\[caption\b(?P<attributes>[^\[\]]*)\](?P<inner>(?:[^\[]|\[(?!/?caption\b))*+)\[/caption\]"
)
_EMBED = re.compile(r"(?<!\[)\[embed\b[^\[\]]*\]\s*(?P<url>[^\s\[\]<>]+)\s*\[/embed\]")
_PLAYER = re.compile(r"(?<!\[)\[(?P<name>audio|video)\b(?P<attributes>[^\[\]]*)\](?:\s*\[/(?P=name)\])?")
_LIST = re.compile(r"(?<!\[)\[(?P<name>gallery|playlist)\b(?P<attributes>[^\[\]]*)\]")
_CAPTIONED = re.compile(r"\s*(?P<picture>(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<text>.*)", re.S)
_LONE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.M)
_WRAPPED_ADDRESS = re.compile(
    r"(<div[^<>]{0,300}wp-block-embed__wrapper[^<>]{0,300}>)\s*(https?://[^\s<>\"]+)\s*(</div>)"
)
_FORMATS = ("mp3", "ogg", "wav", "m4a", "flac", "mp4", "m4v", "webm", "ogv", "flv", "wma", "wmv")


@dataclass
class Shortcodes:
    """Translates the shortcodes of one article; `notes` takes what is told of the others."""

    attachments: Mapping[str, Attachment]
    post_id: str
    first_line: int
    notes: list[Note]

    def expand_all(self, content: str, *, links_lines: bool) -> str:
        """Translate the shortcodes of WordPress itself outside code; name all others."""
        pieces, at = [], 0
        line = 0
        for start, end in [*code_spans(content), (len(content), len(content))]:
            piece = content[at:start]
            pieces += [self.expand(piece, line, links_lines), content[start:end]]
            line += content.count("\n", at, end)
            at = end
        return "".join(pieces)

    def expand(self, text: str, line: int, links_lines: bool) -> str:
        if links_lines:
            text = _LONE_ADDRESS.sub(r'<p><a href="\1">\1</a></p>', text) if "://" in text else text
        text = _WRAPPED_ADDRESS.sub(partial(keeping_lines, write_wrapped), text)
        if "[" not in text:
            return text
        for pattern, write in self.known():
            text = pattern.sub(partial(keeping_lines, write), text)
        return self.others(text, line)

    def known(self) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
        return [
            (_CAPTION, write_caption),
            (_EMBED, write_embed),
            (_PLAYER, write_player),
            (_LIST, self.write_media),
        ]

    def write_media(self, found: re.Match[str]) -> str:
        """Write the pictures of a gallery, the files of a playlist, one after the other."""
        given = attributes_of(found["attributes"])
        named = re.findall(r"\d+", given.get("ids", "") or given.get("include", ""))
        if not named:
            named = [
                key
                for key, each in self.attachments.items()
                if each.parent == self.post_id and each.is_picture
            ]
        known = [(number, self.attachments.get(number)) for number in named]
        parts = [
            write_attachment(number, each)
            if each
            else loss(f"the media file {number} of a {found['name']} is not in the export")
            for number, each in known
        ]
        how = loss(f"not kept: the layout of a {found['name']}: what is in it follows one another", "info")
        return how + "".join(parts)

    def others(self, text: str, line: int) -> str:
        """Keep shortcodes of plugins as text, and name each with its line."""
        closed = {found["name"] for found in _SHORTCODE.finditer(text) if found["end"]}

        def keep(found: re.Match[str]) -> str:
            if found["escape"] and found["closing"]:
                return found[0][1:-1]
            is_code = "=" in found["attributes"] or found["name"] in closed or "_" in found["name"]
            if is_code and not found["end"]:
                at = self.first_line + line + text.count("\n", 0, found.start())
                self.notes.append(Note("warning", f"the shortcode [{found['name']}] stays as text", at))
            return found[0]

        return _SHORTCODE.sub(keep, text)


def keeping_lines(write: Callable[[re.Match[str]], str], found: re.Match[str]) -> str:
    """Write what stands for a match, on as many lines: those below keep their numbers."""
    written = write(found)
    return written + "\n" * max(found[0].count("\n") - written.count("\n"), 0)


def write_wrapped(found: re.Match[str]) -> str:
    return f'{found[1]}<p><a href="{found[2]}">{found[2]}</a></p>{found[3]}'


def code_spans(content: str) -> Iterator[tuple[int, int]]:
    """Find where code stands, from its opening tag to its closing one; an unclosed one is none."""
    opened: re.Match[str] | None = None
    for tag in _CODE.finditer(content):
        if opened is None:
            opened = None if tag["end"] else tag
        elif tag["end"] and tag["name"].lower() == opened["name"].lower():
            yield opened.start(), tag.end()
            opened = None


def attributes_of(text: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, double, single, bare, quoted, word in _ATTRIBUTE.findall(html.unescape(text)):
        made[name.lower() if name else f"{len(made)}"] = double or single or bare or quoted or word
    return made


def write_caption(found: re.Match[str]) -> str:
    """Write [caption] as the figure that WordPress makes of it."""
    given, parts = attributes_of(found["attributes"]), _CAPTIONED.match(found["inner"])
    if not parts:
        return found["inner"]
    text = given.get("caption") or parts["text"].strip()
    picture = f'<figure class="{html.escape(given.get("align", ""))}">{parts["picture"]}'
    return f"{picture}<figcaption>{text}</figcaption></figure>"


def write_embed(found: re.Match[str]) -> str:
    address = html.escape(html.unescape(found["url"]))
    return f'<p><a href="{address}">{address}</a></p>'


def write_player(found: re.Match[str]) -> str:
    given = attributes_of(found["attributes"])
    address = (
        given.get("src")
        or next((given[name] for name in _FORMATS if given.get(name)), "")
        or given.get("0", "")
    )
    if not address:
        return loss(f"a shortcode [{found['name']}] without a file")
    return f'<{found["name"]} src="{html.escape(address)}" controls></{found["name"]}>'
