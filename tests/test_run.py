"""The first command of the README, as far as it can be tried without installing anything."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT, free_port, wait_until_up


def start(folder, port, output):
    return subprocess.Popen(
        [sys.executable, "-m", "cms.run"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), "PORT": str(port)},
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def run_once(folder, port) -> tuple[str, float]:
    log = folder / f"log-{time.monotonic()}"
    with log.open("w") as output:
        began = time.monotonic()
        process = start(folder, port, output)
        wait_until_up(f"http://127.0.0.1:{port}/", process, log)
        took = time.monotonic() - began
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    return log.read_text(), took


def test_a_second_start_reuses_everything(tmp_path):
    port = free_port()
    first, _took = run_once(tmp_path, port)
    assert "Its password" in first
    assert f"http://127.0.0.1:{port}/admin/" in first
    second, took = run_once(tmp_path, port)
    assert "password" not in second
    assert "starter" not in second
    assert took < 15
    assert "Traceback" not in first + second


def test_a_taken_port_is_one_clear_line(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(tmp_path, port, subprocess.PIPE)
        output = process.communicate(timeout=30)[0].decode()
    assert process.returncode == 1
    assert output == f"Port {port} is taken. Choose another: PORT={port + 1} make run\n"


def test_what_the_env_file_says_counts_from_the_start(tmp_path):
    shutil.copytree(ROOT / "cms", tmp_path / "cms")
    (tmp_path / ".env").write_text("SITE_URL=https://example.org\nPORT=9123\n")
    script = "from cms import run; print(run.read_address(), run.settings.SITE_URL)"
    command = [sys.executable, "-c", script]
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")}
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
    assert said == "('127.0.0.1', 9123) https://example.org\n"
    (tmp_path / ".env").write_text("PORT=9123\n")
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
    assert said == "('127.0.0.1', 9123) http://127.0.0.1:9123\n"


def test_a_setting_that_is_nonsense_is_one_clear_line(tmp_path):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), "SECRET_KEY": "short"}
    command = [sys.executable, "-m", "cms.run"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == "SECRET_KEY is shorter than 32 characters; leave it out to have one made\n"


@pytest.mark.parametrize("port", ["0", "http", "99999"])
def test_a_port_that_is_none_is_one_clear_line(tmp_path, port):
    process = start(tmp_path, port, subprocess.PIPE)
    assert process.communicate(timeout=30)[0].decode().startswith(f"PORT is '{port}'")
    assert process.returncode == 1


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        (
            "case $* in *version_info*) exit 1;; *--version*) echo Python 3.9.2;; esac",
            "Rapport needs Python 3.11 or newer",
        ),
        ("case $* in *ensurepip*) exit 1;; esac", "The venv module is missing"),
        (None, "was not found"),
    ],
)
def test_an_unfit_python_is_one_clear_line(tmp_path, script, complaint):
    python = tmp_path / "python3"
    if script:
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
    result = subprocess.run(
        ["make", "run", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.returncode != 0
    assert complaint in result.stderr
    assert not (tmp_path / "venv").exists()
