"""Gunicorn's configuration: `gunicorn -c cms/gunicorn.py`."""

import gc
import math
import os
import secrets
import time

wsgi_app = "cms.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Rendering a very long article and its pictures is the slowest request there is; it stays well under a minute.
timeout = 60
graceful_timeout = 20
keepalive = 5
control_socket_disable = True


def on_starting(_server) -> None:
    """Name this run: its workers share prepared pages, and with changed code or settings none meets old ones."""
    os.environ["RAPPORT_RUN"] = f"{math.ceil(time.time())}-{secrets.token_hex(8)}"


on_reload = on_starting


def post_worker_init(_worker) -> None:
    """Take what is loaded by now, and stays, out of every search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
