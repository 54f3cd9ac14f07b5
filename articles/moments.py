"""Dates and times as people enter them: times of the clock on the wall, and the instants that they mean."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

# Far enough from both ends of datetime that every zone can show every instant.
FIRST_YEAR, LAST_YEAR = 1000, 9998
MINUTE = timedelta(minutes=1)
MINUTES_OF_A_DAY = 24 * 60
# What browsers send for datetime-local, and what people type: 2026-03-29T14:30:00.000, 2026-3-29 14:30.
_WRITTEN = re.compile(
    r"(\d{4,6})-(\d{1,2})-(\d{1,2})[T\s]\s*(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII | re.IGNORECASE
)


class Candidate(NamedTuple):
    """An instant that a local time may mean, the zone's offset then, and how far summer time moves its clocks."""

    moment: datetime
    offset: str
    summer: timedelta


class Span(NamedTuple):
    """A time to wait, as people say it: days alone, or hours and minutes."""

    days: int
    hours: int
    minutes: int


class MomentError(ValueError):
    """The text means no instant; str() is a sentence for whoever entered it.

    A form can translate it: `template` % `values`, whose datetimes are local times to be written as its language does.
    """

    def __init__(self, template: str, **values: datetime | str) -> None:
        self.template, self.values = template, values
        super().__init__(template % values)


class AmbiguousMomentError(MomentError):
    """The local time exists twice; `candidates` are the two, the earlier first."""

    def __init__(self, template: str, candidates: list[Candidate], **values: datetime | str) -> None:
        self.candidates = candidates
        super().__init__(template, **values)


def gettext_noop(text: str) -> str:
    """Mark a sentence for translators; whoever shows it translates it."""
    return text


def parse_local(text: str) -> datetime:
    """Read a date and a time into a naive datetime, to the minute. Raises MomentError."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise MomentError(gettext_noop("Enter a date and a time, such as 2026-03-29 14:30."))
    year, month, day, hour, minute = map(int, found.groups())
    _check_year(year)
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:
        raise MomentError(gettext_noop("There is no such day or time: %(text)s"), text=text) from None


def read_local(entered: str | datetime, zone: tzinfo, offset: str = "") -> datetime:
    """Return the instant, in UTC, of a local time; `offset` ("UTC+2") says which where it exists twice.

    Raises MomentError for what is no time of the zone, and AmbiguousMomentError for two without a fitting offset.
    """
    local = parse_local(entered) if isinstance(entered, str) else entered
    _check_year(local.year)
    found = candidates(local, zone)
    if not found:
        raise _skipped(local, zone)
    chosen = [one for one in found if one.offset == offset] if len(found) > 1 else found
    if not chosen:
        raise _repeated(local, zone, found)
    return chosen[0].moment


def candidates(local: datetime, zone: tzinfo) -> list[Candidate]:
    """Return what a naive local time may mean, the earlier first: one, two where clocks go back, or none."""
    found = {}
    for time in _readings(local, zone):
        moment = time.astimezone(UTC)
        if local_time(moment, zone) == local:
            found[moment] = Candidate(moment, offset_at(moment, zone), time.dst() or timedelta())
    return [found[moment] for moment in sorted(found)]


def local_time(moment: datetime, zone: tzinfo) -> datetime:
    """Return what the clocks of a zone show at an instant, as a naive datetime."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def offset_at(moment: datetime, zone: tzinfo) -> str:
    """Name the offset of a zone at an instant: "UTC+1", "UTC-3:30"."""
    seconds = int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    name = f"UTC{'-' if seconds < 0 else '+'}{minutes // 60}"
    if minutes % 60 or rest:
        name += f":{minutes % 60:02}"
    return f"{name}:{rest:02}" if rest else name


def describe_offset(moment: datetime, zone: tzinfo) -> str:
    """Name a zone and its offset at an instant: "Europe/Warsaw, UTC+1"; "UTC" is its own offset."""
    return "UTC" if str(zone) == "UTC" else f"{zone}, {offset_at(moment, zone)}"


def until(moment: datetime, now: datetime) -> Span | None:
    """Return how long it is till an instant: in minutes begun, from two days on in whole days; None if it has come."""
    minutes = -((now - moment) // MINUTE)
    if minutes <= 0:
        return None
    if minutes >= 2 * MINUTES_OF_A_DAY:
        return Span((minutes + MINUTES_OF_A_DAY // 2) // MINUTES_OF_A_DAY, 0, 0)
    return Span(0, *divmod(minutes, 60))


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        template = gettext_noop("The year must lie between %(first)s and %(last)s.")
        raise MomentError(template, first=f"{FIRST_YEAR}", last=f"{LAST_YEAR}")


def _readings(local: datetime, zone: tzinfo) -> list[datetime]:
    """Read a local time by the offset before a change of the clocks, and by the one after it."""
    return [local.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]


def _skipped(local: datetime, zone: tzinfo) -> MomentError:
    instead, earlier = (time.astimezone(UTC) for time in _readings(local, zone))
    before, after = _change(earlier, instead, zone)
    template = gettext_noop(
        "%(time)s does not exist in %(zone)s: the clocks go from %(before)s to %(after)s. Enter %(instead)s instead."
    )
    return MomentError(
        template, time=local, zone=str(zone), before=before, after=after, instead=local_time(instead, zone)
    )


def _repeated(local: datetime, zone: tzinfo, found: list[Candidate]) -> AmbiguousMomentError:
    before, after = _change(found[0].moment, found[1].moment, zone)
    template = gettext_noop(
        "%(time)s exists twice in %(zone)s: the clocks go back from %(before)s to %(after)s. Choose which of the two."
    )
    return AmbiguousMomentError(template, found, time=local, zone=str(zone), before=before, after=after)


def _change(early: datetime, late: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return what the clocks show just before and just after they change, between two instants."""
    old = early.astimezone(zone).utcoffset() or timedelta()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if middle.astimezone(zone).utcoffset() == old:
            early = middle
        else:
            late = middle
    change = late.replace(microsecond=0)
    return (change + old).replace(tzinfo=None), local_time(change, zone)
