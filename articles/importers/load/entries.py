"""What the loader is told, and what it reports."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from articles.importers.base import KeyFate, Note
from articles.library import Fetcher

State = Literal["created", "updated", "unchanged", "failed", "skipped"]
Kind = Literal["article", "page", "file", "addresses"]
TOGETHER = 50


@dataclass
class Entry:
    """What became of one outcome of a reader."""

    path: str
    state: State
    reason: str = ""
    line: int | None = None
    address: str = ""
    fates: list[KeyFate] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    kind: Kind = "article"
    has_conflict: bool = False  # both sides changed the same: somebody has to choose

    @property
    def has_warnings(self) -> bool:
        return any(note.severity == "warning" for note in self.notes)

    def warn(self, text: str) -> None:
        self.notes.append(Note("warning", text))

    def tell_conflicts(self, texts: list[str]) -> None:
        for text in texts:
            self.warn(text)
        self.has_conflict = self.has_conflict or bool(texts)

    def inform(self, text: str) -> None:
        self.notes.append(Note("info", text))


@dataclass(frozen=True)
class LoadOptions:
    date: datetime | None = None  # for articles that have none; the time of import otherwise
    author: str = ""  # for articles that name none
    strict_categories: bool = False
    dry_run: bool = False
    fetcher: Fetcher | None = None  # gets the files of remote pictures; without one they wait
    together: int = TOGETHER  # files to a transaction: what was stored is reported once all of them are
