"""The fonts of a card, which letters each of them has, and what of a text they can draw."""

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import fontpkg_inter  # type: ignore[import-untyped]
from PIL import ImageFont, features

MAX_CHARACTERS = 300
# Raqm is in Pillow's wheels but works only where FriBiDi is found; without it nothing is shaped or turned.
SHAPES = bool(features.check("raqm"))
# Not seen themselves, but they say whether the letters beside them join, or where a word may be broken.
JOINERS = "\u200c\u200d\u00ad"


class Face(NamedTuple):
    path: Path
    number: int = 0


INTER = Face(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf")
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_NOTO = tuple("Arabic Hebrew Thai Devanagari Bengali Tamil Telugu Armenian Georgian Ethiopic".split())
# Best first. Where several files have a letter the first is taken.
FONT_FILES = (
    *(f"NotoSans{script}-Bold.ttf" for script in _NOTO),
    *(f"NotoSans{script}{axes}.ttf" for script in _NOTO for axes in ("[wdth,wght]", "[wght]")),
    "NotoSansCJK-Bold.ttc",
    "NotoSansCJKjp-Bold.otf",
    "NotoSansCJKkr-Bold.otf",
    "NanumGothicBold.ttf",
    "NanumGothic-Bold.ttf",
    "wqy-zenhei.ttc",
    "AppleSDGothicNeo.ttc",
    "malgunbd.ttf",
    "YuGothB.ttc",
    "msyhbd.ttc",
    "DejaVuSans-Bold.ttf",
    "Arial Unicode.ttf",
    "arialbd.ttf",
)


@lru_cache
def find_fonts(folders: Sequence[Path] = FONT_FOLDERS) -> tuple[Path, ...]:
    """Return the files of FONT_FILES that lie anywhere in the folders, best first."""
    found: dict[str, Path] = {}
    for folder in folders:
        for place, _folders, names in sorted(os.walk(folder)):
            found = {name: Path(place, name) for name in names if name in FONT_FILES} | found
    return tuple(found[name] for name in FONT_FILES if name in found)


def faces_for(texts: Iterable[str], fonts: Sequence[Path] | None = None) -> tuple[Face, ...]:
    """Return the faces for these texts in the order they are tried: Inter, then the fonts or the machine's."""
    sample = " ".join(text[:MAX_CHARACTERS] for text in texts)
    others = find_fonts() if fonts is None else fonts
    return (INTER, *(_regional(Face(path), sample) for path in others))


def _regional(face: Face, text: str) -> Face:
    """Choose among the faces of Noto Sans CJK, which differ in how they write one and the same character."""
    if not face.path.name.startswith("NotoSansCJK-"):
        return face
    if re.search("[\u3040-\u30ff]", text):
        return face._replace(number=0)
    return face._replace(number=1 if re.search("[\u1100-\u11ff\uac00-\ud7a3]", text) else 2)


def drawable(text: str, faces: Sequence[Face]) -> str:
    """Return what of a text can be drawn with these faces, on one line; nothing if that is too little of it."""
    letters = unicodedata.normalize("NFC", text[: 2 * MAX_CHARACTERS])
    kept: list[str] = []
    base, marks = None, 0
    for letter in letters:
        if letter.isspace():
            kept.append("\u00a0" if letter in "\u00a0\u202f" else " ")
        elif leans(letter):
            marks += 1
            if base and (letter in JOINERS or (marks <= 3 and has_letter(base, letter))):
                kept.append(letter)
        else:
            base, marks = face_of(letter, faces), 0
            kept.extend(letter if base else "")
    tidy = re.sub(" +", " ", "".join(kept)).strip(" \u00a0")
    # A title such as "네트워킹 2024" without its letters says nothing, or something else.
    if 2 * sum(map(str.isalpha, tidy)) < sum(map(str.isalpha, letters)):
        return ""
    return tidy if len(tidy) <= MAX_CHARACTERS else tidy[: MAX_CHARACTERS - 1] + "…"


def leans(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter) in {"Mn", "Mc"}


def face_of(letter: str, faces: Iterable[Face]) -> Face | None:
    category = unicodedata.category(letter)
    if category[0] == "C" or category == "Me" or (category[0] == "S" and letter >= "\U0001f000"):
        return None
    if not SHAPES and ("\u0590" <= letter < "\u10a0" or unicodedata.bidirectional(letter) in {"R", "AL"}):
        return None
    # Pictographs look like emoji from any other font.
    tried = [INTER] if category == "So" else faces
    return next((face for face in tried if has_letter(face, letter)), None)


@lru_cache(8192)
def has_letter(face: Face, letter: str) -> bool:
    # Pillow tells nobody which letters a font has, so a letter is compared with the box drawn for a missing one.
    try:
        return _picture(face, letter) != _missing(face)
    except OSError:
        return False  # a file that is no font has no letters


@lru_cache(128)
def _missing(face: Face) -> tuple[tuple[int, int], bytes]:
    return _picture(face, "\uffff")


def _picture(face: Face, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = load(face, 16, 400, shapes=False).getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(128)
def load(face: Face, size: int, weight: int, shapes: bool = SHAPES) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if shapes else ImageFont.Layout.BASIC
    font = ImageFont.truetype(face.path, size, index=face.number, layout_engine=engine)
    try:
        axes = font.get_variation_axes()
    except OSError:
        return font  # of one weight only
    # One optical size, that of titles: with another the small letters would not be as wide as was measured.
    wanted = {b"Weight": weight, b"Optical size": 32}
    font.set_variation_by_axes([_within(axis, wanted.get(axis["name"] or b"")) for axis in axes])
    return font


def _within(axis: ImageFont.Axis, wanted: int | None) -> int:
    low, usual, high = (axis[key] or 0 for key in ("minimum", "default", "maximum"))
    return usual if wanted is None else min(max(wanted, low), high)
