"""Where addresses and hashtags stand in a source. A place that is not found costs precision, never a reference."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from articles.liquid import mask_opaque
from articles.rendering.extensions.blocks import Definitions
from articles.rendering.extensions.references import fold_link_id, split_address

# No alternative looks further than it takes, so that reading stays linear.
SPOT = re.compile(
    r"^[ \t>*+\-\d.:]*+(?P<hashes>#{1,6})[ \t]|<h(?P<level>[1-6])\b"
    r"|^[ \t>]*+\[(?P<label>[^\]\n^][^\]\n]*+)\]:[ \t]*+(?=<(?P<enclosed>[^>\n]*+)>|(?P<rest>[^\n]++))"
    r"|\]\(\s*+(?:<(?P<angled>[^<>\n]*+)>"
    r"|(?P<inline>(?:[^()\s]++|\([^()\n]{0,500}+\)|[ \t]++(?![\"'\s)]))*+))"
    r"|\[(?P<name>[^\[\]]{1,1000}+)\](?!\(|[ \t]*+\n?[ \t]*+\[[^\]^])"
    r"|<(?P<auto>(?:mailto|https?|ftps?):[^\n<>]++|[\w\-.]++@[\w\-.]++)>"
    r"|\b(?:href|src)\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>\w++))"
    r"|(?<![\w#&/.:=?@\-])#(?P<hashtag>\w[\w\-]{0,99})",
    re.MULTILINE | re.IGNORECASE,
)
LINE_BREAK = re.compile("\n")
Span = tuple[int, int]


class Place(NamedTuple):
    """Where something stands, and where its address does: with its definition if it has a `label`."""

    at: int
    span: Span
    label: str = ""


# No address begins with a space.
def hashtag_key(name: str) -> str:
    return f" #{name}"


def heading_key(level: int) -> str:
    return f" h{level}"


class Places:
    """The places of a source by what stands there; each is given once, in order, to whoever names it."""

    def __init__(self, source: str, definitions: Definitions, starts: Iterable[int]) -> None:
        self.breaks = [found.start() for found in LINE_BREAK.finditer(source)]
        self.starts = sorted(starts)
        self.taken: Counter[tuple[str, int]] = Counter()
        self.defined: dict[str, Span] = {}
        self.by_key: dict[str, list[Place]] = defaultdict(list)
        for spot in SPOT.finditer(mask_opaque(source, liquid=False)):
            self.add(spot, definitions)

    def add(self, spot: re.Match[str], definitions: Definitions) -> None:
        kind = spot.lastgroup or ""
        text, (start, end) = spot[kind], spot.span(kind)
        if kind in ("enclosed", "rest"):
            length = len(split_address(text)[0]) if kind == "rest" else end - start
            self.defined[fold_link_id(spot["label"])] = start, start + length
        elif kind == "name":
            label = fold_link_id(text)
            if label in definitions.links:
                self.by_key[definitions.links[label][0]].append(Place(spot.start(), (0, 0), label))
        elif kind in ("hashes", "level"):
            key = heading_key(len(text) if kind == "hashes" else int(text))
            self.by_key[key].append(Place(start, (start, end)))
        elif kind == "hashtag":
            self.by_key[hashtag_key(text)].append(Place(start, (start, end)))
        else:
            key = text.strip(" \t\n\r\f\v")
            key = f"mailto:{key}" if kind == "auto" and ":" not in key else key
            self.by_key[key].append(Place(spot.start(), (start, start + len(text.rstrip()))))

    def line_of(self, place: Place) -> int:
        return bisect_left(self.breaks, place.at) + 1

    def offset_of(self, line: int) -> int:
        return self.breaks[line - 2] + 1 if 1 < line <= len(self.breaks) + 1 else 0

    def address_of(self, place: Place) -> Span | None:
        return self.defined.get(place.label) if place.label else place.span

    def take(self, key: str, line: int) -> Place | None:
        """Give the next place of `key` in the block that starts on `line`."""
        places = self.by_key.get(key, [])
        first = bisect_left(places, (self.offset_of(line),))
        index = first + self.taken[key, first]
        following = bisect_right(self.starts, line)
        end = self.starts[following] if following < len(self.starts) else len(self.breaks) + 2
        if index >= len(places) or self.line_of(places[index]) >= end:
            return None
        self.taken[key, first] += 1
        return places[index]
