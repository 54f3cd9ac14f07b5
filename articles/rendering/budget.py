"""What one article may cost: characters, nesting and CPU seconds. Works in any thread, needs no signals."""

import time

MAX_CHARACTERS = 500_000
MAX_HTML_CHARACTERS = 5_000_000
MAX_DEFINED_CHARACTERS = 1_000_000
MAX_NESTING = 60
MAX_TABLE_CELLS = 50_000
MAX_ABBREVIATIONS = 1_000
MAX_FOOTNOTE_MARKS = 5_000
MAX_CPU_SECONDS = 5.0
TICKS_BETWEEN_CLOCK_READINGS = 64


class RenderError(ValueError):
    """The article cannot be rendered; str() is a sentence for its editor.

    A form can translate it: `template` % `values`, and `line` (from 1; 0 where it is not known).
    """

    def __init__(self, template: str, line: int = 0, **values: str) -> None:
        self.template, self.line, self.values = template, line, values
        super().__init__(template % values + (f" (Near line {line}.)" if line else ""))


def gettext_noop(text: str) -> str:
    """Mark a sentence for translators; whoever shows it translates it."""
    return text


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

    def tick(self) -> None:
        self.ticks += 1
        if self.ticks % TICKS_BETWEEN_CLOCK_READINGS == 0 and time.thread_time() > self.ends_at:
            template = gettext_noop(
                "This article is too costly to render: it needs more than %(seconds)s seconds."
            )
            raise RenderError(template, self.line, seconds=f"{self.seconds:g}")

    def check_nesting(self, depth: int) -> None:
        if depth > MAX_NESTING:
            template = gettext_noop("Lists, quotes or HTML are nested deeper than %(limit)s levels.")
            raise RenderError(template, self.line, limit=f"{MAX_NESTING}")

    def check_cells(self, count: int) -> None:
        if count > MAX_TABLE_CELLS:
            template = gettext_noop("A table has more than %(limit)s cells.")
            raise RenderError(template, self.line, limit=f"{MAX_TABLE_CELLS:,}")

    def check_abbreviations(self, count: int) -> None:
        if count > MAX_ABBREVIATIONS:
            template = gettext_noop("This article defines more than %(limit)s abbreviations.")
            raise RenderError(template, limit=f"{MAX_ABBREVIATIONS:,}")

    def check_footnote_marks(self, count: int) -> None:
        if count > MAX_FOOTNOTE_MARKS:
            template = gettext_noop("Footnotes are marked more than %(limit)s times.")
            raise RenderError(template, limit=f"{MAX_FOOTNOTE_MARKS:,}")

    def check_html(self, html: str) -> None:
        if len(html) > MAX_HTML_CHARACTERS:
            template = gettext_noop("This article becomes more than %(limit)s characters of HTML.")
            raise RenderError(template, limit=f"{MAX_HTML_CHARACTERS:,}")

    def use_definition(self, characters: int) -> None:
        """Account for text that is written once and shown at each use: addresses and titles of definitions."""
        self.defined_characters += characters
        if self.defined_characters > MAX_DEFINED_CHARACTERS:
            template = gettext_noop("Link and abbreviation definitions add more than %(limit)s characters.")
            raise RenderError(template, self.line, limit=f"{MAX_DEFINED_CHARACTERS:,}")
