"""What the articles of a made site have in common, and what each is to be."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from articles.slugs import slugify

from . import words

CATEGORIES, AUTHORS = 20, 40
POSTS_A_TAG, POSTS_A_SERIES, EPISODES = 20, 500, 10
# Tag 0 is on one article in ten.
BIG = 0.1
BEGIN = datetime(2006, 1, 2, 9, tzinfo=UTC)
YEARS = timedelta(days=20 * 365)


class Plan(NamedTuple):
    size: int
    seed: int

    @property
    def tags(self) -> int:
        return max(10, self.size // POSTS_A_TAG)

    @property
    def series(self) -> int:
        return max(1, self.size // POSTS_A_SERIES)

    def random(self, number: int, about: str) -> Random:
        return Random(f"{self.seed} {number} {about}")  # noqa: S311  # no secret

    def title(self, number: int) -> str:
        return words.title(self.random(number, "title"))

    def slug(self, number: int) -> str:
        return f"{slugify(self.title(number))[:80]}-{number}"

    def body(self, number: int) -> str:
        random = self.random(number, "body")
        others = [random.randrange(number) for _ in range(random.randrange(3))] if number else []
        return words.body(random, [f"/articles/{self.slug(other)}/" for other in others])

    def published_at(self, number: int) -> datetime:
        """Return moments that go on with the numbers, as those of a site do, and a little apart from them."""
        at = (number + 3 * self.random(number, "date").random()) / (self.size + 3)
        return BEGIN + timedelta(seconds=int(YEARS.total_seconds() * at))

    def tag_numbers(self, number: int) -> list[int]:
        """Return the tags of an article, two on average."""
        random = self.random(number, "tags")
        others = {1 + int((self.tags - 1) * random.random() ** 2) for _ in range(random.choice([1, 2, 2, 3]))}
        return [0] * (random.random() < BIG) + sorted(others)

    def category_number(self, number: int) -> int:
        return int(CATEGORIES * self.random(number, "category").random() ** 2)

    def author_number(self, number: int) -> int:
        return self.random(number, "author").randrange(AUTHORS)

    def series_number(self, number: int) -> int | None:
        """Return the series that an article belongs to: the first few of each five hundred are one."""
        found = number // POSTS_A_SERIES
        return found if self.episode(number) <= EPISODES and found < self.series else None

    def episode(self, number: int) -> int:
        return number % POSTS_A_SERIES + 1
