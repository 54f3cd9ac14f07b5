import time
from typing import TextIO

WIDTH = 30


class Progress:
    """A bar on a terminal, for work that takes longer than a moment; nothing where no person watches."""

    def __init__(self, total: int, stream: TextIO, delay: float = 1.0) -> None:
        self.total, self.stream = total, stream
        self.done = 0
        self.shown = False
        self.shows_from = time.monotonic() + delay if stream.isatty() else float("inf")

    def step(self, count: int = 1) -> None:
        self.done += count
        if time.monotonic() >= self.shows_from and self.total:
            filled = WIDTH * self.done // self.total
            bar = "█" * filled + "░" * (WIDTH - filled)
            self.stream.write(f"\r{bar} {self.done}/{self.total}")
            self.stream.flush()
            self.shown = True

    def clear(self) -> None:
        if self.shown:
            self.stream.write("\r" + " " * (WIDTH + 24) + "\r")
            self.shown = False
