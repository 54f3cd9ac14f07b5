"""What goes wrong with the cache is logged, but not for every reader."""

import logging
import time

logger = logging.getLogger(__name__)
SILENCE = 60.0  # seconds

said: dict[str, float] = {}


def complain(message: str, error: BaseException | None = None) -> None:
    """Log a warning, each message once a minute at most; messages are constants."""
    now = time.monotonic()
    if now - said.get(message, -SILENCE) >= SILENCE:
        said[message] = now
        logger.warning("%s%s", message, f" ({type(error).__name__}: {error})" if error else "")
