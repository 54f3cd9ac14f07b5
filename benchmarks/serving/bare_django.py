"""Django with one view that gives the bytes it was started with: no middleware, no template, no database."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

answer = json.loads(Path(os.environ["BENCHMARK_ANSWER"]).read_text())
BODY = answer["body"].encode("latin-1")
LENGTH = {"Content-Length": str(len(BODY))}


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers=LENGTH)  # without it gunicorn would send chunks


urlpatterns = [path("", view)]
settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="benchmark" * 5, MIDDLEWARE=[]
)
application = get_wsgi_application()
