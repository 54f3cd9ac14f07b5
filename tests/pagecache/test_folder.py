"""Pages on disk, which the workers of one run share."""

import os
import shutil
import threading

import pytest

from articles import generation
from articles.pagecache import PageCache, sweeping
from articles.pagecache.folder import Folder, Stored

from .asking import ask
from .conftest import change

PATH = "/articles/one/"


@pytest.fixture
def of_one_run(of_site, monkeypatch):
    monkeypatch.setenv("RAPPORT_RUN", "1700000000-0123456789abcdef")


def test_workers_of_one_run_share_pages(of_one_run, application):
    first = ask(PageCache(application), PATH, HTTP_ACCEPT_ENCODING="br")
    other = PageCache(application)
    assert ask(other, PATH, HTTP_ACCEPT_ENCODING="br") == first
    assert ask(other, PATH, QUERY_STRING="a").status == 200
    assert len(application.asked) == 1
    change()
    assert ask(PageCache(application), PATH).status == 200
    assert len(application.asked) == 2


def test_another_run_shares_nothing(of_site, application):
    for _time in range(2):
        ask(PageCache(application), PATH)
    assert len(application.asked) == 2


def test_nobody_else_reads_the_files(of_one_run, application):
    cache = PageCache(application)
    ask(cache, PATH)
    assert cache.folder.place.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in cache.folder.place.iterdir()} == {0o600}


@pytest.mark.parametrize("offset", [0, 45, 150, -1])
def test_a_damaged_file_is_no_page(of_one_run, application, offset):
    first = PageCache(application)
    page = ask(first, PATH)
    (file,) = first.folder.place.glob("*.page")
    content = bytearray(file.read_bytes())
    content[offset] ^= 1
    file.write_bytes(content)
    assert ask(PageCache(application), PATH).body == page.body
    assert len(application.asked) == 2
    assert ask(PageCache(application), PATH).body == page.body  # it was mended
    assert len(application.asked) == 2


@pytest.mark.parametrize("content", [b"", b"\n", b"a\nb\nc", b"\x00" * 1_000])
def test_half_a_file_is_no_page(of_one_run, application, content):
    first = PageCache(application)
    ask(first, PATH)
    (file,) = first.folder.place.glob("*.page")
    file.write_bytes(content)
    assert ask(PageCache(application), PATH).body == application.body


def test_without_a_folder_pages_are_kept_in_memory(of_site, application, caplog):
    (of_site.VAR_DIR / "pages").write_text("no folder")
    cache = PageCache(application)
    for _time in range(3):
        assert ask(cache, PATH).status == 200
    assert ask(cache, "/tags/").status == 200
    assert len(application.asked) == 2
    assert len(caplog.records) == 1


def test_a_folder_that_goes_comes_back(cache, application):
    ask(cache, PATH)
    shutil.rmtree(cache.folder.place)
    assert ask(cache, "/tags/").status == 200
    assert ask(cache, "/categories/").status == 200
    assert len(list(cache.folder.place.glob("*.page"))) == 2


def wait_for_sweeps() -> None:
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(5)


def test_the_folder_is_bounded(of_site, application):
    of_site.PAGE_CACHE_DISK_MB = 1
    cache = PageCache(application)
    application.chunks = [os.urandom(30_000)]
    for number in range(100):
        ask(cache, f"/tag/a{number}/")
        wait_for_sweeps()
        assert sum(file.stat().st_size for file in cache.folder.place.iterdir()) <= 1024 * 1024
    assert len(list(cache.folder.place.glob("*.page"))) > 15


def test_pages_of_an_earlier_standing_and_halves_are_removed(cache):
    for number in range(5):
        ask(cache, f"/tag/a{number}/")
    half = cache.folder.place / "new-0123"
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    wait_for_sweeps()
    change()
    cache.folder.swept_at -= 100
    ask(cache, PATH)
    wait_for_sweeps()
    assert len(list(cache.folder.place.glob("*.page"))) == 1
    assert not half.exists()


def test_folders_of_ended_runs_are_removed_and_those_of_others_stay(of_site, tmp_path, application):
    standing, page = generation.standing(), Stored("home", [], b"body")
    ended, alive = (Folder(tmp_path / "pages" / name, 1_000_000) for name in ("ended", "alive"))
    for folder in (ended, alive):
        folder.write("/", standing, page)
    wait_for_sweeps()
    ended.close()
    cache = PageCache(application)
    ask(cache, PATH)
    wait_for_sweeps()
    assert {each.name for each in (tmp_path / "pages").iterdir()} == {"alive", cache.folder.place.name}
    assert alive.read("/", standing) == page


def test_two_do_not_sweep_at_once(tmp_path):
    page = tmp_path / "a.page"
    page.write_bytes(b"page")
    with sweeping.alone(tmp_path / "sweep") as is_alone:
        assert is_alone
        sweeping.sweep(tmp_path, "-1.page", 1_000)
        assert page.exists()
    sweeping.sweep(tmp_path, "-1.page", 1_000)
    assert not page.exists()
