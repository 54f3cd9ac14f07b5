import os
import stat
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def check(folder, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), **environment},
        capture_output=True,
        text=True,
    )


def test_a_clone_runs_with_nothing_set_and_makes_a_key_of_its_own(tmp_path):
    assert check(tmp_path).returncode == 0
    key = tmp_path / "var" / "secret_key"
    assert len(key.read_text()) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    assert check(tmp_path).returncode == 0
    assert key.read_text() == before


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS may not hold"),
        ({"SITE_URL": "example.org"}, "SITE_URL is 'example.org'"),
        ({"SITE_URL": "https://example.org/blog"}, "SITE_URL is"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
    ],
)
def test_nonsense_stops_the_start(tmp_path, environment, complaint):
    result = check(tmp_path, **environment)
    assert result.returncode != 0
    assert complaint in result.stderr


def test_a_public_site_passes_djangos_deployment_checks(tmp_path):
    result = check(tmp_path, "--deploy", "--fail-level", "WARNING", SITE_URL="https://example.org")
    assert result.returncode == 0, result.stderr
