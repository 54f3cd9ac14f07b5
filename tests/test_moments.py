import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.moments import (
    AmbiguousMomentError,
    MomentError,
    Span,
    candidates,
    describe_offset,
    local_time,
    offset_at,
    parse_local,
    read_local,
    until,
)

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
zones = st.sampled_from(sorted(zoneinfo.available_timezones())).map(ZoneInfo)


def read(entered: str | datetime, zone: tzinfo) -> datetime | MomentError:
    try:
        return read_local(entered, zone)
    except MomentError as error:
        return error


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-29T14:30",
        "2026-03-29T14:30:00",
        "2026-03-29T14:30:59.999",
        "2026-03-29 14:30",
        " 2026-3-29  14:30 ",
        "2026-03-29t14:30",
    ],
)
def test_a_time_is_read_as_browsers_and_people_write_it(text):
    assert read_local(text, WARSAW) == datetime(2026, 3, 29, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-03-29",
        "14:30",
        "2026-02-30 10:00",
        "2026-13-01 10:00",
        "2026-03-29 24:00",
        "2026-03-29 14:60",
        "0000-01-01T00:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "99999-01-01T00:00",
        "275760-09-13T00:00",
        "٢٠٢٦-٠٣-٢٩ ١٤:٣٠",
        "2026-03-29 14:30\x00",
        "1" * 100_000,
    ],
)
def test_what_is_no_time_is_explained(text):
    for zone in (UTC, WARSAW, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Niue")):
        with pytest.raises(MomentError):
            read_local(text, zone)


@given(st.text(max_size=40), zones)
def test_any_text_is_a_time_or_explained(text, zone):
    outcome = read(text, zone)
    assert str(outcome) if isinstance(outcome, MomentError) else outcome.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "text", "before", "after", "instead"),
    [
        ("Europe/Warsaw", "2026-03-29 02:30", "2026-03-29 02:00", "2026-03-29 03:00", "2026-03-29 03:30"),
        ("Europe/Warsaw", "2026-03-29 02:00", "2026-03-29 02:00", "2026-03-29 03:00", "2026-03-29 03:00"),
        ("America/New_York", "2026-03-08 02:59", "2026-03-08 02:00", "2026-03-08 03:00", "2026-03-08 03:59"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 02:00", "2026-10-04 02:30", "2026-10-04 02:45"),
        ("America/Santiago", "2026-09-06 00:30", "2026-09-06 00:00", "2026-09-06 01:00", "2026-09-06 01:30"),
        ("Africa/Casablanca", "2026-03-22 02:30", "2026-03-22 02:00", "2026-03-22 03:00", "2026-03-22 03:30"),
        ("Pacific/Apia", "2011-12-30 10:00", "2011-12-30 00:00", "2011-12-31 00:00", "2011-12-31 10:00"),
    ],
)  # fmt: skip
def test_a_time_that_does_not_exist_is_explained(zone, text, before, after, instead):
    with pytest.raises(MomentError, match="does not exist in") as caught:
        read_local(text, ZoneInfo(zone))
    expected = dict(zip(("time", "before", "after", "instead"), (text, before, after, instead), strict=True))
    assert {name: f"{caught.value.values[name]:%Y-%m-%d %H:%M}" for name in expected} == expected
    read_local(instead, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "text", "first", "second"),
    [
        ("Europe/Warsaw", "2026-10-25 02:30", (0, 30, "UTC+2"), (1, 30, "UTC+1")),
        ("Europe/Warsaw", "2026-10-25 02:00", (0, 0, "UTC+2"), (1, 0, "UTC+1")),
        ("Europe/Dublin", "2026-10-25 01:30", (0, 30, "UTC+1"), (1, 30, "UTC+0")),
        ("Australia/Lord_Howe", "2026-04-05 01:45", (14, 45, "UTC+11"), (15, 15, "UTC+10:30")),
        ("America/St_Johns", "2026-11-01 01:30", (4, 0, "UTC-2:30"), (5, 0, "UTC-3:30")),
        ("Africa/Casablanca", "2026-02-15 02:30", (1, 30, "UTC+1"), (2, 30, "UTC+0")),
    ],
)
def test_a_time_that_exists_twice_is_asked_back_and_read_with_an_offset(zone, text, first, second):
    with pytest.raises(AmbiguousMomentError, match="exists twice in") as caught:
        read_local(text, ZoneInfo(zone))
    found = [(one.moment.hour, one.moment.minute, one.offset) for one in caught.value.candidates]
    assert found == [first, second]
    for one in caught.value.candidates:
        assert read_local(text, ZoneInfo(zone), one.offset) == one.moment


def test_an_offset_that_does_not_fit_is_asked_again_and_one_that_is_not_needed_is_ignored():
    with pytest.raises(AmbiguousMomentError):
        read_local("2026-10-25 02:30", WARSAW, "UTC+5")
    assert read_local("2026-10-25 04:30", WARSAW, "UTC+5") == datetime(2026, 10, 25, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("UTC"), ZoneInfo("Asia/Seoul"), timezone(timedelta(hours=2))])
def test_a_zone_that_never_changes_knows_every_time_once(zone):
    for month in range(1, 13):
        for hour in range(24):
            assert len(candidates(datetime(2026, month, 25, hour, 30), zone)) == 1


@settings(max_examples=400, deadline=None)
@given(zones, st.datetimes(datetime(1000, 1, 2), datetime(9998, 12, 30)))
def test_every_instant_comes_back_from_its_local_time(zone, moment):
    moment = moment.replace(tzinfo=UTC)
    assert read_local(local_time(moment, zone), zone, offset_at(moment, zone)) == moment


@settings(deadline=None)
@given(zones, st.integers(2, 12), st.integers(2000, 2060))
def test_every_local_time_round_the_changes_of_the_clocks_comes_back_or_is_explained(zone, month, year):
    start = datetime(year, month, 1)
    for quarter in range(31 * 24 * 4):
        local = start + quarter * timedelta(minutes=15)
        outcome = read(local, zone)
        if isinstance(outcome, AmbiguousMomentError):
            assert outcome.values["after"] <= local < outcome.values["before"]
            assert [local_time(one.moment, zone) for one in outcome.candidates] == [local, local]
        elif isinstance(outcome, MomentError):
            assert outcome.values["before"] <= local < outcome.values["after"]
            assert isinstance(read(outcome.values["instead"], zone), datetime)
        else:
            assert local_time(outcome, zone) == local


def test_parsing_goes_to_the_minute():
    assert parse_local("2026-03-29T14:30:59.999") == datetime(2026, 3, 29, 14, 30)


def test_a_zone_and_its_offset_have_names():
    assert describe_offset(NOW, WARSAW) == "Europe/Warsaw, UTC+1"
    assert describe_offset(NOW, ZoneInfo("Asia/Kathmandu")) == "Asia/Kathmandu, UTC+5:45"
    assert describe_offset(NOW, ZoneInfo("America/St_Johns")) == "America/St_Johns, UTC-3:30"
    assert describe_offset(NOW, ZoneInfo("UTC")) == "UTC"
    assert offset_at(datetime(1900, 1, 1, tzinfo=UTC), WARSAW) == "UTC+1:24"
    assert offset_at(datetime(1900, 1, 1, tzinfo=UTC), ZoneInfo("America/New_York")) == "UTC-5"
    assert offset_at(datetime(1880, 1, 1, tzinfo=UTC), ZoneInfo("America/New_York")) == "UTC-4:56:02"


@pytest.mark.parametrize(
    ("wait", "span"),
    [
        (timedelta(seconds=1), Span(0, 0, 1)),
        (timedelta(minutes=5), Span(0, 0, 5)),
        (timedelta(hours=3, minutes=11, seconds=30), Span(0, 3, 12)),
        (timedelta(minutes=59, seconds=59), Span(0, 1, 0)),
        (timedelta(hours=47, minutes=59), Span(0, 47, 59)),
        (timedelta(hours=48), Span(2, 0, 0)),
        (timedelta(days=11, hours=12), Span(12, 0, 0)),
        (timedelta(0), None),
        (timedelta(seconds=-1), None),
    ],
)
def test_the_time_to_wait_is_said_in_minutes_begun_or_in_days(wait, span):
    assert until(NOW + wait, NOW) == span
