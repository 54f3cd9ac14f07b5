"""One article as fast as it can be had: from bare servers, from our page cache, through nginx, and without a cache."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from . import front
from .load import BROWSER, load
from .servers import NGINX, Exchange, Server, ask, gunicorn, nginx
from .site import Site
from .spread import Spread, interleaved, spread

# What gunicorn or nginx writes of its own accord.
OWN = {"date", "server", "connection", "keep-alive"}
BARE_WSGI, BARE_DJANGO = "bare WSGI application", "bare Django view"
CACHED, UNCACHED = "Rapport, page cache", "Rapport, no page cache"
NGINX_STATIC, NGINX_CACHED = "nginx, a file", "nginx in front of Rapport"
CONNECTIONS, NGINX_CONNECTIONS = 8, 32


class Rate(NamedTuple):
    rate: Spread
    cpu: Spread
    busy: float
    memory: float


def rates(site: Site, folder: Path, rounds: int, seconds: float) -> dict[str, Rate]:
    path = site.pages["article"]
    with ExitStack() as running:
        servers = {name: running.enter_context(server) for name, server in started(site, folder)}
        measures = {
            name: partial(load, server, path_for(name, path), seconds, connections_for(name))
            for name, server in servers.items()
        }
        taken = interleaved(measures, rounds)
        return {name: summed(taken[name], servers[name]) for name in servers}


def started(site: Site, folder: Path) -> Iterator[tuple[str, Server]]:
    path = site.pages["article"]
    cached = site.start(is_cached=True)
    cached.wait(path)
    yield CACHED, cached
    answer = warmed(cached, path)
    environ = {"BENCHMARK_ANSWER": str(write_answer(answer, folder / "answer.json"))}
    for name, application in ((BARE_WSGI, "bare_wsgi"), (BARE_DJANGO, "bare_django")):
        bare = gunicorn(f"benchmarks.serving.{application}:application", folder / "bare.log", environ)
        bare.wait()
        yield name, bare
    uncached = site.start(is_cached=False)
    uncached.wait(path)
    yield UNCACHED, uncached
    if NGINX:
        yield from started_nginx(site, folder, cached, answer)


def started_nginx(site: Site, folder: Path, cached: Server, answer: Exchange) -> Iterator[tuple[str, Server]]:
    static = nginx(
        lambda port, place: front.static(
            port, place, answer.header("Content-Type"), answer.header("Content-Encoding"), answer.body
        ),
        folder / "nginx-static",
    )
    static.wait("/page")
    yield NGINX_STATIC, static
    proxy = nginx(
        lambda port, place: front.adapted(port, place, cached.port, site.folder), folder / "nginx-cache"
    )
    proxy.wait(site.pages["article"])
    yield NGINX_CACHED, proxy


def path_for(name: str, path: str) -> str:
    return {BARE_DJANGO: "/", NGINX_STATIC: "/page"}.get(name, path)


def connections_for(name: str) -> int:
    return NGINX_CONNECTIONS if name in {NGINX_STATIC, NGINX_CACHED} else CONNECTIONS


def warmed(server: Server, path: str) -> Exchange:
    """Return the answer that the page cache gives after the first."""
    ask(server.port, path, BROWSER)
    return ask(server.port, path, BROWSER)


def write_answer(answer: Exchange, path: Path) -> Path:
    headers = [(name, value) for name, value in answer.headers if name.lower() not in OWN]
    path.write_text(json.dumps({"headers": headers, "body": answer.body.decode("latin-1")}))
    return path


def summed(loads: list, server: Server) -> Rate:
    return Rate(
        spread(each.rate for each in loads),
        spread(each.cpu * 1000 for each in loads),
        spread(each.busy for each in loads).median,
        server.memory(),
    )
