"""What two texts share: their lines and words, put side by side. Bounded in time on any text, unlike difflib."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

DEEPEST = 8  # rounds of anchoring; texts need two or three, and each reads everything once
LARGEST = 16_000_000  # cells of a stretch without anchors; a larger one counts as changed throughout
WEAKEST = 20  # characters that two changes must have between them to stay two, unless both are smaller

# A word is anything but space and punctuation: marks and joined emoji stay whole in every script. Where words
# have no spaces between them (Chinese, Japanese), each sign is one.
SIGN = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PUNCTUATION = (
    r"!-/:-@\[-`{-~\xa1-\xbf\u2010-\u205e\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
LETTERS = rf"[^\s{PUNCTUATION}{SIGN}]+"
WORD = re.compile(rf"[{SIGN}]|{LETTERS}(?:['\u2019]{LETTERS})*")
TOKEN = re.compile(rf"\r?\n|[^\S\r\n]+|{WORD.pattern}|.", re.DOTALL)
LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Change(NamedTuple):
    """`old[start:end]` became `new[new_start:new_end]`."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def growth(self) -> int:
        return self.new_end - self.new_start - (self.end - self.start)

    def moved(self, by: int, new_by: int) -> "Change":
        return Change(self.start + by, self.end + by, self.new_start + new_by, self.new_end + new_by)


class Gap(NamedTuple):
    """A stretch of both sequences in which nothing is matched yet."""

    start: int
    end: int
    new_start: int
    new_end: int
    depth: int


class Bag(NamedTuple):
    """The words of a line, and how many letters they have together."""

    words: Counter[str]
    letters: int


def split_lines(text: str) -> list[str]:
    """Return the lines with their ends, which are `\\n` or `\\r\\n` and nothing else."""
    return LINE.findall(text)


def split_words(text: str) -> list[str]:
    """Return words, runs of spaces, single signs of punctuation and line ends; joined they are the text."""
    return TOKEN.findall(text)


def is_word(token: str) -> bool:
    return WORD.match(token) is not None


def word_bag(line: str) -> Bag:
    words = WORD.findall(line)
    return Bag(Counter(words), sum(map(len, words)))


def kin(old: Bag, new: Bag) -> bool:
    """Tell whether two lines are one line before and after a change: they share half of the letters of their words."""
    needed = max(old.letters, new.letters) / 2
    if not 0 < needed <= min(old.letters, new.letters):
        return False
    counts = new.words
    shared = sum(len(word) * min(n, counts[word]) for word, n in old.words.items() if word in counts)
    return shared >= needed


def line_changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return what changed between two lists of lines.

    Lines without a word (blank, `---`) hold two changes apart only where both are edits in place.
    """
    found = settled_changes(old, new)
    placed = {change for change in found if in_place(change, old, new)}

    def is_weak(left: Change, right: Change) -> bool:
        if left in placed and right in placed:
            return False
        return not any(WORD.search(line) for line in old[left.end : right.start])

    return joined(found, is_weak)


def word_changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return what changed between two lists of `split_words`, without islands that are the same by chance."""
    old_at, new_at = offsets(old), offsets(new)

    def size(change: Change) -> int:
        start, end, new_start, new_end = change
        return max(old_at[end] - old_at[start], new_at[new_end] - new_at[new_start])

    def is_weak(left: Change, right: Change) -> bool:
        between = old_at[right.start] - old_at[left.end]
        if between <= min(WEAKEST, size(left), size(right)):
            return True
        return not any(map(is_word, old[left.end : right.start]))

    return joined(settled_changes(old, new), is_weak)


def offsets(tokens: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, tokens), initial=0))


def joined(found: list[Change], is_weak: Callable[[Change, Change], bool]) -> list[Change]:
    result: list[Change] = []
    for right in found:
        change = right
        while result and is_weak(result[-1], change):
            left = result.pop()
            change = Change(left.start, change.end, left.new_start, change.new_end)
        result.append(change)
    return result


def in_place(change: Change, old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether a change of lines edits each of them and adds, takes away or joins none."""
    if change.growth or change.start == change.end:
        return False
    pairs = zip(old[change.start : change.end], new[change.new_start : change.new_end], strict=True)
    return all(
        before.endswith("\n") and after.endswith("\n") and kin(word_bag(before), word_bag(after))
        for before, after in pairs
    )


def with_room(found: list[Change], old: Sequence[str]) -> Iterator[tuple[Change, tuple[int, int]]]:
    """Yield each change with the number of unchanged units before and after it."""
    starts = [*(change.start for change in found), len(old)]
    last = 0
    for change, following in zip(found, starts[1:], strict=True):
        yield change, (change.start - last, following - change.end)
        last = change.end


def slide(change: Change, old: Sequence[str], new: Sequence[str], room: tuple[int, int]) -> tuple[int, int]:
    """Return how far up and down a mere addition or removal could stand as well, the texts being the same."""
    start, end, new_start, new_end = change
    if start < end and new_start < new_end:
        return 0, 0
    units, first, stop = (old, start, end) if start < end else (new, new_start, new_end)
    up = down = 0
    while up < room[0] and units[first - 1 - up] == units[stop - 1 - up]:
        up += 1
    while down < room[1] and units[first + down] == units[stop + down]:
        down += 1
    return up, down


def settled_changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    found: list[Change] = []
    for change, (_before, after) in with_room(changes(old, new), old):
        before = change.start - (found[-1].end if found else 0)  # the one above may have moved down
        found.append(settled(change, old, new, (before, after)))
    return found


def settled(change: Change, old: Sequence[str], new: Sequence[str], room: tuple[int, int]) -> Change:
    """Move an added or removed paragraph or word so that it has the blank line or space after it, not before."""
    up, down = slide(change, old, new, room)
    units, stop = (old, change.end) if change.start < change.end else (new, change.new_end)
    ends = (by for by in range(down, -up - 1, -1) if not units[stop + by - 1].strip())
    by = next(ends, 0) if up or down else 0
    return change.moved(by, by)


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return what lies between the matches of two sequences."""
    found = []
    at = new_at = 0
    for start, new_start, size in [*matches(old, new), (len(old), len(new), 0)]:
        if start > at or new_start > new_at:
            found.append(Change(at, start, new_at, new_start))
        at, new_at = start + size, new_start + size
    return found


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return (start in old, start in new, size) of what is the same, in order.

    Equal ends come first, then what occurs once on either side ("patience"), each gap again in the same way;
    the longest common subsequence fills a gap without such anchors.
    """
    blocks = []
    gaps = [Gap(0, len(old), 0, len(new), 0)]
    while gaps:
        gap, ends = trimmed(gaps.pop(), old, new)
        blocks += ends
        if gap.start == gap.end or gap.new_start == gap.new_end:
            continue
        anchors = unique_pairs(gap, old, new) if gap.depth < DEEPEST else []
        if anchors:
            blocks += [(i, j, 1) for i, j in anchors]
            gaps += between(gap, anchors)
        else:
            blocks += [(i, j, 1) for i, j in longest_common(gap, old, new)]
    return sorted(block for block in blocks if block[2])


def trimmed(gap: Gap, old: Sequence[str], new: Sequence[str]) -> tuple[Gap, list[tuple[int, int, int]]]:
    start, end, new_start, new_end, depth = gap
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    ends = [(gap.start, gap.new_start, start - gap.start), (end, new_end, gap.end - end)]
    return Gap(start, end, new_start, new_end, depth), ends


def between(gap: Gap, anchors: list[tuple[int, int]]) -> Iterator[Gap]:
    start, new_start = gap.start, gap.new_start
    for i, j in [*anchors, (gap.end, gap.new_end)]:
        if start < i and new_start < j:
            yield Gap(start, i, new_start, j, gap.depth + 1)
        start, new_start = i + 1, j + 1


def unique_pairs(gap: Gap, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest ordered run of units that occur once in both."""
    mine = places(old, gap.start, gap.end)
    theirs = places(new, gap.new_start, gap.new_end)
    pairs = [(i, theirs[unit]) for unit, i in mine.items() if i >= 0 and theirs.get(unit, -1) >= 0]
    return rising(pairs)


def places(units: Sequence[str], start: int, end: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for i in range(start, end):
        found[units[i]] = -1 if units[i] in found else i
    return found


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, sorted by the first number, in which the second rises too."""
    lowest: list[int] = []
    tops: list[int] = []
    before = []
    for index, (_i, j) in enumerate(pairs):
        pile = bisect_left(lowest, j)
        before.append(tops[pile - 1] if pile else -1)
        lowest[pile : pile + 1] = [j]
        tops[pile : pile + 1] = [index]
    chain = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def longest_common(gap: Gap, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of a longest common subsequence, found with a row of bits for each old unit (Hyyrö 2004)."""
    row, column = gap.end - gap.start, gap.new_end - gap.new_start
    if row * column > LARGEST:
        return []
    seen: dict[str, int] = {}
    for j in range(column):
        unit = new[gap.new_start + j]
        seen[unit] = seen.get(unit, 0) | 1 << j
    full = (1 << column) - 1
    rows = [full]
    for i in range(gap.start, gap.end):
        last = rows[-1]
        both = last & seen.get(old[i], 0)
        rows.append(((last + both) | (last - both)) & full)
    pairs = []
    while row and column:
        if rows[row] >> (column - 1) & 1:
            column -= 1
            continue
        row -= 1
        if rows[row] >> (column - 1) & 1:
            column -= 1
            pairs.append((gap.start + row, gap.new_start + column))
    return pairs[::-1]
