"""A new import, what was stored since the last one, and that one itself become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.merge import Conflict, merge_names, merge_text

SHOWN = 80  # characters of a disputed line in the report
MOST_SHOWN = 20


@dataclass
class Merge:
    """`changes` are to be stored; `kept` names fields that both sides changed, in which ours stays."""

    changes: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)  # places in the body, where ours stays too

    @property
    def warnings(self) -> list[str]:
        shown = [told(conflict) for conflict in self.conflicts[:MOST_SHOWN]]
        more = len(self.conflicts) - MOST_SHOWN
        return [
            *(f"{name} was changed here since the last import and stays as it is here" for name in self.kept),
            *shown,
            *([f"the body was changed here in {more} further places"] if more > 0 else []),
        ]


def merge_fields(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Merge what is stored with what an import found, both changed from what the last import found."""
    merge = Merge()
    for name, value in theirs.items():
        if value == ours[name] or (name in base and value == base[name]):
            continue
        if name in base and ours[name] == base[name]:
            merge.changes[name] = value
        elif name == "tags":
            merge.changes[name] = merge_names(base.get(name, []), ours[name], value)
        elif name == "body":
            merge_body(merge, base.get(name), ours[name], value)
        else:
            merge.kept.append(name)
    return merge


def merge_body(merge: Merge, base: str | None, ours: str, theirs: str) -> None:
    if base is None:
        merge.conflicts.append(Conflict("", ours, theirs, 1))
        return
    merged = merge_text(base, ours, theirs)
    merge.conflicts += merged.conflicts
    merge.changes["body"] = merged.resolved([conflict.mine for conflict in merged.conflicts])


def told(conflict: Conflict) -> str:
    text = " ".join(conflict.theirs.split())
    says = f"says “{text[:SHOWN]}{'…' * (len(text) > SHOWN)}”" if text else "has nothing there"
    return f"body, line {conflict.line}: was changed here too and stays as it is here; the source {says}"
