"""The site as its test serves it: `cached`, as readers get it, and `fresh`, with everything worked out anew."""

import os
from pathlib import Path

from tests.exactness.clock import Clock

clock = Clock(Path(os.environ["EXACTNESS_CLOCK"]))
clock.rule()

import django  # noqa: E402  the clock comes first, then the settings, then what is changed before it is used

django.setup()

from articles import generation, middleware  # noqa: E402

# Misses are written down, which would wait for a writer whom the test holds up.
middleware.MISSES_A_MINUTE = 0

from django.core.wsgi import get_wsgi_application  # noqa: E402

from cms.wsgi import application  # noqa: E402


def signed(answering):
    """Let every answer tell which worker gave it."""

    def serve(environ, start_response):
        def start(status, headers, *error):
            return start_response(status, [*headers, ("X-Worker", str(os.getpid()))], *error)

        return answering(environ, start)

    return serve


def unknown():
    raise generation.UnknownError


def cached():
    return signed(application)


def fresh():
    generation.standing = unknown  # for which nothing at all is kept
    return signed(get_wsgi_application())
