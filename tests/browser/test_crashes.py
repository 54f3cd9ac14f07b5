"""What is left of a text whose writer's browser was killed in the midst of a sentence."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.browser.test_autosave import make_article
from tests.browser.test_writing_page import log_in
from tests.conftest import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TYPING, LOST = 9, 8  # seconds


def kill_browser_of(folder: Path) -> None:
    """Kill the one browser that writes to this folder, which only the test knows."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if f"--user-data-dir={folder}" in command and "--type=" not in command:
            os.kill(int(process.name), signal.SIGKILL)


def type_without_a_pause(page) -> list[float]:
    """Return when each letter was typed."""
    typed_at, end = [], time.monotonic() + TYPING
    page.locator("#id_body").press("Control+a")
    while time.monotonic() < end:
        page.keyboard.type(chr(ord("a") + len(typed_at) % 26))
        typed_at.append(time.monotonic())
        page.wait_for_timeout(80)
    return typed_at


def test_a_killed_browser_takes_the_last_seconds_at_most(browser, site, tmp_path):
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], base_url=site.url
    )
    page = context.new_page()
    log_in(page, site)
    address = make_article(page, "Killed in mid-sentence")
    typed_at = type_without_a_pause(page)
    kill_browser_of(tmp_path)
    killed_at = time.monotonic()
    other = browser.new_context(base_url=site.url)
    page = other.new_page()
    log_in(page, site)
    page.goto(address)
    page.click("[data-offers] >> text=Open this text")
    page.wait_for_selector(".offer-open")
    text = page.input_value("#id_body")
    other.close()
    assert text == "".join(chr(ord("a") + number % 26) for number in range(len(text)))
    assert killed_at - typed_at[len(text) - 1] < LOST
