"""What one article may cost: characters, nesting and CPU seconds. Works in any thread, needs no signals."""

import time

MAX_CHARACTERS = 500_000
MAX_HTML_CHARACTERS = 5_000_000
MAX_DEFINED_CHARACTERS = 1_000_000
MAX_NESTING = 60
MAX_TABLE_CELLS = 50_000
MAX_ABBREVIATIONS = 1_000
MAX_CPU_SECONDS = 5.0
TICKS_BETWEEN_CLOCK_READINGS = 64


class RenderError(ValueError):
    """The article cannot be rendered; str() is a sentence for its editor."""


class Budget:
    """Counts the CPU time of this thread from `start()` on; `tick()` raises RenderError when it is spent."""

    def __init__(self, seconds: float = MAX_CPU_SECONDS) -> None:
        self.seconds = seconds
        self.start()

    def start(self) -> None:
        self.line = 0
        self.ticks = 0
        self.defined_characters = 0
        self.ends_at = time.thread_time() + self.seconds

    @property
    def place(self) -> str:
        return f" (near line {self.line})" if self.line else ""

    def tick(self) -> None:
        self.ticks += 1
        if self.ticks % TICKS_BETWEEN_CLOCK_READINGS == 0 and time.thread_time() > self.ends_at:
            raise RenderError(
                f"This article is too costly to render: it needs more than {self.seconds:g} seconds{self.place}."
            )

    def check_nesting(self, depth: int) -> None:
        if depth > MAX_NESTING:
            raise RenderError(
                f"Lists, quotes or HTML are nested deeper than {MAX_NESTING} levels{self.place}."
            )

    def check_cells(self, count: int) -> None:
        if count > MAX_TABLE_CELLS:
            raise RenderError(f"A table has more than {MAX_TABLE_CELLS:,} cells{self.place}.")

    def check_abbreviations(self, count: int) -> None:
        if count > MAX_ABBREVIATIONS:
            raise RenderError(f"This article defines more than {MAX_ABBREVIATIONS:,} abbreviations.")

    def check_html(self, html: str) -> None:
        if len(html) > MAX_HTML_CHARACTERS:
            raise RenderError(f"This article becomes more than {MAX_HTML_CHARACTERS:,} characters of HTML.")

    def use_definition(self, characters: int) -> None:
        """Account for text that is written once and shown at each use: addresses and titles of definitions."""
        self.defined_characters += characters
        if self.defined_characters > MAX_DEFINED_CHARACTERS:
            raise RenderError(
                f"Link and abbreviation definitions add more than {MAX_DEFINED_CHARACTERS:,} characters{self.place}."
            )
