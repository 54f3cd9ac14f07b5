"""A site with all its processes: servers with a cache, one that works everything out anew, and a writer."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import ROOT, free_port, wait_until_up
from tests.exactness.clock import Clock
from tests.exactness.databases import PostgreSQL, SQLite, moment_of
from tests.exactness.editor import Editor
from tests.exactness.reading import HOST, Reader, readers_of_all

NODES = (1, 2)  # workers of each; those of one node share what they keep
MAX_AGES = (0, 60)  # seconds for which browsers of each may keep a page
FOREIGN = {"VAR_DIR", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SITE_URL", "WEB_CONCURRENCY"}


class Site:
    def __init__(self, folder: Path, vendor: str) -> None:
        self.folder, self.processes = folder, []
        self.clock = Clock(folder / "clock")
        self.database = (PostgreSQL if vendor == "postgresql" else SQLite)(folder, self.clock)
        self.session = self.database.session()
        self.writer = self.start(
            [sys.executable, "-m", "tests.exactness.writer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.step("migrate", 0)
        self.step("furnish", 0)
        nodes = zip(NODES, MAX_AGES, strict=True)
        self.ports = [self.serve("cached", workers, max_age) for workers, max_age in nodes]
        fresh = self.serve("fresh", 1, 0)
        for port in (*self.ports, fresh):
            wait_until_up(f"http://127.0.0.1:{port}/", self.processes[-1], folder / "log")
        nodes = [readers_of_all(port, workers) for port, workers in zip(self.ports, NODES, strict=True)]
        self.cached = [reader for node in nodes for reader in node]
        self.fresh = Reader(fresh)
        self.editor = Editor(self.ports[0], self.rows)

    def start(self, command: list[str], stdin=None, stdout=None, **settings: str) -> subprocess.Popen:
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        environment |= {
            "VAR_DIR": str(self.folder / "var"),
            "DATABASE_URL": self.database.url,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "SITE_URL": f"http://{HOST}",
            "EXACTNESS_CLOCK": str(self.folder / "clock"),
            "PYTHONWARNINGS": "ignore",
            **settings,
        }
        with (self.folder / "log").open("a") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=stdin, stdout=stdout or log, stderr=log, text=True
            )
        self.processes.append(process)
        return process

    def serve(self, entry: str, workers: int, max_age: int) -> int:
        port = free_port()
        command = [str(Path(sys.executable).with_name("gunicorn")), "-c", "cms/gunicorn.py"]
        command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--keep-alive", "600"]
        self.start([*command, f"tests.exactness.entry:{entry}()"], PAGE_MAX_AGE=str(max_age))
        return port

    def stop(self) -> None:
        self.session.close()
        self.editor.connection.close()
        for reader in (*self.cached, self.fresh):
            reader.close()
        self.writer.stdin.close()
        self.writer.stdout.close()
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=30)
        self.database.close()

    def step(self, name: str, seed: int) -> str:
        self.writer.stdin.write(f"{json.dumps([name, seed])}\n")
        self.writer.stdin.flush()
        answer = json.loads(self.writer.stdout.readline())
        assert "told" in answer, answer["failed"]
        return answer["told"]

    def rows(self, query: str) -> list[tuple]:
        return self.session.execute(query).fetchall()

    def drop_triggers(self) -> None:
        for name, table in self.rows(self.database.TRIGGERS):
            self.session.execute(f"DROP TRIGGER {name}" + f" ON {table}" * (self.database.vendor != "sqlite"))

    def boundary(self) -> datetime | None:
        """Return the next moment at which an article appears or is withdrawn by itself."""
        rows = self.rows("SELECT published_at, withdraw_at FROM articles_post WHERE status = 'published'")
        found = [moment_of(value) for row in rows for value in row if value]
        return min((moment for moment in found if moment > self.clock.now()), default=None)

    def move_clock(self, by: timedelta) -> None:
        self.database.set_clock(self.clock.now() + by)
