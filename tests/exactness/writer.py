"""A process that writes: it takes steps as lines of JSON, and answers each with what it did, or why it could not."""

import json
import os
import random
import sys
import traceback
from pathlib import Path

from tests.exactness.clock import Clock

clock = Clock(Path(os.environ["EXACTNESS_CLOCK"]))
clock.rule()

import django  # noqa: E402  the clock comes first

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.exactness import post_steps, site_steps  # noqa: E402
from tests.exactness.furniture import furnish  # noqa: E402


def migrate(_rng) -> str:
    call_command("migrate", verbosity=0)
    return "migrated"


STEPS = {**post_steps.STEPS, **site_steps.STEPS, "migrate": migrate, "furnish": furnish}


def take(name: str, seed: int) -> dict[str, str]:
    try:
        return {"told": STEPS[name](random.Random(seed))}
    except Exception:
        # The test shows it with the steps that led there.
        return {"failed": traceback.format_exc()}


def main() -> None:
    for line in sys.stdin:
        answer = take(*json.loads(line))
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
