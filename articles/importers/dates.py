"""Dates as people write them in front matter and file names."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_TIME = (
    r"(?:(?:[Tt]|,?\s+|\s*,\s*)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[Zz]|[A-Za-z]{3,4}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?)?\s*"
)
_MONTH = r"(?P<name>[A-Za-z]{3})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = [
    re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + _TIME),
    re.compile(r"(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})" + _TIME),
    re.compile(rf"(?:[A-Za-z]{{3,9}},?\s+)?{_DAY}[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})" + _TIME),
    re.compile(rf"(?:[A-Za-z]{{3,9}},?\s+)?{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})" + _TIME),
]
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "jst": 9, "kst": 9, "hst": -10, "akst": -9, "akdt": -8, "pst": -8, "pdt": -7, "mst": -7,
    "mdt": -6, "cst": -6, "cdt": -5, "est": -5, "edt": -4, "ast": -4, "adt": -3,
}  # fmt: skip
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}?):?(\d{2})?", re.IGNORECASE)
_LONGEST = 80
_FIRST_YEAR = 1000
_WIDEST_OFFSET = timedelta(hours=14)


def parse_date(text: str, zone: tzinfo) -> datetime | None:
    """Read a date with optional time and zone into an aware datetime; None for anything else.

    Digits as year-month-day or day-month-year, or with an English month; a time without a zone, and a
    day without a time (its midnight), are of `zone`.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _moment(found.groupdict(), zone)
    return None


def parse_file_date(text: str, zone: tzinfo) -> datetime | None:
    """Read the date of a file name: years may have two to four digits, months and days one or two."""
    year, month, day = (int(part) for part in text.split("-"))
    if year < 100:
        year += 2000 if year < 69 else 1900
    return _build(year, month, day, zone=zone)


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    named = parts.get("name")
    if named and named.lower() not in _MONTHS:
        return None
    month = _MONTHS.index(named.lower()) + 1 if named else int(parts["month"] or 0)
    written = parts["zone"]
    found = _zone(written) if written else zone
    hour = _hour(int(parts["hour"] or 0), parts["half"])
    if found is None or hour is None:
        return None
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    micro = int((parts["fraction"] or "")[:6].ljust(6, "0"))
    return _build(int(parts["year"] or 0), month, int(parts["day"] or 0), hour, minute, second, micro, found)


def _build(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, micro: int = 0,
    zone: tzinfo = UTC,
) -> datetime | None:  # fmt: skip
    if year < _FIRST_YEAR:
        return None
    try:
        moment = datetime(year, month, day, hour, minute, second, micro, zone)
        # 9999-12-31 means "never" and must stay a date, but one that every zone can show.
        moment.astimezone(UTC) + _WIDEST_OFFSET
    except (ValueError, OverflowError):
        return None
    return moment


def _hour(hour: int, half: str | None) -> int | None:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return None
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _zone(written: str) -> tzinfo | None:
    if written.lower() in _ZONES:
        return timezone(timedelta(hours=_ZONES[written.lower()]))
    offset = _OFFSET.fullmatch(written)
    if not offset:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))


def named_zone(name: str) -> tzinfo | None:
    """Return the zone that a configuration names, as in Europe/Berlin; None for one that is not known."""
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, OSError, ValueError):  # unknown names raise a KeyError
        return None
