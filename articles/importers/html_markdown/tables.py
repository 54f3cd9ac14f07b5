"""Tables: with pipes where each row is one line of as many cells, else as HTML."""

from bs4 import Tag

from .escape import guard_cell
from .looks import text_alignment
from .raw import raw_html
from .spans import BREAK, Place, write_spans
from .tree import attribute
from .writer import Writer

MAX_CELLS = 20_000
_RULES = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}


def write_table(writer: Writer, element: Tag) -> str:
    rows = [row for row in element.find_all("tr") if row.find_parent("table") is element]
    cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
    cells = [row for row in cells if row]
    if not cells:
        return " ".join(element.get_text().split())
    alignments = columns(cells)
    if alignments is None or not is_simple(element, cells) or needs_html(writer, cells, alignments):
        return raw_html(writer, element)
    lines = [write_row(writer, row) for row in cells]
    if has_head(cells):
        lines.insert(1, f"| {' | '.join(_RULES[name] for name in alignments)} |")
    return "\n".join(lines)


def has_head(cells: list[list[Tag]]) -> bool:
    return all(cell.name == "th" for cell in cells[0])


def columns(cells: list[list[Tag]]) -> list[str] | None:
    """Return the alignment of each column; None where rows differ in length or a column in alignment."""
    if len({len(row) for row in cells}) != 1:
        return None
    found = [{text_alignment(row[index]) for row in cells} for index in range(len(cells[0]))]
    return [names.pop() for names in found] if all(len(names) == 1 for names in found) else None


def is_simple(element: Tag, cells: list[list[Tag]]) -> bool:
    if element.find(["caption", "tfoot", "table"]) is not None:
        return False
    return not any(
        attribute(cell, name) not in ("", "1")
        for row in cells
        for cell in row
        for name in ("colspan", "rowspan")
    )


def needs_html(writer: Writer, cells: list[list[Tag]], alignments: list[str]) -> bool:
    """Whether cells hold blocks, or head and columns are not as a table of pipes has them."""
    body = cells[1:] if has_head(cells) else cells
    if not body or any(cell.name == "th" for row in body for cell in row):
        return True
    if any(alignments) and not has_head(cells):
        return True
    if not any(row[-1].get_text(strip=True) for row in cells) or len(cells) * len(cells[0]) > MAX_CELLS:
        return True
    if not any(cell.get_text(strip=True) or cell.find("img") for row in body for cell in row):
        return True
    return any(id(cell) in writer.with_blocks and not is_one_paragraph(cell) for row in cells for cell in row)


def is_one_paragraph(cell: Tag) -> bool:
    tags = [child for child in cell.children if isinstance(child, Tag)]
    return len(tags) == 1 and tags[0].name == "p" and cell.get_text().strip() == tags[0].get_text().strip()


def write_row(writer: Writer, cells: list[Tag]) -> str:
    return f"| {' | '.join(write_cell(writer, cell) for cell in cells)} |"


def write_cell(writer: Writer, cell: Tag) -> str:
    holder = cell.find("p", recursive=False)
    inner = write_spans(writer, (holder if isinstance(holder, Tag) else cell).children, Place())
    return guard_cell(inner.strip(f" {BREAK}").replace(BREAK, "<br>"))
