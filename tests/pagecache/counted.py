"""The site as a server runs it, which notes each page that Django is asked for in a file, with the process."""

import os
import time

from cms import wsgi

NOTED = os.environ["RENDERINGS_NOTED_IN"]
SLOWNESS = float(os.environ.get("RENDERING_TAKES", "0"))


def noting(environ, start_response):
    place = os.open(NOTED, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(place, f"{os.getpid()} {environ['PATH_INFO']}\n".encode())
    os.close(place)
    if environ["PATH_INFO"].startswith("/20"):
        time.sleep(SLOWNESS)
    return wsgi.django(environ, start_response)


application = wsgi.PageCache(noting)
