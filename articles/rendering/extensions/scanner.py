"""A text and a position in it, with searches that fail only once: what keeps hostile input linear."""

from __future__ import annotations

import re


class Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.failed: dict[str | re.Pattern[str], int] = {}

    def line_end(self, position: int) -> int:
        """Where the line that holds `position` ends, its line end included."""
        found = self.source.find("\n", position)
        return found + 1 if found >= 0 else len(self.source)

    def is_vain(self, sought: str | re.Pattern[str], position: int) -> bool:
        """Whether this search has failed before, here or further up."""
        return position >= self.failed.get(sought, len(self.source) + 1)

    def find(self, text: str, position: int) -> int:
        """Find a text from `position` on, or -1."""
        if self.is_vain(text, position):
            return -1
        found = self.source.find(text, position)
        if found < 0:
            self.failed[text] = position
        return found

    def search(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        """Search a pattern from `position` on."""
        if self.is_vain(pattern, position):
            return None
        match = pattern.search(self.source, position)
        if not match:
            self.failed[pattern] = position
        return match
