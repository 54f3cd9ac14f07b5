"""A WSGI application that does nothing but give the answer it was started with."""

import json
import os
from pathlib import Path

answer = json.loads(Path(os.environ["BENCHMARK_ANSWER"]).read_text())
HEADERS = [tuple(pair) for pair in answer["headers"]]
BODY = [answer["body"].encode("latin-1")]


def application(environ, start_response):
    start_response("200 OK", HEADERS)
    return BODY
