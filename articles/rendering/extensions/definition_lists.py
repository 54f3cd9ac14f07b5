"""Definition lists: a paragraph's lines are terms where `: ` follows it."""

from __future__ import annotations

from .attributes import parse_attributes
from .blocks import BlockParser, Blocks
from .lists import ITEM_ATTRIBUTES, Item, item_start
from .nodes import Node
from .spans import DialectExtension, SpanParser
from .syntax import BLANK, DEFINITION, END_MARKER


def follows_terms(state: Blocks) -> bool:
    children = state.tree.children
    if not children:
        return False
    if children[-1].type == "p":
        return True
    return (
        len(children) > 1
        and children[-1].type == "blank"
        and children[-1].value == "\n"
        and children[-2].type == "p"
    )


def terms(paragraph: Node) -> list[Node]:
    made = []
    for line in paragraph.children[0].value.rstrip("\n").split("\n"):
        term = Node("dt")
        match = ITEM_ATTRIBUTES.match(line)
        if match:
            parse_attributes(match.group(1), term)
            line = line[match.end() :]
        term.add_text(line, "raw_text")
        made.append(term)
    return made


def collect_definitions(state: Blocks, after_blank: bool) -> list[Item]:
    items: list[Item] = []
    start = item_start("dl", 4)
    loose, lazy_forbidden = after_blank, False
    source = state.source
    while state.position < len(source) and not END_MARKER.match(source, state.position):
        state.budget.tick()
        if match := start.match(source, state.position):
            items.append(Item("dl", match.group(1), match.group(2)))
            items[-1].node.loose = loose
            start = items[-1].start
            state.position = match.end()
            loose = lazy_forbidden = False
        elif line := items[-1].own(state, lazy_forbidden):
            items[-1].add_definition_line(line)
            state.position += len(line)
            loose = lazy_forbidden = False
        elif match := BLANK.match(source, state.position):
            items[-1].parts[-1].append(match.group())
            state.position = match.end()
            loose = lazy_forbidden = True
        else:
            break
    return items


def close_definition(node: Node) -> Node | None:
    children = node.children
    blank = children.pop() if children and children[-1].type == "blank" else None
    if children and children[0].type == "p" and not node.loose:
        if len(children) > 1:
            children[0].add_text("\n", "raw_text")
        children[0].marks |= {"tight"}
    return blank


def append_list(state: Blocks, node: Node) -> None:
    """Join the list to one directly before it."""
    children = state.tree.children
    if len(children) > 1 and children[-1].type == "blank" and children[-2].type == "dl":
        children.pop()
    if children and children[-1].type == "dl":
        children[-1].children += node.children
    else:
        children.append(node)


def parse_definition_list(state: Blocks) -> bool:
    if not DEFINITION.match(state.source, state.position) or not follows_terms(state):
        return False
    node = state.block("dl")
    paragraph = state.tree.children.pop()
    after_blank = paragraph.type == "blank"
    if after_blank:
        paragraph = state.tree.children.pop()
    node.attributes, node.refs = paragraph.attributes, paragraph.refs
    node.children = terms(paragraph)
    items = collect_definitions(state, after_blank)
    blank = None
    for item in items:
        state.fill(item.node, "".join(item.parts[0]))
        blank = close_definition(item.node)
        node.append(item.node)
    append_list(state, node)
    if blank is not None:
        state.tree.append(blank)
    return True


class DefinitionListExtension(DialectExtension):
    def extend(self, blocks: BlockParser, spans: SpanParser) -> None:
        blocks.register(parse_definition_list, 110, ":")
