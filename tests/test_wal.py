import sqlite3
import subprocess
import sys

import pytest

from articles.wal import Index


@pytest.fixture
def watched():
    """Opens indexes, and ends what they hold when the test is over."""
    opened = []
    yield lambda path: opened.append(Index(path)) or opened[-1]
    for index in opened:
        index.connection.close()


@pytest.fixture
def database(tmp_path):
    path = str(tmp_path / "db.sqlite3")
    own = sqlite3.connect(path, isolation_level=None)
    own.execute("PRAGMA journal_mode=WAL")
    own.execute("CREATE TABLE words (word text)")
    yield path, own
    own.close()


def test_the_header_stays_while_nobody_commits(database, watched):
    path, own = database
    index = watched(path)
    before = index.header
    own.execute("SELECT * FROM words").fetchall()
    assert index.header == before
    own.execute("BEGIN IMMEDIATE")
    own.execute("INSERT INTO words VALUES ('one')")
    assert index.header == before
    own.execute("ROLLBACK")
    assert index.header == before


def test_each_commit_changes_the_header(database, watched):
    path, own = database
    index = watched(path)
    seen = {index.header}
    for number in range(50):
        own.execute("INSERT INTO words VALUES (?)", [str(number)])
        seen.add(index.header)
    own.execute("DELETE FROM words")
    assert len(seen | {index.header}) == 52


def test_a_commit_of_another_process_changes_the_header(database, watched):
    path, _own = database
    index = watched(path)
    before = index.header
    write = f"import sqlite3; own = sqlite3.connect({path!r}); own.execute('DELETE FROM words'); own.commit()"
    subprocess.run(
        [sys.executable, "-c", f"{write}; own.execute('INSERT INTO words VALUES (1)'); own.commit()"]
    )
    assert index.header != before


def test_the_header_is_that_of_the_log_in_use_after_all_others_have_left(database, watched):
    path, own = database
    index = watched(path)
    own.close()
    before = index.header
    for checkpoint in ("PASSIVE", "TRUNCATE"):
        own = sqlite3.connect(path, isolation_level=None)
        own.execute(f"PRAGMA wal_checkpoint({checkpoint})")
        own.execute("INSERT INTO words VALUES ('late')")
        own.close()
        before, former = index.header, before
        assert before != former


def test_a_database_without_a_log_has_no_index(tmp_path):
    with pytest.raises(OSError, match="shm"):
        Index(str(tmp_path / "plain.sqlite3"))
