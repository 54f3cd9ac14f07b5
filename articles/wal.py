"""SQLite's write-ahead log, seen from outside: whether anybody has committed anything.

The index of the log, a file of shared memory, begins with a header that every commit of every process writes anew
before it returns. Source: https://www.sqlite.org/walformat.html#the_wal_index_header
"""

import mmap
import os
import sqlite3

HEADER = 96  # bytes: two copies, one written after the other


class Index:
    """The index of one database, for as long as this process lives.

    It is never closed: closing a file takes away the locks that SQLite holds on it in the same process. And a
    connection of its own stays open, because the last one to close removes the file.
    Source: https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    """

    def __init__(self, database: str) -> None:
        """Raises OSError where there is no log, and sqlite3.Error where there is no database."""
        self.connection = sqlite3.connect(database, check_same_thread=False)
        self.connection.execute("PRAGMA schema_version").fetchone()  # not open before it reads
        try:
            descriptor = os.open(f"{database}-shm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.connection.close()
            raise
        self.view = mmap.mmap(descriptor, mmap.PAGESIZE, prot=mmap.PROT_READ)

    @property
    def header(self) -> bytes:
        """Two are equal only if nobody has committed in between."""
        return self.view[:HEADER]
