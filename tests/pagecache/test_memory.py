"""Pages in memory take as much as they may."""

import os

from articles.pagecache import PageCache

from .asking import ask

PATH = "/articles/one/"


def test_memory_is_bounded_by_bytes(of_site, application):
    of_site.PAGE_CACHE_MB, of_site.PAGE_CACHE_DISK_MB = 1, 0
    cache = PageCache(application)
    application.chunks = [os.urandom(40_000)]
    ask(cache, PATH)
    for number in range(100):
        ask(cache, f"/tag/a{number}/", HTTP_ACCEPT_ENCODING="gzip")
        ask(cache, PATH, HTTP_ACCEPT_ENCODING="br")
    assert cache.memory.size <= 1024 * 1024
    assert 10 < len(cache.memory.pages) < 30
    assert cache.memory.size == sum(
        len(variant.body) + 2_500
        for page in cache.memory.pages.values()
        for variant in set(page.variants.values())
    )
    # The page that is read all the time was made once.
    assert sum(asked["PATH_INFO"] == PATH for asked in application.asked) == 1


def test_a_page_greater_than_the_memory_is_served_and_not_kept(of_site, application):
    of_site.PAGE_CACHE_MB, of_site.PAGE_CACHE_DISK_MB = 1, 0
    cache = PageCache(application)
    application.chunks = [b"a" * 2_000_000]
    assert ask(cache, PATH, HTTP_ACCEPT_ENCODING="br").status == 200
    assert len(ask(cache, PATH).body) == 2_000_000
    assert (cache.memory.size, len(cache.memory.pages)) == (0, 0)
