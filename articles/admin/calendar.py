import re
from calendar import Calendar
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format

from articles.models import Post

# All years between are safe to show in every time zone.
FIRST_YEAR, LAST_YEAR = 1000, 9998
# An import may have dated thousands of articles to one day.
MOST, MOST_A_DAY = 300, 4


class Entry(NamedTuple):
    moment: datetime
    stage: str
    post: Post


class Day(NamedTuple):
    date: date
    entries: list[Entry]
    has_more: bool


class Month(NamedTuple):
    first: date
    previous: date
    next: date
    weeks: list[list[Day | None]]
    weekdays: list[tuple[str, str]]
    today: date

    @property
    def is_empty(self) -> bool:
        return not any(day and day.entries for week in self.weeks for day in week)


def month_of(text: str, today: date) -> date:
    """Return the first day of a month written as 2026-12, and of the present one for any other text."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def calendar_of(posts, first: date) -> Month:
    """Lay out when the posts appear and go in a month, by the clocks of the site."""
    following = (first + timedelta(days=31)).replace(day=1)
    entries = by_day(entries_between(posts, midnight(first), midnight(following)))
    weekday = int(get_format("FIRST_DAY_OF_WEEK")) - 1  # Django counts from Sunday as 0, Python from Monday
    week = Calendar(weekday % 7)
    return Month(
        first=first,
        previous=(first - timedelta(days=1)).replace(day=1),
        next=following,
        weeks=[
            [day_of(day, entries[day]) if day.month == first.month else None for day in days]
            for days in week.monthdatescalendar(first.year, first.month)
        ],
        weekdays=[(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in week.iterweekdays()],
        today=timezone.localdate(),
    )


def entries_between(posts, start: datetime, end: datetime) -> list[Entry]:
    posts = posts.filter(status="published").only("title", "status", "published_at", "withdraw_at")
    appearing = posts.filter(published_at__gte=start, published_at__lt=end).order_by("-published_at")[:MOST]
    going = posts.filter(withdraw_at__gte=start, withdraw_at__lt=end).order_by("-withdraw_at")[:MOST]
    return [
        *(
            Entry(post.published_at, "scheduled" if post.is_scheduled else "published", post)
            for post in appearing
        ),
        *(Entry(post.withdraw_at, "withdrawn", post) for post in going),
    ]


def by_day(entries: list[Entry]) -> dict[date, list[Entry]]:
    days = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.moment):
        days[timezone.localdate(entry.moment)].append(entry)
    return days


def day_of(day: date, entries: list[Entry]) -> Day:
    return Day(day, entries[:MOST_A_DAY], len(entries) > MOST_A_DAY)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
