"""What the figures were measured on."""

import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from .servers import NGINX


def describe() -> str:
    parts = [
        f"{len(cpus())} cores of {cpus()[0]}",
        f"{platform.system()} {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}",
        f"Django {version('django')}",
        f"gunicorn {version('gunicorn')}",
        f"nginx {nginx_version()}" if NGINX else "no nginx",
    ]
    return ", ".join(parts)


def cpus() -> list[str]:
    information = Path("/proc/cpuinfo").read_text()
    return re.findall(r"^model name\s*: (.*)$", information, re.MULTILINE) or [platform.machine()]


def nginx_version() -> str:
    said = subprocess.run([str(NGINX), "-v"], capture_output=True, text=True, check=True)  # noqa: S603
    return said.stderr.rpartition("/")[2].split()[0]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
