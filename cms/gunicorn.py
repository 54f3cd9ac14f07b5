"""Gunicorn's configuration: `gunicorn -c cms/gunicorn.py`."""

import os

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
