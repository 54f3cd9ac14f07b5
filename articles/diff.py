"""Showing what changed between two texts: rows of lines, words within them, and how much it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.alignment import (
    WORD,
    Change,
    changes,
    kin,
    line_changes,
    split_lines,
    split_words,
    word_bag,
    word_changes,
)

COMPARED = 2000  # pairs of lines looked at within one change; far apart in a large one they count as unlike


@dataclass(frozen=True)
class Run:
    """A piece of text that is `same`, `added` or `removed`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """A line that is `same`, `added`, `removed` or `changed`; or, `skipped`, a number of same lines left out.

    Lines count from 1 (of a skipped stretch: its first one); an added line has no old one, a removed no new one.
    """

    kind: str
    runs: tuple[Run, ...]
    old_line: int | None
    new_line: int | None
    left_out: int = 0


def diff_rows(old: str, new: str, *, context: int = 3) -> list[Row]:
    """Return what changed, line by line with `context` same lines around; nothing if nothing did.

    A difference of line ends (`\\r\\n` or `\\n`) is none, and rows have `\\n`.
    """
    old_lines, new_lines = (split_lines(text.replace("\r\n", "\n")) for text in (old, new))
    found = line_changes(old_lines, new_lines)
    if not found:
        return []
    rows: list[Row] = []
    at = new_at = 0
    for change in found:
        rows += same_rows(old_lines, at, change.start, new_at, context if rows else 0, context)
        rows += changed_rows(old_lines, new_lines, change)
        at, new_at = change.end, change.new_end
    return [*rows, *same_rows(old_lines, at, len(old_lines), new_at, context, 0)]


def diff_words(old: str, new: str) -> list[Run]:
    """Return what changed in a short text, word by word."""
    old_words, new_words = split_words(old), split_words(new)
    runs = []
    at = 0
    for start, end, new_start, new_end in word_changes(old_words, new_words):
        runs += [
            ("same", old_words[at:start]),
            ("removed", old_words[start:end]),
            ("added", new_words[new_start:new_end]),
        ]
        at = end
    runs.append(("same", old_words[at:]))
    return [Run(kind, "".join(words)) for kind, words in runs if words]


def change_size(old: str, new: str) -> tuple[int, int]:
    """Return how many words were added and how many removed; a word that moved is both."""
    old_lines, new_lines = split_lines(old), split_lines(new)
    added = removed = 0
    for start, end, new_start, new_end in line_changes(old_lines, new_lines):
        before = WORD.findall("".join(old_lines[start:end]))
        after = WORD.findall("".join(new_lines[new_start:new_end]))
        for change in changes(before, after):
            added += change.new_end - change.new_start
            removed += change.end - change.start
    return added, removed


def same_rows(
    lines: Sequence[str], start: int, stop: int, new_start: int, head: int, tail: int
) -> Iterator[Row]:
    left_out = stop - start - head - tail
    if left_out < 2:  # a line takes no more room than the note that it is left out
        head, left_out = stop - start, 0
    by = new_start - start
    for i in range(start, start + head):
        yield line_row("same", lines[i], i + 1, i + by + 1)
    if left_out:
        yield Row("skipped", (), start + head + 1, start + head + by + 1, left_out)
        for i in range(stop - tail, stop):
            yield line_row("same", lines[i], i + 1, i + by + 1)


def changed_rows(old: Sequence[str], new: Sequence[str], change: Change) -> Iterator[Row]:
    at, new_at = change.start, change.new_start
    for i, j in [*paired(old, new, change), (change.end, change.new_end)]:
        yield from (line_row("removed", old[k], k + 1, None) for k in range(at, i))
        yield from (line_row("added", new[k], None, k + 1) for k in range(new_at, j))
        if i < change.end:
            same = old[i] == new[j]
            runs = (Run("same", old[i]),) if same else tuple(diff_words(old[i], new[j]))
            yield Row("same" if same else "changed", runs, i + 1, j + 1)
        at, new_at = i + 1, j + 1


def line_row(kind: str, line: str, old_line: int | None, new_line: int | None) -> Row:
    return Row(kind, (Run(kind, line),), old_line, new_line)


def paired(old: Sequence[str], new: Sequence[str], change: Change) -> Iterator[tuple[int, int]]:
    """Yield the lines of a change that are one line before and after it, in order."""
    start, end, new_start, new_end = change
    bags = [word_bag(line) for line in new[new_start:new_end]]
    ahead = max(1, COMPARED // max(1, end - start))
    following = new_start
    for i in range(start, end):
        bag = word_bag(old[i])
        if following < new_end and old[i] == new[following]:  # blank ones too, but only where they are next
            nearest: int | None = following
        else:
            within = range(following, min(new_end, following + ahead))
            nearest = next((j for j in within if kin(bag, bags[j - new_start])), None)
        if nearest is not None:
            yield i, nearest
            following = nearest + 1
