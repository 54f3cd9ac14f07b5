"""What was acknowledged is there: after the server was killed in the midst of saving, and when many save at once."""

import http.client
import itertools
import json
import os
import re
import signal
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import free_port, printed_password, start
from tests.plain_browser import fields_of

# One server for all of them.
pytestmark = pytest.mark.xdist_group("crashes")
ADD = "/admin/articles/post/add/"
LINES = 60
PAUSES = (0, 0.03, 0.1)  # before each kill, in seconds
UNANSWERED = (http.client.HTTPException, OSError)


class Server:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start(sys.executable, "-m", "cms.run")
        self.password = printed_password(folder)

    def start(self, *command: str) -> None:
        self.process = start([*command], self.folder, self.port, start_new_session=True)

    def restart(self) -> None:
        self.start(str(Path(sys.executable).with_name("gunicorn")), "-c", "cms/gunicorn.py")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def rows(self, query: str) -> list[tuple]:
        connection = sqlite3.connect(self.folder / "var/db.sqlite3")
        rows = connection.execute(query).fetchall()
        connection.close()
        return rows


class Writer:
    """Somebody logged in, over bare HTTP; the form at hand is in `fields`."""

    def __init__(self, server: Server) -> None:
        self.server, self.cookies, self.fields = server, {}, {}
        self.open("/admin/login/", "#login-form")
        assert self.send("/admin/login/", username="editor", password=server.password) == 302

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[http.client.HTTPResponse, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)) as connection:
            connection.request(method, path, urlencode(fields or {}), headers)
            with (
                connection.getresponse() as answer
            ):  # it keeps the socket if the server dies while it is read
                page = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer, page

    def open(self, path: str, form: str = "#post_form") -> None:
        self.read(self.ask("GET", path)[1], form)

    def read(self, page: str, form: str) -> None:
        self.fields = dict(fields_of(LexborHTMLParser(page).css(f"{form} :is(input, select, textarea)")))

    def send(self, path: str, **fields) -> int:
        """Send the form at hand, changed so; after a conflict the form at hand is the one that asks."""
        answer, page = self.ask("POST", path, {**self.fields, **fields})
        if answer.status == 302:
            self.led_to = answer.headers["Location"]
        elif answer.status == 409:
            self.read(page, "#conflict_form")
        return answer.status

    def add(self, title: str, body: str) -> str:
        """Write an article and return the address of its form."""
        self.open(ADD)
        assert self.send(ADD, title=title, body=body, _continue="1") == 302
        return self.led_to


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("crashes"))
    yield running
    running.kill()


def numbered(number: int) -> str:
    """Return a text of which every line tells the number, so that half of one shows."""
    return "\n\n".join(f"Line {line} of text {number}." for line in range(LINES))


def number_in(body: str) -> int:
    """Return the number of a text, and fail if it is not all there."""
    number = int(re.search(r"of text (\d+)", body)[1])
    assert body.replace("\r\n", "\n") == numbered(number)
    return number


class Work:
    """What one writer did to one article: `tried` and `kept` are numbers of texts that were sent, and acknowledged."""

    def __init__(self, writer: Writer, title: str) -> None:
        self.writer, self.title, self.counter = writer, title, itertools.count(1)
        self.tried, self.kept = [], [0]
        self.form = writer.add(title, numbered(0))
        self.key = int(re.search(r"/(\d+)/change/", self.form)[1])

    def next_text(self) -> str:
        self.tried.append(next(self.counter))
        return numbered(self.tried[-1])

    def go_on(self) -> None:
        """Save and save again until nobody answers any more."""
        while True:
            try:
                is_kept = self.save()
            except UNANSWERED:
                return
            assert is_kept
            self.kept.append(self.tried[-1])


class Saving(Work):
    def save(self) -> bool:
        self.writer.open(self.form)
        return self.writer.send(self.form, body=self.next_text(), _continue="1") == 302


class Autosaving(Work):
    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self.writer.open(self.form)

    def save(self) -> bool:
        fields = {**self.writer.fields, "body": self.next_text()}
        answer, page = self.writer.ask("POST", self.form.replace("/change/", "/autosave/"), fields)
        return answer.status == 200 and json.loads(page)["is_kept"]


def work_until_killed(server: Server, works: list[Work], pause: float) -> None:
    """Let all write at once, and kill the server in the midst of it, when each had something acknowledged."""
    before = [len(each.kept) for each in works]
    with ThreadPoolExecutor() as pool:
        ends = [pool.submit(each.go_on) for each in works]
        try:
            while any(len(each.kept) == count for each, count in zip(works, before, strict=True)):
                assert not any(end.done() for end in ends), [end.exception() for end in ends if end.done()]
                time.sleep(0.005)
            time.sleep(pause)
        finally:
            server.kill()
    assert [end.exception() for end in ends] == [None] * len(ends)


def test_a_killed_server_keeps_all_that_it_acknowledged(server):
    savers = [Saving(Writer(server), f"Saved {number}") for number in range(2)]
    autosaver = Autosaving(Writer(server), "Autosaved")
    for pause in PAUSES:
        work_until_killed(server, [*savers, autosaver], pause)
        server.restart()
    assert any(len(each.tried) >= len(each.kept) for each in (*savers, autosaver))  # some were on their way
    assert server.rows("PRAGMA integrity_check") == [("ok",)]
    for saver in savers:
        check_saves(server, saver)
        assert saver.save()
    check_autosave(server, autosaver)


def check_saves(server: Server, work: Work) -> None:
    states = server.rows(f"SELECT state FROM articles_revision WHERE post_id = {work.key} ORDER BY number")
    found = [number_in(json.loads(state)["body"]) for (state,) in states]
    assert len(work.kept) > len(PAUSES)
    assert set(work.kept) <= set(found)
    assert set(found) <= {0, *work.tried}
    assert found == sorted(set(found))
    ((body, html),) = server.rows(f"SELECT body, body_html FROM articles_post WHERE id = {work.key}")
    assert number_in(body) == found[-1]
    assert html.count(f"of text {found[-1]}.") == LINES


def check_autosave(server: Server, work: Work) -> None:
    query = "SELECT fields FROM articles_editingsession WHERE post_id = {} AND fields IS NOT NULL"
    ((fields,),) = server.rows(query.format(work.key))
    assert number_in(json.loads(fields)["body"][0]) >= work.kept[-1]
    assert server.rows(f"SELECT count(*) FROM articles_revision WHERE post_id = {work.key}") == [(1,)]


WRITERS, SAVES = 6, 10
PARTS = "\n".join(f"## Part {number}\n\nWords.\n" for number in range(WRITERS))


def with_words(body: str, words: str, number: int) -> str:
    """Add words: every other writer to a part of their own, where they meet nobody, the rest at the end."""
    if number % 2:
        return body.replace(f"## Part {number}\n", f"## Part {number}\n\n{words}\n")
    return f"{body.rstrip()}\n\n{words}\n"


def write_on(writer: Writer, form: str, number: int) -> list[int]:
    """Add a paragraph with each save, and where somebody was faster, keep both; return all answers."""
    answers = []
    for save in range(SAVES):
        writer.open(form)
        words = f"Words {save} of writer {number}."
        answers.append(
            writer.send(form, body=with_words(writer.fields["body"], words, number), _continue="1")
        )
        while answers[-1] == 409:
            clashes = {f"choice-{name[4:]}": "both" for name in writer.fields if name.startswith("own-")}
            answers.append(writer.send(form, **clashes))
    return answers


def test_many_who_write_at_once_lose_nothing(server):
    writers = [Writer(server) for _number in range(WRITERS)]
    form = writers[0].add("Written by six", PARTS)
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(write_on, writers, [form] * WRITERS, range(WRITERS)))
    assert [each.count(302) for each in answers] == [SAVES] * WRITERS
    assert {each for some in answers for each in some} <= {302, 409}
    writers[0].open(form)
    body = writers[0].fields["body"]
    everything = [f"Words {save} of writer {number}." for save in range(SAVES) for number in range(WRITERS)]
    assert [words for words in everything if body.count(words) != 1] == []
    key = re.search(r"/(\d+)/change/", form)[1]
    assert server.rows(f"SELECT count(*) FROM articles_revision WHERE post_id = {key}") == [
        (WRITERS * SAVES + 1,)
    ]
