"""Waiting for what a browser comes to, however slow the machine is."""

import time
from collections.abc import Callable

PATIENCE = 30.0  # seconds


def wait_until(page, is_so: Callable[[], bool]) -> None:
    """Ask again and again, from outside of the page: no policy of a site lets anything be evaluated within."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        page.wait_for_timeout(50)
