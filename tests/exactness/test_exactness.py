"""Whatever is done to a site, by whichever way, no worker shows readers anything but what is true then."""

import os
import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import get_resolver

from tests import postgresql
from tests.exactness.addresses import LEFT_OUT
from tests.exactness.running import Run
from tests.exactness.site import Site

# One after the other: each has all the processes of a site.
pytestmark = [pytest.mark.exactness, pytest.mark.xdist_group("exactness")]
SEED = int(os.environ.get("EXACTNESS_SEED", "20261123"))
STEPS = {"sqlite": 200, "postgresql": 100}
needs_postgresql = pytest.mark.skipif(not postgresql.answers(), reason=postgresql.MISSING)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=needs_postgresql)])
def site(request, tmp_path_factory):
    running = Site(tmp_path_factory.mktemp("exactness"), request.param)
    yield running
    running.stop()


def steps(site: Site) -> int:
    return int(os.environ.get("EXACTNESS_STEPS", STEPS[site.database.vendor]))


def test_a_scheduled_article_appears_at_its_second_by_the_real_clock(site):
    run = Run(site, SEED)
    path = "/articles/spruce/"
    moment = datetime.now(UTC) + timedelta(seconds=6)
    site.session.execute(
        f"UPDATE articles_post SET status = 'published', slug = 'spruce', published_at = '{moment:%F %T.%f}', "
        "withdraw_at = NULL WHERE slug = 'birch'"
    )
    before = [reader.ask(path).status for reader in site.cached]
    assert datetime.now(UTC) < moment
    assert before == [404] * len(site.cached)
    time.sleep((moment - datetime.now(UTC)).total_seconds() + 0.001)
    assert [reader.ask(path).status for reader in site.cached] == [200] * len(site.cached)
    run.look()


def test_no_worker_ever_shows_what_is_not_true_any_more(site):
    site.database.set_clock(datetime(datetime.now(UTC).year + 1, 3, 1, 9, tzinfo=UTC))
    Run(site, SEED).go(steps(site))


def test_without_the_triggers_stale_pages_are_found(site):
    run = Run(site, SEED)
    site.drop_triggers()
    site.session.execute("UPDATE articles_sitesettings SET tagline = 'Nobody is told of this'")
    with pytest.raises(AssertionError, match=r"stale answers:(?s:.*)Nobody is told of this"):
        run.look()
    site.step("migrate", 0)
    run.look()


def test_every_route_of_readers_is_looked_at(site):
    run = Run(site, random.randrange(99))
    routes = {name for name in get_resolver("articles.urls").reverse_dict if isinstance(name, str)}
    resolve = get_resolver("articles.urls").resolve
    assert {resolve(path).url_name for path in run.looking.known} == routes - LEFT_OUT
