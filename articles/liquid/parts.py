"""The types of this package's door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Kind = Literal["post_url", "link"]
State = Literal["translated", "shown_as_text", "not_understood", "leads_nowhere"]


def nowhere(kind: Kind, argument: str) -> str | None:
    return None


@dataclass(frozen=True)
class Liquid:
    """What the Liquid of one text may name, and where its references lead.

    `address_of` is asked for what `post_url` and `link` name. With `notes`, which say by state what is the matter, a
    construct that is not translated is shown where it stands: for editors.
    """

    variables: Mapping[str, Any] = field(default_factory=dict)
    address_of: Callable[[Kind, str], str | None] = nowhere
    notes: Mapping[State, str] | None = None


class Construct(NamedTuple):
    """One tag or output as the source has it, and what became of it. Lines count from 1."""

    line: int
    source: str
    state: State


class Reference(NamedTuple):
    """What a `post_url` or `link` names."""

    kind: Kind
    argument: str


class Edit(NamedTuple):
    """What stands in place of a part of the source."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Translated:
    """Markdown without Liquid, line for line that of the source; and each construct of it once it was met."""

    text: str
    constructs: tuple[Construct, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def unknown(self) -> list[Construct]:
        """What readers do not see as the author meant it."""
        return [found for found in self.constructs if found.state in ("not_understood", "leads_nowhere")]

    def origin(self, start: int, end: int) -> tuple[int, int] | None:
        """Return which part of the source a part of the text stands for; None if it is less than a construct gave."""
        moved = 0
        ends = [start, end]
        for edit in self.edits:
            at = edit.start + moved
            if at >= end:
                break
            grown = len(edit.text) - (edit.end - edit.start)
            if at + len(edit.text) > start:
                if at < start or at + len(edit.text) > end:
                    return None
                ends[1] -= grown
            else:
                ends = [ends[0] - grown, ends[1] - grown]
            moved += grown
        return ends[0], ends[1]
