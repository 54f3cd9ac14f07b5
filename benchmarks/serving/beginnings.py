"""The first moments: from the start of a worker to its first byte, and many first requests for one page at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from .load import BROWSER, cost
from .servers import ask
from .site import Site
from .spread import Spread, spread

READERS = 200


class Herd(NamedTuple):
    workers: int
    renders: int
    answers: int  # with status 200
    seconds: float  # of CPU, all workers


class Beginnings(NamedTuple):
    start: Spread
    hit: float  # seconds of CPU
    herds: list[Herd]


def beginnings(site: Site, folder: Path, rounds: int) -> Beginnings:
    with site.start(is_cached=True) as server:
        server.wait()
        ask(server.port, site.pages["article"], BROWSER)
        hit = cost(server, site.pages["article"], READERS)
    herds = [herd(site, folder / f"marks-{workers}", workers) for workers in (1, 2)]
    return Beginnings(spread(start(site) for _ in range(rounds)), hit, herds)


def start(site: Site) -> float:
    with site.start(is_cached=True) as server:
        return server.wait(site.pages["article"])


def herd(site: Site, marks: Path, workers: int) -> Herd:
    """Let many ask at the same moment for a page that nobody has asked for, once the workers are up and warm."""
    application = "benchmarks.serving.counted:application"
    with site.start(True, workers, application, BENCHMARK_MARKS=str(marks)) as server:
        server.wait("/feed/")
        for _ in range(4 * workers):
            ask(server.port, "/archive/")
        before, cpu = len(marks.read_bytes()), server.cpu()
        barrier = threading.Barrier(READERS)
        with ThreadPoolExecutor(READERS) as readers:
            asked = [
                readers.submit(one_reader, barrier, server.port, site.pages["article"])
                for _ in range(READERS)
            ]
            statuses = [future.result() for future in asked]
        renders = len(marks.read_bytes()) - before
        return Herd(workers, renders, statuses.count(200), server.cpu() - cpu)


def one_reader(barrier: threading.Barrier, port: int, path: str) -> int:
    barrier.wait()
    try:
        return ask(port, path, BROWSER).status
    except OSError:
        return 0
