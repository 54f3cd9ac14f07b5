"""One run of the server: all workers that gunicorn starts, until it starts or reloads again."""

import math
import os
import re
import secrets
import time

VARIABLE = "RAPPORT_RUN"  # put into the environment by cms/gunicorn.py
FORM = re.compile(r"([0-9]{1,12})-[0-9a-f]{16}")


def new_run() -> str:
    return f"{math.ceil(time.time())}-{secrets.token_hex(8)}"


def current_run() -> tuple[str, int]:
    """Return what names the run, for a server of any other kind this process, and the second in which it began."""
    found = FORM.fullmatch(os.environ.get(VARIABLE, "")) or FORM.fullmatch(new_run())
    assert found
    return found[0], int(found[1])
