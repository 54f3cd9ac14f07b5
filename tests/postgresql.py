"""The PostgreSQL server that tests may use, where there is one."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import ROOT

SERVER = os.environ.get("RAPPORT_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
MISSING = f"no PostgreSQL server at {urlsplit(SERVER).netloc}; RAPPORT_TEST_POSTGRES names another"


def answers() -> bool:
    parts = urlsplit(SERVER)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), timeout=2).close()
    except OSError:
        return False
    return True


def database(name: str) -> str:
    """Return the address of a database of the server."""
    return urlsplit(SERVER)._replace(path=f"/{name}").geturl()


def check(folder: Path, name: str, *tests: Path | str) -> None:
    """Run tests once more, on that server, and fail where one of them fails."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    # Django puts test_ before the name, and needs no database of the name itself.
    environment |= {"DATABASE_URL": database(f"rapport_{name}_{os.getpid()}"), "VAR_DIR": str(folder)}
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--create-db"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
