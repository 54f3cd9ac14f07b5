"""Merging what two people made of one text, by line and then by word, or saying where they disagree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, groupby
from typing import Final, NamedTuple, TypeVar

from articles.alignment import (
    WORD,
    Change,
    in_place,
    is_word,
    line_changes,
    slide,
    split_lines,
    split_words,
    with_room,
    word_changes,
)

Value = TypeVar("Value")


class Disagreement(Enum):
    CONFLICT = "conflict"


CONFLICT: Final = Disagreement.CONFLICT


@dataclass(frozen=True)
class Conflict:
    """Whole lines that both changed, each in their own way; `line` is where they begin in `mine`, from 1."""

    base: str
    mine: str
    theirs: str
    line: int


@dataclass(frozen=True)
class Merged:
    """Texts that stand, and between them the conflicts."""

    parts: tuple[str | Conflict, ...]

    @property
    def conflicts(self) -> list[Conflict]:
        return [part for part in self.parts if isinstance(part, Conflict)]

    @property
    def text(self) -> str:
        return self.resolved([])

    def resolved(self, choices: Sequence[str]) -> str:
        """Return the text with one choice for each conflict, in order; raise ValueError if their number differs."""
        if len(choices) != len(self.conflicts):
            raise ValueError(f"{len(self.conflicts)} conflicts, {len(choices)} choices")
        left = iter(choices)
        return "".join(part if isinstance(part, str) else next(left) for part in self.parts)


def merge_value(base: Value, mine: Value, theirs: Value) -> Value | Disagreement:
    """Return the value that one or both of them chose, or `CONFLICT` if they chose differently."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else CONFLICT


def merge_names(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return mine's names less those that they removed; theirs' new ones follow the name that they follow there."""
    if list(mine) == list(base):
        return list(dict.fromkeys(theirs))
    names = [name for name in dict.fromkeys(mine) if name in theirs or name not in base]
    place = 0
    for name in theirs:
        if name in names:
            place = names.index(name) + 1
        elif name not in base:
            names.insert(place, name)
            place += 1
    return names


def merge_text(base: str, mine: str, theirs: str) -> Merged:
    """Merge two changed texts: edits in different places both count, edits of the same words are a conflict.

    Line ends that one side changed throughout are no edit of each line.
    """
    texts = (base, mine, theirs)
    simple = merge_value(*texts)
    end = changed_line_end(*texts)
    if isinstance(simple, str):
        parts: Iterable[str | Conflict] = [simple]
    elif end:
        plain = merged_lines(*(text.replace("\r\n", "\n") for text in texts))
        parts = (with_line_end(part, end) for part in plain)
    else:
        parts = merged_lines(*texts)
    return Merged(tuple(compact(parts)))


def changed_line_end(*texts: str) -> str | None:
    """Return the line end that a side changed to, if each text has but one kind."""
    before, *after = map(line_end, texts)
    if not before or None in after:
        return None
    return next((end for end in after if end not in ("", before)), None)


def line_end(text: str) -> str | None:
    lines, dos = text.count("\n"), text.count("\r\n")
    if lines == 0:
        return ""
    return {0: "\n", lines: "\r\n"}.get(dos)


def with_line_end(part: str | Conflict, end: str) -> str | Conflict:
    if isinstance(part, str):
        return part.replace("\n", end)
    base, mine, theirs = (text.replace("\n", end) for text in (part.base, part.mine, part.theirs))
    return Conflict(base, mine, theirs, part.line)


def compact(parts: Iterable[str | Conflict]) -> Iterator[str | Conflict]:
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        if not is_text:
            yield from run
        elif text := "".join(map(str, run)):
            yield text


class Edit(NamedTuple):
    """A change of one side (0 mine, 1 theirs) and the span of the base that the other must keep off, ends included."""

    first: int
    last: int
    side: int
    change: Change


@dataclass(frozen=True)
class Chunk:
    """A stretch of the base that was changed, what either side has there, and their changes counted from its start."""

    base: Sequence[str]
    sides: list[Sequence[str]]
    changes: list[list[Change]]
    line: int


def merged_lines(base: str, mine: str, theirs: str) -> Iterator[str | Conflict]:
    lines, *sides = map(split_lines, (base, mine, theirs))
    edits = [edit for side in (0, 1) for edit in line_edits(lines, sides[side], side)]
    disputed = disputed_units(lines, edits)
    for part in chunks(lines, sides, edits):
        if isinstance(part, str):
            yield part
            continue
        text = agreed(part, disputed)
        if text is None and all(part.changes):
            text = merged_words(part)
        yield conflict(part) if text is None else text


def merged_words(chunk: Chunk) -> str | None:
    """Return the merged text of a chunk of lines, or None where the edits are not a word apart."""
    words = split_words("".join(chunk.base))
    sides = [split_words("".join(side)) for side in chunk.sides]
    edits = [edit for side in (0, 1) for edit in word_edits(words, sides[side], side, chunk)]
    disputed = disputed_units(words, edits)
    texts = []
    for part in chunks(words, sides, edits):
        text = part if isinstance(part, str) else agreed(part, disputed)
        if text is None:
            return None
        texts.append(text)
    return "".join(texts)


def line_edits(base: Sequence[str], units: Sequence[str], side: int) -> Iterator[Edit]:
    # Places between lines are even numbers, lines are odd: changes that touch would meet in the place between,
    # but an edit in place keeps to its lines, so that a neighbour may do as it likes.
    for change, room in with_room(line_changes(base, units), base):
        if in_place(change, base, units):
            yield Edit(2 * change.start + 1, 2 * change.end - 1, side, change)
        else:
            up, down = slide(change, base, units, room)
            yield Edit(2 * (change.start - up), 2 * (change.end + down), side, change)


def word_edits(base: Sequence[str], units: Sequence[str], side: int, chunk: Chunk) -> Iterator[Edit]:
    # Spans are counted in words, so that two are apart only where an untouched word stands between them.
    words_before = list(accumulate(map(is_word, base), initial=0))
    found = list(changes_in_words(chunk.base, chunk.sides[side], chunk.changes[side]))
    for change, room in with_room(found, base):
        up, down = slide(change, base, units, room)
        yield Edit(words_before[change.start - up], words_before[change.end + down], side, change)


def changes_in_words(old: Sequence[str], new: Sequence[str], found: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes of words within changes of lines, so that no word is matched across lines that stayed."""
    at = new_at = line = new_line = 0
    for start, end, new_start, new_end in found:
        at += count_words(old[line:start])
        new_at += count_words(new[new_line:new_start])
        before = split_words("".join(old[start:end]))
        after = split_words("".join(new[new_start:new_end]))
        for change in word_changes(before, after):
            yield change.moved(at, new_at)
        at, new_at = at + len(before), new_at + len(after)
        line, new_line = end, new_end


def count_words(lines: Sequence[str]) -> int:
    return len(split_words("".join(lines)))


def chunks(base: Sequence[str], sides: Sequence[Sequence[str]], edits: list[Edit]) -> Iterator[str | Chunk]:
    """Yield the base as text where nobody changed it, and a chunk for each group of edits that meet."""
    at = 0
    shifts = [0, 0]
    for group in groups(edits):
        start = min(edit.change.start for edit in group)
        end = max(edit.change.end for edit in group)
        firsts = [start + shift for shift in shifts]
        for edit in group:
            shifts[edit.side] += edit.change.growth
        yield "".join(base[at:start])
        yield Chunk(
            base[start:end],
            [units[first : end + shift] for units, first, shift in zip(sides, firsts, shifts, strict=True)],
            [[e.change.moved(-start, -firsts[side]) for e in group if e.side == side] for side in (0, 1)],
            firsts[0] + 1,
        )
        at = end
    yield "".join(base[at:])


def groups(edits: list[Edit]) -> Iterator[list[Edit]]:
    group: list[Edit] = []
    last = -1
    for edit in sorted(edits):
        if group and edit.first > last:
            yield group
            group = []
        group.append(edit)
        last = max(last, edit.last)
    if group:
        yield group


def agreed(chunk: Chunk, disputed: set[str]) -> str | None:
    """Return what both made of a chunk, or the only one who changed it; None if that needs a closer look."""
    mine, theirs = chunk.sides
    if mine == theirs:
        return "".join(mine)
    if all(chunk.changes):
        return None
    changed = mine if chunk.changes[0] else theirs
    return None if disputed.intersection(changed) else "".join(changed)


def disputed_units(base: Sequence[str], edits: list[Edit]) -> set[str]:
    """Return what both took from its only place in the base.

    If one of them puts it elsewhere, the other's deletion would be undone unseen, or a copy made.
    """
    taken: list[set[str]] = [set(), set()]
    for edit in edits:
        taken[edit.side].update(base[edit.change.start : edit.change.end])
    both = taken[0] & taken[1]
    counts = Counter(unit for unit in base if unit in both)
    return {unit for unit, count in counts.items() if count == 1 and WORD.search(unit)}


def conflict(chunk: Chunk) -> Conflict:
    base, mine, theirs = ("".join(lines) for lines in (chunk.base, *chunk.sides))
    return Conflict(base, mine, theirs, chunk.line)
