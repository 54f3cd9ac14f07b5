"""Where a line may end, between words and inside them, and how good an end that is."""

import re
from collections.abc import Iterator

from .fonts import leans

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uffef\U00020000-\U0003ffff"
_NOT_FIRST = "、。，．・：；！？）」』】》〉…ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%!?,.:;)\\]”’"  # noqa: RUF001
_NOT_LAST = "（「『【《〈(\\[“‘"  # noqa: RUF001
# Where a line may end inside a word: after a hyphen or slash, around a Chinese or Japanese character.
_PLACES = re.compile(
    rf"(?<=[^\W\d]{{2}}[-‐–—/])(?=\w)|(?<=[{_CJK}])(?<![{_NOT_LAST}])(?![{_NOT_FIRST}])|"  # noqa: RUF001
    rf"(?<![{_NOT_LAST}])(?=[{_CJK}])(?![{_NOT_FIRST}])|(?<=\u00ad)"
)
# In Japanese a phrase ends where hiragana does; Chinese shows no words, so any place is as good.
_MID_PHRASE = re.compile("[\u3040-\u30ff][\u3040-\u309f]|[\u30a0-\u30ff]{2}|[\u4e00-\u9fff][\u3040-\u309f]")
# Vowels of Thai and Lao stand before or after the consonant they belong to.
_TIED = re.compile(
    "\u200d.|[\u0e40-\u0e44\u0ec0-\u0ec4].|.[\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebd\u0ec6-\u0ece]"
)
_VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýąęěıőœůűăơưаеёиіїоуыэюяαεηιουωάέήίόύώ"  # noqa: RUF001
# A syllable begins with the last consonant before a vowel; three letters stay on either side.
_SYLLABLE = re.compile(
    rf"(?<=\w\w\w)(?=(?:sch|[cpst]h|qu|[bcdfgkptv][rl]|[^\W\d_{_VOWELS}])[{_VOWELS}]\w)"
    r"(?<![cpst](?=h))(?<!s(?=ch))(?<![bcdfgkptv](?=[rl]))",
    re.IGNORECASE,
)


def split_words(text: str) -> Iterator[list[str]]:
    """Split a text into its words and each of these into the parts after which a line may end."""
    # No line begins with a dash.
    for word in re.sub(" (?=[–—] )", "\u00a0", text).split(" "):
        yield [part for part in _PLACES.split(word) if part.strip("\u00ad")]


def split_syllables(word: str) -> list[str]:
    return [part for part in _SYLLABLE.split(word) if part]


def split_clusters(text: str) -> list[str]:
    """Split a text into letters, each with all that leans on it."""
    clusters: list[str] = []
    for letter in text:
        if clusters and (leans(letter) or _TIED.fullmatch(clusters[-1][-1] + letter)):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def cost_of_end(part: str, following: str) -> float:
    """Return how bad it is to end a line after this part, on the scale of a squared deviation in length."""
    if part[-1] in ":;.!?，。：；、！？—–":  # noqa: RUF001
        return -0.1
    if following != " ":
        if "-" in part[-1] + following[0]:
            return 0.05
        return 0.3 if _MID_PHRASE.match(part[-1] + following[0]) else 0.06
    return 0.15 if len(part) <= 2 and part.isalpha() else 0
