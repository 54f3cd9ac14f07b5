"""Real servers of two workers: what they share, and what one that dies leaves behind."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import ROOT, free_port, start
from tests.waiting import wait_until

pytestmark = pytest.mark.xdist_group("pagecache_server")
GUNICORN = str(Path(sys.executable).with_name("gunicorn"))


class Server:
    def __init__(self, folder: Path) -> None:
        self.port, self.noted, self.var = free_port(), folder / "noted", folder / "var"
        environment = {**os.environ, "VAR_DIR": str(self.var), "DJANGO_SETTINGS_MODULE": "cms.settings"}
        environment.pop("DATABASE_URL", None)
        for prepare in (["migrate"], ["collectstatic", "--noinput"]):
            command = [sys.executable, "manage.py", *prepare, "-v", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
        command = [GUNICORN, "-c", "cms/gunicorn.py", "tests.pagecache.counted"]
        self.process = start(command, folder, self.port)

    def ask(self, path: str, method: str = "GET", **headers) -> tuple[int, bytes, http.client.HTTPMessage]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, headers=headers)
            with connection.getresponse() as answer:
                return answer.status, answer.read(), answer.headers

    def renderings(self) -> list[list[str]]:
        """Return process and path of each."""
        return [line.split() for line in self.noted.read_text().splitlines()]

    def count(self, path: str) -> int:
        return Counter(asked for _process, asked in self.renderings())[path]

    def runs(self) -> set[str]:
        return {each.name for each in (self.var / "pages").iterdir()}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENDERINGS_NOTED_IN", str(folder / "noted"))
        patch.setenv("RENDERING_TAKES", "3")
        patch.setenv("WEB_CONCURRENCY", "2")
        patch.delenv("RAPPORT_RUN", raising=False)
        running = Server(folder)
    yield running
    running.process.terminate()
    running.process.wait(timeout=30)


def test_two_hundred_who_come_at_once_get_one_rendering(server):
    with ThreadPoolExecutor(200) as pool:
        answers = [pool.submit(server.ask, "/archive/") for _number in range(200)]
        assert {answer.result()[0] for answer in answers} == {200}
        assert len({answer.result()[1] for answer in answers}) == 1
    assert server.count("/archive/") == 1


def test_a_connection_is_kept_through_all_kinds_of_answers(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    etag, lengths = "", set()
    for method, known in (("GET", False), ("HEAD", False), ("GET", True), ("HEAD", True), ("GET", False)):
        connection.request(method, "/tags/", headers={"If-None-Match": etag} if known else {})
        answer = connection.getresponse()
        assert answer.status == (304 if known else 200)
        assert bool(answer.read()) == (method == "GET" and not known)
        etag = answer.headers["ETag"]
        lengths.add(answer.headers["Content-Length"])
    assert len(lengths - {None}) == 1
    connection.close()


def test_a_killed_worker_holds_nobody_up(server):
    with ThreadPoolExecutor(2) as pool:
        # The year of no article: slow here, and not found in the end.
        first = pool.submit(server.ask, "/2031/")
        wait_until(lambda: server.count("/2031/"))
        (process,) = {process for process, path in server.renderings() if path == "/2031/"}
        began = time.monotonic()
        os.kill(int(process), signal.SIGKILL)
        with pytest.raises((http.client.HTTPException, OSError)):
            first.result()
        assert server.ask("/2031/")[0] == 404
        assert time.monotonic() - began < 20
    assert server.ask("/archive/")[0] == 200
    assert server.count("/archive/") == 1


def test_a_reload_meets_no_old_page(server):
    assert server.ask("/archive/")[0] == 200
    before, count = server.runs(), server.count("/archive/")
    os.kill(server.process.pid, signal.SIGHUP)
    wait_until(lambda: server.ask("/archive/") and server.runs() - before)
    wait_until(lambda: server.ask("/archive/") and server.count("/archive/") == count + 1)
