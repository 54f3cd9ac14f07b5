import re
import threading
import time
from urllib.parse import quote, unquote, urlsplit

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles import redirects
from articles.models import MissedPath
from articles.models.redirect import LONGEST, UNCOUNTED, tidy_path

MISSES_A_MINUTE = 30  # written by each process, so that a flood of made-up addresses costs little


class RedirectMiddleware:
    """Send readers on from addresses that were given up, and count the others where nothing is.

    Only what the site has found nothing for is looked at, and the front page where its query names a page of the
    site before. Inside CommonMiddleware, because an old address without its last slash is to lead to the new one
    at once.
    """

    def __init__(self, next_handler):
        self.next_handler = next_handler
        self.allowance, self.writing = Allowance(MISSES_A_MINUTE), threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_read = request.method in {"GET", "HEAD"}
        if is_read and redirects.names_old_page(request.path, query_of(request)):
            return self.sent_on(request) or self.next_handler(request)
        response = self.next_handler(request)
        if not is_read or response.status_code != 404 or redirects.is_closed(request.path):
            return response
        return self.sent_on(request) or self.missed(request, response)

    def sent_on(self, request: HttpRequest) -> HttpResponse | None:
        """Return the answer of an address that was given up; None where there is nothing to say."""
        path = re.sub("^/+", "/", request.path)
        if not redirects.is_old_address(path):
            return None
        place = redirects.destination(path, query_of(request))
        # The address of what is not public would tell its title.
        if place.path and redirects.is_live(place.path):
            return moved_permanently(place)
        if place.path and redirects.is_withdrawn(place.path):
            return render(request, "articles/withdrawn.html", status=410)
        if place.path:
            request.META[UNCOUNTED] = True
        return None

    def missed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_plain = redirects.is_path(request.path) and UNCOUNTED not in request.META
        if is_plain and is_countable(request.path):
            self.count(request)
        return response

    def count(self, request: HttpRequest) -> None:
        # One at a time: threads that all wait for the database would answer nobody.
        if not self.writing.acquire(blocking=False):
            return
        try:
            if self.allowance.spend():
                record(request)
        finally:
            self.writing.release()


class Allowance:
    """So many times a minute."""

    def __init__(self, most: int) -> None:
        self.most, self.left, self.minute = most, most, -1

    def spend(self) -> bool:
        minute = int(time.monotonic() // 60)
        if minute != self.minute:
            self.minute, self.left = minute, self.most
        self.left -= 1
        return self.left >= 0


def moved_permanently(place: redirects.Place) -> HttpResponse:
    address = quote(place.path)
    response = HttpResponsePermanentRedirect(f"{address}?{place.query}" if place.query else address)
    # An address may come into use again; a browser that kept the redirect would go round in circles.
    response.headers["Cache-Control"] = "no-cache"
    return response


def query_of(request: HttpRequest) -> str:
    return request.META.get("QUERY_STRING", "")


def is_countable(path: str) -> bool:
    tidied = tidy_path(path)
    is_sent_on = path != tidied and redirects.route(tidied) is not None  # by CommonMiddleware
    return not is_sent_on and redirects.is_free(tidied)


def record(request: HttpRequest) -> None:
    try:
        with transaction.atomic():
            MissedPath.objects.record(tidy_path(request.path), referrer_of(request))
    except DatabaseError:
        return  # a database that can't be written to is no reason to answer with an error


def referrer_of(request: HttpRequest) -> str:
    """Return the page of this site, or else the host, that a request came from; "" when it is not known."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"}:
        return ""
    text = unquote(parts.path) if parts.netloc == request.get_host() else host
    return text[:LONGEST] if text.isprintable() else ""
