"""What one page of each kind costs when it is made: CPU for each request, and its weight."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .load import cost
from .rates import BARE_DJANGO, warmed, write_answer
from .servers import Server, ask, gunicorn
from .site import Site
from .spread import Spread, interleaved, spread


class Weight(NamedTuple):
    identity: int
    gzip: int
    br: int


class Costs(NamedTuple):
    """Milliseconds of CPU by kind of page: with what is remembered, and after a change, when nothing is."""

    remembered: dict[str, Spread]
    changed: dict[str, Spread]
    memory: float


def costs(site: Site, folder: Path, rounds: int, requests: int) -> Costs:
    path = site.pages["article"]
    with site.start(is_cached=False) as server:
        server.wait(path)
        answer = write_answer(warmed(server, path), folder / "answer.json")
        environ = {"BENCHMARK_ANSWER": str(answer)}
        with gunicorn("benchmarks.serving.bare_django:application", folder / "bare.log", environ) as bare:
            bare.wait()
            remembered = measured(server, bare, site, rounds, requests)
            changed = measured(server, bare, site, 1 + rounds // 2, requests, site.change)
        return Costs(remembered, changed, server.memory())


def measured(
    server: Server,
    bare: Server,
    site: Site,
    rounds: int,
    requests: int,
    before: Callable[[], None] | None = None,
) -> dict[str, Spread]:
    session = {"Cookie": f"sessionid={site.session}"}
    measures = {BARE_DJANGO: partial(cost, bare, "/", requests)}
    measures |= {name: partial(cost, server, path, requests, {}, before) for name, path in site.pages.items()}
    measures |= {
        name: partial(cost, server, path, requests, session, before) for name, path in site.admin.items()
    }
    taken = interleaved(measures, rounds)
    return {name: spread(1000 * each for each in values) for name, values in taken.items()}


def weights(site: Site) -> dict[str, Weight]:
    with site.start(is_cached=True) as server:
        server.wait()
        return {
            name: Weight(
                *(len(ask(server.port, path, {"Accept-Encoding": form}).body) for form in Weight._fields)
            )
            for name, path in site.pages.items()
        }
