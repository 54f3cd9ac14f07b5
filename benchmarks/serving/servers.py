"""Servers that are started for a measurement, and what the kernel's accounting says of them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


class Exchange(NamedTuple):
    """An answer as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Server:
    def __init__(self, command: list[str], port: int, environ: dict[str, str], log: Path) -> None:
        self.port, self.log = port, log
        self.started_at = time.perf_counter()
        with log.open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603
                command,
                cwd=ROOT,
                env={**os.environ, **environ},
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait(self, path: str = "/") -> float:
        """Return the seconds from the start to the first answer."""
        while time.perf_counter() - self.started_at < PATIENCE:
            if self.process.poll() is not None:
                break
            try:
                ask(self.port, path)
            except OSError:
                time.sleep(0.002)
                continue
            return time.perf_counter() - self.started_at
        raise SystemExit(f"{self.process.args[0]} does not answer:\n{self.log.read_text()[-2000:]}")

    @property
    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def cpu(self) -> float:
        """Return the seconds of CPU that the workers have taken, by the kernel's clock of each process."""
        return sum(time.clock_gettime((~pid << 3) | 2) for pid in self.workers)

    def memory(self) -> float:
        """Return the resident memory of the largest worker in MB."""
        return max(resident(pid) for pid in self.workers)

    def stop(self) -> None:
        # SIGTERM is orderly for both: gunicorn ends what is under way, nginx at once.
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def gunicorn(
    application: str,
    log: Path,
    environ: dict[str, str],
    workers: int = 1,
    python: str | Path = sys.executable,
) -> Server:
    """Start an application as the site is started: same gunicorn, same worker class, same number of threads."""
    port = free_port()
    environ = {"HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": str(workers), **environ}
    command = [str(Path(python).with_name("gunicorn")), "-c", "cms/gunicorn.py", application]
    return Server(command, port, environ, log)


def nginx(write: Callable[[int, Path], str], folder: Path) -> Server:
    """Start nginx in a folder, with the configuration that `write` gives for a port and that folder."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(write(port, folder))
    log = folder / "nginx.log"
    command = [str(NGINX), "-p", str(folder), "-e", str(log), "-c", str(configuration), "-g", "daemon off;"]
    return Server(command, port, {}, log)


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> Exchange:
    """Ask once, on a connection of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request_for(path, {**(headers or {}), "Connection": "close"}))
        whole = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = whole.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/1.1 "):
        raise ConnectionError("no answer")
    pairs = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return Exchange(int(first.split()[1]), pairs, body)


def request_for(path: str, headers: dict[str, str]) -> bytes:
    given = {"Host": "127.0.0.1", **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()
