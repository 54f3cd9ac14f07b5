from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import moments
from articles.moments import AmbiguousMomentError, Candidate, MomentError, Span

HOURS_AND_MINUTES = gettext_lazy("%(hours)d h %(minutes)d min")
MINUTES_ALONE = gettext_lazy("%(minutes)d min")


class Entered(NamedTuple):
    """What the form sends: a local time, which of the two where it exists twice, and the instant shown before."""

    text: str = ""
    offset: str = ""
    was: str = ""


class MomentInput(forms.DateTimeInput):
    """A native input for a local time, with the site's zone, the time still to wait, and a choice of two if need be.

    `coming` is a sentence with %(time)s for a time to come.
    """

    input_type = "datetime-local"
    # Else Django takes them off the stored time before the field sees it.
    supports_microseconds = True

    class Media:
        css = {"all": ["css/moments.css"]}

    def __init__(self, attrs=None, coming: str | Promise = "") -> None:
        # A last day keeps browsers from asking for a year of six digits.
        super().__init__({"step": "60", "max": "9999-12-31T23:59", "class": "moment-input", **(attrs or {})})
        self.coming = coming

    def value_from_datadict(self, data, files, name) -> Entered:
        return Entered(*(data.get(name + part) or "" for part in ("", "_offset", "_was")))

    def render(self, name, value, attrs=None, renderer=None):
        entered, now, zone = shown(value), timezone.now(), timezone.get_current_timezone()
        attrs = attrs or {}
        id_ = attrs.get("id") or f"id_{name}"
        described = " ".join(filter(None, [attrs.get("aria-describedby"), f"{id_}_hint"]))
        context = {
            "name": name,
            "id": id_,
            "input": super().render(
                name, written(entered.text), {**attrs, "aria-describedby": described}, renderer
            ),
            "entered": entered,
            "choices": choices(entered.text, zone),
            "zone": zone,
            "zone_line": zone_line(now, zone),
            "coming": self.coming,
            "hours_and_minutes": HOURS_AND_MINUTES,
            "minutes_alone": MINUTES_ALONE,
            "hint": self.hint(entered, now),
        }
        return render_to_string("admin/widgets/moment.html", context)

    def hint(self, value: Entered | datetime | str | None, now: datetime) -> str:
        """Say how long it is till a time to come; nothing of a time that has come or can't be read."""
        try:
            moment = instant(shown(value), timezone.get_current_timezone())
        except MomentError:
            return ""
        span = moments.until(moment, now) if moment and self.coming else None
        return str(self.coming) % {"time": worded_span(span)} if span else ""


class MomentField(forms.Field):
    """A moment entered as a local time of the site's zone, to the minute; left as it was, it stays what it was."""

    widget: Any = MomentInput

    def __init__(self, *, coming: str | Promise = "", **kwargs) -> None:
        super().__init__(**kwargs)
        self.widget.coming = coming

    def prepare_value(self, value):
        return shown(value)

    def to_python(self, value) -> datetime | None:
        if isinstance(value, datetime):
            return value
        try:
            return instant(shown(value), timezone.get_current_timezone())
        except MomentError as error:
            raise explain(error) from error


def shown(value: Entered | datetime | str | None) -> Entered:
    """Return a moment as the form shows it."""
    if isinstance(value, Entered):
        return value
    if not isinstance(value, datetime):
        return Entered(value or "")
    if timezone.is_naive(value):
        return Entered(value.isoformat(timespec="minutes"))
    zone = timezone.get_current_timezone()
    local = moments.local_time(value, zone)
    offset = moments.offset_at(value, zone) if len(moments.candidates(local, zone)) > 1 else ""
    return Entered(local.isoformat(timespec="minutes"), offset, value.astimezone(UTC).isoformat())


def instant(entered: Entered, zone: tzinfo) -> datetime | None:
    """Return the instant that was entered, None where nothing was. Raises MomentError."""
    if not entered.text.strip():
        return None
    return untouched(entered) or moments.read_local(entered.text, zone, entered.offset)


def untouched(entered: Entered) -> datetime | None:
    """Return the instant shown before, with its seconds, as long as what is entered is what was shown of it."""
    try:
        was = datetime.fromisoformat(entered.was)
        before = shown(was.astimezone(UTC)) if was.tzinfo else Entered()
    except (ValueError, OverflowError):
        return None
    # Some browsers add the seconds that they were not given.
    is_same = entered.text[:16] == before.text and entered.offset in ("", before.offset)
    return was.astimezone(UTC) if is_same else None


def written(text: str) -> str:
    """Return a local time as browsers want it; what can't be read stays as it was typed."""
    try:
        return moments.parse_local(text).isoformat(timespec="minutes")
    except MomentError:
        return text


def choices(text: str, zone: tzinfo) -> list[tuple[str, str]]:
    """Return the choice of the two that a local time means; none for a time that exists once or not at all."""
    try:
        found = moments.candidates(moments.parse_local(text), zone)
    except MomentError:
        return []
    return name_both(*found) if len(found) > 1 else []


def name_both(first: Candidate, second: Candidate) -> list[tuple[str, str]]:
    first_name = (
        _("the first, summer time, %(offset)s")
        if first.summer > second.summer
        else _("the first, %(offset)s")
    )
    return [
        (first.offset, first_name % {"offset": first.offset}),
        (second.offset, _("the second, %(offset)s") % {"offset": second.offset}),
    ]


def zone_line(now: datetime, zone: tzinfo) -> str:
    if str(zone) == "UTC":
        return _("Times are in UTC.")
    names = {"zone": zone, "offset": moments.offset_at(now, zone)}
    return _("Times are in %(zone)s (%(offset)s now).") % names


def worded_span(span: Span) -> str:
    if span.days:
        return ngettext("%(count)d day", "%(count)d days", span.days) % {"count": span.days}
    template = HOURS_AND_MINUTES if span.hours else MINUTES_ALONE
    return template % {"hours": span.hours, "minutes": span.minutes}


def explain(error: MomentError) -> ValidationError:
    """Return what a form says of a time that can't be read, in the editor's language."""
    code = "ambiguous" if isinstance(error, AmbiguousMomentError) else "invalid"
    time = error.values.get("time")
    day = time.date() if isinstance(time, datetime) else None
    params = {name: worded(value, None if name == "time" else day) for name, value in error.values.items()}
    return ValidationError(_(error.template), code=code, params=params)


def worded(value: datetime | str, day: date | None) -> str:
    """Write a local time; without its day where that has been said."""
    if isinstance(value, str):
        return value
    return f"{value:%H:%M}" if value.date() == day else formats.date_format(value, "DATETIME_FORMAT")
