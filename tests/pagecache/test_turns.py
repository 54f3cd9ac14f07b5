"""One renders a page while the others wait."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from articles.pagecache import PageCache

from .asking import ask
from .conftest import change

PATH = "/articles/one/"


def ask_and_leave(*arguments, **fields):
    """Ask in a thread that ends, and leave no connection open; Django never closes one to a database in memory."""
    try:
        return ask(*arguments, **fields)
    finally:
        if connection.connection is not None:
            connection.connection.close()
            connection.connection = None


def test_many_threads_get_one_rendering(cache, application):
    application.goes_on.clear()
    with ThreadPoolExecutor(40) as pool:
        replies = [
            pool.submit(ask_and_leave, cache, PATH, HTTP_ACCEPT_ENCODING="br") for _number in range(40)
        ]
        time.sleep(0.2)
        application.goes_on.set()
        assert {(reply.result().status, reply.result().body) for reply in replies} == {
            (200, ask(cache, PATH, HTTP_ACCEPT_ENCODING="br").body)
        }
    assert len(application.asked) == 1
    assert not cache.turns


def test_many_who_ask_for_nothing_do_not_wait_in_a_row(cache, application):
    application.status = "404 Not Found"
    application.goes_on.clear()
    with ThreadPoolExecutor(10) as pool:
        replies = [pool.submit(ask_and_leave, cache, PATH) for _number in range(10)]
        time.sleep(0.2)
        application.goes_on.set()
        assert {reply.result().status for reply in replies} == {404}
    assert len(application.asked) == 10


def test_a_renderer_that_hangs_is_not_waited_for_long(cache, application, monkeypatch):
    monkeypatch.setattr("articles.pagecache.cache.LONGEST_WAIT", 0.2)
    application.goes_on.clear()
    with ThreadPoolExecutor(2) as pool:
        hanging = pool.submit(ask_and_leave, cache, PATH)
        while not application.asked:
            time.sleep(0.01)
        own = type(application)()
        passing = PageCache(own)
        passing.turns, passing.folder = cache.turns, cache.folder
        assert ask(passing, PATH).status == 200
        assert len(own.asked) == 1
        application.goes_on.set()
        assert hanging.result().status == 200


def test_a_renderer_that_fails_holds_nobody_up(cache, application):
    def fail(environ, start_response):
        raise RuntimeError("out of order")

    cache.application = fail
    with pytest.raises(RuntimeError):
        ask(cache, PATH)
    cache.application = application
    assert ask(cache, PATH).status == 200
    assert not cache.turns


def test_a_change_while_a_page_is_rendered_is_not_missed(cache, application):
    def change_and_answer(environ, start_response):
        change()
        return application(environ, start_response)

    cache.application = change_and_answer
    assert ask(cache, PATH).status == 200
    cache.application = application
    ask(cache, PATH)
    assert len(application.asked) == 2
