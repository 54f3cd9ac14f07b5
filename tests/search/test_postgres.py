import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

SERVER = os.environ.get("RAPPORT_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
HERE = Path(__file__).parent


def answers(address: str) -> bool:
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), timeout=2).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this run is on PostgreSQL itself")
@pytest.mark.skipif(
    not answers(SERVER),
    reason=f"no PostgreSQL server at {urlsplit(SERVER).netloc}; RAPPORT_TEST_POSTGRES names another",
)
def test_the_same_cases_pass_on_postgresql(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "--create-db",
            HERE,
            HERE.parent / "views" / "test_search.py",
        ],
        cwd=HERE.parent.parent,
        env={
            **environment,
            # Django puts test_ before the name, and needs no database of the name itself.
            "DATABASE_URL": urlsplit(SERVER)._replace(path=f"/rapport_{os.getpid()}").geturl(),
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
