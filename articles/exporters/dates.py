"""Moments, written the way the author of a header wrote them."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from articles.importers.dates import parse_date

_WRITTEN = re.compile(
    r"(?P<day>\d{4}(?P<mark>[-/.])\d{2}(?P=mark)\d{2})"
    r"(?:(?P<gap>[Tt]|\s+)(?P<time>\d{2}:\d{2}(?P<seconds>:\d{2})?)(?P<fraction>\.\d+)?"
    r"(?:(?P<blank>\s*)(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)


def in_full(moment: datetime) -> str:
    """Write a moment so that everybody reads the same, in the zone it comes in."""
    return f"{moment:%Y-%m-%d %H:%M:%S %z}"


def like(written: str, moment: datetime, before: datetime | None, zones: Iterable[tzinfo]) -> str:
    """Write `moment` in the form of `written`, which meant `before`, or in full where that can't say it.

    `zones` are those that a time without one may be of; the first in which `written` meant `before` is.
    """
    form = _WRITTEN.fullmatch(written.strip())
    if form and form["zone"]:
        zone = _zone(form["zone"])
        return _said(_filled(form, moment.astimezone(zone)), moment, UTC) or in_full(moment.astimezone(zone))
    meant = next((zone for zone in zones if before and parse_date(written, zone) == before), None)
    if form and meant:
        return _said(_filled(form, moment.astimezone(meant)), moment, meant) or in_full(
            moment.astimezone(meant)
        )
    return in_full(moment)


def _zone(written: str) -> tzinfo:
    if written[0] not in "+-":
        return UTC
    minutes = int(written[1:3]) * 60 + int(written[-2:])
    return timezone(timedelta(minutes=minutes if written[0] == "+" else -minutes))


def _filled(form: re.Match[str], local: datetime) -> str:
    mark = form["mark"]
    day = f"{local.year:04}{mark}{local:%m}{mark}{local:%d}"
    if not form["time"]:
        return day
    time = f"{local:%H:%M:%S}" if form["seconds"] else f"{local:%H:%M}"
    fraction = f".{local.microsecond:06}" if form["fraction"] and local.microsecond else ""
    return f"{day}{form['gap']}{time}{fraction}{form['blank'] or ''}{form['zone'] or ''}"


def _said(text: str, moment: datetime, zone: tzinfo) -> str:
    return text if parse_date(text, zone) == moment else ""
