"""Draw the social card of an article: its title, category, author and site name in, a PNG out, always the same.

Letters are Inter's, which has Latin, Vietnamese, Greek and Cyrillic. Every other script needs a font of the
machine: Chinese, Japanese and Korean (Noto Sans CJK, Nanum Gothic …), Arabic, Hebrew, Thai, Devanagari, Armenian,
Georgian and so on (Noto Sans …, DejaVu Sans); `fonts.find_fonts` lists those it knows. What no font has is left
out, and of a title that would lose most of its letters nothing is drawn: the card then has the site name alone.
Emoji are never drawn. Scripts whose letters join or stack (Arabic to Burmese in Unicode's order, Hebrew and Thai
among them) also need the library FriBiDi (Debian: libfribidi0), which Pillow's wheels look for on the machine.
"""

import hashlib
import io
import json
import re
import threading
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from . import motif
from .column import BOTTOM, TOP, Column, Scheme, scheme_for
from .fonts import drawable, faces_for
from .runs import reads_from_right

WIDTH, HEIGHT = 1200, motif.HEIGHT
# Part of every name: raised when the drawing changes, also when the palettes of the covers do.
VERSION = 1

__all__ = ["HEIGHT", "VERSION", "WIDTH", "card_name", "draw"]

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_one_at_a_time = threading.Lock()


def card_name(title: str, category: str, author: str, site_name: str, accent: str) -> str:
    """Compute the name of a card, 20 hex digits of all that is drawn. Raises ValueError as `draw` does."""
    drawn = json.dumps([VERSION, title, category, author, site_name, _checked(accent)])
    return hashlib.blake2b(drawn.encode(), digest_size=10).hexdigest()


def draw(
    title: str,
    category: str,
    author: str,
    site_name: str,
    accent: str,
    fonts: Sequence[Path] | None = None,
) -> bytes:
    """Draw a card as a PNG of WIDTH × HEIGHT.

    The accent is `#rrggbb`, darkened or lightened until it can be read. Fonts are tried in their order after
    Inter; None means those of the machine. Raises ValueError for any other accent.
    """
    scheme = scheme_for(_checked(accent))
    # FreeType's faces, which are kept from card to card, may not be used by two threads.
    with _one_at_a_time:
        return _encode(_draw((title, category, author, site_name), scheme, fonts))


def _checked(accent: str) -> str:
    if not _COLOUR.fullmatch(accent):
        raise ValueError("An accent colour is a # and six hexadecimal digits.")
    return accent.lower()


def _draw(texts: Sequence[str], scheme: Scheme, fonts: Sequence[Path] | None) -> Image.Image:
    column = _set(texts, scheme, fonts)
    card = Image.new("RGB", (WIDTH, HEIGHT), scheme.ground)
    card.paste(column.image, column.place_on(WIDTH))
    card.paste(motif.draw(texts[0]), (0 if column.from_right else WIDTH - motif.WIDTH, 0))
    return card


def _set(texts: Sequence[str], scheme: Scheme, fonts: Sequence[Path] | None) -> Column:
    faces = faces_for(texts, fonts)
    title, category, author, site_name = (drawable(text, faces) for text in texts)
    if not title:
        title, category, author, site_name = site_name, "", "", ""
    column = Column(scheme, faces, reads_from_right(title))
    column.set_small(category, TOP + 22, 600, scheme.accent)
    column.set_title(title, TOP + 66 if category else TOP, BOTTOM - 112, scheme.ink)
    column.set_small(author, BOTTOM - 49 if site_name else BOTTOM - 8, 600, scheme.ink)
    column.set_small(site_name, BOTTOM - 8, 400, scheme.quiet)
    return column


def _encode(card: Image.Image) -> bytes:
    # A card has some 700 colours, most of them shades at edges; 256 look the same in 40 % of the bytes.
    indexed = card.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    indexed.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
