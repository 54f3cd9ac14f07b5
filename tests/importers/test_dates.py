from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.dates import parse_date, parse_file_date

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-04-05", datetime(2023, 4, 5, tzinfo=SEOUL)),
        ("2023/4/5", datetime(2023, 4, 5, tzinfo=SEOUL)),
        ("5-4-2023", datetime(2023, 4, 5, tzinfo=SEOUL)),
        ("2023-04-05 10:30", datetime(2023, 4, 5, 10, 30, tzinfo=SEOUL)),
        ("2023-04-05T10:30:15.25", datetime(2023, 4, 5, 10, 30, 15, 250_000, tzinfo=SEOUL)),
        ("2023-04-05 10:30:15 +0900", datetime(2023, 4, 5, 1, 30, 15, tzinfo=UTC)),
        ("2023-04-05 10:30:15 -05:30", datetime(2023, 4, 5, 16, 0, 15, tzinfo=UTC)),
        ("2023-04-05T10:30:15Z", datetime(2023, 4, 5, 10, 30, 15, tzinfo=UTC)),
        ("2023-04-05 10:30:15 UTC", datetime(2023, 4, 5, 10, 30, 15, tzinfo=UTC)),
        ("2023-04-05 10:30 PDT", datetime(2023, 4, 5, 17, 30, tzinfo=UTC)),
        ("2023-04-05 12:05 am +09", datetime(2023, 4, 4, 15, 5, tzinfo=UTC)),
        ("2023-04-05 1:05 PM", datetime(2023, 4, 5, 13, 5, tzinfo=SEOUL)),
        ("5 April 2023", datetime(2023, 4, 5, tzinfo=SEOUL)),
        ("April 5th, 2023", datetime(2023, 4, 5, tzinfo=SEOUL)),
        ("Wed, 05 Apr 2023 10:00:00 +0000", datetime(2023, 4, 5, 10, tzinfo=UTC)),
        ("9999-12-31", datetime(9999, 12, 31, tzinfo=SEOUL)),
    ],
)
def test_dates_are_read_in_every_usual_shape(text: str, moment: datetime) -> None:
    assert parse_date(text, SEOUL) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2023", "2023-02-30", "2023-13-01", "2023-04-05 25:00", "2023-04-05 10:61", "0000-01-01", "5 Foo 2023",
        "2023-04-05 13:00 pm", "2023-04-05 10:00 XYZ", "2023-04-05 10:00 +9999", "9999-12-31 23:59:59", "1" * 100_000,
        "2023-04-05; drop", "٢٠٢٣-٠٤-٠٥ x",
    ],
)  # fmt: skip
def test_what_is_no_date_gives_none(text: str) -> None:
    assert parse_date(text, UTC) is None


@given(st.text(max_size=60))
def test_any_text_is_a_date_that_every_zone_can_show_or_none(text: str) -> None:
    moment = parse_date(text, UTC)
    assert moment is None or moment.astimezone(timezone(timedelta(hours=14))) == moment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-04-05", (2023, 4, 5)),
        ("2023-4-5", (2023, 4, 5)),
        ("09-4-5", (2009, 4, 5)),
        ("97-4-5", (1997, 4, 5)),
    ],
)
def test_file_names_may_shorten_their_date(text: str, day: tuple[int, int, int]) -> None:
    assert parse_file_date(text, SEOUL) == datetime(*day, tzinfo=SEOUL)


def test_an_impossible_file_date_gives_none() -> None:
    assert parse_file_date("2023-99-99", UTC) is None
