import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


class Site(NamedTuple):
    url: str
    password: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def printed_password(folder: Path) -> str:
    password = re.search(r"password\s+(\S+)", (folder / "log").read_text())
    return password[1] if password else ""


def wait_until_up(url: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


def start(command: list[str], folder: Path, port: int, **options) -> subprocess.Popen:
    """Start a server that writes to `folder` alone, and wait until it answers."""
    foreign = {"VAR_DIR", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SITE_URL"}
    environment = {key: value for key, value in os.environ.items() if key not in foreign}
    environment |= {"VAR_DIR": str(folder / "var"), "PORT": str(port)}
    log = folder / "log"
    with log.open("a") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, **options
        )
    wait_until_up(f"http://127.0.0.1:{port}/", process, log)
    return process


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The product itself, started as `make run` starts it, with the starter articles in an empty folder."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    process = start([sys.executable, "-m", "cms.run"], folder, port)
    try:
        furnish(folder / "var")
        yield Site(f"http://127.0.0.1:{port}", printed_password(folder))
    finally:
        process.terminate()
        process.wait(timeout=30)


# What the starter articles have none of: a series, a page, menus, an author who says something.
FURNITURE = """
from articles.models import Author, MenuLink, Page, Post, Series, SiteSettings
Page.objects.create(title="About", path="about", body="## Who\\n\\nWe write on work.", is_public=True)
site = SiteSettings(profiles="https://example.org/@rapport")
site.save()
MenuLink.objects.create(site=site, label="About", address="/about/")
series = Series.objects.create(name="Beginnings", description="How to begin.")
for number, slug in enumerate(["going-alone", "the-message-after-the-meeting", "two-letters-a-year"], 1):
    Post.objects.filter(slug=slug).update(series=series, series_position=number)
Author.objects.update(bio="We write about the people side of work.", links="https://example.org/editors")
"""


def furnish(folder: Path) -> None:
    environment = {**os.environ, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", FURNITURE]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        message = "no Chromium on this machine; on Debian: apt-get install chromium"
        assert not os.environ.get("REQUIRE_BROWSER"), message
        pytest.skip(message)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield running
        running.close()


@pytest.fixture
def tab(browser, site):
    """A new, anonymous browser tab that remembers what the console said."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
