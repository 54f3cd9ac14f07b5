"""What differs between two states of an article, in the words that its editors know."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.diff import Row, Run, change_size, diff_rows, diff_words
from articles.models import Post
from articles.models.state import FIELDS, MOMENTS, ROWS, SWITCHES, State, changed_fields

WORDED = {"title", "slug", "custom_excerpt", "description", "canonical_url"}
CHOSEN = {"status": Post.Status, "sidebar": Post.Sidebar}


def name_of(field: str) -> str:
    """Return what the field is called within a sentence."""
    return str(Post._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def label(name: str) -> str:
    return capfirst(name_of(name))


def labels(names: Iterable[str]) -> list[str]:
    """Return the labels of these fields, in the order of the form."""
    wanted = set(names)
    return [label(name) for name in FIELDS if name in wanted]


class Values:
    """The values of some states as people know them; each kind of row is asked for once."""

    def __init__(self, *states: State) -> None:
        self.names = {name: names_of(name, {state.get(name) for state in states}) for name in ROWS}

    def shown(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        if name in ROWS:
            return self.names[name].get(value) or _("no longer there (%(key)s)") % {"key": value}
        if name in MOMENTS:
            moment = timezone.localtime(datetime.fromisoformat(value))
            return f"{formats.date_format(moment, 'DATETIME_FORMAT')} {moment:%Z}"
        if name in SWITCHES:
            return _("Yes") if value else _("No")
        if name in CHOSEN and value in CHOSEN[name]:
            return str(CHOSEN[name](value).label)
        return ", ".join(value) if name == "tags" else str(value)

    def gone(self, state: State) -> list[str]:
        """Return the fields whose row was deleted since."""
        return [name for name in ROWS if state.get(name) is not None and state[name] not in self.names[name]]

    def runs(self, name: str, old: Any, new: Any) -> list[Run]:
        """Return what changed in one field: words of a text, names of tags, else the whole value."""
        if name == "tags" and old and new and set(old) != set(new):
            return tag_runs(old, new)
        before, after = self.shown(name, old), self.shown(name, new)
        if name in WORDED and before and after:
            return diff_words(before, after)
        return spaced([Run("removed", before), Run("added", after)])


def names_of(name: str, keys: set) -> dict[int, str]:
    wanted = keys - {None}
    rows = Post._meta.get_field(name).related_model.objects  # type: ignore[union-attr]
    return {row.pk: str(row) for row in rows.filter(pk__in=wanted)} if wanted else {}


def tag_runs(old: list[str], new: list[str]) -> list[Run]:
    names = [*old, *(name for name in new if name not in old)]
    kinds = {name: "same" if name in new else "removed" for name in old}
    return spaced([Run(kinds.get(name, "added"), name) for name in names])


def spaced(runs: list[Run]) -> list[Run]:
    shown = [run for run in runs if run.text]
    parts = [part for run in shown for part in (run, Run("same", " "))]
    return parts[:-1]


@dataclass(frozen=True)
class FieldChange:
    label: str
    runs: list[Run]


@dataclass(frozen=True)
class TextRow:
    """A row of the text's diff, with the number of the change that begins there, or 0."""

    row: Row
    change: int


class Comparison:
    """All that differs between two states; what no page shows of it is not worked out."""

    def __init__(self, old: State, new: State, values: Values | None = None) -> None:
        self.old, self.new = old, new
        self.values = values or Values(old, new)
        self.changed = changed_fields(old, new)

    @cached_property
    def fields(self) -> list[FieldChange]:
        names = [name for name in self.changed if name != "body"]
        return [
            FieldChange(label(name), self.values.runs(name, self.old.get(name), self.new.get(name)))
            for name in names
        ]

    @property
    def has_text(self) -> bool:
        return "body" in self.changed

    @cached_property
    def rows(self) -> list[TextRow]:
        """Return the lines around each change of the text; none where only blanks at line ends changed."""
        rows = [without_end(row) for row in diff_rows(self.old.get("body") or "", self.new["body"])]
        shown, count, in_change = [], 0, False
        for row in rows:
            begins = is_changed(row) and not in_change
            in_change = is_changed(row)
            count += begins
            shown.append(TextRow(row, count if begins else 0))
        return shown if count else []

    @cached_property
    def count(self) -> int:
        """Return the number of places in the text that changed."""
        return max((row.change for row in self.rows), default=0)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Return how many words of the text were added and how many removed."""
        return change_size(self.old.get("body") or "", self.new["body"])


def without_end(row: Row) -> Row:
    """Drop the line's end, which is no change that anybody sees."""
    runs = tuple(replace(run, text=run.text.rstrip("\n")) for run in row.runs)
    if row.kind == "changed" and all(run.kind == "same" for run in runs if run.text):
        return replace(row, kind="same", runs=runs)
    return replace(row, runs=runs)


def is_changed(row: Row) -> bool:
    return row.kind in {"added", "removed", "changed"}
