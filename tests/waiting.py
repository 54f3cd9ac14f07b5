"""Waiting for what comes to be, however slow the machine is."""

import time
from collections.abc import Callable

Answer = Callable[[], object]


def wait_until(is_so: Answer, patience: float = 60.0, pause: Callable[[float], object] = time.sleep) -> None:
    """Ask again and again, for some seconds; `pause` takes seconds too."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end
        pause(0.02)


def wait_in(page, is_so: Answer) -> None:
    """Let a browser's page go on meanwhile, and ask from outside: no policy of a site lets it be done within."""
    wait_until(is_so, 30, lambda seconds: page.wait_for_timeout(1000 * seconds))
