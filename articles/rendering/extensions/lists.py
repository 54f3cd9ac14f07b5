"""Lists: an item owns the lines indented to its content, lazy lines, and blank lines between; task lists."""

from __future__ import annotations

import re
from functools import lru_cache

from .attributes import parse_attributes
from .blocks import BlockParser, Blocks
from .nodes import Node
from .spans import DialectExtension, SpanParser
from .syntax import (
    ATTRIBUTE_LINE,
    ATTRIBUTE_TEXT,
    BLANK,
    BULLET,
    END_MARKER,
    ID_NAME,
    LAZY_HTML,
    RULE,
    SPACE,
    STRIPPED,
)

TAIL = r"([\t| ].*\n)"
MARKERS = {"ul": r"[+*-]", "ol": r"[0-9]+\.", "dl": ":"}
ITEM_ATTRIBUTES = re.compile(rf"{SPACE}*\{{:(?!(?:{ID_NAME})?:|/)({ATTRIBUTE_TEXT})\}}{SPACE}*")
NOTHING_BESIDE_MARKER = re.compile(
    rf"(?:{SPACE}*\{{:(?!(?:{ID_NAME})?:|/){ATTRIBUTE_TEXT}\}}{SPACE}*)?[ \t\r\f\v]*\n"
)
LEADING_TABS = re.compile(r"\t+")
LONGEST_NUMBER = 7
TASK = re.compile(r"\s*\[([ xX])\]\s+", re.ASCII)


@lru_cache(maxsize=200)
def item_start(kind: str, indentation: int) -> re.Pattern[str]:
    """The next item's marker may be indented less than the content of the item before."""
    return re.compile(rf"( {{0,{min(max(indentation - 1, 0), 3)}}}{MARKERS[kind]}){TAIL}")


@lru_cache(maxsize=200)
def item_line(indentation: int) -> re.Pattern[str]:
    tabs, spaces = divmod(indentation, 4)
    return re.compile(
        rf"(?:(?:\t| {{4}}){{{tabs}}} {{{spaces}}}|(?:\t| {{4}}){{{tabs + 1}}}).*[^ \t\n\r\f\v].*\n"
    )


@lru_cache(maxsize=200)
def lazy_line(indentation: int) -> re.Pattern[str]:
    return re.compile(
        rf"(?! {{0,{min(indentation, 3)}}}(?:{ATTRIBUTE_LINE}|{LAZY_HTML})).*[^ \t\n\r\f\v].*\n"
    )


def expand_tabs(content: str, column: int) -> str:
    """Turn the tabs before the content into spaces, to the next multiple of four columns."""
    text = content.lstrip(" \t")
    start = column
    for character in content[: len(content) - len(text)]:
        column += 1 if character == " " else 4 - column % 4
    return " " * (column - start) + text


class Item:
    """An item while its lines are collected: `parts` are parsed one by one, so that a nested list starts a block."""

    def __init__(self, kind: str, marker: str, content: str) -> None:
        self.node = Node("dd" if kind == "dl" else "li")
        self.marker = marker.strip()
        if NOTHING_BESIDE_MARKER.match(content):
            self.indentation = 4
        else:
            content = expand_tabs(content, len(marker))
            self.indentation = len(marker) + len(content) - len(content.lstrip(" "))
        content = content.lstrip(STRIPPED)
        if match := ITEM_ATTRIBUTES.match(content):
            parse_attributes(match.group(1), self.node)
            content = content[match.end() :]
        self.parts = [[content]]
        self.has_nested_list = bool(BULLET.match(content))
        self.start = item_start(kind, self.indentation)
        self.line = item_line(self.indentation)
        self.lazy = lazy_line(self.indentation)

    def outdent(self, line: str) -> tuple[str, bool]:
        """Take the item's margin from a line; say whether it was there."""
        if match := LEADING_TABS.match(line):
            line = " " * 4 * match.end() + line[match.end() :]
        if line.startswith(" " * self.indentation):
            return line[self.indentation :], True
        return line, False

    def add_definition_line(self, line: str) -> None:
        self.parts[-1].append(self.outdent(line)[0])

    def add_line(self, line: str) -> None:
        line, indented = self.outdent(line)
        if BULLET.match(line):
            if indented and not self.has_nested_list:
                self.parts.append([])
                self.has_nested_list = True
            elif not indented and self.has_nested_list:
                line = " " * (self.indentation + 4) + line
        self.parts[-1].append(line)

    def add_blank(self, lines: str) -> None:
        self.has_nested_list = True
        self.parts[-1].append(lines)

    def own(self, state: Blocks, after_blank: bool) -> str | None:
        """The next line, if it belongs to this item."""
        match = self.line.match(state.source, state.position)
        if not match and not after_blank:
            match = self.lazy.match(state.source, state.position)
        return match.group() if match else None


def collect_items(state: Blocks, kind: str) -> tuple[list[Item], bool]:
    """Take the lines of a list; say also whether an end marker closed it."""
    items: list[Item] = []
    start = item_start(kind, 4)
    after_blank = False
    source = state.source
    while state.position < len(source):
        state.budget.tick()
        if after_blank and RULE.match(source, state.position):
            break
        if match := END_MARKER.match(source, state.position):
            state.position = match.end()
            return items, True
        if match := start.match(source, state.position):
            items.append(Item(kind, match.group(1), match.group(2)))
            start = items[-1].start
            state.position = match.end()
            after_blank = False
        elif line := items[-1].own(state, after_blank):
            items[-1].add_line(line)
            state.position += len(line)
            after_blank = False
        elif match := BLANK.match(source, state.position):
            items[-1].add_blank(match.group())
            state.position = match.end()
            after_blank = True
        else:
            break
    return items, False


def is_tight(items: list[Item], index: int, ended: bool) -> bool:
    """Whether the first paragraph of an item stands without `<p>`; the last item follows those before it."""
    children = items[index].node.children
    is_last = index == len(items) - 1
    if children[0].type != "p":
        return False
    if (
        len(children) >= 2
        and children[1].type == "blank"
        and not (is_last and len(children) == 2 and not ended)
    ):
        return False
    return not is_last or len(items) == 1 or any(starts_tight(item.node) for item in items[:-1])


def starts_tight(node: Node) -> bool:
    return not node.children or node.children[0].type != "p" or "tight" in node.children[0].marks


def close_item(items: list[Item], index: int, ended: bool) -> Node | None:
    """Decide the paragraph of a parsed item; return the blank lines at its end."""
    children = items[index].node.children
    if (
        len(children) >= 2
        and children[0].type == "p"
        and children[1].type == "end"
        and "listed" in children[0].marks
    ):
        del children[1]
    if is_tight(items, index, ended):
        if len(children) > 1 and children[1].type != "blank":
            children[0].add_text("\n", "raw_text")
        children[0].marks |= {"tight"}
    return children.pop() if children[-1].type == "blank" else None


def keep_first_number(node: Node, marker: str) -> None:
    """A list that an author begins with 3 begins with 3 (kramdown would say 1)."""
    number = marker.rstrip(".")
    if node.type == "ol" and number != "1" and len(number) < LONGEST_NUMBER:
        node.attributes.setdefault("start", str(int(number)))


def parse_list(state: Blocks) -> bool:
    if not BULLET.match(state.source, state.position):
        return False
    kind = "ul" if state.first_character() in "+*-" else "ol"
    node = state.block(kind)
    items, ended = collect_items(state, kind)
    keep_first_number(node, items[0].marker)
    state.tree.append(node)
    node.children = [item.node for item in items]
    for item in items:
        for part in item.parts:
            state.fill(item.node, "".join(part))
    trailing = None
    for index, item in enumerate(items):
        if item.node.children:
            trailing = close_item(items, index, ended)
    mark_tasks(node)
    if trailing is not None and not ended:
        state.tree.append(trailing)
    return True


def mark_tasks(node: Node) -> None:
    """`[ ]` and `[x]` at the start of an item make a checkbox."""
    found = False
    for item in node.children:
        if not item.children or item.children[0].type != "p":
            continue
        text = item.children[0].children[0]
        if match := TASK.match(text.value):
            text.value = text.value[match.end() :]
            item.marks |= {"done" if match.group(1) in "xX" else "to-do"}
            found = True
        if found:
            item.attributes["class"] = f"{item.attributes.get('class', '')} task-list-item".strip()
    if found:
        node.attributes["class"] = f"{node.attributes.get('class', '')} task-list".strip()


class ListExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_list, 120, "+*-0123456789")
